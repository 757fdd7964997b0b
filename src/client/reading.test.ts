/** Reading: what has been read here is told to the person's other devices. */
import assert from "node:assert/strict";
import test from "node:test";
import { Session } from "./session.ts";
import { find } from "./state.ts";

const began = Date.parse("2027-01-15T08:00:00.000Z");
const stamp = (ms: number): string => new Date(began + ms).toISOString();

/** By the server's clock: how far that is ahead, when bob came (null: it does not say), when alice
 * spoke; by his own: when he heard of his coming. */
const cases = [
  {
    what: "said while one's own coming is on its way",
    ahead: 0,
    came: 100,
    said: 500,
    heard: 5000,
  },
  { what: "told of by a server that is behind", ahead: 0, came: 1000, said: 500, heard: 1000 },
  {
    what: "said where only messages have a time",
    ahead: -3_600_000,
    came: null,
    said: 500,
    heard: 100,
  },
];
for (const { what, ahead, came, said, heard } of cases)
  test(`what is ${what} is new, and once read that is told`, () => {
    const session = new Session({ nick: "bob", rooms: ["#lobby"] });
    const hears = (ms: number, ...lines: string[]) =>
      lines.flatMap((line) => session.received(line, began + ms).send);
    const unread = () => find(session.state, "#lobby")?.unread;
    session.opened(began);
    hears(
      0,
      ":a.example CAP * LS :draft/read-marker server-time",
      ":a.example CAP * ACK :draft/read-marker server-time",
      `@time=${stamp(ahead)} :a.example 001 bob :Welcome`,
      ":a.example 376 bob :End",
    );
    const tag = came === null ? "" : `@time=${stamp(ahead + came)} `;
    hears(heard, `${tag}:bob!b@h JOIN #lobby`);
    hears(heard + 450, `@time=${stamp(ahead + said)} :alice!a@h PRIVMSG #lobby :hello`);
    assert.equal(unread(), 1);
    const watch = { type: "watch", name: "#lobby" } as const;
    assert.deepEqual(session.act(watch, began + 6000).send, [
      `MARKREAD #lobby timestamp=${stamp(ahead + said)}`,
    ]);
    assert.equal(unread(), 0);
  });
