/** relaymsg, draft: https://github.com/ircv3/ircv3-specifications/pull/417 */
import { test } from "node:test";
import { play } from "../journey.ts";

/** bot, an operator of #a, and bob, who hears it. */
const bridge = (ofBob = "", ofBot = "") => `
    bot comes draft/relaymsg ${ofBot}
    bot > JOIN #a
    bot << 366
    bob comes ${ofBob}
    bob > JOIN #a
    bob << 366
    bot < …:bob!… JOIN #a
`;

test("the capability's value are the separators, of which one must be in the nick", () =>
  play(`
    bot comes raw
    bot > CAP LS 302
    bot <caps draft/relaymsg=/
  `));

test("the separator is in nobody's own nick", () =>
  play(`
    bob comes
    bob > NICK bob/dc
    bob < … 432 bob bob/dc :Erroneous nickname
  `));

test("RELAYMSG becomes a PRIVMSG of that nick; its user and host are the server's to choose", () =>
  play(`
    ${bridge("")}
    bot > RELAYMSG #a alice/dc :hello from elsewhere
    bob < :alice/dc!~bot@relayed PRIVMSG #a :hello from elsewhere
    bot > RELAYMSG #a alice/dc word
    bob < :alice/dc!~bot@relayed PRIVMSG #a :word
  `));

test("with the capability one reads who has sent it, in a tag; it needs no other capability", () =>
  play(`
    ${bridge("draft/relaymsg")}
    bot > RELAYMSG #a alice/dc :hello
    bob < @draft/relaymsg=bot;relaymsg=bot :alice/dc!~bot@relayed PRIVMSG #a :hello
  `));

test("so a bot knows what it has sent itself, by echo-message", () =>
  play(`
    ${bridge("", "echo-message")}
    bot > RELAYMSG #a alice/dc :hello
    bot < @draft/relaymsg=bot;relaymsg=bot :alice/dc!~bot@relayed PRIVMSG #a :hello
    bob < :alice/dc!~bot@relayed PRIVMSG #a :hello
    bot > PRIVMSG #a :and I myself
    bot < :bot!~bot@… PRIVMSG #a :and I myself
    bob < :bot!~bot@… PRIVMSG #a :and I myself
  `));

test("without the capability there is no such command, nor such a tag", () =>
  play(`
    ${bridge("message-tags", "echo-message")}
    bot > RELAYMSG #a alice/dc :hello
    bot << alice/dc
    bob < @msgid=… :alice/dc!~bot@relayed PRIVMSG #a :hello
    bob > RELAYMSG #a alice/dc :hello
    bob < … 421 bob RELAYMSG :Unknown command
  `));

test("nobody is taken for the bot: neither its account nor its rights are in the tags", () =>
  play(`
    bot comes account bot draft/relaymsg echo-message
    bot > JOIN #a
    bot << 366
    bob comes account-tag
    bob > JOIN #a
    bob << 366
    bot < …:bob!… JOIN #a
    bot > RELAYMSG #a alice/dc :hello
    bot << alice/dc
    bob < :alice/dc!~bot@relayed PRIVMSG #a :hello
    bot > PRIVMSG #a :it is I
    bot << it is I
    bob < @account=bot :bot!… PRIVMSG #a :it is I
  `));

test("client-only tags go with it", () =>
  play(`
    ${bridge("message-tags", "message-tags")}
    bot > @+draft/reply=x;other=y RELAYMSG #a alice/dc :hello
    bob < @msgid=…;+draft/reply=x :alice/dc!~bot@relayed PRIVMSG #a :hello
  `));

test("the history has it as it was said, the tag too", () =>
  play(`
    ${bridge("batch draft/chathistory draft/relaymsg message-tags server-time")}
    bot > RELAYMSG #a alice/dc :hello
    bob < @time=…;msgid=…;draft/relaymsg=bot;relaymsg=bot :alice/dc!… PRIVMSG #a :hello
    bob > CHATHISTORY LATEST #a * 9
    bob < … BATCH +h… chathistory #a
    bob < @batch=h…;time=…;msgid=…;draft/relaymsg=bot;relaymsg=bot :alice/dc!~bot@… #a :hello
    bob < … BATCH -h…
  `));

