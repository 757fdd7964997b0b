/** message-tags, client-only tags and TAGMSG: https://ircv3.net/specs/extensions/message-tags
 * (what its lines may look like and how long they may be: test/journeys/tags.test.ts). */
import assert from "node:assert/strict";
import { test } from "node:test";
import { allJoin } from "../four.ts";
import { play } from "../journey.ts";
import { TestRoom } from "../room.ts";

const together = `
    alice comes message-tags
    bob comes message-tags
    carol comes
    dave comes server-time account-tag batch
    ${allJoin}
`;

test("client-only tags are attached as they are to what is relayed: PRIVMSG, NOTICE, TAGMSG", () =>
  play(`
    ${together}
    alice > @+a;+b=;+vendor.example/c=1 PRIVMSG #a :hello
    bob < @msgid=…;+a;+b;+vendor.example/c=1 :alice!~alice@127.0.0.1 PRIVMSG #a :hello
    carol < :alice!~alice@127.0.0.1 PRIVMSG #a :hello
    dave < @time=… :alice!~alice@127.0.0.1 PRIVMSG #a :hello
    alice > @+a=x NOTICE bob :hello
    bob < @msgid=…;+a=x :alice!~alice@127.0.0.1 NOTICE bob :hello
    alice > @+a=x TAGMSG #a
    bob < @msgid=…;+a=x :alice!~alice@127.0.0.1 TAGMSG #a
  `));

test("tags, and a source, may come with the first line of all", () =>
  play(`
    alice comes raw
    alice > @label=1;+x=y CAP LIST
    alice < :banter.test CAP * LIST :
    bob comes raw
    bob > @x :bob NICK bob
    bob > USER bob 0 * :Bob
    bob << 001 bob
    bob << 422
  `));

test("keys are opaque and keep their case; an odd one harms nothing", () =>
  play(`
    ${together}
    alice > @+A=1;+a=2;+ü/!=3;+=4;+;=5;; NOTICE bob :odd
    bob < @msgid=…;+A=1;+a=2;+ü/!=3;+ :alice!~alice@127.0.0.1 NOTICE bob :odd
    alice > @+__proto__=1;+constructor=2 NOTICE bob :odd
    bob < @msgid=…;+__proto__=1;+constructor=2 :alice!~alice@127.0.0.1 NOTICE bob :odd
  `));

test("of a key that comes twice the last counts", () =>
  play(`
    ${together}
    alice > @+a=1;+b;+a=2 NOTICE bob :hello
    bob < @msgid=…;+a=2;+b :alice!~alice@127.0.0.1 NOTICE bob :hello
  `));

test("values are escaped again; an unknown escape is its letter, a last one is dropped", () =>
  play(`
    ${together}
    alice > @+a=raw+:=,escaped\\:\\s\\\\ NOTICE bob :hello
    bob < @msgid=…;+a=raw+:=,escaped\\:\\s\\\\ :alice!~alice@127.0.0.1 NOTICE bob :hello
    alice > @+a=\\b\\r\\n\\ NOTICE bob :hello
    bob < @msgid=…;+a=b\\r\\n :alice!~alice@127.0.0.1 NOTICE bob :hello
  `));

test("tags without the prefix are removed before anything is relayed", () =>
  play(`
    ${together}
    alice > @msgid=mine;account=root;time=never;batch=1;x=y;+a=x NOTICE bob :hello
    bob < @msgid=…;+a=x :alice!~alice@127.0.0.1 NOTICE bob :hello
    alice > @unknown-tag TAGMSG #a
    bob < :alice!~alice@127.0.0.1 TAGMSG #a
  `));

test("the server's own tags stand before those of the client", () =>
  play(`
    alice comes message-tags server-time echo-message
    alice > @+a=x;+b NOTICE alice :hello
    alice < @time=…;msgid=…;+a=x;+b :alice!~alice@127.0.0.1 NOTICE alice :hello
    alice < @time=…;msgid=…;+a=x;+b :alice!~alice@127.0.0.1 NOTICE alice :hello
  `));

test("TAGMSG goes the ways of PRIVMSG: members, modes, STATUSMSG, echo, several targets", () =>
  play(`
    ${together}
    eve comes message-tags echo-message
    eve > @+a TAGMSG #a
    eve < :banter.test 404 eve #a :Cannot send to channel
    eve > @+typing=active TAGMSG #a
    eve < :banter.test 404 eve #a :Cannot send to channel
    eve > @+a TAGMSG bob,alice
    eve < @msgid=…;+a :eve!~eve@127.0.0.1 TAGMSG bob
    bob < @msgid=…;+a :eve!~eve@127.0.0.1 TAGMSG bob
    eve < @msgid=…;+a :eve!~eve@127.0.0.1 TAGMSG alice
    alice < @msgid=…;+a :eve!~eve@127.0.0.1 TAGMSG alice
    bob > @+a TAGMSG @#a
    alice < @msgid=…;+a :bob!~bob@127.0.0.1 TAGMSG @#a
    alice > MODE #a +m
    alice < …MODE #a +m
    bob < …MODE #a +m
    carol < …MODE #a +m
    dave < …MODE #a +m
    bob > @+a TAGMSG #a
    bob < :banter.test 404 bob #a :Cannot send to channel
    bob > @+typing=active TAGMSG #a
    bob < :banter.test 404 bob #a :Cannot send to channel
    bob > @+a TAGMSG #nowhere
    bob < :banter.test 403 bob #nowhere :No such channel
    bob > @+a TAGMSG nobody
    bob < :banter.test 401 bob nobody :No such nick/channel
    bob > @+a TAGMSG
    bob < :banter.test 411 bob :No recipient given (TAGMSG)
    bob > @+a TAGMSG a,b,c,d,e
    bob < :banter.test 407 bob a,b,c,d,e :Too many targets
  `));

