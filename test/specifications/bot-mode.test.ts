/** bot-mode: https://ircv3.net/specs/extensions/bot-mode */
import { test } from "node:test";
import { play } from "../journey.ts";

test("the mode that BOT in 005 names can be set and unset by everybody for themselves", () =>
  play(`
    robot comes raw
    robot > NICK robot
    robot > USER robot 0 * :Robot
    robot << BOT=B
    robot << 422
    robot > MODE robot +B
    robot < :robot!~robot@127.0.0.1 MODE robot +B
    robot > MODE robot
    robot < :banter.test 221 robot +Bi
    robot > MODE robot -B
    robot < :robot!~robot@127.0.0.1 MODE robot -B
  `));

test("335 is part of a bot's WHOIS, and of nobody else's", () =>
  play(`
    robot comes
    alice comes
    robot > MODE robot +B
    robot < …MODE…
    alice > WHOIS robot
    alice < …311…
    alice < …312…
    alice < :banter.test 335 alice robot :is a bot
    alice < …317…
    alice < …318…
    robot > WHOIS alice
    robot < …311…
    robot < …312…
    robot < …317…
    robot < …318…
  `));

test("the letter is among the flags of WHO, and of WHOX", () =>
  play(`
    robot comes
    alice comes
    robot > MODE robot +B
    robot < …MODE…
    alice > WHO robot
    alice < :banter.test 352 alice * ~robot 127.0.0.1 banter.test robot HB :0 robot of Test
    alice < …315…
    alice > WHO robot %nf
    alice < :banter.test 354 alice robot HB
    alice < …315…
    alice > WHO alice %nf
    alice < :banter.test 354 alice alice H
    alice < …315…
  `));

test("all that a bot does has the tag, without a value, for those who know message-tags", () =>
  play(`
    robot comes
    alice comes message-tags
    carol comes server-time account-tag
    alice > JOIN #a
    alice << 366
    carol > JOIN #a
    carol << 366
    alice < @msgid=… :carol!~carol@127.0.0.1 JOIN #a
    robot > MODE robot +B
    robot < …MODE…
    robot > JOIN #a
    robot << 366
    alice < @msgid=…;bot :robot!~robot@127.0.0.1 JOIN #a
    carol < @time=… :robot!~robot@127.0.0.1 JOIN #a
    robot > PRIVMSG #a :beep
    alice < @msgid=…;bot :robot!~robot@127.0.0.1 PRIVMSG #a :beep
    carol < @time=… :robot!~robot@127.0.0.1 PRIVMSG #a :beep
    robot > NOTICE alice :beep
    alice < @msgid=…;bot :robot!~robot@127.0.0.1 NOTICE alice :beep
    alice > MODE #a +o robot
    alice < @msgid=… :alice!~alice@127.0.0.1 MODE #a +o robot
    robot < …MODE…
    carol < …MODE…
    robot > TOPIC #a :beep
    robot < …TOPIC…
    alice < @msgid=…;bot :robot!~robot@127.0.0.1 TOPIC #a :beep
    carol < …TOPIC…
    robot > MODE #a +v carol
    robot < …MODE…
    alice < @msgid=…;bot :robot!~robot@127.0.0.1 MODE #a +v carol
    carol < …MODE…
    robot > NICK machine
    robot < …NICK…
    alice < @msgid=…;bot :robot!~robot@127.0.0.1 NICK machine
    carol < …NICK…
    robot > PART #a
    robot < …PART…
    alice < @msgid=…;bot :machine!~robot@127.0.0.1 PART #a
    carol < …PART…
  `));

test("a person's messages have it not, nor a bot's that is none any more", () =>
  play(`
    robot comes
    alice comes message-tags
    robot > MODE robot +B
    robot < …MODE…
    robot > PRIVMSG alice :beep
    alice < @msgid=…;bot :robot!~robot@127.0.0.1 PRIVMSG alice :beep
    robot > MODE robot -B
    robot < …MODE…
    robot > PRIVMSG alice :hello
    alice < @msgid=… :robot!~robot@127.0.0.1 PRIVMSG alice :hello
  `));

test("what a bot has said is a bot's in the history too", () =>
  play(`
    robot comes
    robot > MODE robot +B
    robot < …MODE…
    robot > JOIN #a
    robot << 366
    robot > PRIVMSG #a :beep
    robot > MODE robot -B
    robot < …MODE…
    alice comes message-tags
    alice > JOIN #a
    robot < …JOIN…
    alice << 366
    alice < @msgid=…;bot :robot!~robot@127.0.0.1 PRIVMSG #a :…beep
  `));

test("no client can give itself the tag", () =>
  play(`
    alice comes message-tags
    bob comes message-tags
    bob > @bot;+bot=1 PRIVMSG alice :beep
    alice < @msgid=…;+bot=1 :bob!~bob@127.0.0.1 PRIVMSG alice :beep
  `));