test("plain people read it as any line", () =>
  play(`
    ${bridge()}
    nina comes plain
    nina << You are in
    nina > /nick nina
    nina << nina
    nina > /join #a
    nina << You are in #a
    bot < … JOIN #a
    bob < … JOIN #a
    bot > RELAYMSG #a alice/dc :hello
    bob < :alice/dc!~bot@relayed PRIVMSG #a :hello
    nina < …<alice/dc> hello
  `));

test("only operators of the channel, who are in it, may", () =>
  play(`
    ${bridge("draft/relaymsg")}
    bob > RELAYMSG #a alice/dc :hello
    bob < :banter.test FAIL RELAYMSG PRIVS_NEEDED #a :Only operators of the channel …
    bot > MODE #a +hv bob bob
    bot < … MODE #a +hv bob bob
    bob < … MODE #a +hv bob bob
    bob > RELAYMSG #a alice/dc :hello
    bob < :banter.test FAIL RELAYMSG PRIVS_NEEDED #a …
    cy comes draft/relaymsg
    cy > RELAYMSG #a alice/dc :hello
    cy < … 442 cy #a :You're not on that channel
    cy > RELAYMSG #nowhere alice/dc :hello
    cy < … 403 cy #nowhere :No such channel
    cy > RELAYMSG bob alice/dc :hello
    cy < … 403 cy bob :No such channel
  `));

test("nicks without the separator, or with reserved characters in them, are rejected", () =>
  play(`
    ${bridge()}
    bot > RELAYMSG #a alice :hello
    bot < :banter.test FAIL RELAYMSG INVALID_NICK alice :That cannot be the nick …
    ${"!+%@&#$'\"?*,.~<>"
      .split("")
      .map(
        (character) => `
    bot > RELAYMSG #a a${character}/dc :hello
    bot < :banter.test FAIL RELAYMSG INVALID_NICK a${character}/dc :…
    `,
      )
      .join("")}
    bot > RELAYMSG #a a:/dc :hello
    bot < … FAIL RELAYMSG INVALID_NICK a:/dc :…
    bot > RELAYMSG #a a\u{a0}b/dc :hello
    bot < … FAIL RELAYMSG INVALID_NICK a\u{a0}b/dc :…
    bot > RELAYMSG #a a\u{200b}/dc :hello
    bot < … FAIL RELAYMSG INVALID_NICK a\u{200b}/dc :…
    bot > RELAYMSG #a ${"a".repeat(62)}/dc :hello
    bot < … FAIL RELAYMSG INVALID_NICK a…
  `));

test("they need not be nicks that one could have here: names of every script", () =>
  play(`
    ${bridge()}
    bot > RELAYMSG #a 4-Günther[ä]\u{1f600}/dc :hello
    bob < :4-Günther[ä]\u{1f600}/dc!~bot@relayed PRIVMSG #a :hello
    bot > RELAYMSG #a ${"a".repeat(61)}/dc :hello
    bob < :${"a".repeat(61)}/dc!~bot@relayed PRIVMSG #a :hello
  `));

const fitting = "x".repeat(510 - ":a/b!~bot@relayed PRIVMSG #a :".length);

test("what is too long is cut, as a PRIVMSG of that nick is", () =>
  play(`
    ${bridge("", "echo-message")}
    bot > RELAYMSG #a a/b :${"x".repeat(480)}
    bot < … :a/b!~bot@relayed PRIVMSG #a :${fitting}
    bob < :a/b!~bot@relayed PRIVMSG #a :${fitting}
  `));

test("the channel's own rules hold: no CTCP where mode C is set", () =>
  play(`
    ${bridge()}
    bot > MODE #a +C
    bot < … MODE #a +C
    bob < … MODE #a +C
    bot > RELAYMSG #a alice/dc :\u{1}PING 1\u{1}
    bot < … 404 bot #a :Cannot send to channel (+C)…
    bot > RELAYMSG #a alice/dc :\u{1}ACTION waves\u{1}
    bob < :alice/dc!~bot@relayed PRIVMSG #a :\u{1}ACTION waves\u{1}
  `));

test("too few parameters, or an empty text, are nothing to say", () =>
  play(`
    ${bridge()}
    bot > RELAYMSG #a alice/dc
    bot < … 461 bot RELAYMSG :Not enough parameters
    bot > RELAYMSG #a alice/dc :
    bot < … 412 bot :No text to send
  `));
