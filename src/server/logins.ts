/**
 * Logins: passwords checked and made unreadable, and sessions that come to an account. Beside
 * host.ts; how the wire says it is in authenticate.ts and in the commands. What is so afterwards is
 * decided by the rules of accounts.ts.
 */
import { createHmac, randomBytes, randomInt } from "node:crypto";
import { saslprep } from "../protocol/saslprep.ts";
import { numerics } from "../protocol/numerics.ts";
import { type Credentials, isUsable, type Verification } from "./account.ts";
import { authenticate, stopAttempt, tell } from "./authenticate.ts";
import { Bounded, TooBusy } from "./bounded.ts";
import type { Logins, Reader } from "./command.ts";
import { codeHashOf, nobodysHash } from "./credentials.ts";
import { looksLikeDeviceToken, newDeviceToken, ownerOfToken } from "./device-tokens.ts";
import { Guesses } from "./guesses.ts";
import type { Run } from "./labels.ts";
import { meanwhile } from "./meanwhile.ts";
import type { Peer } from "./peer.ts";
import { type Refusal, refusalOf, type Verdict } from "./refusal.ts";
import type { Server } from "./server.ts";
import { accountNamed, userOf } from "./state.ts";

const mailsAtOnceMax = 2;
const mailsWaitingMax = 100;

type ReaderFor = (server: Server, peer: Peer, run?: Run, command?: string) => Reader;

export class LoginDesk implements Logins {
  private readonly server: Server;
  private readonly guesses = new Guesses();
  private readonly mails = new Bounded({ atOnceMax: mailsAtOnceMax, waitingMax: mailsWaitingMax });

  private readonly readerFor: ReaderFor;

  constructor(server: Server, readerFor: ReaderFor) {
    this.server = server;
    this.readerFor = readerFor;
  }

  // ── Guessing ──────────────────────────────────────────────────────────────────────────────

  /** Whether one more guess may be looked at. */
  mayGuess(peer: Pick<Peer, "address">, account: string): boolean {
    const { config, door, state, host } = this.server;
    const now = host.now();
    // One address, many people: there the guesses of each account are counted.
    if (!this.isExempt(peer) && !door.admission.mayGuess(peer.address, config, now)) return false;
    return this.guesses.may(state.fold(account), peer.address, config.login, now);
  }

  guessedWrong(peer: Pick<Peer, "address">, account: string): void {
    const now = this.server.host.now();
    if (!this.isExempt(peer)) this.server.door.admission.guessedWrong(peer.address, now);
    this.guesses.wrong(this.server.state.fold(account), now);
  }

  /** What was counted as a wrong guess has turned out to be none. */
  notWrong(peer: Pick<Peer, "address">, account: string): void {
    if (!this.isExempt(peer)) this.server.door.admission.guessedRight(peer.address);
    this.guesses.notWrong(this.server.state.fold(account));
  }

  /** The account's owner is let in from there. */
  know(peer: Peer, account: string): void {
    this.guesses.know(this.server.state.fold(account), peer.address, this.server.host.now());
  }

  private isExempt({ address }: Pick<Peer, "address">): boolean {
    return this.server.door.admission.isExempt(address, this.server.config);
  }

  forget(now: number): void {
    this.guesses.forget(this.server.config.login, now);
  }

  // ── Passwords ─────────────────────────────────────────────────────────────────────────────

  check(reader: Reader, account: string, password: string, then: (verdict: Verdict) => void): void {
    const peer = this.peerOf(reader);
    if (!this.mayGuess(peer, account)) return then("throttled");
    if (looksLikeDeviceToken(password)) return then(this.checkToken(peer, account, password));
    peer.device = undefined;
    // Counted before it is looked at, or a thousand connections would guess at once.
    this.guessedWrong(peer, account);
    const prepared = saslprep(password);
    const kept = accountNamed(this.server.state, account)?.credentials.passwordHash;
    // A name that nobody has takes as long as a wrong password.
    const work = this.server.options.verifyPassword(prepared ?? "", kept ?? nobodysHash);
    const judged = work.then(
      (right) => (right && prepared !== undefined && kept ? "right" : "wrong"),
      (error: unknown) => (error instanceof TooBusy ? "busy" : "wrong"),
    );
    meanwhile(this.server, peer, judged, (verdict) => {
      if (verdict === "wrong") return then(verdict);
      this.notWrong(peer, account);
      if (verdict === "busy") return then(verdict);
      this.know(peer, account);
      const now = accountNamed(this.server.state, account);
      // It has been changed, or dropped, while we looked.
      if (now?.credentials.passwordHash !== kept) return then("wrong");
      then(now && isUsable(now) ? "right" : "locked");
    });
  }

