/** reply: https://ircv3.net/specs/client-tags/reply */
import { test } from "node:test";
import { play } from "../journey.ts";

const together = `
    alice comes message-tags echo-message
    bob comes message-tags echo-message
    carol comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    carol > JOIN #a
    carol << 366
    alice < …JOIN #a
    bob < …JOIN #a
`;

test("+draft/reply names the msgid of the message that is answered, and goes with the answer", () =>
  play(`
    ${together}
    alice > PRIVMSG #a :Hello!
    alice < @msgid=8 :alice!~alice@127.0.0.1 PRIVMSG #a :Hello!
    bob < @msgid=8 :alice!~alice@127.0.0.1 PRIVMSG #a :Hello!
    carol < :alice!~alice@127.0.0.1 PRIVMSG #a :Hello!
    bob > @+draft/reply=8 PRIVMSG #a :Hello to you!
    bob < @msgid=9;+draft/reply=8 :bob!~bob@127.0.0.1 PRIVMSG #a :Hello to you!
    alice < @msgid=9;+draft/reply=8 :bob!~bob@127.0.0.1 PRIVMSG #a :Hello to you!
    -- who knows no tags reads the words
    carol < :bob!~bob@127.0.0.1 PRIVMSG #a :Hello to you!
    -- the name without "draft/", of the final specification, goes as well
    alice > @+reply=9 NOTICE bob :Psst!
    alice < @msgid=a;+reply=9 :alice!~alice@127.0.0.1 NOTICE bob :Psst!
    bob < @msgid=a;+reply=9 :alice!~alice@127.0.0.1 NOTICE bob :Psst!
  `));

test("it is kept with the message and replayed", () =>
  play(`
    ${together}
    alice > PRIVMSG #a :Hello!
    alice < …
    bob < …
    carol < …
    bob > @+draft/reply=8 PRIVMSG #a :Hello to you!
    bob < …
    alice < …
    carol < …
    alice > HISTORY #a
    alice < @msgid=8 …PRIVMSG #a :[…] Hello!
    alice < @msgid=9;+draft/reply=8 :bob!~bob@127.0.0.1 PRIVMSG #a :[…] Hello to you!
  `));

test("plain people read the words of an answer", () =>
  play(`
    alice comes message-tags
    nina comes plain
    nina << #lobby
    alice > JOIN #lobby
    alice << 366
    nina < …
    alice > @+draft/reply=1 PRIVMSG #lobby :Hello to you!
    nina < <alice> Hello to you!
  `));
