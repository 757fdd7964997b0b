/** oper-tag, draft: https://ircv3.net/specs/extensions/oper-tag */
import { test } from "node:test";
import { play } from "../journey.ts";

const operators = [{ name: "root", passwordHash: "hash of secret", rights: [], masks: [] }];

test("with draft/oper-tag all that a server operator does has the tag draft/oper", () =>
  play(
    `
    olga comes
    alice comes draft/oper-tag
    carol comes message-tags
    olga > JOIN #a
    olga << 366
    alice > JOIN #a
    alice << 366
    olga < …JOIN…
    carol > JOIN #a
    carol << 366
    olga < …JOIN…
    alice < :carol!~carol@127.0.0.1 JOIN #a
    olga > PRIVMSG #a :before
    alice < :olga!~olga@127.0.0.1 PRIVMSG #a :before
    carol < @msgid=… :olga!~olga@127.0.0.1 PRIVMSG #a :before
    olga > OPER root secret
    olga < …381…
    olga < …MODE…
    olga > PRIVMSG #a :after
    alice < @draft/oper :olga!~olga@127.0.0.1 PRIVMSG #a :after
    carol < @msgid=… :olga!~olga@127.0.0.1 PRIVMSG #a :after
    olga > NOTICE alice :you
    alice < @draft/oper :olga!~olga@127.0.0.1 NOTICE alice :you
    olga > MODE #a +v alice
    olga < …MODE…
    alice < @draft/oper :olga!~olga@127.0.0.1 MODE #a +v alice
    carol < …MODE…
    olga > MODE olga -o
    olga < …MODE…
    olga > PRIVMSG #a :a person again
    alice < :olga!~olga@127.0.0.1 PRIVMSG #a :a person again
    carol < …PRIVMSG…
  `,
    { operators },
  ));

test("it is added to the operator's own echo, too", () =>
  play(
    `
    olga comes draft/oper-tag echo-message
    bob comes
    olga > OPER root secret
    olga < …381…
    olga < …MODE…
    olga > PRIVMSG bob :hello
    olga < @draft/oper :olga!~olga@127.0.0.1 PRIVMSG bob :hello
    bob < …PRIVMSG…
  `,
    { operators },
  ));
