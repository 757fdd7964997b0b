/** kill -9 under load: whatever anyone has seen is in the history after the restart, once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { serve } from "./banter.ts";
import { Client, keptTexts, Until } from "./crowd.ts";
import { ircPerson, plainPerson } from "./person.ts";

const rounds = 20;
const people = 12;
const rooms = ["#lobby", "#one", "#two"];
/** Messages of each that are on their way. */
const aheadMax = 20;

test(`${rounds} rounds`, async (t) => {
  const seen = new Set<string>();
  let sent = 0;
  let data: string | undefined;
  for (let round = 0; round < rounds; round++) {
    const server = await serve(t, data === undefined ? {} : { data });
    data = server.data;
    // Killed at another depth each time: in the first flight, and after thousands.
    const enough = seen.size + 20 + round * round * 12;
    const until = new Until("messages", () => seen.size >= enough);
    const clients = Array.from({ length: people }, (_, n) => {
      let told = 0;
      let heard = 0;
      const room = rooms[n % rooms.length];
      const client: Client = new Client(t, {
        port: server.port,
        nick: `person${n}`,
        rooms: [...rooms],
        // Half of them see their own by its echo.
        ...(n % 2 === 0 && { caps: "echo-message" }),
        line(line) {
          const text = /^:(\S+?)!\S+ PRIVMSG #\w+ :(r\d+-\d+-\d+)$/.exec(line);
          if (text === null) return;
          seen.add(text[2]!);
          // The others say one for what everybody has said meanwhile.
          if (n % 2 === 0 ? text[1] === client.nick : ++heard % people === 0) say();
          until.look();
        },
      });
      const say = () => {
        sent += 1;
        client.say(`PRIVMSG ${room} :r${round}-${n}-${told++}`);
      };
      const begin = () => {
        for (let ahead = 0; ahead < aheadMax; ahead++) say();
      };
      // In the first rounds the end may come before somebody is in.
      void client.ready.then(begin, () => {});
      return client;
    });
    const plain = await plainPerson(t, server.port);
    plain.say(`r${round}-said-plainly`);
    await until.done;
    await server.stop("SIGKILL");
    // What was on its way to them when it died they have seen, too.
    await Promise.all(clients.map(({ closed }) => closed));
    await plain.heard.whenEnded();
    for (const [, text] of plain.heard.text.matchAll(/^<\S+> (r\d+-\d+-\d+)\n/gm)) seen.add(text!);

    const kept = keptTexts(data);
    for (const text of seen) assert.ok(kept.has(text), `round ${round}: ${text} is lost`);
    for (const [text, times] of kept) assert.equal(times, 1, `round ${round}: ${text} twice`);
  }
  // And it is still what people read.
  const server = await serve(t, data === undefined ? {} : { data });
  const alice = await ircPerson(t, server.port, "alice");
  alice.heard.skip();
  alice.say("HISTORY #lobby 1000");
  await alice.fence();
  const read = [...alice.heard.text.matchAll(/ (r\d+-\d+-\d+)\r\n/g)].map(([, text]) => text!);
  const kept = keptTexts(server.data);
  assert.ok(read.length >= 999 && read.every((text) => kept.has(text)));
  t.diagnostic(`${rounds} rounds: ${sent} said, ${seen.size} seen and found, each once`);
});
