/** extended-monitor: https://ircv3.net/specs/extensions/extended-monitor */
import { test } from "node:test";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";

test("with away-notify: AWAY of monitored people who share no channel", () =>
  play(`
    alice comes extended-monitor away-notify
    bob comes
    carol comes
    alice > MONITOR + bob
    alice < …730…
    bob > AWAY :out
    bob < …306…
    alice < :bob!~bob@127.0.0.1 AWAY :out
    bob > AWAY
    bob < …305…
    alice < :bob!~bob@127.0.0.1 AWAY
    -- whom she does not monitor she does not hear of
    carol > AWAY :out
    carol < …306…
    alice > MONITOR - bob
    bob > AWAY :out
    bob < …306…
  `));

test("with setname: SETNAME of monitored people who share no channel", () =>
  play(`
    alice comes extended-monitor setname
    bob comes
    alice > MONITOR + BOB
    alice < …730…
    bob > SETNAME :Bob the Second
    alice < :bob!~bob@127.0.0.1 SETNAME :Bob the Second
    bob > AWAY :out
    bob < …306…
  `));

test("with account-notify: ACCOUNT of monitored people who share no channel", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    alice comes extended-monitor account-notify
    carol comes extended-monitor
    alice > MONITOR + bob
    alice < …731…
    carol > MONITOR + bob
    carol < …731…
    bob comes account robert
    alice < …730…
    carol < …730…
  `,
  );
  const { log, door } = room.server;
  const bob = [...door.peers.values()].find(({ user }) => user === room.newest.user);
  log.append(bob?.id ?? "", { type: "logout" });
  await journey(
    room,
    `
    -- words
    time passes 0
    bob < …901…
    alice < :bob!~bob@127.0.0.1 ACCOUNT *
  `,
  );
  log.append(bob?.id ?? "", { type: "login", account: "robert" });
  await journey(
    room,
    `
    time passes 0
    bob < …900…
    alice < :bob!~bob@127.0.0.1 ACCOUNT robert
  `,
  );
  room.close();
});

test("what one of several devices says of being away is told when it changes something", () =>
  play(`
    alice comes extended-monitor away-notify
    laptop comes account bob as bob
    phone comes account bob as bob
    alice > MONITOR + bob
    alice < …730…
    phone > AWAY :in the pocket
    phone < …306…
    laptop > AWAY :closed
    laptop < …306…
    alice < :bob!~bob@127.0.0.1 AWAY :in the pocket
  `));

test("without extended-monitor, or without the other capability: nothing of it", () =>
  play(`
    alice comes away-notify setname
    carol comes extended-monitor
    nina comes plain
    nina << You are in
    bob comes
    alice > MONITOR + bob
    alice < …730…
    carol > MONITOR + bob
    carol < …730…
    nina > /watch bob
    nina < * Here: bob
    bob > SETNAME :Bob the Second
    bob > AWAY :out
    bob < …306…
  `));

test("who shares channels with the monitored one hears it once", () =>
  play(`
    alice comes extended-monitor away-notify
    bob comes
    alice > JOIN #a,#b
    alice << 366 alice #b
    bob > JOIN #a,#b
    bob << 366 bob #b
    alice < …JOIN…
    alice < …JOIN…
    alice > MONITOR + bob,alice
    alice < …730…
    bob > AWAY :out
    bob < …306…
    alice < :bob!~bob@127.0.0.1 AWAY :out
    -- of one's own being away one is told by 306 alone
    alice > AWAY :too
    alice < …306…
  `));

test("tags are as negotiated", () =>
  play(`
    alice comes extended-monitor away-notify server-time
    bob comes
    alice > MONITOR + bob
    alice < …730…
    bob > AWAY :out
    bob < …306…
    alice < @time=2026-11-22T18:00:00.000Z :bob!~bob@127.0.0.1 AWAY :out
  `));

test("what is negotiated later holds from then on", () =>
  play(`
    alice comes
    bob comes
    alice > MONITOR + bob
    alice < …730…
    alice > CAP REQ :extended-monitor away-notify
    alice < …ACK…
    bob > AWAY :out
    bob < …306…
    alice < …AWAY :out
    alice > CAP REQ :-extended-monitor
    alice < …ACK…
    bob > AWAY
    bob < …305…
  `));
