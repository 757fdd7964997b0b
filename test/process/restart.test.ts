/** What survives the end of the server: rooms, how they are ruled, and what was said in them. */
import assert from "node:assert/strict";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { serve } from "./banter.ts";
import { ircPerson, plainPerson } from "./person.ts";

for (const signal of ["SIGTERM", "SIGKILL"] as const) {
  test(`rooms and history survive ${signal}`, async (t) => {
    const server = await serve(t);
    const alice = await ircPerson(t, server.port, "alice");
    const bob = await ircPerson(t, server.port, "bob");
    alice.say("JOIN #dev", "TOPIC #dev :What we work on", "MODE #dev +mklv key 7 alice");
    alice.say("MODE #dev +bI *!*@203.0.113.* *!*@198.51.100.0/24", "PRIVMSG #dev :one");
    alice.say("NOTICE #dev :two", "PRIVMSG #dev :\x01ACTION three\x01", "PRIVMSG bob :for you");
    await bob.hears(/:alice!\S+ PRIVMSG bob :?for you/);
    await alice.fence();
    await server.stop(signal);

    const again = await serve(t, { data: server.data });
    // Nobody is there, and the founder is its operator again; a stranger is not let in.
    const eve = await ircPerson(t, again.port, "eve", { room: "" });
    eve.say("JOIN #dev");
    await eve.hears(/:\S+ 475 eve #dev .*/);
    const founder = await ircPerson(t, again.port, "alice", { room: "" });
    founder.say("JOIN #dev key");
    await founder.hears(/:\S+ 332 alice #dev :What we work on/);
    await founder.hears(/:\S+ 333 alice #dev alice \d+/);
    await founder.hears(/:\S+ 353 alice = #dev :?@alice/);
    await founder.hears(/:alice!\S+ PRIVMSG #dev :\[.*\] one/);
    await founder.hears(/:alice!\S+ NOTICE #dev :\[.*\] two/);
    await founder.hears(/:alice!\S+ PRIVMSG #dev :\x01ACTION \[.*\] three\x01/);
    founder.say("MODE #dev", "MODE #dev b", "MODE #dev I", "KICK #dev eve");
    await founder.hears(/:\S+ 324 alice #dev \+\S*m\S* .*/);
    assert.match(founder.heard.text, / 324 alice #dev \+[klmnt]{5} key 7\r\n/);
    await founder.hears(/:\S+ 367 alice #dev \*!\*@203\.0\.113\.\* alice!\S+ \d+/);
    await founder.hears(/:\S+ 346 alice #dev \*!\*@198\.51\.100\.0\/24 alice!\S+ \d+/);
    await founder.hears(/:\S+ 441 alice eve #dev .*/);
    // What was before, and what comes now, in one order.
    founder.say("PRIVMSG #dev :four", "INVITE eve #dev");
    await eve.hears(/:alice!\S+ INVITE eve :?#dev/);
    const nina = await plainPerson(t, again.port, "nina");
    nina.say("/join dev key");
    await nina.hears(/\d\d:\d\d <alice> one/);
    await nina.hears(/\d\d:\d\d -alice- two/);
    await nina.hears(/\d\d:\d\d \* alice three/);
    await nina.hears(/\d\d:\d\d <alice> four/);
  });
}

test("somebody else at the database for a moment does not end the server", async (t) => {
  const server = await serve(t);
  const alice = await ircPerson(t, server.port, "alice");
  const other = new DatabaseSync(path.join(server.data, "banter.db"));
  t.after(() => other.close());
  other.exec("BEGIN IMMEDIATE");
  setTimeout(() => other.exec("COMMIT"), 200);
  alice.say("PRIVMSG #lobby :hello");
  await alice.fence();
  assert.equal(server.running, true, server.err.text);
});
