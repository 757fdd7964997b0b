/** The channel mode u: an auditorium, in which people see those who lead, not each other. */
import { test } from "node:test";
import { play } from "../journey.ts";

/** olga is operator, hal half-operator, vic has a voice; nina and ned sit in the dark. */
const hall = `
  olga comes away-notify chghost
  hal comes
  vic comes away-notify
  nina comes away-notify setname
  olga > JOIN #a
  olga << 366
  olga > MODE #a +u
  olga < :olga!~olga@127.0.0.1 MODE #a +u
  hal > JOIN #a
  hal << 366
  olga < …JOIN #a
  olga > MODE #a +h hal
  olga < …
  hal < …
  vic > JOIN #a
  vic << 366
  olga < …JOIN #a
  hal < …JOIN #a
  olga > MODE #a +v vic
  olga < …
  hal < …
  vic < …
  nina > JOIN #a
  nina < :nina!~nina@127.0.0.1 JOIN #a
  nina < :banter.test 353 nina = #a :@olga %hal +vic nina
  nina < …366…
  olga < :nina!~nina@127.0.0.1 JOIN #a
  hal < :nina!~nina@127.0.0.1 JOIN #a
`;

test("of those in the dark nobody hears but half-operators and above, and they of themselves", () =>
  play(`
    ${hall}
    ned comes away-notify setname
    ned > JOIN #a
    ned < …JOIN #a
    ned < :banter.test 353 ned = #a :@olga %hal +vic ned
    ned < …366…
    olga < :ned!~ned@127.0.0.1 JOIN #a
    hal < :ned!~ned@127.0.0.1 JOIN #a
    -- what becomes of them
    ned > NICK eddy
    ned < :ned!~ned@127.0.0.1 NICK eddy
    olga < :ned!~ned@127.0.0.1 NICK eddy
    hal < :ned!~ned@127.0.0.1 NICK eddy
    ned > AWAY :out
    ned < …306…
    olga < :eddy!~ned@127.0.0.1 AWAY :out
    ned > SETNAME :Edward
    ned < …SETNAME :Edward
    -- they are heard nevertheless
    ned > PRIVMSG #a :a question
    olga < :eddy!~ned@127.0.0.1 PRIVMSG #a :a question
    hal < …
    vic < …
    nina < :eddy!~ned@127.0.0.1 PRIVMSG #a :a question
    -- and leave as they came
    ned > PART #a :bye
    ned < …PART #a :bye
    olga < …PART #a :bye
    hal < …PART #a :bye
    ned > JOIN #a
    ned << 366
    ned < …
    olga < …
    olga < …
    hal < …
    hal > KICK #a eddy :out
    olga < …KICK #a eddy :out
    hal < …KICK #a eddy :out
    ned < …KICK #a eddy :out
    ned > JOIN #a
    ned << 366
    ned < …
    olga < …
    olga < …
    hal < …
    ned > QUIT
    olga < …QUIT…
    hal < …QUIT…
    ned < ERROR…
  `));

test("those with a rank are seen by all", () =>
  play(`
    ${hall}
    vic > AWAY :resting
    vic < …306…
    olga < …AWAY :resting
    nina < …AWAY :resting
    vic > NICK victor
    vic < …NICK victor
    olga < …NICK victor
    hal < …NICK victor
    nina < …NICK victor
    vic > PART #a
    vic < …PART #a
    olga < …PART #a
    hal < …PART #a
    nina < …PART #a
    olga > MODE #a +v nina
    olga < …MODE #a +v nina
    hal < …
    nina < …
    nina > AWAY :now I am seen
    nina < …306…
    olga < …AWAY…
  `));

