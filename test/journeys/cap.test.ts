/** CAP: ircv3 capability-negotiation, version 302. */
import { test } from "node:test";
import { play } from "../journey.ts";

test("LS holds the registration until END", () =>
  play(`
    alice comes raw
    alice > CAP LS 302
    alice <+ :banter.test CAP * LS …
    alice > NICK alice
    alice > USER alice 0 * :Alice
    alice > CAP LIST
    alice < :banter.test CAP * LIST cap-notify
    alice > CAP END
    alice << 001 alice
    alice << 422
    alice > CAP END
    alice > CAP LS
    alice <+ :banter.test CAP alice LS …
    alice > PING still-here
    alice < …PONG…
  `));

test("REQ without LS holds it too; it is accepted as a whole or not at all", () =>
  play(`
    alice comes raw
    alice > CAP REQ multi-prefix
    alice < :banter.test CAP * ACK multi-prefix
    alice > NICK alice
    alice > USER alice 0 * :Alice
    alice > CAP REQ :echo-message no-such-thing
    alice < :banter.test CAP * NAK :echo-message no-such-thing
    alice > CAP LIST
    alice < :banter.test CAP * LIST multi-prefix
    alice > CAP REQ :Echo-Message
    alice < :banter.test CAP * NAK Echo-Message
    alice > CAP REQ :echo-message -multi-prefix
    alice < :banter.test CAP * ACK :echo-message -multi-prefix
    alice > CAP LIST
    alice < :banter.test CAP * LIST echo-message
    alice > CAP REQ :echo-message
    alice < :banter.test CAP * ACK echo-message
    alice > CAP REQ :-multi-prefix
    alice < :banter.test CAP * ACK -multi-prefix
    alice > CAP REQ :
    alice < :banter.test CAP * ACK :
    alice > CAP REQ :-echo-message
    alice < :banter.test CAP * ACK -echo-message
    alice > CAP LIST
    alice < :banter.test CAP * LIST :
    alice > cap end
    alice << 001 alice
    alice << 422
    alice > CAP REQ :setname
    alice < :banter.test CAP alice ACK setname
    alice > CAP LIST
    alice < :banter.test CAP alice LIST setname
  `));

test("who knows 302 has cap-notify and cannot be without; others can", () =>
  play(`
    new comes raw
    new > CAP LS 307
    new <+ …LS…
    new > CAP LS
    new <+ …LS…
    new > CAP REQ :-cap-notify
    new < :banter.test CAP * NAK -cap-notify
    new > CAP REQ :cap-notify
    new < :banter.test CAP * ACK cap-notify
    old comes raw
    old > CAP LS
    old <+ …LS…
    old > CAP LIST
    old < :banter.test CAP * LIST :
    old > CAP REQ :cap-notify
    old < :banter.test CAP * ACK cap-notify
    old > CAP REQ :-cap-notify
    old < :banter.test CAP * ACK -cap-notify
  `));

test("what is no subcommand is refused", () =>
  play(`
    alice comes raw
    alice > CAP
    alice < :banter.test 461 * CAP :Not enough parameters
    alice > CAP FOO
    alice < :banter.test 410 * FOO :Invalid CAP command
    alice > CAP :
    alice < :banter.test 410 * * :Invalid CAP command
    alice > CAP ACK :echo-message
    alice < :banter.test 410 * ACK :Invalid CAP command
    alice > NICK alice
    alice > USER alice 0 * :Alice
    alice << 001
    alice << 422
    alice > CAP FOO
    alice < :banter.test 410 alice FOO :Invalid CAP command
  `));

test("CAP END alone registers nobody and harms nothing", () =>
  play(`
    alice comes raw
    alice > CAP END
    alice > NICK alice
    alice > CAP END
    alice > USER alice 0 * :Alice
    alice << 001
    alice << 422
  `));

test("what is negotiated later holds from then on", () =>
  play(`
    alice comes
    bob comes
    alice > JOIN #a
    alice << 366
    alice > CAP REQ :server-time extended-join
    alice < :banter.test CAP alice ACK :server-time extended-join
    bob > JOIN #a
    bob << 366
    alice < @time=2026-11-22T18:00:00.000Z :bob!~bob@127.0.0.1 JOIN #a * :bob of Test
    alice > CAP REQ :-server-time
    alice < @time=… :banter.test CAP alice ACK -server-time
    bob > PRIVMSG #a :plainly
    alice < :bob!~bob@127.0.0.1 PRIVMSG #a :plainly
  `));
