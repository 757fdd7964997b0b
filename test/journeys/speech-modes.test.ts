/** Who may speak, and who hears it: the channel modes C, M, U and W, the user mode R. */
import { test } from "node:test";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { play } from "../journey.ts";

/** olga is operator, hal half-operator, vic has a voice, nina nothing. */
const crew = `
  olga comes
  hal comes
  vic comes
  nina comes
  olga > JOIN #a
  olga << 366
  hal > JOIN #a
  hal << 366
  olga < …
  vic > JOIN #a
  vic << 366
  olga < …
  hal < …
  nina > JOIN #a
  nina << 366
  olga < …
  hal < …
  vic < …
  olga > MODE #a +hv hal vic
  olga < …
  hal < …
  vic < …
  nina < …
`;

const toAll = (line: string) =>
  ["olga", "hal", "vic", "nina"].map((name) => `${name} < ${line}`).join("\n");

test("C: no client-to-server protocol but actions, whoever says it", () =>
  play(`
    ${crew}
    olga > MODE #a +C
    ${toAll("…MODE #a +C")}
    nina > PRIVMSG #a :\\x01VERSION\\x01
    nina < :banter.test 404 nina #a :Cannot send to channel (+C): no CTCP but actions
    olga > PRIVMSG #a :\\x01PING 1\\x01
    olga < …404…
    olga > NOTICE #a :\\x01PING 1\\x01
    nina > PRIVMSG #a :\\x01ACTION\\x01
    olga < …
    hal < …
    vic < …
    nina > PRIVMSG #a :\\x01ACTIONS speak\\x01
    nina < …404…
    nina > PRIVMSG #a :\\x01ACTION waves\\x01
    olga < :nina!~nina@127.0.0.1 PRIVMSG #a :…ACTION waves…
    hal < :nina!~nina@127.0.0.1 PRIVMSG #a :…ACTION waves…
    vic < :nina!~nina@127.0.0.1 PRIVMSG #a :…ACTION waves…
    -- between people it is theirs
    nina > PRIVMSG vic :\\x01VERSION\\x01
    vic < …VERSION…
    olga > MODE #a -C
    ${toAll("…MODE #a -C")}
    nina > PRIVMSG #a :\\x01VERSION\\x01
    olga < …
    hal < …
    vic < …
  `));

test("M: only people with an account speak, and those with a rank", () =>
  play(`
    alice comes account alice
    bob comes
    carol comes account carol
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …
    carol > JOIN #a
    carol << 366
    alice < …
    bob < …
    alice > MODE #a +M
    alice < …
    bob < …
    carol < …
    bob > PRIVMSG #a :hello
    bob < :banter.test 404 bob #a :Cannot send to channel (+M): you need to be logged in …
    bob > NOTICE #a :hello
    carol > PRIVMSG #a :hello
    alice < …hello
    bob < …hello
    alice > MODE #a +v bob
    alice < …
    bob < …
    carol < …
    bob > PRIVMSG #a :with a voice
    alice < …with a voice
    carol < …with a voice
  `));

test("U: what those without a rank say operators alone hear, and read afterwards", () =>
  play(`
    ${crew}
    nina > CAP REQ echo-message
    nina < …ACK…
    olga > MODE #a +U
    ${toAll("…MODE #a +U")}
    nina > PRIVMSG #a :may I?
    nina < :nina!~nina@127.0.0.1 PRIVMSG #a :may I?
    olga < :nina!~nina@127.0.0.1 PRIVMSG #a :may I?
    hal < :nina!~nina@127.0.0.1 PRIVMSG #a :may I?
    -- even where nobody else could speak
    olga > MODE #a +m
    ${toAll("…MODE #a +m")}
    nina > PRIVMSG #a :please
    nina < …please
    olga < …please
    hal < …please
    nina > PRIVMSG +#a :to all with a voice
    nina < :nina!~nina@127.0.0.1 PRIVMSG #a :to all with a voice
    olga < …with a voice
    hal < …with a voice
    nina > PRIVMSG @#a :to operators
    nina < :nina!~nina@127.0.0.1 PRIVMSG @#a :to operators
    olga < :nina!~nina@127.0.0.1 PRIVMSG @#a :to operators
    vic > PRIVMSG #a :I may
    olga < …I may
    hal < …I may
    nina < …I may
    -- a ban is a ban
    olga > MODE #a +b nina
    ${toAll("…MODE #a +b nina!*@*")}
    nina > PRIVMSG #a :banned
    nina < …404…
    -- the history knows for whom it was
    vic > PART #a
    olga < …
    hal < …
    vic < …
    nina < …
    vic > JOIN #a
    vic << 366
    vic < …I may
    olga < …
    hal < …
    nina < …
    olga > PART #a
    olga < …
    hal < …
    vic < …
    nina < …
    olga > JOIN #a
    olga << 366
    olga < :nina!~nina@127.0.0.1 PRIVMSG #a :… may I?
    olga < …please
    olga < …to all with a voice
    olga < :nina!~nina@127.0.0.1 PRIVMSG @#a :… to operators
    olga < …I may
    hal << +o olga
    vic << +o olga
    nina << +o olga
  `));

