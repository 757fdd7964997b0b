/** client-batch: https://ircv3.net/specs/extensions/client-batch. What is in a batch: multiline. */
import { test } from "node:test";
import { play } from "../journey.ts";

const together = `
    alice comes batch draft/multiline
    bob comes
`;
const invalid = "alice < :banter.test FAIL BATCH MULTILINE_INVALID :Invalid multiline batch: …";

test("BATCH is a command for those whose capabilities let them send batches", () =>
  play(`
    ${together}
    bob > BATCH +1 draft/multiline alice
    bob < :banter.test 421 bob BATCH :Unknown command
    bob > BATCH
    bob < :banter.test 461 bob BATCH :Not enough parameters
    carol comes raw
    carol > CAP REQ draft/multiline
    carol < … ACK …
    carol > BATCH +1 draft/multiline alice
    carol < :banter.test 451 * :You have not registered
  `));

test("the syntax: BATCH +reference type params, BATCH -reference", () =>
  play(`
    ${together}
    alice > BATCH +a-B-1 draft/multiline bob
    alice > @batch=a-B-1 PRIVMSG bob :hello
    alice > BATCH -a-B-1
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :hello
    alice > BATCH
    ${invalid}
    alice > BATCH a draft/multiline bob
    ${invalid}
    alice > BATCH + draft/multiline bob
    ${invalid}
    alice > BATCH +1
    alice < :banter.test 461 alice BATCH :Not enough parameters
    -- references keep their case
    alice > BATCH +a draft/multiline bob
    alice > @batch=A PRIVMSG bob :hello
    ${invalid}
    alice > BATCH -a
  `));

test("of a type that is not known nothing is taken", () =>
  play(`
    ${together}
    alice > BATCH +1 netsplit a b
    alice < :banter.test FAIL BATCH UNKNOWN_TYPE netsplit :No such type of batch
    alice > @batch=1 PRIVMSG bob :hello
    alice > BATCH -1
    alice > PRIVMSG bob :hello
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :hello
  `));

test("what is not part of it may not come before its end: the batch fails, the rest is done", () =>
  play(`
    ${together}
    alice > BATCH +1 draft/multiline bob
    alice > @batch=1 PRIVMSG bob :one
    alice > PRIVMSG bob :beside
    ${invalid}
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :beside
    alice > @batch=1 PRIVMSG bob :two
    alice > BATCH -1
    -- but to be asked for a sign of life is no fault of the client's
    alice > BATCH +1 draft/multiline bob
    alice > PONG banter.test
    alice > PING x
    alice < …PONG…
    alice > @batch=1 PRIVMSG bob :one
    alice > BATCH -1
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :one
    -- and who leaves, leaves
    alice > BATCH +1 draft/multiline bob
    alice > QUIT
    alice < ERROR …
    alice <>
  `));

test("there is no batch in a batch, nor beside one", () =>
  play(`
    ${together}
    alice > BATCH +1 draft/multiline bob
    alice > @batch=1 BATCH +2 draft/multiline bob
    ${invalid}
    alice > @batch=2 PRIVMSG bob :inner
    alice > @batch=1 BATCH -2
    alice > @batch=1 PRIVMSG bob :outer
    alice > BATCH -1
    alice > BATCH +1 draft/multiline bob
    alice > BATCH +2 draft/multiline bob
    ${invalid}
    alice > @batch=2 PRIVMSG bob :the second
    alice > BATCH -2
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :the second
    alice > @batch=0 BATCH +3 draft/multiline bob
    ${invalid}
    alice > BATCH -3
  `));

test("lines and ends of batches that are not open are told of once", () =>
  play(`
    ${together}
    alice > @batch=9 PRIVMSG bob :stray
    ${invalid}
    alice > @batch=9 PRIVMSG bob :stray
    alice > BATCH -9
    alice > BATCH -9
    ${invalid}
    alice > BATCH +1 draft/multiline bob
    alice > @batch=1 PRIVMSG bob :one
    alice > BATCH -2
    ${invalid}
    alice > BATCH -1
  `));

test("TIMEOUT <reference>: left open for too long, all of it is ignored, past and future", () =>
  play(`
    ${together}
    alice > BATCH +slow draft/multiline bob
    alice > @batch=slow PRIVMSG bob :one
    time passes 29
    time sweeps
    alice > @batch=slow PRIVMSG bob :two
    time passes 2
    time sweeps
    alice < :banter.test FAIL BATCH TIMEOUT slow :The batch was open for too long
    alice > @batch=slow PRIVMSG bob :three
    alice > BATCH -slow
    alice > PRIVMSG bob :four
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :four
    alice > BATCH +slow draft/multiline bob
    alice > @batch=slow PRIVMSG bob :again
    alice > BATCH -slow
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :again
  `));

test("labels: the opening's is answered when all is done, an end's beside it by ACK", () =>
  play(`
    alice comes batch draft/multiline labeled-response
    bob comes
    alice > @label=1 BATCH +1 draft/multiline bob
    alice > JOIN #a
    alice < @label=1 :banter.test FAIL BATCH MULTILINE_INVALID :…
    alice << 366
    alice > @label=2 BATCH -1
    alice < @label=2 :banter.test ACK
    alice > BATCH +1 draft/multiline bob
    alice > @batch=1 PRIVMSG bob :one
    alice > @label=3 BATCH -1
    alice < @label=3 :banter.test ACK
    bob < …
    alice > @label=4 BATCH +1 draft/multiline bob
    alice > @batch=1 PRIVMSG bob :one
    alice > @label=5 BATCH -1
    alice < @label=4 :banter.test ACK
    alice < @label=5 :banter.test ACK
    bob < …
    -- and so does whatever else bears one, where nothing comes of it
    alice > @label=6 BATCH +1 draft/multiline bob
    alice > @label=7;batch=1 PRIVMSG bob :one
    alice < @label=6 :banter.test FAIL BATCH MULTILINE_INVALID :…
    alice < @label=7 :banter.test ACK
    alice > @label=8;batch=1 PRIVMSG bob :two
    alice < @label=8 :banter.test ACK
    alice > @label=9;batch=1 BATCH +2 draft/multiline bob
    alice < @label=9 :banter.test ACK
    alice > @label=10 BATCH -3
    alice < @label=10 :banter.test ACK
    alice > BATCH -1
    alice > BATCH +1 draft/multiline bob
    alice > @label=11 BATCH -1
    alice < :banter.test FAIL BATCH MULTILINE_INVALID :…
    alice < @label=11 :banter.test ACK
    alice > @label=12 BATCH +1 draft/multiline bob
    time passes 31
    time sweeps
    alice < @label=12 :banter.test FAIL BATCH TIMEOUT 1 :The batch was open for too long
  `));
