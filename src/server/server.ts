/**
 * Server: THE JOURNEY, from one person's bytes to everybody's screen. Read this first.
 *
 *   bytes → received → lines → Message → perform → Request → log.append
 *   log → take: decide, recipients, apply (walk, in decide.ts) → store.keep → fan-out → outboxes
 *   the turn ends: store.commit, then outboxes.flush. Kept before shown.
 *
 * It knows contracts only: which log, store, transport and dialects there are, main.ts says.
 */
import type { LineFault } from "../protocol/lines.ts";
import type { Message } from "../protocol/message.ts";
import { performBatched, spoilBatch } from "./batching.ts";
import { Changes } from "./changes.ts";
import { type Command, objection } from "./command.ts";
import { inBatch } from "./commands/batch.ts";
import { commands } from "./commands.ts";
import type { Config } from "./config.ts";
import { walk } from "./decide.ts";
import type { View } from "./dialect.ts";
import { Door } from "./door.ts";
import { type Event, isAddressed } from "./event.ts";
import { FanOut } from "./fanout.ts";
import { ServerHost } from "./host.ts";
import { beginRun, partDone, type Run } from "./labels.ts";
import { Leases } from "./leases.ts";
import type { Log } from "./log.ts";
import { NickGuard } from "./nickguard.ts";
import { Notices } from "./notices.ts";
import { Outboxes } from "./outbox.ts";
import { mustRefuse, openLog, refuseNewest } from "./outage.ts";
import { makeView, type Parts, rulesOf } from "./parts.ts";
import type { Done, Peer } from "./peer.ts";
import { readerFor } from "./reader.ts";
import { linesIn, refuseLine } from "./reading.ts";
import type { Recipients } from "./recipients.ts";
import type { Refusal } from "./refusal.ts";
import type { Entry, Request } from "./request.ts";
import { signal } from "./signalling.ts";
import { emptyState, type State, userOf } from "./state.ts";
import type { Store } from "./store.ts";
import { sweep, sweepMs } from "./sweep.ts";
import { Waiting } from "./waiting.ts";

export class Server {
  config: Config;
  readonly options: Parts;
  readonly state: State;
  readonly view: View;
  readonly store: Store;
  readonly door: Door;
  readonly host: ServerHost;
  readonly fanOut: FanOut;
  readonly nickGuard: NickGuard;
  readonly waiting: Waiting;
  private readonly changes: Changes;
  readonly notices: Notices;
  readonly outboxes: Outboxes<Peer>;
  readonly log: Log;
  readonly leases: Leases;
  readonly sweeper = setInterval(() => sweep(this), sweepMs).unref();
  private turnEnds = false;

  constructor(options: Parts) {
    const { config, store } = options;
    this.options = options;
    this.config = config;
    this.store = store;
    this.state = emptyState(rulesOf(config));
    store.load(this.state);
    this.view = makeView(this);
    this.door = new Door(this);
    this.host = new ServerHost(this);
    this.outboxes = new Outboxes((peer) => this.door.overflowed(peer), options.together);
    this.fanOut = new FanOut(this.outboxes, this.view, options.frame);
    this.changes = new Changes(this);
    this.nickGuard = new NickGuard(this);
    this.notices = new Notices(this);
    this.waiting = new Waiting(this, config, options.now);
    this.leases = new Leases(this);
    this.log = openLog(this, (entry) => this.take(entry));
    this.log.append("", { type: "startNode", rules: rulesOf(config) });
  }

  // ── Bytes become lines (how a peer comes and goes: door.ts) ───────────────────────────────

  received(peer: Peer, bytes: Buffer): void {
    peer.heardAt = this.options.now();
    peer.pingedAt = 0;
    this.read(peer, bytes);
  }

  read(peer: Peer, bytes: Buffer): void {
    linesIn(peer, bytes, (text, fault) => this.line(peer, text, fault));
  }

