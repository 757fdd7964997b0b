/** A full disk: the server ends with the reason, and nobody was told of what is not kept. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { serve } from "./banter.ts";
import { Client, keptTexts, Until } from "./crowd.ts";
import { ircPerson } from "./person.ts";

/** No file may grow beyond 1.5 MB; SQLite then finds no room for its log, as on a full disk. */
const cramped = ["bash", "-c", 'ulimit -f 1500; exec "$0" "$@"'];

test("a write that fails", { skip: process.platform === "win32" && "needs ulimit" }, async (t) => {
  const server = await serve(t, { under: cramped });
  const seen = new Set<string>();
  let said = 0;
  const filler = "x".repeat(300);
  const clients = Array.from({ length: 8 }, (_, n) => {
    const client: Client = new Client(t, {
      port: server.port,
      nick: `person${n}`,
      rooms: ["#lobby"],
      caps: "echo-message",
      line(line) {
        const [, nick, text] = /^:(\S+?)!\S+ PRIVMSG #lobby :(m\d+ x+)$/.exec(line) ?? [];
        if (text === undefined) return;
        seen.add(text);
        if (nick === client.nick) say();
      },
    });
    const say = () => client.say(`PRIVMSG #lobby :m${said++} ${filler}`);
    void client.ready.then(() => {
      for (let ahead = 0; ahead < 5; ahead++) say();
    });
    return client;
  });
  const ended = new Until("its end", () => !server.running);
  void server.ended.then(ended.look);
  await ended.done;
  assert.equal(server.child.exitCode, 1);
  assert.match(
    server.err.text,
    /^banter: what was said could not be kept, so the server ends: [^\n]+\n$/,
  );
  await Promise.all(clients.map(({ closed }) => closed));
  const kept = keptTexts(server.data);
  assert.ok(seen.size > 300, `only ${seen.size}`);
  for (const text of seen) assert.ok(kept.has(text), `${text.slice(0, 10)} was told and not kept`);
  for (const [text, times] of kept) assert.equal(times, 1, `${text.slice(0, 10)} twice`);
  t.diagnostic(`${said} said, ${seen.size} told, ${kept.size} kept: ${server.err.text.trim()}`);

  // With room again it goes on where it was.
  const again = await serve(t, { data: server.data });
  const alice = await ircPerson(t, again.port, "alice");
  alice.say("PRIVMSG #lobby :there is room again");
  await alice.fence();
  assert.equal((await again.stop()).code, 0);
  assert.equal(keptTexts(server.data).size, kept.size + 1);
});
