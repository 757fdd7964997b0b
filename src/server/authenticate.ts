/**
 * Authenticate: SASL on the wire, from AUTHENTICATE lines to the numerics 900 to 908. Between the
 * command and logins.ts. ircv3 sasl-3.1, sasl-3.2, sasl-ir.
 */
import { Chunks, chunkLength, chunksOf, type Mechanism, mechanismsFor } from "../protocol/sasl.ts";
import { message } from "../protocol/message.ts";
import { numerics } from "../protocol/numerics.ts";
import { isUsable } from "./account.ts";
import { accountWith } from "./accountbook.ts";
import type { Reader } from "./command.ts";
import { ownerOfToken } from "./device-tokens.ts";
import type { LoginDesk } from "./logins.ts";
import type { Peer } from "./peer.ts";
import type { Verdict } from "./refusal.ts";
import { beginExchange, type Directory, type Exchange, type Step } from "./sasl.ts";
import type { Server } from "./server.ts";
import { has } from "./session.ts";
import { accountNamed, userOf } from "./state.ts";

/** What is under way on one connection. */
export interface Attempt {
  readonly exchange: Exchange;
  readonly chunks: Chunks;
}

export function authenticate(
  server: Server,
  desk: LoginDesk,
  peer: Peer,
  reader: Reader,
  [param = "", initial]: readonly string[],
): void {
  if (!has(peer, "sasl")) return fail(reader, "SASL authentication failed: ask for sasl first");
  if (param === "*") {
    peer.sasl = undefined;
    return tell(reader, numerics.ERR_SASLABORTED, "SASL authentication aborted");
  }
  if (peer.sasl) return respond(server, desk, peer, reader, peer.sasl, param);
  const attempt = begin(server, desk, peer, reader, param);
  if (!attempt) return;
  // What is first said may come along (sasl-ir).
  if (initial === undefined) reader.send(message("AUTHENTICATE", ["+"]));
  else respond(server, desk, peer, reader, attempt, initial);
}

function respond(
  server: Server,
  desk: LoginDesk,
  peer: Peer,
  reader: Reader,
  attempt: Attempt,
  chunk: string,
): void {
  const response = attempt.chunks.add(chunk);
  if (response === undefined) return;
  if (response === "too long") return tooLong(peer, reader);
  if (response === "not base64") return end(peer, reader, "SASL authentication failed");
  take(server, desk, peer, reader, attempt.exchange.step(response));
}

function begin(
  server: Server,
  desk: LoginDesk,
  peer: Peer,
  reader: Reader,
  param: string,
): Attempt | undefined {
  if (param.length > chunkLength) {
    tooLong(peer, reader);
    return undefined;
  }
  const offered = mechanismsFor(peer.fingerprint);
  const mechanism = offered.find((each) => each === param.toUpperCase());
  if (!mechanism) {
    tell(reader, numerics.RPL_SASLMECHS, offered.join(","), "are available SASL mechanisms");
    fail(reader, "SASL authentication failed");
    return undefined;
  }
  return (peer.sasl = newAttempt(server, desk, peer, mechanism));
}

function newAttempt(server: Server, desk: LoginDesk, peer: Peer, mechanism: Mechanism): Attempt {
  const { state, options, host } = server;
  const { saslLengthMax, scramIterations } = state.rules.limits;
  const directory: Directory = {
    fold: (name) => state.fold(name),
    verifierOf: (name) => accountNamed(state, name)?.credentials.scram ?? undefined,
    accountOf: (fingerprint) => accountWith(state, fingerprint)?.name,
    deviceOf: (token) => {
      const owner = ownerOfToken(state, token, host.now());
      return owner && { account: owner.account.name, device: owner.device.id };
    },
    mayGuess: (name) => desk.mayGuess(peer, name),
    secret: options.secret,
    iterations: scramIterations,
  };
  return {
    exchange: beginExchange(mechanism, directory, peer.fingerprint, host.now()),
    chunks: new Chunks(saslLengthMax),
  };
}

function take(server: Server, desk: LoginDesk, peer: Peer, reader: Reader, step: Step): void {
  if ("say" in step) {
    for (const chunk of chunksOf(step.say)) reader.send(message("AUTHENTICATE", [chunk]));
    return;
  }
  peer.sasl = undefined;
  if ("failed" in step) {
    if (step.as !== undefined) desk.guessedWrong(peer, step.as);
    return fail(reader, "SASL authentication failed");
  }
  if ("check" in step) {
    const { account, password } = step.check;
    return desk.check(reader, account, password, (verdict) =>
      verdict === "right" ? enter(desk, reader, account) : notIn(reader, verdict),
    );
  }
  // Not looked at again what has just been proved, but whether it may be used.
  const account = accountNamed(server.state, step.known);
  if (!account || !isUsable(account)) return notIn(reader, "locked");
  if (step.guessed) desk.know(peer, account.name);
  peer.device = step.device;
  enter(desk, reader, account.name);
}

function enter(desk: LoginDesk, reader: Reader, account: string): void {
  desk.enter(reader, account, (refused) => {
    if (!refused) tell(reader, numerics.RPL_SASLSUCCESS, "SASL authentication successful");
    else if (refused.reason === "alreadyLoggedIn") reader.refuse(refused);
    else notIn(reader, "locked");
  });
}

function notIn(reader: Reader, verdict: Exclude<Verdict, "right">): void {
  switch (verdict) {
    case "wrong":
      return fail(reader, "SASL authentication failed");
    case "locked":
      return tell(reader, numerics.ERR_NICKLOCKED, "This account cannot be used now");
    case "throttled":
      return fail(reader, "SASL authentication failed: too many attempts; try again later");
    case "busy":
      return fail(reader, "SASL authentication failed: the server is busy; try again later");
    default:
      verdict satisfies never;
  }
}

/** Before registration too these name the nick, if one has been said (sasl-3.1, "Example"). */
export function tell(reader: Reader, numeric: string, ...params: string[]): void {
  const { session, state, host } = reader;
  const nick = userOf(state, session.id)?.nick ?? session.nick ?? "*";
  reader.send(message(numeric, [nick, ...params], host.name));
}

const fail = (reader: Reader, words: string): void => tell(reader, numerics.ERR_SASLFAIL, words);

function end(peer: Peer, reader: Reader, words: string): void {
  peer.sasl = undefined;
  fail(reader, words);
}

function tooLong(peer: Peer, reader: Reader): void {
  peer.sasl = undefined;
  tell(reader, numerics.ERR_SASLTOOLONG, "SASL message too long");
}

/** The client goes on without waiting for it to end. */
export function stopAttempt(peer: Peer, reader: Reader): void {
  if (!peer.sasl) return;
  peer.sasl = undefined;
  tell(reader, numerics.ERR_SASLABORTED, "SASL authentication aborted");
}

/** What was begun so long ago will not be ended any more. */
export function sweepAttempt(peer: Peer, reader: () => Reader, now: number, msMax: number): void {
  if (peer.sasl && now - peer.sasl.exchange.since > msMax)
    end(peer, reader(), "SASL authentication failed: it took too long");
}
