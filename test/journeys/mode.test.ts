/** MODE of channels: each letter, the lists, and every refusal. */
import { test } from "node:test";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { play } from "../journey.ts";

test("asked without letters it tells the modes and when the channel was made", () =>
  play(`
    alice comes
    bob comes
    alice > JOIN #a
    alice << 366
    alice > MODE #a
    alice < :banter.test 324 alice #a +nt
    alice < :banter.test 329 alice #a 1795370400
    alice > MODE #a +kli secret 10
    alice < :alice!~alice@127.0.0.1 MODE #a +kli secret 10
    alice > MODE #a
    alice < :banter.test 324 alice #a +intkl secret 10
    alice < …329…
    -- who is not in it reads no key
    bob > MODE #A
    bob < :banter.test 324 bob #a +intkl * 10
    bob < …329…
    alice > MODE #a +s
    alice < …MODE…
    bob > MODE #a
    bob < :banter.test 403 bob #a :No such channel
    bob > MODE #nowhere
    bob < :banter.test 403 bob #nowhere :No such channel
    bob > MODE
    bob < :banter.test 461 bob MODE :Not enough parameters
  `));

test("only operators change them; members hear it", () =>
  play(`
    alice comes
    bob comes
    carol comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    bob > MODE #a +m
    bob < :banter.test 482 bob #a :You're not channel operator
    bob > MODE #a +o bob
    bob < :banter.test 482 bob #a :You're not channel operator
    carol > MODE #a +m
    carol < :banter.test 482 carol #a :You're not channel operator
    carol > MODE #nowhere +m
    carol < :banter.test 403 carol #nowhere :No such channel
    carol > MODE #nowhere +q
    carol < :banter.test 403 carol #nowhere :No such channel
    alice > MODE #a +s
    alice < …MODE #a +s
    bob < …MODE #a +s
    -- Who does not see it reads nothing of it.
    carol > MODE #a +m
    carol < :banter.test 403 carol #a :No such channel
    alice > MODE #a -s
    alice < …MODE #a -s
    bob < …MODE #a -s
    alice > MODE #a +mo-t bob
    alice < :alice!~alice@127.0.0.1 MODE #a +mo-t bob
    bob < :alice!~alice@127.0.0.1 MODE #a +mo-t bob
    bob > MODE #a -m
    alice < :bob!~bob@127.0.0.1 MODE #a -m
    bob < :bob!~bob@127.0.0.1 MODE #a -m
    -- what is so already is no change
    bob > MODE #a -m
    bob > MODE #a +no bob
    bob > MODE #a m
    alice < …MODE #a +m
    bob < …MODE #a +m
    bob > MODE #a :
  `));

test("a letter that is none does not stop the others", () =>
  play(`
    alice comes
    alice > JOIN #a
    alice << 366
    alice > MODE #a +zm-ly
    alice < :alice!~alice@127.0.0.1 MODE #a +m
    alice < :banter.test 472 alice z :is unknown mode char to me
    alice < :banter.test 472 alice y :is unknown mode char to me
    alice > MODE #a z
    alice < :banter.test 472 alice z :is unknown mode char to me
  `));

test("o and v need a member", () =>
  play(`
    alice comes
    bob comes
    alice > JOIN #a
    alice << 366
    alice > MODE #a +v alice
    alice < …MODE #a +v alice
    alice > NAMES #a
    alice < :banter.test 353 alice = #a :@alice
    alice < …366…
    alice > MODE #a +o bob
    alice < :banter.test 441 alice bob #a :They aren't on that channel
    alice > MODE #a +v nobody
    alice < :banter.test 401 alice nobody :No such nick/channel
    alice > MODE #a +o
    alice < :banter.test 696 alice #a o * :You must give a parameter
    alice > MODE #a -o alice
    alice < …MODE #a -o alice
    alice > MODE #a +m
    alice < …482…
  `));

test("k: a key is one word; taking it away needs not know it", () =>
  play(`
    alice comes
    alice > JOIN #a
    alice << 366
    alice > MODE #a +k
    alice < :banter.test 696 alice #a k * :You must give a parameter
    -- A wrong one is no change: 696 (modern.ircdocs, "Key Channel Mode").
    alice > MODE #a +k :
    alice < :banter.test 696 alice #a k * :Not one word of 23 bytes at most
    alice > MODE #a +k :two words
    alice < :banter.test 696 alice #a k * :Not one word of 23 bytes at most
    alice > MODE #a +k ::a
    alice < :banter.test 696 alice #a k * :Not one word of 23 bytes at most
    alice > MODE #a +k a,b
    alice < :banter.test 696 alice #a k a,b :Not one word of 23 bytes at most
    alice > MODE #a +k ${"k".repeat(24)}
    alice < :banter.test 696 alice #a k ${"k".repeat(24)} :Not one word of 23 bytes at most
    alice > MODE #a +k ${"k".repeat(23)}
    alice < …MODE #a +k ${"k".repeat(23)}
    alice > MODE #a +k other
    alice < …MODE #a +k other
    alice > MODE #a -k wrong
    alice < …MODE #a -k other
    alice > MODE #a -k
    alice > MODE #a +k again
    alice < …MODE #a +k again
    alice > MODE #a -k
    alice < …MODE #a -k again
  `));

