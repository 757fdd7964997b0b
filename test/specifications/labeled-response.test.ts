/** labeled-response: https://ircv3.net/specs/extensions/labeled-response */
import assert from "node:assert/strict";
import { test } from "node:test";
import { commands } from "../../src/server/commands.ts";
import { parseMessage } from "../../src/protocol/message.ts";
import { play } from "../journey.ts";
import { TestRoom } from "../room.ts";
import { plainResponse, withAlice } from "../sasl.ts";

const caps = "batch labeled-response";

test("one message of answer bears the label", () =>
  play(`
    alice comes ${caps}
    bob comes
    alice > @label=dc11f13f11 PRIVMSG nobody :Hello
    alice < @label=dc11f13f11 :banter.test 401 alice nobody :No such nick/channel
    alice > @label=abc PING x
    alice < @label=abc :banter.test PONG banter.test x
    alice > @label=1 NICK alicia
    alice < @label=1 :alice!~alice@127.0.0.1 NICK alicia
  `));

test("several are a batch, whose start alone bears it", () =>
  play(`
    alice comes ${caps}
    bob comes
    alice > @label=mGhe5V7RTV WHOIS bob
    alice < @label=mGhe5V7RTV :banter.test BATCH +l… labeled-response
    alice < @batch=l… :banter.test 311 alice bob ~bob 127.0.0.1 * :bob of Test
    alice < @batch=l… :banter.test 312 alice bob banter.test :A chat room
    alice < @batch=l… :banter.test 317 alice bob 0 1795370400 :seconds idle, signon time
    alice < @batch=l… :banter.test 318 alice bob :End of /WHOIS list
    alice < :banter.test BATCH -l…
  `));

test("a batch of another type that is the whole answer bears it itself", () =>
  play(`
    alice comes ${caps} draft/extended-isupport
    alice > @label=1 ISUPPORT
    alice < @label=1 :banter.test BATCH +isupport draft/isupport
    alice <+ @batch=isupport :banter.test 005 alice …
    alice < :banter.test BATCH -isupport
  `));

test("what has no answer is answered by ACK, without parameters", () =>
  play(`
    alice comes ${caps}
    bob comes
    alice > @label=abc PONG :foobar
    alice < @label=abc :banter.test ACK
    alice > @label=def PRIVMSG bob :hello
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :hello
    alice < @label=def :banter.test ACK
    alice > @label=ghi NOTICE nobody :hello
    alice < @label=ghi :banter.test ACK
    alice > @label=jkl MONITOR C
    alice < @label=jkl :banter.test ACK
  `));

test("every command there is answers under its label, once, whatever is asked", async () => {
  const operators = [
    { name: "root", passwordHash: "hash of secret", rights: ["*" as never], masks: [] },
  ];
  const room = new TestRoom({ operators });
  const without = new Set(["QUIT", "WEBIRC"]); // these end the connection
  for (const name of Object.keys(commands)) {
    if (without.has(name)) continue;
    for (const params of ["", " x", " #x", " x x", " #x alice", " alice x x", " * * * *"]) {
      const peer = room.connect();
      peer.write(`CAP REQ :${caps}\r\nNICK alice\r\nUSER alice 0 * :x\r\nCAP END\r\n`);
      peer.write("OPER root secret\r\n");
      await room.settled();
      peer.take();
      peer.write(`@label=the-label ${name}${params}\r\n`);
      await room.settled();
      const lines = peer.take().split("\r\n").slice(0, -1);
      const labeled = lines.filter((line) => parseMessage(line)?.tags.get("label") === "the-label");
      const ended = lines.some((line) => line.startsWith("ERROR "));
      assert.ok(labeled.length === 1 || ended, `${name}${params}\n${lines.join("\n")}`);
      peer.destroy();
      await room.settled();
    }
  }
  room.close();
});

test("what one sends to oneself arrives without the label; the echo has it", () =>
  play(`
    alice comes ${caps} echo-message
    alice > @label=1 PRIVMSG alice :note
    alice < :alice!~alice@127.0.0.1 PRIVMSG alice :note
    alice < @label=1 :alice!~alice@127.0.0.1 PRIVMSG alice :note
    bob comes ${caps}
    bob > @label=2 PRIVMSG bob :note
    bob < :bob!~bob@127.0.0.1 PRIVMSG bob :note
    bob < @label=2 :banter.test ACK
  `));

