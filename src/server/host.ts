/**
 * Host: what the server itself does for commands (registration, passwords, counts). Beside the
 * journey in server.ts; the reader through which a command answers is in reader.ts.
 */
import type { Message } from "../protocol/message.ts";
import { numerics } from "../protocol/numerics.ts";
import type { Credentials } from "./account.ts";
import type { Command, Host } from "./command.ts";
import type { Config } from "./config.ts";
import type { Attached, Connected, Event } from "./event.ts";
import { comeThrough, type Gatewayed } from "./gateway.ts";
import { readInvitation } from "./invitation-tokens.ts";
import type { Run } from "./labels.ts";
import { LoginDesk } from "./logins.ts";
import type { Mail } from "./mail.ts";
import { tellPresent } from "./metadata-sync.ts";
import { OperatorDesk } from "./operators.ts";
import type { Peer } from "./peer.ts";
import { readerFor } from "./reader.ts";
import { refuse, type Refusal } from "./refusal.ts";
import { notAdmitted, register } from "./registering.ts";
import { resumeToken } from "./resuming.ts";
import type { Server } from "./server.ts";
import { nodeOf, type User, type UserId, userNamed, userOf } from "./state.ts";
import { statistics } from "./statistics.ts";
import { WebDesk } from "./web.ts";
import { movesOf, type Watches } from "./watches.ts";
import { webToken } from "./web-tokens.ts";

/** What the server needs of the world outside. */
export interface Services {
  /** The server's name, the source of what it says. */
  readonly name: string;
  /** Such as "banter-0.1.0". */
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A whole number from 0 to 2³¹. */
  readonly random: () => number;
  /** Off the event loop; may be TooBusy. */
  readonly verifyPassword: (password: string, hash: string) => Promise<boolean>;
  /** What is kept of a password; likewise. */
  readonly makeCredentials: (password: string) => Promise<Credentials>;
  /** Rejects when it cannot be sent. */
  readonly sendMail: (mail: Mail) => Promise<void>;
  /** The same at each start: whoever does not know it cannot tell what is made up from what is. */
  readonly secret: Uint8Array;
  /** Reads the configuration again; throws with what is wrong with it. Returns what was changed
   * but needs a restart. */
  readonly reload: () => Promise<{ config: Config; needsRestart: readonly string[] }>;
}

export class ServerHost implements Host {
  readonly startedAt: number;
  private readonly server: Server;
  private readonly operators: OperatorDesk;
  readonly logins: LoginDesk;
  readonly web: WebDesk;
  private usersMax = 0;
  /** How often each command has been asked. */
  private readonly used = new Map<string, number>();

  constructor(server: Server) {
    this.server = server;
    this.operators = new OperatorDesk(server);
    this.logins = new LoginDesk(server, readerFor);
    this.web = new WebDesk(server);
    this.startedAt = server.options.now();
  }

  get name(): string {
    return this.server.options.name;
  }
  get version(): string {
    return this.server.options.version;
  }
  get watches() {
    return this.server.fanOut.watches as Watches;
  }
  now(): number {
    return this.server.options.now();
  }
  chance(): number {
    return this.server.options.random();
  }
  webToken(service: string, claims: object): string | undefined {
    const { webServices } = this.server.config;
    const asked = webServices.find(({ name }) => name === service);
    return asked && webToken(asked, claims, this.now());
  }
  timeInWords(at: number): string {
    return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
  }

  // ── Registration ──────────────────────────────────────────────────────────────────────────

  register(session: { readonly id: string }): void {
    register(this.server, session);
  }

  admitted({ session, who }: Connected | Attached): void {
    const peer = this.server.door.peers.get(session);
    if (!peer) {
      // Its connection broke while its registration was on the way to the log and back.
      const reason = "Connection closed";
      if (nodeOf(session) === this.server.log.node)
        this.server.log.append(session, { type: "disconnect", reason });
      return;
    }
    peer.user = who.id;
    peer.blocked = false;
    peer.sendQueueBytesMax = this.server.config.limits.sendQueueBytesMax;
    this.server.fanOut.attach(peer);
    this.usersMax = Math.max(this.usersMax, this.server.fanOut.users);
    // It went while its registration was on the way.
    if (peer.gone) this.server.append(peer, { type: "disconnect", reason: "Connection closed" });
  }

