/** PRIVMSG, NOTICE and STATUSMSG: who hears it, who may not say it. */
import { test } from "node:test";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { play } from "../journey.ts";

test("to a channel: all but the speaker hear it", () =>
  play(`
    alice comes
    bob comes
    carol comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    alice > PRIVMSG #a :hello there
    bob < :alice!~alice@127.0.0.1 PRIVMSG #a :hello there
    alice > NOTICE #a :mind the step
    bob < :alice!~alice@127.0.0.1 NOTICE #a :mind the step
    alice > PRIVMSG #a word
    bob < :alice!~alice@127.0.0.1 PRIVMSG #a :word
    alice > PRIVMSG #a ::-)
    bob < :alice!~alice@127.0.0.1 PRIVMSG #a ::-)
  `));

test("to a person, to several, to oneself", () =>
  play(`
    alice comes
    bob comes
    alice > PRIVMSG BOB :hello
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :hello
    alice > PRIVMSG alice :note to self
    alice < :alice!~alice@127.0.0.1 PRIVMSG alice :note to self
    alice > PRIVMSG bob,nobody,alice :all of you
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :all of you
    alice < :banter.test 401 alice nobody :No such nick/channel
    alice < :alice!~alice@127.0.0.1 PRIVMSG alice :all of you
    alice > NOTICE bob :psst
    bob < :alice!~alice@127.0.0.1 NOTICE bob :psst
  `));

test("what is missing is said", () =>
  play(
    `
    alice comes
    alice > PRIVMSG
    alice < :banter.test 411 alice :No recipient given (PRIVMSG)
    alice > PRIVMSG :
    alice < :banter.test 411 alice :No recipient given (PRIVMSG)
    alice > PRIVMSG , :hello
    alice < :banter.test 411 alice :No recipient given (PRIVMSG)
    alice > PRIVMSG bob
    alice < :banter.test 412 alice :No text to send
    alice > PRIVMSG bob :
    alice < :banter.test 412 alice :No text to send
    alice > PRIVMSG bob :hello
    alice < :banter.test 401 alice bob :No such nick/channel
    alice > PRIVMSG #a :hello
    alice < :banter.test 403 alice #a :No such channel
    alice > PRIVMSG b,c,d :hello
    alice < :banter.test 407 alice b,c,d :Too many targets
  `,
    { limits: { ...limitsDefault, targetsPerCommandMax: 2 } },
  ));

test("NOTICE is never answered", () =>
  play(`
    alice comes
    bob comes
    bob > AWAY :out
    bob < …306…
    alice > NOTICE
    alice > NOTICE bob
    alice > NOTICE nobody :hello
    alice > NOTICE #nowhere :hello
    alice > NOTICE a,b,c,d,e,f :hello
    alice > NOTICE bob :hello
    bob < :alice!~alice@127.0.0.1 NOTICE bob :hello
    alice > PRIVMSG bob :hello
    alice < :banter.test 301 alice bob :out
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :hello
  `));

test("n keeps strangers out, m those without a voice, b those who are meant", () =>
  play(`
    alice comes
    bob comes
    carol comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    carol > PRIVMSG #a :from outside
    carol < :banter.test 404 carol #a :Cannot send to channel
    alice > MODE #a -n+m
    alice < …MODE…
    bob < …MODE…
    bob > PRIVMSG #a :without a voice
    bob < :banter.test 404 bob #a :Cannot send to channel
    carol > PRIVMSG #a :nor I
    carol < :banter.test 404 carol #a :Cannot send to channel
    alice > MODE #a +v bob
    alice < …MODE…
    bob < …MODE…
    bob > PRIVMSG #a :with one
    alice < …PRIVMSG #a :with one
    alice > MODE #a -mv bob
    alice < …MODE…
    bob < …MODE…
    carol > PRIVMSG #a :from outside
    alice < :carol!~carol@127.0.0.1 PRIVMSG #a :from outside
    bob < :carol!~carol@127.0.0.1 PRIVMSG #a :from outside
    alice > MODE #a +bb bob carol
    alice < …MODE…
    bob < …MODE…
    bob > PRIVMSG #a :banned
    bob < :banter.test 404 bob #a :Cannot send to channel
    carol > PRIVMSG #a :banned
    carol < :banter.test 404 carol #a :Cannot send to channel
    alice > MODE #a +ev bob bob
    alice < …MODE…
    bob < …MODE…
    bob > PRIVMSG #a :excepted
    alice < …PRIVMSG #a :excepted
  `));

test("STATUSMSG goes to those with the rank or above", () =>
  play(`
    alice comes
    bob comes
    carol comes
    dave comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    carol > JOIN #a
    carol << 366
    alice < …JOIN #a
    bob < …JOIN #a
    alice > MODE #a +v bob
    alice < …MODE…
    bob < …MODE…
    carol < …MODE…
    carol > PRIVMSG @#a :operators
    alice < :carol!~carol@127.0.0.1 PRIVMSG @#a :operators
    carol > NOTICE +#a :voices
    alice < :carol!~carol@127.0.0.1 NOTICE +#a :voices
    bob < :carol!~carol@127.0.0.1 NOTICE +#a :voices
    carol > PRIVMSG @+#A :both
    alice < :carol!~carol@127.0.0.1 PRIVMSG +#a :both
    bob < :carol!~carol@127.0.0.1 PRIVMSG +#a :both
    dave > PRIVMSG @#a :from outside
    dave < :banter.test 404 dave #a :Cannot send to channel
    dave > PRIVMSG @#nowhere :x
    dave < :banter.test 403 dave #nowhere :No such channel
    dave > PRIVMSG @dave :x
    dave < :banter.test 401 dave @dave :No such nick/channel
    -- and is no history for the others
    carol > PART #a
    carol < …
    alice < …PART…
    bob < …PART…
    carol > JOIN #a
    carol << 366
    alice < …JOIN #a
    bob < …JOIN #a
    bob > HISTORY #a
    bob < :carol!~carol@127.0.0.1 NOTICE +#a :[2026-11-22 18:00] voices
    bob < :carol!~carol@127.0.0.1 PRIVMSG +#a :[2026-11-22 18:00] both
  `));

test("a text is cut to what fits the line that others read, at a whole character", () => {
  const around = ":alice!~alice@127.0.0.1 PRIVMSG bob :".length;
  const fits = "é".repeat(Math.floor((510 - around) / 2));
  return play(`
    alice comes
    bob comes
    alice > PRIVMSG bob :${fits}ééé
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :${fits}
  `);
});

test("what is not known is refused", () =>
  play(`
    alice comes
    alice > NONSENSE 1 2
    alice < :banter.test 421 alice NONSENSE :Unknown command
    alice > nonsense
    alice < :banter.test 421 alice NONSENSE :Unknown command
    alice > constructor
    alice < :banter.test 421 alice CONSTRUCTOR :Unknown command
    alice > :alice privmsg alice :case does not matter
    alice < :alice!~alice@127.0.0.1 PRIVMSG alice :case does not matter
  `));