test("the echo is what others read", () =>
  play(`
    alice comes ${caps} echo-message message-tags
    bob comes message-tags
    alice > @label=123;+example-client-tag=example-value TAGMSG bob
    bob < @msgid=…;+example-client-tag=example-value :alice!~alice@127.0.0.1 TAGMSG bob
    alice < @label=123;msgid=…;+example-client-tag=example-value :alice!~alice@127.0.0.1 TAGMSG bob
  `));

test("a label is up to 64 bytes of anything; of any other nothing is made", () =>
  play(`
    alice comes ${caps}
    alice > @label=${"x".repeat(64)} PING x
    alice < @label=${"x".repeat(64)} :banter.test PONG banter.test x
    alice > @label=${"x".repeat(65)} PING x
    alice < :banter.test PONG banter.test x
    alice > @label= PING x
    alice < :banter.test PONG banter.test x
    alice > @label=a\\:b\\sc\\\\d PING x
    alice < @label=a\\:b\\sc\\\\d :banter.test PONG banter.test x
  `));

test("the capabilities may come in either order; without batch there are no labels", () =>
  play(`
    alice comes labeled-response
    alice > @label=1 PING x
    alice < :banter.test PONG banter.test x
    alice > CAP REQ batch
    alice < …ACK batch
    alice > @label=1 PING x
    alice < @label=1 :banter.test PONG banter.test x
    bob comes batch
    bob > @label=1 PING x
    bob < :banter.test PONG banter.test x
    carol comes
    carol > @label=1 PING x
    carol < :banter.test PONG banter.test x
  `));

test("before registration labels are heeded as well", () =>
  play(`
    alice comes raw
    alice > CAP REQ :${caps}
    alice < …ACK…
    alice > @label=1 CAP LIST
    alice < @label=1 :banter.test CAP * LIST :batch labeled-response
    alice > @label=2 JOIN #a
    alice < @label=2 :banter.test 451 * :You have not registered
  `));

test("a line that cannot be taken bears its label on the refusal, as far as it came through", () =>
  play(`
    alice comes ${caps} message-tags
    bob comes
    alice > @label=1 PRIVMSG bob :caf\\xE9
    alice < @label=1 :banter.test FAIL PRIVMSG INVALID_UTF8 :…
    alice > @label=2 PRIVMSG bob :${"x".repeat(600)}
    alice < @label=2 :banter.test 417 alice :Input line was too long
    -- one that is itself not UTF-8, or in tags that are cut, is nobody's label
    alice > @label=\\xE9 PRIVMSG bob :hello
    alice < :banter.test FAIL PRIVMSG INVALID_UTF8 :…
    alice > @label=3;+x=${"x".repeat(5_000)} PRIVMSG bob :hello
    alice < :banter.test 417 alice :Input line was too long
    carol comes message-tags
    carol > @label=1 PRIVMSG bob :caf\\xE9
    carol < :banter.test FAIL PRIVMSG INVALID_UTF8 :…
  `));

test("what takes its time is answered before what was asked behind it", () => {
  const [response, end] = [plainResponse("alice", "correct horse"), "\\x0D\\x0A"];
  return withAlice(`
    al comes ${caps} sasl
    al > @label=1 AUTHENTICATE PLAIN
    al < @label=1 AUTHENTICATE +
    al > @label=2 AUTHENTICATE ${response}${end}@label=3 PING x${end}@label=4 NICKSERV INFO
    al < @label=2 :banter.test BATCH +l… labeled-response
    al < @batch=l… :banter.test 900 al al!~al@127.0.0.1 alice :You are now logged in as alice
    al < @batch=l… :banter.test 903 al :SASL authentication successful
    al < :banter.test BATCH -l…
    al < @label=3 :banter.test PONG banter.test x
    al < @label=4 :banter.test BATCH +l… labeled-response
    al <+ @batch=l… :NickServ!…
    al < :banter.test BATCH -l…
  `);
});

test("QUIT is answered by the ERROR alone, which bears its label", () =>
  play(`
    alice comes ${caps}
    alice > @label=bye QUIT :gone
    alice < @label=bye ERROR :Closing Link: 127.0.0.1 (Quit: gone)
    alice <>
    -- before registration, too; an end that nobody has asked for has none
    bob comes raw
    bob > CAP REQ :${caps}
    bob < …ACK…
    bob > @label=bye QUIT
    bob < @label=bye ERROR :Closing Link: 127.0.0.1 (Quit: )
    bob <>
  `));