test("NAMES, WHO and WHOIS know nothing of those in the dark; half-operators do", () =>
  play(`
    ${hall}
    ned comes
    ned > JOIN #a
    ned << 366
    olga < …
    hal < …
    nina > NAMES #a
    nina < :banter.test 353 nina = #a :@olga %hal +vic nina
    nina < …366…
    vic > NAMES #a
    vic < :banter.test 353 vic = #a :@olga %hal +vic
    vic < …366…
    hal > NAMES #a
    hal < :banter.test 353 hal = #a :@olga %hal +vic nina ned
    hal < …366…
    nina > WHO #a
    nina < …352 nina #a … olga H@ :…
    nina < …352 nina #a … hal H% :…
    nina < …352 nina #a … vic H+ :…
    nina < …352 nina #a … nina H :…
    nina < …315…
    -- not by a mask either: the one who is invisible shares no light with her
    nina > WHO *ned*
    nina < …315…
    nina > WHO ned
    nina < :banter.test 352 nina * ~ned 127.0.0.1 banter.test ned H :0 ned of Test
    nina < …315…
    nina > WHOIS ned
    nina < …311…
    nina < …312…
    nina < …317…
    nina < …318…
    hal > WHOIS ned
    hal < …311…
    hal < :banter.test 319 hal ned :#a
    hal << 318
    hal > WHO *ned*
    hal < :banter.test 352 hal #a ~ned …
    hal < …315…
    -- nor from outside
    zoe comes
    nina > MODE nina -i
    nina < …
    zoe > NAMES #a
    zoe < :banter.test 366 zoe #a :End of /NAMES list
    zoe > WHOIS nina
    zoe < …311…
    zoe < …312…
    zoe < …317…
    zoe < …318…
    olga > MODE #a -u
    olga < …
    hal < …
    vic < …
    nina < …
    ned < …
    nina > NAMES #a
    nina < :banter.test 353 nina = #a :@olga %hal +vic nina ned
    nina < …366…
  `));

test("plain people read who leads, and no more", () =>
  play(`
    olga comes
    olga > JOIN #lobby
    olga << 366
    olga > MODE #lobby +u
    olga < …
    nina comes plain
    nina << You are
    nina < * You are in #lobby, with olga.
    olga < …JOIN #lobby
    ned comes plain
    ned << You are
    ned < * You are in #lobby, with olga.
    olga < …JOIN #lobby
    ned > /who
    ned < * In #lobby: @olga, …
  `));

test("the history knows of comings and goings for those who see them", () =>
  play(`
    ${hall}
    ned comes
    ned > JOIN #a
    ned << 366
    olga < …
    hal < …
    ned > PART #a
    ned < …
    olga < …
    hal < …
    edna comes draft/chathistory draft/event-playback batch message-tags
    edna > JOIN #a
    edna << 366
    olga < …
    hal < …
    edna > CHATHISTORY LATEST #a * 50
    edna < …BATCH +…
    edna < …olga!~olga@127.0.0.1 JOIN #a
    edna < …MODE #a +u
    edna < …MODE #a +h hal
    edna < …MODE #a +v vic
    edna < …edna!~edna@127.0.0.1 JOIN #a
    edna < …BATCH -…
    hal > CAP REQ :draft/chathistory draft/event-playback batch message-tags
    hal < …ACK…
    hal > CHATHISTORY LATEST #a * 3
    hal < …BATCH +…
    hal < …ned!~ned@127.0.0.1 JOIN #a
    hal < …ned!~ned@127.0.0.1 PART #a
    hal < …edna!~edna@127.0.0.1 JOIN #a
    hal < …BATCH -…
  `));

test("what people say of themselves is not told of those in the dark", () =>
  play(`
    ${hall}
    nina > METADATA * SET display-name :Nina N.
    nina << Nina
    vic > CAP REQ :draft/metadata-2 batch
    vic < …ACK…
    vic > METADATA * SUB display-name
    vic << 770
    vic > METADATA #a SYNC
    vic <+ …BATCH…
    hal > CAP REQ :draft/metadata-2 batch
    hal < …ACK…
    hal > METADATA * SUB display-name
    hal << 770
    hal << METADATA nina display-name * :Nina N.
    hal << BATCH
  `));
