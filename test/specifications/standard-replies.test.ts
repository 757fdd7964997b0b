/** standard-replies: https://ircv3.net/specs/extensions/standard-replies */
import { test } from "node:test";
import { play } from "../journey.ts";

test("FAIL has the command, the code, what it is about, and words", () =>
  play(`
    alice comes standard-replies
    alice > SETNAME :
    alice < :banter.test FAIL SETNAME INVALID_REALNAME :Realname is not valid
    alice > PRIVMSG #a :\\xE9
    alice < :banter.test FAIL PRIVMSG INVALID_UTF8 :Message rejected, your IRC software MUST …
    -- of what cannot be understood the command is *
    alice > \\xE9\\xE8
    alice < :banter.test FAIL * INVALID_UTF8 :Message rejected, your IRC software MUST …
  `));

test("it bears the label of the command that brought it about", () =>
  play(`
    alice comes standard-replies batch labeled-response
    alice > @label=1 SETNAME :
    alice < @label=1 :banter.test FAIL SETNAME INVALID_REALNAME :Realname is not valid
  `));

test("those enabled by a specification come without being asked for, whatever is known", () =>
  play(`
    alice comes
    alice > SETNAME :
    alice < :banter.test FAIL SETNAME INVALID_REALNAME :Realname is not valid
    bob comes raw
    bob > NICK bob
    bob > USER bob 0 * :\\xE9
    bob < :banter.test FAIL USER INVALID_UTF8 :Message rejected, your IRC software MUST …
  `));

test("ours come to whoever has asked for standard-replies; the others read a NOTICE", () =>
  play(
    `
    root comes standard-replies
    rude comes echo-message
    root > OPER root secret
    root << MODE
    rude > OPER root secret
    rude << MODE
    root > UNKLINE nobody!*@*
    root < :banter.test FAIL UNKLINE NO_SUCH_BAN … :There is no such ban
    rude > UNKLINE nobody!*@*
    rude < :banter.test NOTICE rude :UNKLINE: There is no such ban
  `,
    {
      operators: [{ name: "root", passwordHash: "hash of secret", rights: ["ban"], masks: [] }],
    },
  ));

test("where a numeric says it there is no FAIL", () =>
  play(`
    alice comes standard-replies
    alice > JOIN
    alice < :banter.test 461 alice JOIN :Not enough parameters
    alice > PRIVMSG nobody :x
    alice < :banter.test 401 alice nobody :No such nick/channel
  `));
