/** WHO, WHOIS, WHOWAS, ISON, USERHOST: what one may know of people. */
import { test } from "node:test";
import { play } from "../journey.ts";

const operators = [{ name: "root", passwordHash: "hash of secret", rights: [], masks: [] }];

test("WHO of a channel: here or gone, operator, highest prefix, bot", () =>
  play(
    `
    alice comes
    bob comes
    carol comes multi-prefix
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    alice > MODE #a +vv alice bob
    alice < …MODE…
    bob < …MODE…
    alice > OPER root secret
    alice < …381…
    alice < …MODE…
    alice > AWAY :out
    alice < …306…
    bob > MODE bob +B
    bob < …MODE…
    bob > WHO #A
    bob < :banter.test 352 bob #a ~alice 127.0.0.1 banter.test alice G*@ :0 alice of Test
    bob < :banter.test 352 bob #a ~bob 127.0.0.1 banter.test bob H+B :0 bob of Test
    bob < :banter.test 315 bob #A :End of WHO list
    bob > WHO #a o
    bob < :banter.test 352 bob #a ~alice 127.0.0.1 banter.test alice G*@ :0 alice of Test
    bob < …315…
    carol > JOIN #a
    carol << 366
    alice < …JOIN #a
    bob < …JOIN #a
    carol > WHO #a
    carol < :banter.test 352 carol #a … alice G*@+ :0 alice of Test
    carol < :banter.test 352 carol #a … bob H+B :0 bob of Test
    carol < :banter.test 352 carol #a … carol H :0 carol of Test
    carol < …315…
  `,
    { operators },
  ));

test("WHO by nick, mask or nothing, and of what is not there", () =>
  play(`
    alice comes
    bob comes
    alice > MODE alice -i
    alice < …
    bob > WHO ALICE
    bob < :banter.test 352 bob * ~alice 127.0.0.1 banter.test alice H :0 alice of Test
    bob < :banter.test 315 bob ALICE :End of WHO list
    bob > WHO al?c*
    bob < :banter.test 352 bob * … alice H :0 alice of Test
    bob < :banter.test 315 bob al?c* :End of WHO list
    bob > WHO
    bob < :banter.test 352 bob * … alice H :0 alice of Test
    bob < :banter.test 352 bob * … bob H :0 bob of Test
    bob < :banter.test 315 bob * :End of WHO list
    bob > WHO 0
    bob < …352…
    bob < …352…
    bob < …315…
    bob > WHO 127.0.*
    bob < …352…
    bob < …352…
    bob < …315…
    bob > WHO AL*!*@127.*
    bob < …352…alice…
    bob < :banter.test 315 bob AL*!*@127.* :End of WHO list
    bob > WHO ~bob@*
    bob < …352… bob H …
    bob < …315…
    bob > WHO bob!*@10.*
    bob < …315…
    bob > WHO nobody
    bob < :banter.test 315 bob nobody :End of WHO list
    bob > WHO #nowhere
    bob < :banter.test 315 bob #nowhere :End of WHO list
    bob > WHO :
    bob < :banter.test 315 bob * :End of WHO list
    bob > WHO :two words
    bob < :banter.test 315 bob * :End of WHO list
  `));

test("WHOIS tells of others what is theirs to know, of oneself all", () =>
  play(
    `
    alice comes secure
    bob comes
    alice > JOIN #a,#b
    alice << 366 alice #b
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    alice > MODE #a +v bob
    alice < …
    bob < …
    alice > OPER root secret
    alice < …381…
    alice < …MODE…
    alice > MODE alice +B
    alice < …MODE…
    alice > AWAY :out
    alice < …306…
    time passes 65
    bob > WHOIS ALICE
    bob < :banter.test 311 bob alice ~alice 127.0.0.1 * :alice of Test
    bob < :banter.test 319 bob alice :@#a
    bob < :banter.test 312 bob alice banter.test :A chat room
    bob < :banter.test 301 bob alice :out
    bob < :banter.test 313 bob alice :is an IRC operator
    bob < :banter.test 335 bob alice :is a bot
    bob < :banter.test 671 bob alice :is using a secure connection
    bob < :banter.test 317 bob alice 65 1795370400 :seconds idle, signon time
    bob < :banter.test 318 bob ALICE :End of /WHOIS list
    alice > WHOIS alice alice
    alice < …311…
    alice < :banter.test 319 alice alice :@#a @#b
    alice < …312…
    alice < …301…
    alice < …313…
    alice < …335…
    alice < …671…
    alice < :banter.test 338 alice alice ~alice@127.0.0.1 127.0.0.1 :Actual user@host, Actual IP
    alice < :banter.test 379 alice alice :is using modes +Bio
    alice < …317…
    alice < …318…
    bob > MODE bob -i
    bob < …MODE…
    alice > WHOIS bob
    alice < …311…
    alice < :banter.test 319 alice bob :+#a
    alice < …312…
    alice < …317…
    alice < …318…
  `,
    { operators },
  ));