  private line(peer: Peer, line: string, fault: LineFault | undefined): void {
    if (peer.ending) return;
    if (!peer.decided && !this.waiting.mustWait(peer)) this.door.decideDialect(peer, line);
    if (this.waiting.mayTake(peer)) this.understand(peer, line, fault);
    else this.waiting.add(peer, line, fault);
  }

  // ── A line becomes messages, a message requests ───────────────────────────────────────────

  understand(peer: Peer, line: string, fault: LineFault | undefined): void {
    const { text, refused, messages } = peer.dialect.read(peer, line, fault, this.view);
    if (text !== undefined) this.say(peer, text);
    if (refused) refuseLine(this, peer, refused);
    if (fault !== undefined) spoilBatch(this, peer);
    this.performAll(peer, messages);
  }

  performAll(peer: Peer, messages: readonly Message[]): void {
    // What an entry brings may let the peer go on; these messages come first.
    peer.performing = true;
    let done = 0;
    for (const message of messages) {
      if (peer.ending || !this.perform(peer, message)) break;
      done += 1;
    }
    peer.performing = false;
    if (done < messages.length && !peer.ending) this.waiting.addFirst(peer, messages.slice(done));
  }

  /** false: it has to wait for the session's earlier requests, and has not been performed. */
  private perform(peer: Peer, message: Message): boolean {
    if (peer.blocked) return false;
    if (inBatch(peer, message)) return performBatched(this, peer, message);
    return this.performOne(peer, message);
  }

  performOne(peer: Peer, message: Message): boolean {
    const command = commands[message.command];
    const reads = command?.answer !== undefined && command.answers?.(message.params) !== false;
    if ((reads || command?.waits) && peer.pending !== undefined) return false;
    if (!command?.heavy) this.carryOut(peer, message, command, reads);
    else if (this.waiting.slices.mayBegin(peer))
      this.waiting.slices.spend(() => this.carryOut(peer, message, command, reads));
    else return false;
    return true;
  }

  private carryOut(peer: Peer, message: Message, command: Command | undefined, reads: boolean) {
    const run = (peer.run = beginRun(peer, message));
    const { capabilities } = peer;
    const user = userOf(this.state, peer.id);
    const refused = objection(command, message.command, message.params, user);
    if (!command || refused) {
      if (refused && !command?.silent) this.refused(peer, refused, message.command, run);
    } else {
      this.host.asked(message.command);
      this.ask(peer, command, message, run);
      if (reads && !peer.ending) this.host.answer(peer, command, message, run);
    }
    if (peer.capabilities !== capabilities) this.fanOut.setVariant(peer);
    if (run) this.partDone(peer, run);
  }

  private ask(peer: Peer, command: Command, message: Message, run: Run | undefined): void {
    const asked = command.ask?.(peer, message.params, message, this.state.rules.limits) ?? [];
    if (asked.length === 0 && !command.heavy) this.waiting.spare(peer);
    this.waiting.asked(peer, asked.length);
    for (const each of asked) {
      // Nothing answers a NOTICE, in whatever way it is said (RFC 2812 §3.3.2).
      const silent = command.silent === true || ("kind" in each && each.kind === "NOTICE");
      if (each.type === "signal") signal(this, peer, each, message.command, run);
      else if (each.type !== "refused") this.append(peer, each, message.command, run, silent);
      else if (!silent) this.refused(peer, each, message.command, run);
    }
  }

  append(peer: Peer, request: Request, command = "", run?: Run, silent = false, done?: Done): void {
    if (run) run.left += 1;
    peer.pending ??= [];
    peer.pending.push({ command, silent, run, done });
    if (mustRefuse(this, request)) return refuseNewest(this, peer.id);
    this.log.append(peer.id, request);
  }

  // ── The log gives the entry its place; every node takes it in ─────────────────────────────