  /** Not guessed, but perhaps taken back. */
  private checkToken(peer: Peer, name: string, token: string): Verdict {
    const { state, host } = this.server;
    const owner = ownerOfToken(state, token, host.now());
    if (!owner || owner.account.key !== state.fold(name)) {
      this.guessedWrong(peer, name);
      return "wrong";
    }
    peer.device = owner.device.id;
    return isUsable(owner.account) ? "right" : "locked";
  }

  hash(reader: Reader, password: string, then: (made: Credentials | undefined) => void): void {
    const work = this.server.options.makeCredentials(password);
    const made = work.catch((error: unknown) => {
      if (!(error instanceof TooBusy)) this.server.options.fault?.(error);
      return undefined;
    });
    meanwhile(this.server, this.peerOf(reader), made, then);
  }

  // ── Coming to an account ──────────────────────────────────────────────────────────────────

  authenticate(reader: Reader, params: readonly string[]): void {
    authenticate(this.server, this, this.peerOf(reader), reader, params);
  }

  enter(reader: Reader, account: string, then: (refused: Refusal | undefined) => void): void {
    const { server } = this;
    const peer = this.peerOf(reader);
    const name = accountNamed(server.state, account)?.name ?? account;
    if (peer.user === 0) {
      peer.account = name;
      this.tellLoggedIn(peer, reader, name);
      return then(undefined);
    }
    const before = userOf(server.state, peer.id)?.account;
    const by = peer.device === undefined ? {} : { device: peer.device };
    reader.ask({ type: "login", account: name, ...by }, (refused) => {
      // Nothing has happened, then.
      if (!refused && before === name) this.tellLoggedIn(peer, reader, name);
      then(refused);
    });
  }

  /** RPL_LOGGEDIN; of a user's login the event itself tells it. */
  private tellLoggedIn(peer: Peer, reader: Reader, account: string): void {
    const user = userOf(this.server.state, peer.id);
    const nick = user?.nick ?? peer.nick ?? "*";
    const mask = `${nick}!${user?.username ?? peer.username ?? "*"}@${user?.host ?? "*"}`;
    tell(reader, numerics.RPL_LOGGEDIN, mask, account, `You are now logged in as ${account}`);
  }

  /**
   * Before the registration: the account and password that PASS has brought.
   * @param then goes on with the registration
   */
  enterByPass(peer: Peer, account: string, password: string, then: () => void): void {
    const { server } = this;
    const reader = this.readerFor(server, peer, peer.run, "PASS");
    this.check(reader, account, password, (verdict) => {
      if (verdict === "right") return this.enter(reader, account, then);
      reader.refuse(refusalOf(verdict));
      server.door.drop(peer, "Bad password");
    });
  }

  /** The registration is complete while AUTHENTICATE is under way. */
  stopAttempt(peer: Peer): void {
    stopAttempt(peer, this.readerFor(this.server, peer, peer.run, "AUTHENTICATE"));
  }

  // ── Making accounts ───────────────────────────────────────────────────────────────────────

  mayRegister(address: string): boolean {
    const { config, door, host } = this.server;
    return door.admission.mayRegister(address, config, host.now());
  }

  sendCode(
    reader: Reader,
    to: string,
    account: string,
    then: (sent: Verification | undefined) => void,
  ): void {
    const { options, config, host } = this.server;
    const code = String(randomInt(10 ** 9)).padStart(9, "0");
    const { network } = config.server;
    const text =
      `Somebody, probably you, registers the account ${account} on ${network}.\n` +
      `If so, type there:\n\n    /VERIFY ${account} ${code}\n\nOtherwise do nothing.\n`;
    const mail = { to, subject: `Your account on ${network}`, text };
    const until = host.now() + config.limits.verificationMs;
    const sent = this.mails
      .run(() => options.sendMail(mail))
      .then(
        () => ({ codeHash: codeHashOf(code), until }),
        (error: unknown) => void options.fault?.(error),
      );
    meanwhile(this.server, this.peerOf(reader), sent, (verification) =>
      then(verification ?? undefined),
    );
  }

  mayTry(reader: Reader, account: string): boolean {
    const peer = this.peerOf(reader);
    if (!this.mayGuess(peer, account)) return false;
    this.guessedWrong(peer, account);
    return true;
  }

  triedRight(reader: Reader, account: string): void {
    this.notWrong(this.peerOf(reader), account);
  }

  codeHashOf(code: string): string {
    return codeHashOf(code);
  }

  newDevice() {
    return newDeviceToken();
  }

  newPassword(): string {
    return randomBytes(12).toString("base64url");
  }

  confirmation(text: string): string {
    const digest = createHmac("sha256", this.server.options.secret).update(text).digest("hex");
    return digest.slice(0, 8);
  }

  private peerOf({ session }: Reader): Peer {
    return session as Peer;
  }
}