test("WHOIS tells the certificate that one has come with, and nobody else's", () =>
  play(`
    alice comes certificate AB12
    bob comes
    alice > WHOIS alice
    alice << 338
    alice < :banter.test 276 alice alice :has client certificate fingerprint AB12
    alice << 318
    bob > WHOIS alice
    bob < … 311 …
    bob < … 312 …
    bob < … 671 …
    bob < … 317 …
    bob < … 318 …
  `));

test("WHOIS is refused", () =>
  play(`
    alice comes
    bob comes
    alice > WHOIS
    alice < :banter.test 431 alice :No nickname given
    alice > WHOIS :
    alice < :banter.test 431 alice :No nickname given
    alice > WHOIS nobody
    alice < :banter.test 401 alice nobody :No such nick/channel
    alice < :banter.test 318 alice nobody :End of /WHOIS list
    alice > WHOIS :two words
    alice < :banter.test 401 alice * :No such nick/channel
    alice < :banter.test 318 alice * :End of /WHOIS list
    alice > WHOIS no.such.server bob
    alice < :banter.test 402 alice no.such.server :No such server
    alice < :banter.test 318 alice bob :End of /WHOIS list
    alice > WHOIS banter.test bob
    alice < …311…
    alice < …312…
    alice < …317…
    alice < …318…
    -- one nick at a time (TARGMAX)
    alice > WHOIS bob,alice
    alice < …311 alice bob …
    alice < …312…
    alice < …317…
    alice < …318…
  `));

test("WHOWAS knows who had a nick, the latest first", () =>
  play(`
    alice comes
    one comes raw
    one > NICK eve
    one > USER one 0 * :One
    one << 422
    one > QUIT
    one < …ERROR…
    time passes 60
    two comes raw
    two > NICK Eve
    two > USER two 0 * :Two
    two << 422
    two > NICK adam
    two < …NICK…
    alice > WHOWAS EVE
    alice < :banter.test 314 alice Eve ~two 127.0.0.1 * :Two
    alice < :banter.test 312 alice Eve banter.test :2026-11-22 18:01:00 UTC
    alice < :banter.test 314 alice eve ~one 127.0.0.1 * :One
    alice < :banter.test 312 alice eve banter.test :2026-11-22 18:00:00 UTC
    alice < :banter.test 369 alice EVE :End of WHOWAS
    alice > WHOWAS eve 1
    alice < :banter.test 314 alice Eve ~two 127.0.0.1 * :Two
    alice < …312…
    alice < …369…
    alice > WHOWAS eve -1
    alice < …314…
    alice < …312…
    alice < …314…
    alice < …312…
    alice < …369…
    alice > WHOWAS eve many
    alice < …314…
    alice < …312…
    alice < …314…
    alice < …312…
    alice < …369…
    alice > WHOWAS eve 1.5
    alice < …314…
    alice < …312…
    alice < …369…
    alice > WHOWAS nobody
    alice < :banter.test 406 alice nobody :There was no such nickname
    alice < :banter.test 369 alice nobody :End of WHOWAS
    alice > WHOWAS
    alice < :banter.test 431 alice :No nickname given
    alice > WHOWAS :
    alice < :banter.test 431 alice :No nickname given
  `));

test("ISON tells who is here", () =>
  play(`
    alice comes
    bob comes
    alice > ISON
    alice < :banter.test 461 alice ISON :Not enough parameters
    alice > ISON BOB nobody alice
    alice < :banter.test 303 alice :bob alice
    alice > ISON :nobody bob
    alice < :banter.test 303 alice :bob
    alice > ISON nobody
    alice < :banter.test 303 alice :
  `));

test("USERHOST tells where up to five are from", () =>
  play(
    `
    alice comes
    bob comes from 10.0.0.7
    bob > AWAY :out
    bob < …306…
    alice > OPER root secret
    alice < …381…
    alice < …MODE…
    alice > USERHOST
    alice < :banter.test 461 alice USERHOST :Not enough parameters
    alice > USERHOST BOB nobody alice
    alice < :banter.test 302 alice :bob=-~bob@10.0.0.7 alice*=+~alice@127.0.0.1
    alice > USERHOST nobody
    alice < :banter.test 302 alice :
    alice > USERHOST bob bob bob bob bob bob
    alice < :banter.test 302 alice :${Array(5).fill("bob=-~bob@10.0.0.7").join(" ")}
  `,
    { operators },
  ));

test("an IPv6 address is a host that a line can hold", () =>
  play(
    `
    alice comes from ::1
    alice > WHOIS alice
    alice < :banter.test 311 alice alice ~alice 0::1 * :alice of Test
    alice < … 312 …
    alice < :banter.test 338 alice alice ~alice@0::1 0::1 :Actual user@host, Actual IP
    alice << 318
    alice > WHO alice %i
    alice < :banter.test 354 alice 0::1
    alice < … 315 …
    alice > OPER root secret
    alice << MODE
    alice > STATS l
    alice < :banter.test 211 alice alice 0 0::1 0
    alice < … 219 …
  `,
    { operators: [{ ...operators[0]!, rights: ["stats", "see-address"] }] },
  ));
