/** channel-context: https://ircv3.net/specs/client-tags/channel-context */
import { test } from "node:test";
import { play } from "../journey.ts";

const together = `
    alice comes message-tags
    bot comes message-tags
    carol comes
    alice > JOIN #chan
    alice << 366
    bot > JOIN #chan
    bot << 366
    alice < …JOIN #chan
`;

test("the tag is attached to a PRIVMSG or NOTICE to a user, and comes to those who know tags", () =>
  play(`
    ${together}
    alice > PRIVMSG #chan :!help
    bot < …PRIVMSG #chan :!help
    bot > @+draft/channel-context=#chan NOTICE alice :I'm helping.
    alice < @msgid=…;+draft/channel-context=#chan :bot!~bot@127.0.0.1 NOTICE alice :I'm helping.
    bot > @+channel-context=#chan PRIVMSG alice :I'm helping.
    alice < @msgid=…;+channel-context=#chan :bot!~bot@127.0.0.1 PRIVMSG alice :I'm helping.
    -- without tags it is a message as any other
    bot > @+draft/channel-context=#chan NOTICE carol :I'm helping.
    carol < :bot!~bot@127.0.0.1 NOTICE carol :I'm helping.
  `));

test("where it means nothing it is the receiving client that ignores it", () =>
  play(`
    ${together}
    bot > @+draft/channel-context=nowhere NOTICE alice :not a channel
    alice < @msgid=…;+draft/channel-context=nowhere :bot!~bot@… NOTICE alice :not a channel
    bot > @+draft/channel-context=#chan NOTICE #chan :not private
    alice < @msgid=…;+draft/channel-context=#chan :bot!~bot@127.0.0.1 NOTICE #chan :not private
  `));
