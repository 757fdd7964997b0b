/** monitor: https://ircv3.net/specs/extensions/monitor */
import assert from "node:assert/strict";
import { test } from "node:test";
import { play } from "../journey.ts";
import { TestRoom } from "../room.ts";

const nick = "nobody-of-this-name-is-here-ever";

test("+ adds: who is here is told in 730 with the hostmask, who is not in 731", () =>
  play(`
    alice comes
    bob comes from 10.0.0.7
    alice > MONITOR + bob
    alice < :banter.test 730 alice :bob!~bob@10.0.0.7
    alice > MONITOR + carol
    alice < :banter.test 731 alice :carol
    alice > MONITOR + BOB,dave,alice,eve
    alice < :banter.test 730 alice :bob!~bob@10.0.0.7,alice!~alice@127.0.0.1
    alice < :banter.test 731 alice :dave,eve
  `));

test("a target already in the list is not added again, however its letters are", () =>
  play(`
    alice comes
    alice > MONITOR + bob
    alice < …731…
    alice > MONITOR + bob,BOB,Bob
    alice < :banter.test 731 alice :Bob
    alice > MONITOR L
    alice < :banter.test 732 alice :bob
    alice < :banter.test 733 alice :End of MONITOR list
    bob comes
    alice < :banter.test 730 * :bob!~bob@127.0.0.1
  `));

test("730 tells that a target has come, 731 that it has gone: connecting, quitting, NICK", () =>
  play(`
    alice comes
    alice > MONITOR + bob,bobby
    alice < :banter.test 731 alice :bob,bobby
    bob comes
    alice < :banter.test 730 * :bob!~bob@127.0.0.1
    bob > NICK bobby
    bob < …NICK bobby
    alice < :banter.test 731 * :bob
    alice < :banter.test 730 * :bobby!~bob@127.0.0.1
    -- the same nick in other letters has neither come nor gone
    bob > NICK BOBBY
    bob < …NICK BOBBY
    bob > NICK stranger
    bob < …NICK stranger
    alice < :banter.test 731 * :BOBBY
    bob > NICK bob
    bob < …NICK bob
    alice < :banter.test 730 * :bob!~bob@127.0.0.1
    bob goes
    alice < :banter.test 731 * :bob
  `));

test("every client that waits for a nick is told, whatever it speaks and has asked for", () =>
  play(`
    alice comes server-time
    nina comes plain
    nina << You are in
    carol comes
    alice > MONITOR + bob
    alice < @time=… :banter.test 731 alice :bob
    nina > /watch bob
    nina < * Not here: bob
    carol > MONITOR + dave
    carol < …731…
    bob comes
    alice < @time=2026-11-22T18:00:00.000Z :banter.test 730 * :bob!~bob@127.0.0.1
    nina < * bob is here now
    bob > QUIT
    bob < ERROR…
    alice < @time=2026-11-22T18:00:00.000Z :banter.test 731 * :bob
    nina < * bob is gone
  `));

test("- removes and C clears, both without any output", () =>
  play(`
    alice comes
    alice > MONITOR + bob,carol,dave
    alice < …731…
    alice > MONITOR - BOB,eve
    alice > MONITOR L
    alice < :banter.test 732 alice :carol,dave
    alice < …733…
    bob comes
    alice > MONITOR C
    alice > MONITOR C
    alice > MONITOR L
    alice < :banter.test 733 alice :End of MONITOR list
    carol comes
    carol goes
  `));

test("L tells the list in 732 and ends with 733; S tells who of it is here and who is not", () =>
  play(`
    alice comes
    bob comes
    alice > MONITOR S
    alice > MONITOR L
    alice < :banter.test 733 alice :End of MONITOR list
    alice > MONITOR + carol,bob,dave
    alice < …730…
    alice < …731…
    alice > MONITOR L
    alice < :banter.test 732 alice :carol,bob,dave
    alice < …733…
    alice > MONITOR S
    alice < :banter.test 730 alice :bob!~bob@127.0.0.1
    alice < :banter.test 731 alice :carol,dave
    -- modifiers in small letters are the same
    alice > MONITOR s
    alice < …730…
    alice < …731…
    alice > MONITOR l
    alice < …732…
    alice < …733…
    alice > MONITOR c
    alice > MONITOR S
  `));

