/** MODE of people: i, w, B, and o, which only OPER gives. */
import { test } from "node:test";
import { play } from "../journey.ts";

test("one's own modes are told and changed", () =>
  play(`
    alice comes
    alice > MODE alice
    alice < :banter.test 221 alice +i
    alice > MODE ALICE -i+wB
    alice < :alice!~alice@127.0.0.1 MODE alice -i+wB
    alice > MODE alice
    alice < :banter.test 221 alice +Bw
    alice > MODE alice +w
    alice > MODE alice -wB
    alice < :alice!~alice@127.0.0.1 MODE alice -wB
    alice > MODE alice
    alice < :banter.test 221 alice +
    -- nobody makes an operator of themselves
    alice > MODE alice +o
    alice > MODE alice
    alice < :banter.test 221 alice +
  `));

test("unknown letters are told once, after what could be done", () =>
  play(`
    alice comes
    alice > MODE alice +xwy
    alice < :alice!~alice@127.0.0.1 MODE alice +w
    alice < :banter.test 501 alice :Unknown MODE flag
    alice > MODE alice +x
    alice < :banter.test 501 alice :Unknown MODE flag
  `));

test("other people's are theirs", () =>
  play(`
    alice comes
    bob comes
    alice > MODE bob
    alice < :banter.test 502 alice :Can't change mode for other users
    alice > MODE bob +w
    alice < :banter.test 502 alice :Can't change mode for other users
    alice > MODE bob +x
    alice < :banter.test 502 alice :Can't change mode for other users
    alice > MODE nobody
    alice < :banter.test 401 alice nobody :No such nick/channel
    alice > MODE nobody +w
    alice < :banter.test 401 alice nobody :No such nick/channel
    alice > MODE nobody +x
    alice < :banter.test 401 alice nobody :No such nick/channel
    alice > MODE :
    alice < :banter.test 401 alice * :No such nick/channel
  `));

test("who is invisible is found by exact nick, or by those who share a channel", () =>
  play(`
    alice comes
    bob comes
    carol comes
    alice > WHO b*
    alice < :banter.test 315 alice b* :End of WHO list
    alice > WHO bob
    alice < :banter.test 352 alice * ~bob 127.0.0.1 banter.test bob H :0 bob of Test
    alice < …315…
    bob > JOIN #a
    bob << 366
    alice > NAMES #a
    alice < :banter.test 366 alice #a :End of /NAMES list
    alice > WHOIS bob
    alice < …311…
    alice < …312…
    alice < …317…
    alice < …318…
    carol > JOIN #a
    carol << 366
    bob < …JOIN #a
    carol > WHO b*
    carol < :banter.test 352 carol #a ~bob 127.0.0.1 banter.test bob H@ :0 bob of Test
    carol < …315…
    bob > MODE bob -i
    bob < …MODE…
    alice > WHO b*
    alice < :banter.test 352 alice #a ~bob 127.0.0.1 banter.test bob H@ :0 bob of Test
    alice < …315…
    alice > NAMES #a
    alice < :banter.test 353 alice = #a :@bob
    alice < …366…
  `));
