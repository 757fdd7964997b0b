/** labeled-response: every command with a label is answered under it, once. */
import { test } from "node:test";
import { play } from "../journey.ts";

const caps = "labeled-response batch";
const operators = [{ name: "root", passwordHash: "hash of secret", rights: [], masks: [] }];

test("nothing to say: ACK; one line: labeled; several: a batch", () =>
  play(`
    alice comes ${caps}
    bob comes
    alice > @label=1 PONG x
    alice < @label=1 :banter.test ACK
    alice > @label=2 PRIVMSG bob :hello
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :hello
    alice < @label=2 :banter.test ACK
    alice > @label=3 PING x
    alice < @label=3 :banter.test PONG banter.test x
    alice > @label=4 NICK alicia
    alice < @label=4 :alice!~alice@127.0.0.1 NICK alicia
    alice > @label=5 NICK alicia
    alice < @label=5 :banter.test ACK
    alice > @label=6 JOIN #a
    alice < @label=6 :banter.test BATCH +l… labeled-response
    alice < @batch=l… :alicia!~alice@127.0.0.1 JOIN #a
    alice < @batch=l… :banter.test 353 alicia = #a :@alicia
    alice < @batch=l… :banter.test 366 alicia #a :End of /NAMES list
    alice < :banter.test BATCH -l…
    alice > @label=7 PRIVMSG #a :to nobody else
    alice < @label=7 :banter.test ACK
    alice > @label=8 TOPIC #a :tea
    alice < @label=8 :alicia!~alice@127.0.0.1 TOPIC #a :tea
    alice > @label=9 MODE #a +m
    alice < @label=9 :alicia!~alice@127.0.0.1 MODE #a +m
    alice > @label=10 AWAY :out
    alice < @label=10 :banter.test 306 …
    alice > @label=11 CAP LIST
    alice < @label=11 :banter.test CAP alicia LIST :batch labeled-response
    alice > @label=12 PART #a
    alice < @label=12 :alicia!~alice@127.0.0.1 PART #a
  `));

test("refusals and unknown commands have it too; NOTICE's silence is acknowledged", () =>
  play(`
    alice comes ${caps}
    alice > @label=1 PRIVMSG nobody :hello
    alice < @label=1 :banter.test 401 alice nobody :No such nick/channel
    alice > @label=2 NONSENSE
    alice < @label=2 :banter.test 421 alice NONSENSE :Unknown command
    alice > @label=3 JOIN
    alice < @label=3 :banter.test 461 alice JOIN :Not enough parameters
    alice > @label=4 NOTICE nobody :hello
    alice < @label=4 :banter.test ACK
    alice > @label=5 USER x 0 * :x
    alice < @label=5 :banter.test 462 alice :You may not reregister
    alice > @label=6 PART #a,#b
    alice < @label=6 :banter.test BATCH +l… labeled-response
    alice < @batch=l… :banter.test 403 alice #a :No such channel
    alice < @batch=l… :banter.test 403 alice #b :No such channel
    alice < :banter.test BATCH -l…
    alice > @label=7 SETNAME :
    alice < @label=7 :banter.test FAIL SETNAME INVALID_REALNAME :Realname is not valid
  `));

test("with echo-message the echo is the answer, what one tells oneself is not", async () => {
  await play(`
    alice comes ${caps} echo-message
    bob comes
    alice > @label=1 PRIVMSG bob :hello
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :hello
    alice < @label=1 :alice!~alice@127.0.0.1 PRIVMSG bob :hello
    alice > @label=2 PRIVMSG bob,alice :hello
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :hello
    alice < :alice!~alice@127.0.0.1 PRIVMSG alice :hello
    alice < @label=2 :banter.test BATCH +l… labeled-response
    alice < @batch=l… :alice!~alice@127.0.0.1 PRIVMSG bob :hello
    alice < @batch=l… :alice!~alice@127.0.0.1 PRIVMSG alice :hello
    alice < :banter.test BATCH -l…
  `);
  await play(`
    alice comes ${caps}
    alice > @label=1 PRIVMSG alice :hello
    alice < :alice!~alice@127.0.0.1 PRIVMSG alice :hello
    alice < @label=1 :banter.test ACK
  `);
});

