/** Questions to the server: MOTD, VERSION, ADMIN, INFO, TIME, LINKS, LUSERS, STATS, HELP. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { play } from "../journey.ts";
import { TestRoom } from "../room.ts";

const rights = ["stats"] as const;
const operators = [{ name: "root", passwordHash: "hash of secret", rights, masks: ["*!*@127.*"] }];

test("MOTD, or that there is none", async () => {
  await play(`
    alice comes
    alice > MOTD
    alice < :banter.test 422 alice :There is no message of the day
    alice > MOTD no.such.server
    alice < :banter.test 402 alice no.such.server :No such server
  `);
  await play(
    `
    alice comes
    alice > MOTD banter.test
    alice < :banter.test 375 alice :- banter.test Message of the day -
    alice < :banter.test 372 alice :- Welcome.
    alice < :banter.test 372 alice :-…
    alice < :banter.test 372 alice :- Be kind.
    alice < :banter.test 376 alice :End of /MOTD command.
    alice > MOTD *.test
    alice << 376
    alice > MOTD alice
    alice << 376
  `,
    { server: { motd: ["Welcome.", "", "Be kind."] } },
  );
});

test("VERSION, with what is supported", () =>
  play(`
    alice comes
    alice > VERSION
    alice < :banter.test 351 alice banter-test banter.test …
    alice <+ :banter.test 005 alice … :are supported by this server
    alice > VERSION *.nowhere
    alice < :banter.test 402 alice *.nowhere :No such server
  `));

test("ADMIN, what there is of it", async () => {
  await play(`
    alice comes
    alice > ADMIN
    alice < :banter.test 256 alice banter.test :Administrative info
    alice < :banter.test 257 alice :(no location is given)
    alice < :banter.test 258 alice :(nobody is named)
    alice < :banter.test 259 alice :(no address is given)
    alice > ADMIN nowhere
    alice < :banter.test 402 alice nowhere :No such server
  `);
  await play(
    `
    alice comes
    alice > ADMIN
    alice < :banter.test 256 alice banter.test :Administrative info
    alice < :banter.test 257 alice :Third floor
    alice < :banter.test 258 alice :The Example Society
    alice < :banter.test 259 alice root@example.org
  `,
    {
      admin: {
        location: "Third floor",
        organisation: "The Example Society",
        email: "root@example.org",
      },
    },
  );
});

test("INFO, TIME and LINKS", () =>
  play(`
    alice comes
    alice > INFO
    alice < :banter.test 371 alice :banter-test: a chat room over TCP/IP, joined with anything
    alice < :banter.test 371 alice :…
    alice < :banter.test 371 alice :Up since 2026-11-22 18:00:00 UTC
    alice < :banter.test 374 alice :End of INFO list
    alice > INFO nowhere
    alice < :banter.test 402 alice nowhere :No such server
    time passes 61
    alice > TIME
    alice < :banter.test 391 alice banter.test :2026-11-22 18:01:01 UTC
    alice > TIME nowhere
    alice < :banter.test 402 alice nowhere :No such server
    alice > LINKS
    alice < :banter.test 364 alice * banter.test :0 A chat room
    alice < :banter.test 365 alice * :End of /LINKS list
    alice > LINKS *.nowhere
    alice < :banter.test 365 alice * :End of /LINKS list
  `));

test("LUSERS counts the visible, the invisible, operators and the unregistered", () =>
  play(
    `
    alice comes
    bob comes
    eve comes raw
    alice > MODE alice -i
    alice < …
    alice > OPER root secret
    alice < …381…
    alice < …MODE…
    bob > JOIN #a
    bob << 366
    bob > LUSERS
    bob < :banter.test 251 bob :There are 1 users and 1 invisible on 1 servers
    bob < :banter.test 252 bob 1 :operator(s) online
    bob < :banter.test 253 bob 1 :unknown connection(s)
    bob < :banter.test 254 bob 1 :channels formed
    bob < :banter.test 255 bob :I have 2 clients and 0 servers
    bob < :banter.test 265 bob 2 2 :Current local users 2, max 2
    bob < :banter.test 266 bob 2 2 :Current global users 2, max 2
    alice goes
    bob > LUSERS
    bob < :banter.test 251 bob :There are 0 users and 1 invisible on 1 servers
    bob < …253…
    bob < …254…
    bob < …255…
    bob < :banter.test 265 bob 1 2 :Current local users 1, max 2
    bob < …266…
  `,
    { operators },
  ));

test("STATS: u for all, l, m and o for operators", () =>
  play(
    `
    alice comes
    time passes 90061
    alice > STATS u
    alice < :banter.test 242 alice :Server Up 1 days 1:01:01
    alice < :banter.test 219 alice u :End of /STATS report
    alice > STATS
    alice < :banter.test 461 alice STATS :Not enough parameters
    alice > STATS :
    alice < :banter.test 461 alice STATS :Not enough parameters
    alice > STATS u nowhere
    alice < :banter.test 402 alice nowhere :No such server
    alice > STATS ?
    alice < :banter.test 219 alice ? :End of /STATS report
    alice > STATS l
    alice < :banter.test 481 alice :Permission Denied- You're not an IRC operator
    alice > OPER root secret
    alice < …381…
    alice < …MODE…
    alice > STATS o
    alice < :banter.test 243 alice O *!*@127.* * root
    alice < :banter.test 219 alice o :End of /STATS report
    alice > STATS l
    alice < :banter.test 211 alice alice 0 127.0.0.1 90061
    alice < :banter.test 219 alice l :End of /STATS report
    alice > STATS m
    alice < :banter.test 212 alice NICK 1
    alice < :banter.test 212 alice OPER 1
    alice < :banter.test 212 alice STATS 9
    alice < :banter.test 212 alice USER 1
    alice < :banter.test 219 alice m :End of /STATS report
    alice > STATS z
    alice < :banter.test 219 alice z :End of /STATS report
  `,
    { operators },
  ));

test("HELP on all, on one, on what is not there", () =>
  play(`
    alice comes
    alice > HELP
    alice < :banter.test 704 alice * :What one can do here
    alice < :banter.test 705 alice * :
    alice < :banter.test 705 alice * :ADMIN — who runs this server
    alice << 705 alice * :ZNC
    alice < :banter.test 706 alice * :End of /HELP
    alice > HELP join
    alice < :banter.test 704 alice JOIN JOIN
    alice < :banter.test 705 alice JOIN :
    alice < :banter.test 705 alice JOIN :JOIN <channel>{,<channel>} [<key>{,<key>}] — enter channels
    alice < :banter.test 706 alice JOIN :End of /HELP
    alice > HELP nonsense
    alice < :banter.test 524 alice nonsense :No help available on this topic
    alice > HELP :two words
    alice < :banter.test 524 alice * :No help available on this topic
  `));

test("HELP names each command once, by all its names in their order", async () => {
  const room = new TestRoom();
  const peer = room.connect();
  peer.write("NICK alice\r\nUSER alice 0 * :x\r\nHELP\r\n");
  await room.settled();
  const told = [...peer.take().matchAll(/ 705 alice \* :([A-Z]+) /g)].map(([, name]) => name);
  assert.ok(told.length > 50);
  for (const [n, name] of told.slice(1).entries())
    assert.ok(name! > told[n]!, `${told[n]} ${name}`);
  room.close();
});
