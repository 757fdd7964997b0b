/** History: what is shown on joining, and HISTORY, to clients of each kind. */
import { test } from "node:test";
import { defaultConfig } from "../../src/server/config.ts";
import { play } from "../journey.ts";

const said = `
    alice comes
    alice > JOIN #a
    alice << 366
    alice > PRIVMSG #a :one
    time passes 60
    alice > NOTICE #a :two
    alice > PRIVMSG #a :\x01ACTION waves\x01
`;

test("as text with the time, for clients that know nothing", () =>
  play(`${said}
    bob comes
    bob > JOIN #a
    bob << 366
    bob < :alice!~alice@127.0.0.1 PRIVMSG #a :[2026-11-22 18:00] one
    bob < :alice!~alice@127.0.0.1 NOTICE #a :[2026-11-22 18:01] two
    bob < :alice!~alice@127.0.0.1 PRIVMSG #a :\x01ACTION [2026-11-22 18:01] waves\x01
    alice < …JOIN #a
  `));

test("with server-time the text stays as it was", () =>
  play(`${said}
    bob comes server-time
    bob > JOIN #a
    bob << 366
    bob < @time=2026-11-22T18:00:00.000Z :alice!~alice@127.0.0.1 PRIVMSG #a :one
    bob < @time=2026-11-22T18:01:00.000Z :alice!~alice@127.0.0.1 NOTICE #a :two
    bob < @time=2026-11-22T18:01:00.000Z :alice!~alice@127.0.0.1 PRIVMSG #a :\x01ACTION waves\x01
    alice < …JOIN #a
  `));

test("with batch in a chathistory batch, with msgids where tags are known", () =>
  play(`${said}
    bob comes batch server-time message-tags
    bob > JOIN #a
    bob << 366
    bob < @time=… :banter.test BATCH +h… chathistory #a
    bob < @batch=h…;time=2026-11-22T18:00:00.000Z;msgid=… :alice!… PRIVMSG #a :one
    bob < @batch=h…;time=2026-11-22T18:01:00.000Z;msgid=… :alice!… NOTICE #a :two
    bob < @batch=h…;time=2026-11-22T18:01:00.000Z;msgid=… :alice!… PRIVMSG #a :\x01ACTION waves\x01
    bob < @time=… :banter.test BATCH -h…
    alice < …JOIN #a
    carol comes batch
    carol > JOIN #a
    carol << 366
    carol < :banter.test BATCH +h… chathistory #a
    carol < @batch=h… :alice!~alice@127.0.0.1 PRIVMSG #a :[2026-11-22 18:00] one
    carol < @batch=h… :alice!~alice@127.0.0.1 NOTICE #a :[2026-11-22 18:01] two
    carol < …
    carol < :banter.test BATCH -h…
    alice < …JOIN #a
    bob < …JOIN #a
  `));

test("so many lines as are configured, for the channel or for all", () =>
  play(
    `${said}
    bob comes
    bob > JOIN #a
    bob << 366
    bob < …NOTICE…
    bob < …ACTION…
    alice < …JOIN #a
    alice > JOIN #none
    alice << 366
    alice > PRIVMSG #none :x
    bob > JOIN #none
    bob << 366
    alice < …JOIN #none
  `,
    {
      history: {
        linesOnJoin: 2,
        channels: [{ ...defaultConfig.history, name: "#NONE", linesOnJoin: 0 }],
      },
    },
  ));

test("HISTORY asks for more or fewer, as a member", () =>
  play(`${said}
    bob comes
    alice > HISTORY #a 1
    alice < …ACTION…
    alice > HISTORY #A many
    alice < …one
    alice < …two
    alice < …ACTION…
    alice > HISTORY #a -5
    alice < …ACTION…
    alice > HISTORY #a 1.5
    alice < …ACTION…
    alice > HISTORY
    alice < :banter.test 461 alice HISTORY :Not enough parameters
    alice > HISTORY #nowhere
    alice < :banter.test 403 alice #nowhere :No such channel
    bob > HISTORY #a
    bob < :banter.test 442 bob #a :You're not on that channel
    alice > MODE #a +s
    alice < …
    bob > HISTORY #a
    bob < :banter.test 403 bob #a :No such channel
  `));

test("who makes a room reads nothing of an earlier one of that name, which is forgotten", () =>
  play(`
    alice comes message-tags
    bob comes message-tags batch draft/chathistory draft/event-playback
    alice > JOIN #a
    alice << 366
    alice > @+draft/react=x TAGMSG #a
    alice > PART #a :and gone
    alice < …PART #a :and gone
    time passes 1
    bob > JOIN #a
    bob << 366
    bob > CHATHISTORY LATEST #a * 10
    bob < …BATCH +… chathistory #a
    bob < …JOIN #a
    bob < …BATCH -…
  `));

test("when something was said to operators the others do not learn from the list of targets", () =>
  play(`
    alice comes
    bob comes draft/chathistory
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …
    alice > PRIVMSG #a :to all
    bob < …
    time passes 60
    alice > PRIVMSG @#a :to few
    bob > CHATHISTORY TARGETS timestamp=2026-11-22T17:00:00Z timestamp=2026-11-22T19:00:00Z 10
    bob < … CHATHISTORY TARGETS #a 2026-11-22T18:00:00.000Z
    bob > CHATHISTORY TARGETS timestamp=2026-11-22T18:00:30Z timestamp=2026-11-22T19:00:00Z 10
  `));