  notAdmitted(peer: Peer, refusal: Refusal): void {
    notAdmitted(this.server, peer, refusal);
  }

  follow(event: Event): void {
    this.web.follow(event);
    if (event.type === "connected" || event.type === "nickChanged") this.came(event);
  }

  /** Who watches for somebody reads, when they come, what they say of themselves (metadata). */
  private came(event: Event): void {
    const { fanOut, state } = this.server;
    const { come } = movesOf(event, state.fold);
    const comer = come && userNamed(state, come.nick);
    if (!comer) return;
    for (const peer of fanOut.watches.watchersOf(state.fold(comer.nick))) {
      const user = state.users.get(peer.user);
      if (user && !peer.ending) tellPresent(readerFor(this.server, peer), comer, user);
    }
  }

  get vapidKey(): string {
    return this.web.pushes.vapid.publicKey;
  }

  sessionToken({ id }: User): string {
    return this.web.access.sessionToken(id);
  }

  besideToken({ id }: User): string {
    return this.web.access.besideToken(id);
  }

  guestIn(password: string | null): UserId | undefined {
    return password === null ? undefined : this.web.access.guestIn(password);
  }

  resumeToken({ id: user }: User, { id: session }: { readonly id: string }): string {
    return resumeToken(this.server.options.secret, { user, session });
  }

  invitationIn(text: string | null) {
    return text === null ? undefined : readInvitation(this.server.options.secret, text);
  }

  comeThrough(session: { readonly id: string }, said: Gatewayed): void {
    const peer = this.server.door.peers.get(session.id);
    if (peer) comeThrough(this.server, peer, said);
  }

  quit(session: { readonly id: string }, reason: string): void {
    const peer = this.server.door.peers.get(session.id);
    if (!peer) return;
    peer.goodbye = peer.run;
    this.server.door.drop(peer, reason);
  }

  authenticateOperator(
    session: { readonly id: string },
    name: string,
    password: string | undefined,
  ): void {
    const peer = this.server.door.peers.get(session.id);
    if (peer) this.operators.authenticate(peer, name, password);
  }

  /** A bug in an answer is that person's trouble and not everybody's: it has changed nothing. */
  answer(peer: Peer, command: Command, message: Message, run?: Run): void {
    const { server } = this;
    const { command: name, params } = message;
    try {
      const user = userOf(server.state, peer.id) as User; // `from` has seen to it where needed
      command.answer?.(readerFor(server, peer, run, name), params, user, message);
    } catch (error) {
      if (!server.options.fault) throw error;
      server.options.fault(error);
      server.refused(peer, refuse("internalError", name), name, run);
    }
  }

  // ── The server itself ─────────────────────────────────────────────────────────────────────

  rehash(session: { readonly id: string }): void {
    const peer = this.server.door.peers.get(session.id);
    if (!peer) return;
    const { run } = peer;
    const { reply } = readerFor(this.server, peer, run);
    reply(numerics.RPL_REHASHING, "banter.toml", "Rehashing");
    if (run) run.left += 1;
    const reloaded = (lines: readonly string[]): void => {
      for (const line of lines) reply("NOTICE", line);
      if (run) this.server.partDone(peer, run);
    };
    void this.reload().then(reloaded);
  }

  /** Takes up the changed configuration; what came of it, in words. */
  async reload(): Promise<string[]> {
    try {
      const { config, needsRestart } = await this.server.options.reload();
      this.server.takeUp(config);
      return [
        "The configuration has been taken up.",
        ...needsRestart.map((key) => `${key} has changed too, but needs a restart.`),
      ];
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      return ["The configuration stays as it was:", ...words.split("\n")];
    }
  }

  counts(): { sessions: number; sessionsMax: number; unregistered: number } {
    const { peers } = this.server.door;
    const sessions = this.server.fanOut.attached;
    const unregistered = peers.size - sessions;
    return { sessions, sessionsMax: this.usersMax, unregistered };
  }

  /** Counts a command for STATS m. */
  asked(command: string): void {
    this.used.set(command, (this.used.get(command) ?? 0) + 1);
  }

  statistics(letter: string, viewer: User): readonly (readonly string[])[] {
    return statistics(this.server, this.used, letter, viewer);
  }
}