test("l: a limit is a number above zero", () =>
  play(`
    alice comes
    alice > JOIN #a
    alice << 366
    alice > MODE #a +l
    alice < :banter.test 696 alice #a l * :You must give a parameter
    alice > MODE #a +l many
    alice < :banter.test 696 alice #a l many :Not a number from 1 on
    alice > MODE #a +l 0
    alice < :banter.test 696 alice #a l 0 :Not a number from 1 on
    alice > MODE #a +l -1
    alice < :banter.test 696 alice #a l -1 :Not a number from 1 on
    alice > MODE #a +l 007
    alice < …MODE #a +l 7
    alice > MODE #a +l 7
    alice > MODE #a -l
    alice < …MODE #a -l
    alice > MODE #a -l
  `));

test("b, e and I are lists with who set each and when", () =>
  play(`
    alice comes
    bob comes
    alice > JOIN #a
    alice << 366
    alice > MODE #a +b
    alice < :banter.test 368 alice #a :End of channel ban list
    alice > MODE #a +b eve
    alice < …MODE #a +b eve!*@*
    time passes 60
    alice > MODE #a +bb *@10.0.0.0/8 EVE!*@*
    alice < …MODE #a +b *!*@10.0.0.0/8
    alice > MODE #a b
    alice < :banter.test 367 alice #a eve!*@* alice!~alice@127.0.0.1 1795370400
    alice < :banter.test 367 alice #a *!*@10.0.0.0/8 alice!~alice@127.0.0.1 1795370460
    alice < :banter.test 368 alice #a :End of channel ban list
    alice > MODE #a +eI bob *.example
    alice < …MODE #a +eI bob!*@* *!*@*.example
    alice > MODE #a +e
    alice < :banter.test 348 alice #a bob!*@* alice!~alice@127.0.0.1 1795370460
    alice < :banter.test 349 alice #a :End of channel exception list
    alice > MODE #a -I
    alice < :banter.test 346 alice #a *!*@*.example alice!~alice@127.0.0.1 1795370460
    alice < :banter.test 347 alice #a :End of channel invite exception list
    -- who is banned everybody may know; who is excepted not
    bob > MODE #a b
    bob < …367…
    bob < …367…
    bob < …368…
    bob > MODE #a e
    bob < :banter.test 482 bob #a :You're not channel operator
    bob > MODE #a +I
    bob < :banter.test 482 bob #a :You're not channel operator
    alice > MODE #a -bbe Eve!*@* nobody bob
    alice < …MODE #a -be eve!*@* bob!*@*
  `));

test("a list is bounded, all three together", () =>
  play(
    `
    alice comes
    alice > JOIN #a
    alice << 366
    alice > MODE #a +bbb a b c
    alice < …MODE #a +bbb a!*@* b!*@* c!*@*
    alice > MODE #a +e d
    alice < :banter.test 478 alice #a e :Channel list is full
    alice > MODE #a -b+e c d
    alice < …MODE #a -b+e c!*@* d!*@*
  `,
    { limits: { ...limitsDefault, maskListMax: 3 } },
  ));

test("so many changes with a parameter at once; those without are free", () =>
  play(
    `
    alice comes
    alice > JOIN #a
    alice << 366
    alice > MODE #a +imsnt-nt+kl-i key 5
    alice < …MODE #a +ims-nt+kl-i key 5
    alice > MODE #a +bbbb a b c d
    alice < …MODE #a +bbb a!*@* b!*@* c!*@*
  `,
    { limits: { ...limitsDefault, modesPerCommandMax: 3 } },
  ));

test("s hides a channel from who is not in it", () =>
  play(`
    alice comes
    bob comes
    alice > MODE alice -i
    alice < …
    alice > JOIN #a
    alice << 366
    alice > MODE #a +s
    alice < …MODE #a +s
    alice > NAMES #a
    alice < :banter.test 353 alice @ #a :@alice
    alice < …366…
    bob > NAMES #a
    bob < :banter.test 366 bob #a :End of /NAMES list
    bob > TOPIC #a
    bob < :banter.test 403 bob #a :No such channel
    bob > LIST
    bob < …321…
    bob < :banter.test 323 bob :End of /LIST
    bob > WHO #a
    bob < :banter.test 315 bob #a :End of WHO list
    bob > WHO alice
    bob < :banter.test 352 bob * ~alice 127.0.0.1 banter.test alice H :0 alice of Test
    bob < …315…
    bob > WHOIS alice
    bob < …311…
    bob < …312…
    bob < …317…
    bob < …318…
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    bob > WHO alice
    bob < :banter.test 352 bob #a ~alice 127.0.0.1 banter.test alice H@ :0 alice of Test
    bob < …315…
  `));