test("TAGMSG never comes to who has not negotiated message-tags, nor is it theirs to send", () =>
  play(`
    ${together}
    alice > @+a TAGMSG #a
    bob < …TAGMSG #a
    alice > @+a TAGMSG carol
    alice > @+a TAGMSG dave
    carol > @+a TAGMSG bob
    carol < :banter.test 421 carol TAGMSG :Unknown command
    dave > @+a TAGMSG bob
    dave < @time=… :banter.test 421 dave TAGMSG :Unknown command
    nina comes plain
    nina < Welcome to this chatroom!
    nina << #lobby
    alice > @+a TAGMSG amber-ant
  `));

test("a labeled TAGMSG comes back by echo with its label and msgid", () =>
  play(`
    alice comes message-tags echo-message batch labeled-response
    bob comes message-tags
    alice > @label=123;+example-client-tag=example-value TAGMSG bob
    alice < @label=123;msgid=4;+example-client-tag=example-value :alice!~alice@… TAGMSG bob
    bob < @msgid=4;+example-client-tag=example-value :alice!~alice@127.0.0.1 TAGMSG bob
    alice > @label=124;+typing=active TAGMSG bob
    alice < @label=124;+typing=active :alice!~alice@127.0.0.1 TAGMSG bob
    bob < @+typing=active :alice!~alice@127.0.0.1 TAGMSG bob
    alice > CAP REQ -echo-message
    alice < …ACK…
    alice > @label=125;+typing=done TAGMSG bob
    alice < @label=125 :banter.test ACK
    bob < @+typing=done :alice!~alice@127.0.0.1 TAGMSG bob
    alice > @label=126;+typing=done TAGMSG nobody
    alice < @label=126 :banter.test 401 alice nobody :No such nick/channel
  `));

const denying = (...clientTagsDenied: string[]) => ({ messages: { clientTagsDenied } });

test("without CLIENTTAGDENY, which then is not told, all are allowed", async () => {
  assert.equal(await tokenOf([]), undefined);
});

test("CLIENTTAGDENY lists what is denied without the prefix", async () => {
  assert.equal(await tokenOf(["typing", "example/bar"]), "typing,example/bar");
  await play(
    `
    ${together}
    alice > @+typing=x;+example/bar;+example/baz;+Typing NOTICE bob :hello
    bob < @msgid=…;+example/baz;+Typing :alice!~alice@127.0.0.1 NOTICE bob :hello
    -- a message whose tags are denied is a message still
    alice > @+typing=x NOTICE bob :hello
    bob < @msgid=… :alice!~alice@127.0.0.1 NOTICE bob :hello
    -- one that had nothing else to say is passed over in silence
    alice > @+typing=active TAGMSG #a
    alice > @+example/bar TAGMSG bob
    alice > @+example/bar;+example/baz TAGMSG bob
    bob < @msgid=…;+example/baz :alice!~alice@127.0.0.1 TAGMSG bob
    `,
    denying("typing", "example/bar"),
  );
});

test("CLIENTTAGDENY: * denies all, and after it -name makes an exception", async () => {
  assert.equal(await tokenOf(["*", "-foo", "-example/bar"]), "*,-foo,-example/bar");
  await play(
    `
    ${together}
    alice > @+foo=1;+bar;+example/bar=2;+-foo NOTICE bob :hello
    bob < @msgid=…;+foo=1;+example/bar=2 :alice!~alice@127.0.0.1 NOTICE bob :hello
    `,
    denying("*", "-foo", "-example/bar"),
  );
  await play(
    `
    alice comes message-tags echo-message batch labeled-response
    alice > @+foo=1 NOTICE alice :hello
    alice < @msgid=… :alice!~alice@127.0.0.1 NOTICE alice :hello
    alice < @msgid=… :alice!~alice@127.0.0.1 NOTICE alice :hello
    alice > @label=1;+foo=1 TAGMSG alice
    alice < @label=1 :banter.test ACK
    `,
    denying("*"),
  );
});

/** What 005 says of it to somebody who comes. */
async function tokenOf(clientTagsDenied: readonly string[]): Promise<string | undefined> {
  const room = new TestRoom({ messages: { clientTagsDenied } });
  const peer = room.connect();
  peer.write("NICK alice\r\nUSER alice 0 * :Alice\r\n");
  await room.settled();
  const token = / CLIENTTAGDENY(?:=(\S*))? /.exec(peer.take());
  room.close();
  return token?.[1];
}
