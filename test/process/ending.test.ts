/** The end: asked for by a signal, within two seconds, with a goodbye to all, and all kept. */
import assert from "node:assert/strict";
import { connect } from "node:net";
import { DatabaseSync } from "node:sqlite";
import path from "node:path";
import { test } from "node:test";
import { noFlood, serve } from "./banter.ts";
import { assertSoon, ircPerson, Person, plainPerson } from "./person.ts";

const endMsMax = 2_000; // the promise

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  test(`${signal}: everyone reads a goodbye, everything is kept`, async (t) => {
    const server = await serve(t);
    const alice = await ircPerson(t, server.port, "alice");
    const nina = await plainPerson(t, server.port, "nina");
    const halfway = new Person(t, connect(server.port, "127.0.0.1"));
    halfway.say("NICK bob");
    // Accepted, before the end: who still stands in the kernel's queue reads no goodbye.
    halfway.say("PING fence");
    await halfway.hears(/\S+ PONG .*fence/);
    alice.say("PRIVMSG #lobby :the last words");
    await nina.hears("<alice> the last words");
    const { code, ms } = await server.stop(signal);
    assert.equal(code, 0);
    assertSoon(ms, endMsMax, "the end");
    t.diagnostic(`ended in ${Math.round(ms)} ms`);
    await nina.hears("* Goodbye: The server is ending");
    await alice.hears(/ERROR :.*The server is ending.*/);
    await halfway.hears(/ERROR :.*The server is ending.*/);
    // Everybody goes; nobody is told of each one's going.
    assert.doesNotMatch(nina.heard.text, /alice is gone/);
    assert.match(server.out.text, /Goodbye\.\n$/);
    assert.equal(server.err.text, "");
    const again = await serve(t, { data: server.data });
    const omar = await plainPerson(t, again.port, "omar");
    assert.match(omar.heard.text, /\d\d:\d\d <alice> the last words\r?\n/);
    assert.match(omar.heard.text, /in #lobby, nobody else is here yet/);
  });
}

test("with 300 people, and one who never reads", async (t) => {
  const config = `${noFlood}[limits]\nsend_queue_bytes_max = 67108864\n`;
  const server = await serve(t, { config });
  const people = await Promise.all(
    Array.from({ length: 300 }, (_, n) =>
      n % 3 === 0
        ? plainPerson(t, server.port, `plain${n}`)
        : ircPerson(t, server.port, `person${n}`),
    ),
  );
  // More than the kernel takes for one who reads nothing waits for it at the end.
  const deaf = await ircPerson(t, server.port, "deaf");
  deaf.socket.pause();
  const speaker = people[1]!;
  const text = "x".repeat(400);
  const count = 12_000;
  // Only these two are there: it is the queue that is to be long, not the work.
  deaf.say("JOIN #apart");
  speaker.say("JOIN #apart");
  await speaker.heard.next(/ 366 person1 #apart/);
  for (let n = 0; n < count; n++) speaker.say(`PRIVMSG #apart :${n} ${text}`);
  await speaker.fence();
  const { code, ms } = await server.stop("SIGTERM");
  assert.equal(code, 0);
  assertSoon(ms, endMsMax, "the end");
  t.diagnostic(`ended in ${Math.round(ms)} ms`);
  for (const person of people) {
    await person.heard.whenEnded();
    assert.match(person.heard.text, /The server is ending/);
  }
  const file = new DatabaseSync(path.join(server.data, "banter.db"), { readOnly: true });
  const row = file.prepare("SELECT count(*) AS count FROM history WHERE text LIKE '%xxx'").get();
  file.close();
  assert.equal(row?.["count"], count);
});

test("whoever comes while it ends, or asks twice, does not hold it up", async (t) => {
  const server = await serve(t);
  const deaf = await ircPerson(t, server.port, "deaf");
  deaf.socket.pause();
  const alice = await ircPerson(t, server.port, "alice");
  for (let n = 0; n < 10_000; n++) alice.say(`PRIVMSG deaf :${"x".repeat(400)}`);
  await alice.fence();
  server.child.kill("SIGINT");
  await alice.heard.whenEnded();
  const late = connect(server.port, "127.0.0.1");
  late.on("error", () => {});
  await new Promise((resolve) => late.once("close", resolve));
  const { code, ms } = await server.stop("SIGINT");
  assert.equal(code, 0);
  assertSoon(ms, 1_500, "the second asking");
});
