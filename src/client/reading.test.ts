/** Reading: what has been read here is told to the person's other devices. */
import assert from "node:assert/strict";
import test from "node:test";
import { Session } from "./session.ts";
import { find } from "./state.ts";

const began = Date.parse("2027-01-15T08:00:00.000Z");
const stamp = (ms: number): string => new Date(began + ms).toISOString();

/** Bob, in the lobby since `joined`, who was told so at `told`. */
function inLobby(joined: number, told: number) {
  const session = new Session({ nick: "bob", rooms: ["#lobby"] });
  const hears = (ms: number, ...lines: string[]) =>
    lines.flatMap((line) => session.received(line, began + ms).send);
  session.opened(began);
  hears(
    0,
    ":a.example CAP * LS :draft/read-marker server-time",
    ":a.example CAP * ACK :draft/read-marker server-time",
    `@time=${stamp(0)} :a.example 001 bob :Welcome`,
    ":a.example 376 bob :End",
  );
  hears(told, `@time=${stamp(joined)} :bob!b@h JOIN #lobby`);
  const watch = (ms: number) => session.act({ type: "watch", name: "#lobby" }, began + ms).send;
  return { hears, watch, unread: () => find(session.state, "#lobby")?.unread };
}

test("what was said while one's own coming was on its way is new", () => {
  const { hears, watch, unread } = inLobby(100, 5000);
  hears(5001, `@time=${stamp(500)} :alice!a@h PRIVMSG #lobby :hello`);
  assert.equal(unread(), 1);
  assert.deepEqual(watch(6000), [`MARKREAD #lobby timestamp=${stamp(500)}`]);
  assert.equal(unread(), 0);
});

test("so is what somebody says whose server's clock is behind", () => {
  const { hears, watch, unread } = inLobby(1000, 1000);
  hears(1100, `@time=${stamp(500)} :alice!a@h PRIVMSG #lobby :hello`);
  assert.equal(unread(), 1);
  assert.deepEqual(watch(6000), [`MARKREAD #lobby timestamp=${stamp(500)}`]);
  assert.equal(unread(), 0);
});
