/** SAJOIN, SAPART, SANICK, SAMODE: what operators do to others against their will. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { play } from "../journey.ts";
import { slowLog, TestRoom } from "../room.ts";

const operators = [
  { name: "root", passwordHash: "hash of x", rights: ["force", "audit"] as const, masks: [] },
  { name: "weak", passwordHash: "hash of x", rights: ["kill"] as const, masks: [] },
];
const config = { operators, server: { defaultUserModes: "" } };
const rootComes = `
    root comes
    root > OPER root x
    root << MODE
`;

test("SAJOIN puts somebody in, whatever the channel says", () =>
  play(
    `
    ${rootComes}
    alice comes
    bob comes
    alice > JOIN #a
    alice << 366
    alice > MODE #a +ib bob!*@*
    alice < …MODE…
    root > SAJOIN BOB #A,#new
    alice < :bob!~bob@127.0.0.1 JOIN #a
    bob < :bob!~bob@127.0.0.1 JOIN #a
    bob << 366
    bob < :bob!~bob@127.0.0.1 JOIN #new
    bob < :banter.test 353 bob = #new :@bob
    bob < …366…
    root > SAJOIN bob #a
    root < :banter.test 443 root bob #a :is already on channel
    root > SAJOIN nobody #a
    root < :banter.test 401 root nobody :No such nick/channel
    root > SAJOIN bob a
    root < :banter.test 403 root a :No such channel
    root > SAJOIN bob #
    root < :banter.test 476 root # :Bad Channel Mask
    root > SAJOIN bob #b
    root < :banter.test 405 root #b :You have joined too many channels
    root > SAJOIN bob
    root < :banter.test 461 root SAJOIN :Not enough parameters
    root > SAJOIN bob ,
    root < :banter.test 461 root SAJOIN :Not enough parameters
    alice > SAJOIN bob #a
    alice < :banter.test 481 alice :Permission Denied- You're not an IRC operator
    root > AUDIT
    root < …OPER…
    root < …(operator root): SAJOIN bob!~bob@127.0.0.1 #a
    root < …(operator root): SAJOIN bob!~bob@127.0.0.1 #new
    root < …End of AUDIT
  `,
    { ...config, limits: { channelsPerUserMax: 2 } },
  ));

test("by an old name into the channel that had it", () =>
  play(
    `
    ${rootComes}
    alice comes
    bob comes
    alice > JOIN #a
    alice << 366
    alice > RENAME #a #b
    alice <+ …
    root > SAJOIN bob #a
    alice < :bob!~bob@127.0.0.1 JOIN #b
    bob < :bob!~bob@127.0.0.1 JOIN #b
    bob << 366
  `,
    config,
  ));

test("SAPART takes somebody out; a plain person is told where they are", () =>
  play(
    `
    ${rootComes}
    alice comes
    nina comes plain
    nina << You are in
    alice > JOIN #lobby
    alice << 366
    nina < * alice has come in
    root > SAPART alice #lobby :enough of that
    alice < :alice!~alice@127.0.0.1 PART #lobby :enough of that
    nina < * alice has left (enough of that)
    root > SAPART alice #lobby
    root < :banter.test 441 root alice #lobby :They aren't on that channel
    root > SAPART alice #nowhere
    root < :banter.test 403 root #nowhere :No such channel
    root > SAPART nobody #lobby
    root < …401…
    root > SAPART alice
    root < :banter.test 461 root SAPART :Not enough parameters
    root > SAPART alice ,
    root < :banter.test 461 root SAPART :Not enough parameters
    nina > /nick nina
    nina < * You are nina now.
    root > SAJOIN nina #a
    nina < * You are in #a, nobody else is here yet.
    root > SAPART nina #a
    nina < * You have left #a. You speak in #lobby now.
    alice > SAPART nina #lobby
    alice < …481…
  `,
    config,
  ));

test("SANICK gives somebody another nick", () =>
  play(
    `
    ${rootComes}
    bob comes
    alice comes account alice
    root > SANICK bob Robert
    bob < :bob!~bob@127.0.0.1 NICK Robert
    root > SANICK robert robert
    bob < :Robert!~bob@127.0.0.1 NICK robert
    root > SANICK robert robert
    root > SANICK robert root
    root < :banter.test 433 root root :Nickname is already in use
    root > SANICK robert 1st
    root < :banter.test 432 root 1st :Erroneous nickname
    root > SANICK nobody x
    root < :banter.test 401 root nobody :No such nick/channel
    root > SANICK robert
    root < :banter.test 461 root SANICK :Not enough parameters
    bob > SANICK root x
    bob < …481…
    root > AUDIT SANICK
    root < …SANICK bob!~bob@127.0.0.1 Robert
    root < …SANICK Robert!~bob@127.0.0.1 robert
    root < …End of AUDIT
  `,
    config,
  ));

test("SAMODE changes what only a channel's operators may, from outside too", () =>
  play(
    `
    ${rootComes}
    alice comes
    bob comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    root > MODE #a +m
    root < :banter.test 482 root #a :You're not channel operator
    root > SAMODE #a -o+o alice bob
    alice < :root!~root@127.0.0.1 MODE #a -o+o alice bob
    bob < :root!~root@127.0.0.1 MODE #a -o+o alice bob
    root > SAMODE #a +Pk-x key
    alice < :root!~root@127.0.0.1 MODE #a +Pk key
    bob < …MODE #a +Pk key
    root < :banter.test 472 root x :is unknown mode char to me
    root > SAMODE #a +P
    root > SAMODE #nowhere +m
    root < :banter.test 403 root #nowhere :No such channel
    root > SAMODE #a
    root < :banter.test 461 root SAMODE :Not enough parameters
    root > SAMODE #a +o nobody
    root < :banter.test 401 root nobody :No such nick/channel
    bob > SAMODE #a +m
    bob < …481…
    root > AUDIT SAMODE
    root < …(operator root): SAMODE #a: -o alice +o bob
    root < …(operator root): SAMODE #a: +P +k *
    root < …End of AUDIT
  `,
    config,
  ));

test("SAMODE of a person: all but what OPER gives", () =>
  play(
    `
    ${rootComes}
    weak comes
    weak > OPER weak x
    weak << MODE
    root > SAMODE weak +i
    weak < :weak!~weak@127.0.0.1 MODE weak +i
    root > SAMODE weak -o
    weak < :weak!~weak@127.0.0.1 MODE weak -o
    weak > KILL root :no
    weak < …481…
    root > SAMODE weak +o
    root > SAMODE nobody +i
    root < …401…
    root > SAMODE weak +z
    root < :banter.test 501 root :Unknown MODE flag
    root > AUDIT SAMODE
    root < …SAMODE weak!~weak@127.0.0.1: +i
    root < …SAMODE weak!~weak@127.0.0.1: -o
    root < …End of AUDIT
  `,
    config,
  ));

test("CHGHOST gives others a host to be seen, and takes it back", () =>
  play(
    `
    root comes
    root > OPER boss x
    root << MODE
    weak comes
    weak > OPER weak x
    weak << MODE
    alice comes
    bob comes chghost
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    weak > CHGHOST alice somewhere
    weak < :banter.test 723 weak vhost :Insufficient oper privileges.
    root > CHGHOST nobody somewhere
    root < :banter.test 401 root nobody :No such nick/channel
    root > CHGHOST alice
    root < :banter.test 461 root CHGHOST :Not enough parameters
    root > CHGHOST alice :two words
    root < …That cannot be a host
    root > CHGHOST alice team/alice
    alice < :banter.test 396 alice team/alice :is now your displayed host
    bob < :alice!~alice@127.0.0.1 CHGHOST ~alice team/alice
    root > CHGHOST alice al@team/alice
    alice < :banter.test 396 alice team/alice :is now your displayed host
    bob < :alice!~alice@team/alice CHGHOST al team/alice
    root > CHGHOST alice *
    alice < :banter.test 396 alice 127.0.0.1 :is now your displayed host
    bob < :alice!al@team/alice CHGHOST al 127.0.0.1
    root > AUDIT *CHGHOST*
    root <+ …CHGHOST…
    root < …End of AUDIT
  `,
    {
      ...config,
      operators: [
        ...operators,
        { name: "boss", passwordHash: "hash of x", rights: ["vhost", "audit"], masks: [] },
      ],
    },
  ));

test("who has stepped down by then does nothing more by the right that is gone", async () => {
  const room = new TestRoom(config, slowLog);
  const [alice, root] = [room.connect(), room.connect()];
  const settled = async () => {
    for (let turns = 0; turns < 20; turns++) await room.settled();
  };
  alice.write("NICK alice\r\nUSER alice 0 * :Alice\r\nJOIN #a,#b\r\nMODE #b +s\r\n");
  root.write("NICK root\r\nUSER root 0 * :Root\r\nOPER root x\r\n");
  await settled();
  alice.take();
  root.take();
  root.write("SAMODE #a +m\r\nMODE root -o\r\nSAMODE #a +f #b\r\nSAPART alice #a\r\n");
  await settled();
  assert.match(alice.take(), /^:root!\S+ MODE #a \+m\r\n$/);
  assert.match(root.take(), /MODE root -o\r\n(:\S+ 481 root :\P{Cc}+\r\n){2}$/u);
  room.close();
});