test("734 names the limit and the targets that could not be added, as they were sent", () =>
  play(
    `
    alice comes
    alice > MONITOR + one,two
    alice < :banter.test 731 alice :one,two
    alice > MONITOR + TWO,three,Four,five
    alice < :banter.test 731 alice :TWO,three
    alice < :banter.test 734 alice 3 Four,five :Monitor list is full.
    alice > MONITOR L
    alice < :banter.test 732 alice :one,two,three
    alice < …733…
    alice > MONITOR - two
    alice > MONITOR + Four
    alice < :banter.test 731 alice :Four
  `,
    { limits: { monitorTargetsMax: 3 } },
  ));

test("a target must be a valid nick: hostmasks and the like are not taken up", () =>
  play(`
    alice comes
    alice > MONITOR + *!*@127.0.0.1
    alice > MONITOR + b*,#a,b!c@d,${nick},,
    alice > MONITOR L
    alice < …733…
    bob comes
    alice > MONITOR + b*,bob
    alice < …730…
  `));

test("the list is of one session: another of the same nick later has none, and none is kept", () =>
  play(`
    alice comes
    alice > MONITOR + bob
    alice < …731…
    alice goes
    alice comes
    bob comes
    alice > MONITOR L
    alice < …733…
    -- a nick change does not lose it
    alice > MONITOR + carol
    alice < …731…
    alice > NICK alicia
    alice < …NICK…
    carol comes
    alice < …730…
  `));

test("one's own nick can be watched for", () =>
  play(`
    alice comes
    alice > MONITOR + alice,alicia
    alice < …730 alice :alice!…
    alice < …731…
    alice > NICK alicia
    alice < …NICK…
    alice < :banter.test 731 * :alice
    alice < :banter.test 730 * :alicia!~alice@127.0.0.1
  `));

test("errors: nothing asked, no target, no such modifier, not registered", () =>
  play(`
    alice comes
    alice > MONITOR
    alice < :banter.test 461 alice MONITOR :Not enough parameters
    alice > MONITOR +
    alice < :banter.test 461 alice MONITOR :Not enough parameters
    alice > MONITOR - :
    alice < :banter.test 461 alice MONITOR :Not enough parameters
    alice > MONITOR X bob
    alice < :banter.test 400 alice MONITOR X :Unknown subcommand
    bob comes raw
    bob > NICK bob
    bob > MONITOR + alice
    bob < :banter.test 451 * :You have not registered
  `));

test("a long list is told in several lines, none of them too long", async () => {
  const room = new TestRoom();
  const peer = room.connect();
  const nicks = Array.from({ length: 100 }, (_, n) => `a-rather-long-name-of-some-${n}`);
  peer.write("NICK alice\r\nUSER alice 0 * :Alice\r\n");
  await room.settled();
  peer.take();
  for (let n = 0; n < 100; n += 10) peer.write(`MONITOR + ${nicks.slice(n, n + 10).join(",")}\r\n`);
  await room.settled();
  peer.take();
  peer.write("MONITOR L\r\n");
  await room.settled();
  const lines = peer.take().split("\r\n").slice(0, -2);
  assert.ok(lines.every((line) => line.length <= 510));
  const told = lines.flatMap((line) => (/ 732 alice :(.*)$/.exec(line)?.[1] ?? "").split(","));
  assert.deepEqual(told, nicks);
  room.close();
});

test("a plain person has /watch and /unwatch", () =>
  play(`
    nina comes plain
    nina << You are in
    nina > /watch
    nina < * /watch NICK adds a person, /unwatch NICK takes one away
    bob comes
    nina > /watch bob
    nina < * Here: bob
    nina > /watch carol
    nina < * Not here: carol
    nina > /watch
    nina < * Here: bob
    nina < * Not here: carol
    nina < * /watch NICK adds a person, /unwatch NICK takes one away
    nina > /unwatch bob
    nina < * Not here: carol
    nina < * /watch NICK adds a person, /unwatch NICK takes one away
    bob goes
    nina > /watch two words
    nina < ! That cannot be a nick
    nina > /unwatch
    nina < ! For whom? /unwatch NICK
  `));
