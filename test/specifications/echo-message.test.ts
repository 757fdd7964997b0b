/** echo-message: https://ircv3.net/specs/extensions/echo-message */
import { test } from "node:test";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";

test("PRIVMSG and NOTICE come back to who sent them, to channels and to people", () =>
  play(`
    alice comes echo-message
    bob comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN…
    alice > PRIVMSG #a :hello
    bob < :alice!~alice@127.0.0.1 PRIVMSG #a :hello
    alice < :alice!~alice@127.0.0.1 PRIVMSG #a :hello
    alice > NOTICE #a :hello
    bob < :alice!~alice@127.0.0.1 NOTICE #a :hello
    alice < :alice!~alice@127.0.0.1 NOTICE #a :hello
    alice > PRIVMSG bob :hello
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :hello
    alice < :alice!~alice@127.0.0.1 PRIVMSG bob :hello
    alice > NOTICE BOB :hello
    bob < :alice!~alice@127.0.0.1 NOTICE bob :hello
    alice < :alice!~alice@127.0.0.1 NOTICE bob :hello
    alice > PRIVMSG @#a :to operators
    alice < :alice!~alice@127.0.0.1 PRIVMSG @#a :to operators
  `));

test("it is the final version: cut to what others read, under the name as it is", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    alice comes echo-message
    bob comes
    alice > JOIN #Tea
    alice << 366
    bob > JOIN #tea
    bob << 366
    alice < …JOIN…
  `,
  );
  // 512 bytes with CR LF is what others read of it, whatever fits one's own line.
  const most = 510 - ":alice!~alice@127.0.0.1 PRIVMSG #Tea :".length;
  await journey(
    room,
    `
    alice > PRIVMSG #tEA :${"z".repeat(most + 5)}
    bob < :alice!~alice@127.0.0.1 PRIVMSG #Tea :${"z".repeat(most)}
    alice < :alice!~alice@127.0.0.1 PRIVMSG #Tea :${"z".repeat(most)}
  `,
  );
  room.close();
});

test("with message-tags the same holds for TAGMSG, without for nobody", () =>
  play(`
    alice comes echo-message message-tags
    bob comes message-tags
    carol comes echo-message
    alice > @+x=1 TAGMSG bob
    bob < @msgid=…;+x=1 :alice!~alice@127.0.0.1 TAGMSG bob
    alice < @msgid=…;+x=1 :alice!~alice@127.0.0.1 TAGMSG bob
    carol > @+x=1 TAGMSG bob
    carol < :banter.test 421 carol TAGMSG :Unknown command
  `));

test("what is refused is not echoed", () =>
  play(`
    alice comes echo-message
    bob comes
    bob > JOIN #a
    bob << 366
    alice > PRIVMSG #a :hello
    alice < :banter.test 404 alice #a :Cannot send to channel
    alice > NOTICE #a :hello
    alice > PRIVMSG nobody :hello
    alice < :banter.test 401 alice nobody :No such nick/channel
  `));

test("what one tells oneself comes twice: sent, and received", () =>
  play(`
    alice comes echo-message
    alice > PRIVMSG alice :note
    alice < :alice!~alice@127.0.0.1 PRIVMSG alice :note
    alice < :alice!~alice@127.0.0.1 PRIVMSG alice :note
  `));

test("without it nothing comes back", () =>
  play(`
    alice comes
    bob comes echo-message
    alice > PRIVMSG bob :hello
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :hello
  `));

test("what one device says shows on the others, with it and without (znc.in/self-message)", () =>
  play(`
    laptop comes account alice as alice znc.in/self-message
    phone comes account alice as alice echo-message
    bob comes
    laptop > PRIVMSG bob :hello
    phone < :alice!~alice@127.0.0.1 PRIVMSG bob :hello
    bob < …
    phone > PRIVMSG bob :hello
    phone < :alice!~alice@127.0.0.1 PRIVMSG bob :hello
    laptop < :alice!~alice@127.0.0.1 PRIVMSG bob :hello
    bob < …
  `));