test("an answer that comes later comes under its label", () =>
  play(
    `
    alice comes ${caps}
    alice > @label=1 OPER root wrong
    alice < @label=1 :banter.test 464 alice :Password incorrect
    alice > @label=2 OPER root secret
    alice < @label=2 :banter.test BATCH +l… labeled-response
    alice < @batch=l… :banter.test 381 alice :You are now an IRC operator
    alice < @batch=l… :alice MODE alice +o
    alice < :banter.test BATCH -l…
    alice > @label=3 OPER root
    alice < @label=3 :banter.test 461 alice OPER :Not enough parameters
  `,
    { operators },
  ));

test("the history read on joining is a batch within the answer's", () =>
  play(
    `
    bob comes
    alice comes ${caps} server-time
    bob > JOIN #a
    bob << 366
    bob > PRIVMSG #a :before
    time passes 60
    alice > @label=j JOIN #a
    bob < …JOIN #a
    alice < @label=j;… :banter.test BATCH +l… labeled-response
    alice < @…batch=l… :alice!~alice@127.0.0.1 JOIN #a
    alice < @…batch=l… :banter.test 353 alice = #a :@bob alice
    alice < @…batch=l… :banter.test 366 alice #a :End of /NAMES list
    alice < @…batch=l… :banter.test BATCH +h… chathistory #a
    alice < @batch=h…;time=2026-11-22T18:00:00.000Z :bob!~bob@127.0.0.1 PRIVMSG #a :before
    alice < @…batch=l… :banter.test BATCH -h…
    alice < @time=2026-11-22T18:01:00.000Z :banter.test BATCH -l…
  `,
  ));

test("no label, one that is empty or too long, one without the capabilities: none", () =>
  play(`
    alice comes ${caps}
    bob comes labeled-response
    alice > PING x
    alice < :banter.test PONG banter.test x
    alice > @label PING x
    alice < :banter.test PONG banter.test x
    alice > @label=${"x".repeat(64)} PING x
    alice < @label=${"x".repeat(64)} :banter.test PONG banter.test x
    alice > @label=${"x".repeat(65)} PING x
    alice < :banter.test PONG banter.test x
    alice > @label=a\\sb PING x
    alice < @label=a\\sb :banter.test PONG banter.test x
    bob > @label=1 PING x
    bob < :banter.test PONG banter.test x
    bob > @label=1 PONG x
  `));

test("others read no label", () =>
  play(`
    alice comes ${caps} message-tags
    bob comes message-tags ${caps}
    alice > @label=1;+x=1 PRIVMSG bob :hello
    bob < @msgid=…;+x=1 :alice!~alice@127.0.0.1 PRIVMSG bob :hello
    alice < @label=1 :banter.test ACK
  `));

test("KILL, QUIT, INVITE, KICK and queries under a label", () =>
  play(`
    alice comes ${caps}
    bob comes
    alice > JOIN #a,#b
    alice << 366 alice #b
    bob > JOIN #a
    bob << 366
    alice < …JOIN…
    alice > @label=1 KICK #a bob :out
    alice < @label=1 :alice!~alice@127.0.0.1 KICK #a bob :out
    bob < …KICK…
    alice > @label=2 INVITE bob #a
    alice < @label=2 :banter.test 341 alice bob #a
    bob < …INVITE…
    alice > @label=3 WHOIS bob
    alice < @label=3 :banter.test BATCH +l… labeled-response
    alice << BATCH -l
    alice > @label=4 LIST #nowhere
    alice < @label=4 :banter.test BATCH +l… labeled-response
    alice < @batch=l… :banter.test 321 alice Channel :Users  Name
    alice < @batch=l… :banter.test 323 alice :End of /LIST
    alice < :banter.test BATCH -l…
    alice > @label=5 JOIN 0
    alice < @label=5 :banter.test BATCH +l… labeled-response
    alice < @batch=l… :alice!~alice@127.0.0.1 PART #a :Left all channels
    alice < @batch=l… :alice!~alice@127.0.0.1 PART #b :Left all channels
    alice < :banter.test BATCH -l…
    alice > @label=6 QUIT
    alice < @label=6 ERROR :Closing Link: 127.0.0.1 (Quit: )
  `));
