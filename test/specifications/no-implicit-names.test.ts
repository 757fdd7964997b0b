/** no-implicit-names: https://ircv3.net/specs/extensions/no-implicit-names */
import { test } from "node:test";
import { play } from "../journey.ts";

test("with it no NAMES follows a JOIN; asked for, NAMES is answered as ever", () =>
  play(`
    bob comes
    bob > JOIN #a
    bob << 366
    bob > TOPIC #a :tea
    bob < …TOPIC…
    alice comes no-implicit-names
    alice > JOIN #a
    bob < …JOIN…
    alice < :alice!~alice@127.0.0.1 JOIN #a
    alice < :banter.test 332 alice #a :tea
    alice < :banter.test 333 alice #a bob 1795370400
    alice > NAMES #a
    alice < :banter.test 353 alice = #a :@bob alice
    alice < :banter.test 366 alice #a :End of /NAMES list
    alice > CAP REQ -no-implicit-names
    alice < …ACK…
    alice > JOIN #b
    alice < :alice!~alice@127.0.0.1 JOIN #b
    alice < :banter.test 353 alice = #b :@alice
    alice < :banter.test 366 alice #b :End of /NAMES list
  `));

test("of their rank those who have it read by MODE, others in the names", () =>
  play(`
    olga comes account olga no-implicit-names
    bob comes
    olga > JOIN #a
    olga < …JOIN #a
    bob > JOIN #a
    bob << 366
    olga < …JOIN #a
    olga > PART #a
    olga < …
    bob < …PART #a
    olga > JOIN #a
    olga < :olga!~olga@127.0.0.1 JOIN #a
    olga < :banter.test MODE #a +q olga
    bob < :olga!~olga@127.0.0.1 JOIN #a
    bob < :banter.test MODE #a +q olga
    phone comes account olga as olga
    phone < …JOIN #a
    phone < :banter.test 353 olga = #a :bob ~olga
    phone < …366…
  `));

test("the name that it had as a draft means the same", () =>
  play(`
    alice comes draft/no-implicit-names
    alice > JOIN #a
    alice < :alice!~alice@127.0.0.1 JOIN #a
  `));

test("a further device with it reads no names of the channels where its user is", () =>
  play(`
    laptop comes account alice as alice
    laptop > JOIN #a
    laptop << 366
    phone comes account alice as alice no-implicit-names
    phone < :alice!~alice@127.0.0.1 JOIN #a
  `));

test("without it names come with the JOIN", () =>
  play(`
    alice comes
    alice > JOIN #a
    alice < :alice!~alice@127.0.0.1 JOIN #a
    alice < :banter.test 353 alice = #a :@alice
    alice < :banter.test 366 alice #a :End of /NAMES list
  `));