  private take(entry: Entry): void {
    const peer = entry.node === this.log.node ? this.door.peers.get(entry.session) : undefined;
    const asked = peer?.pending?.shift();
    if (peer?.pending?.length === 0) peer.pending = undefined;
    let refused: Refusal | undefined;
    (this.options.walk ?? walk)(this.state, entry, {
      told: (event, to) => {
        this.keeping(() => this.store.keep(this.state, event, to.channels));
        this.options.observer?.happened(event, entry.node === this.log.node);
        this.tell(event, to, peer, asked?.run);
      },
      refused: (refusal) => {
        refused ??= refusal;
        if (!peer) return;
        if (!asked?.silent && !asked?.done)
          this.refused(peer, refusal, asked?.command ?? "", asked?.run);
        if (entry.request.type === "connect") this.host.notAdmitted(peer, refusal);
      },
    });
    this.endTurnSoon();
    if (!peer) return this.host.web.answered(entry, refused);
    asked?.done?.(refused);
    if (asked?.run) this.partDone(peer, asked.run);
    if (peer.pending === undefined) this.waiting.proceed(peer);
  }

  tell(event: Event, to: Recipients, asker: Peer | undefined, run: Run | undefined): void {
    if (event.type === "connected" || event.type === "attached") this.host.admitted(event);
    // A message's sender hears it by echo only, an answer with a label goes into its batch.
    const apart = run !== undefined || isAddressed(event) ? asker : undefined;
    const personally = (peer: Peer): void => {
      if (peer.ending) return;
      const reader = readerFor(this, peer, peer === asker ? run : undefined);
      peer.dialect.tellPerson(event, peer, reader);
    };
    this.fanOut.tell(event, to, apart, personally);
    if (to.asker && asker) personally(asker);
    this.changes.follow(event);
    this.leases.follow(event);
    this.nickGuard.follow(event);
    this.notices.follow(event);
    this.host.follow(event);
    this.door.follow(event);
    this.fanOut.follow(event, to);
  }

  // ── What goes to one peer ─────────────────────────────────────────────────────────────────

  send(peer: Peer, message: Message, run?: Run): void {
    if (run) run.told.push(message);
    else this.say(peer, peer.dialect.write(message, peer, this.view));
  }

  refused(peer: Peer, refusal: Refusal, command: string, run?: Run): void {
    readerFor(this, peer, run, command).refuse(refusal);
  }

  /** Text as the dialect has made it. */
  say(peer: Peer, text: string): void {
    if (text === "" || peer.ending) return;
    this.outboxes.push(peer, this.fanOut.bytes(text, peer.connection.framing));
    this.endTurnSoon();
  }

  partDone(peer: Peer, run: Run): void {
    for (const message of partDone(run, this.options.name)) this.send(peer, message);
  }

  // ── The turn ends: kept, then shown ───────────────────────────────────────────────────────

  endTurnSoon(): void {
    if (this.turnEnds) return;
    this.turnEnds = true;
    this.options.atEndOfTurn(() => this.endTurn());
  }

  private endTurn(): void {
    this.turnEnds = false;
    if (!this.keeping(() => this.store.commit(this.state))) return;
    this.outboxes.flush();
    this.host.web.kept();
  }

  /** Whether it was kept. When it cannot be, nothing of this turn is shown to anybody. */
  private keeping(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      this.options.cannotKeep(error);
      return false;
    }
  }

  /** Nothing more goes to this peer: its connection ends after the flush. */
  end(peer: Peer): void {
    this.outboxes.end(peer);
    this.endTurnSoon();
  }

  /** Takes up a configuration whose changes need no restart. */
  takeUp(config: Config): void {
    const before = this.config;
    this.config = config;
    this.changes.tellOffers(before);
    this.waiting.takeUp(config);
    this.log.append("", { type: "changeRules", rules: rulesOf(config) });
  }

  /** Says goodbye to everyone, keeps everything. */
  stop(reason: string): void {
    clearInterval(this.sweeper);
    this.waiting.stop();
    this.fanOut.silence(); // that each goes need not be told to each
    this.door.shutFor(reason);
    this.endTurn();
    this.log.close();
  }
}