test("W: who has no rank waits so many seconds from one message to the next", () =>
  play(`
    ${crew}
    olga > MODE #a +W 30
    ${toAll(":olga!~olga@127.0.0.1 MODE #a +W 30")}
    nina > MODE #a
    nina < :banter.test 324 nina #a +ntW 30
    nina < …329…
    nina > PRIVMSG #a :one
    olga < …one
    hal < …one
    vic < …one
    nina > PRIVMSG #a :two
    nina < :banter.test 404 nina #a :Cannot send to channel (+W): wait 30 s
    time passes 20
    nina > PRIVMSG #a :two
    nina < :banter.test 404 nina #a :Cannot send to channel (+W): wait 10 s
    nina > NOTICE #a :two
    -- going and coming back is no way around it
    nina > PART #a
    nina < …
    olga < …
    hal < …
    vic < …
    nina > JOIN #a
    nina << 366
    nina < …one
    olga < …
    hal < …
    vic < …
    nina > PRIVMSG #a :two
    nina < …404…
    time passes 10
    nina > PRIVMSG #a :two
    olga < …two
    hal < …two
    vic < …two
    vic > PRIVMSG #a :three
    olga < …three
    hal < …
    nina < …
    vic > PRIVMSG #a :four
    olga < …four
    hal < …
    nina < …
    olga > MODE #a -W
    ${toAll("…MODE #a -W")}
    nina > PRIVMSG #a :three
    olga < …three
    hal < …
    vic < …
  `));

test("W, j: what is no number of seconds in the bounds is refused", () =>
  play(
    `
    alice comes
    alice > JOIN #a
    alice << 366
    alice > MODE #a +W
    alice < :banter.test 696 alice #a W * :You must give a parameter
    alice > MODE #a +W 0
    alice < :banter.test 696 alice #a W 0 :Not a number of seconds, 1 to 60
    alice > MODE #a +W 61
    alice < :banter.test 696 alice #a W 61 :Not a number of seconds, 1 to 60
    alice > MODE #a +W soon
    alice < …696…
    alice > MODE #a +W 060
    alice < …MODE #a +W 60
    alice > MODE #a +W 60
    alice > MODE #a +j 5
    alice < :banter.test 696 alice #a j 5 :Not JOINS:SECONDS, 1:1 to 9:10
    alice > MODE #a +jj 5:11 10:1
    alice < …696…
    alice < …696…
    alice > MODE #a +jj 0:5 5:0
    alice < …696…
    alice < …696…
    alice > MODE #a +j 09:10
    alice < …MODE #a +j 9:10
    alice > MODE #a +j 9:10
    alice > MODE #a -jW
    alice < …MODE #a -jW
    alice > MODE #a -jW
  `,
    {
      limits: {
        ...limitsDefault,
        slowSecondsMax: 60,
        throttleJoinsMax: 9,
        throttleSecondsMax: 10,
      },
    },
  ));

test("the user mode R: only people with an account are heard, and operators of the server", () =>
  play(
    `
    alice comes account alice
    bob comes
    carol comes account carol
    alice > MODE alice +R
    alice < …MODE alice +R
    bob > PRIVMSG alice :hello
    bob < :banter.test 477 bob alice :You need to be logged in to an account … (+R)
    bob > NOTICE alice :hello
    carol > PRIVMSG alice :hello
    alice < …hello
    alice > PRIVMSG alice :note
    alice < …note
    bob > OPER root secret
    bob << +o
    bob > PRIVMSG alice :as an operator
    alice < …as an operator
    carol > MODE carol +R
    carol < …
    -- one need not hear to be heard
    alice > MODE alice -R
    alice < …
    carol > PRIVMSG alice :still
    alice < …still
  `,
    {
      operators: [{ name: "root", passwordHash: "hash of secret", rights: [], masks: [] }],
    },
  ));

test("C, in several lines too", () =>
  play(`
    alice comes
    bob comes draft/multiline batch message-tags
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …
    alice > MODE #a +C
    alice < …
    bob < …
    bob > BATCH +1 draft/multiline #a
    bob > @batch=1 PRIVMSG #a :hello
    bob > @batch=1 PRIVMSG #a :\x01VERSION\x01
    bob > BATCH -1
    bob < :banter.test 404 bob #a :Cannot send to channel (+C): no CTCP but actions
  `));
