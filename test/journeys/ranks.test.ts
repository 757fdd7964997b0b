/** Ranks in a channel (q a o h v, ~&@%+): who may do what, and to whom. */
import { test } from "node:test";
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
  olga < :olga!~olga@127.0.0.1 MODE #a +hv hal vic
  hal < :olga!~olga@127.0.0.1 MODE #a +hv hal vic
  vic < :olga!~olga@127.0.0.1 MODE #a +hv hal vic
  nina < :olga!~olga@127.0.0.1 MODE #a +hv hal vic
`;

test("a half-operator puts out and gives a voice to those below, bans, and sets the topic", () =>
  play(`
    ${crew}
    nina > NAMES #a
    nina < :banter.test 353 nina = #a :@olga %hal +vic nina
    nina < …366…
    hal > KICK #a nina :out
    olga < :hal!~hal@127.0.0.1 KICK #a nina :out
    hal < :hal!~hal@127.0.0.1 KICK #a nina :out
    vic < :hal!~hal@127.0.0.1 KICK #a nina :out
    nina < :hal!~hal@127.0.0.1 KICK #a nina :out
    hal > KICK #a olga
    hal < :banter.test 482 hal #a :You're not channel operator enough for that
    hal > MODE #a +b-v nina vic
    olga < …MODE #a +b-v nina!*@* vic
    hal < …MODE #a +b-v nina!*@* vic
    vic < …MODE #a +b-v nina!*@* vic
    nina > JOIN #a
    nina < …474…
    hal > TOPIC #a :order
    olga < …TOPIC #a :order
    hal < …TOPIC #a :order
    vic < …TOPIC #a :order
    -- nothing else of MODE is theirs
    hal > MODE #a +oh-o vic vic olga
    hal < :banter.test 482 hal #a :You're not channel operator
    hal > MODE #a +i+e vic
    hal < :banter.test 482 hal #a :You're not channel operator
    hal > MODE #a +ivz vic
    olga < …MODE #a +v vic
    hal < …MODE #a +v vic
    hal < :banter.test 482 hal #a :You're not channel operator
    hal < :banter.test 472 hal z :is unknown mode char to me
    vic < …MODE #a +v vic
    vic > KICK #a vic
    vic < :banter.test 482 vic #a :You're not channel operator
    vic > TOPIC #a :mine
    vic < :banter.test 482 vic #a :You're not channel operator
  `));

test("half-operators may not overrule each other, operators may", () =>
  play(`
    ${crew}
    olga > MODE #a +h vic
    olga < …
    hal < …
    vic < …
    nina < …
    hal > KICK #a vic
    hal < :banter.test 482 hal #a :You're not channel operator enough for that
    hal > MODE #a -v vic
    hal < :banter.test 482 hal #a :You're not channel operator enough for that
    olga > MODE #a +o hal
    olga < …
    hal < …
    vic < …
    nina < …
    hal > MODE #a -h+q vic hal
    olga < …MODE #a -h vic
    hal < …MODE #a -h vic
    hal < :banter.test 482 hal #a :You're not channel operator
    vic < …MODE #a -h vic
    nina < …MODE #a -h vic
    hal > MODE #a +a hal
    hal < :banter.test 482 hal #a :You're not channel operator
    hal > MODE #a -o olga
    olga < …MODE #a -o olga
    hal < …MODE #a -o olga
    vic < …MODE #a -o olga
    nina < …MODE #a -o olga
  `));

test("anybody may step down", () =>
  play(`
    ${crew}
    vic > MODE #a -v+m-h VIC hal
    olga < :vic!~vic@127.0.0.1 MODE #a -v vic
    hal < …MODE #a -v vic
    vic < …MODE #a -v vic
    vic < :banter.test 482 vic #a :You're not channel operator
    nina < …MODE #a -v vic
    hal > MODE #a -h hal
    olga < …MODE #a -h hal
    hal < …MODE #a -h hal
    vic < …MODE #a -h hal
    nina < …MODE #a -h hal
    hal > MODE #a +v hal
    hal < …482…
  `));

test("several prefixes stand by rank, whatever the order in which they were given", () =>
  play(`
    olga comes multi-prefix
    hal comes
    olga > JOIN #a
    olga << 366
    hal > JOIN #a
    hal << 366
    olga < …JOIN #a
    olga > MODE #a +vho hal hal hal
    olga < …
    hal < …
    olga > NAMES #a
    olga < :banter.test 353 olga = #a :@olga @%+hal
    olga < …366…
    hal > NAMES #a
    hal < :banter.test 353 hal = #a :@olga @hal
    hal < …366…
    hal > WHO #a
    hal < …olga H@ :…
    hal < …hal H@ :…
    hal < …315…
    olga > WHOIS hal
    olga << 319 olga hal :@%+#a
    olga << 318
  `));

test("a half-operator asks people into a channel for the invited", () =>
  play(`
    ${crew}
    yve comes
    olga > MODE #a +i
    olga < …
    hal < …
    vic < …
    nina < …
    vic > INVITE yve #a
    vic < …482…
    hal > INVITE yve #a
    hal < :banter.test 341 hal yve #a
    yve < :hal!~hal@127.0.0.1 INVITE yve #a
  `));

test("STATUSMSG reaches a rank and all above it", () =>
  play(`
    ${crew}
    nina > PRIVMSG %#a :help
    olga < :nina!~nina@127.0.0.1 PRIVMSG %#a :help
    hal < :nina!~nina@127.0.0.1 PRIVMSG %#a :help
    nina > PRIVMSG @%+#a :all with a rank
    olga < :nina!~nina@127.0.0.1 PRIVMSG +#a :all with a rank
    hal < …PRIVMSG +#a :all with a rank
    vic < …PRIVMSG +#a :all with a rank
    nina > PRIVMSG @#a :operators
    olga < …PRIVMSG @#a :operators
    nina > PRIVMSG ~#a :nobody hears it
    nina > PRIVMSG &~#a :nor this
  `));

test("an account founds what it enters first, and comes back as founder from anywhere", () =>
  play(
    `
    alice comes account alice
    olga comes
    alice > JOIN #a
    alice << 353 alice = #a :~alice
    alice < …366…
    olga > JOIN #a
    olga << 353 olga = #a :~alice olga
    olga < …366…
    alice < …JOIN #a
    alice > MODE #a +a olga
    alice < …MODE #a +a olga
    olga < …MODE #a +a olga
    olga > KICK #a alice
    olga < …482…
    olga > MODE #a -q+o alice olga
    alice < …MODE #a +o olga
    olga < …MODE #a +o olga
    olga < …482…
    alice > PART #a
    alice < …
    olga < …
    -- who comes first into what an account owns is nothing by that
    olga > PART #a
    olga < …
    olga > JOIN #a
    olga << 353 olga = #a :olga
    olga < …366…
    phone comes account alice as alicia from 10.0.0.9
    phone > JOIN #a
    phone < …JOIN #a
    phone < :banter.test 353 alicia = #a :…~alicia
    phone << 366
    olga < :alicia!~alicia@10.0.0.9 JOIN #a
    olga < :banter.test MODE #a +q alicia
    -- the nick alone is nobody
    alice goes
    alice comes
    alice > JOIN #a
    alice << 353 alice = #a :olga ~alicia alice
    alice < …366…
    olga < …
    phone < …
  `,
    { accounts: { nickProtection: "off" } },
  ));

test("the lobby is founded by nobody, and a channel nothing was done in is nobody's any more", () =>
  play(`
    alice comes account alice
    bob comes
    alice > JOIN #lobby,#x
    alice << 353 alice = #lobby :@alice
    alice << 353 alice = #x :~alice
    alice < …366…
    alice > PART #lobby,#x
    alice < …PART #lobby
    alice < …PART #x
    bob > JOIN #x
    bob << 353 bob = #x :@bob
    bob < …366…
  `));
