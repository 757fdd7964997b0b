/**
 * Door: how peers come and go. The first and the last of the journey: who may come in, which
 * dialect they speak, the greeting, the goodbye.
 */
import { LineAssembler } from "../protocol/lines.ts";
import { Admission } from "./admission.ts";
import { networkBanOf } from "./ban-index.ts";
import type { Detached, Event, Quit } from "./event.ts";
import { outageWords } from "./outage.ts";
import { Peer } from "./peer.ts";
import type { Server } from "./server.ts";
import type { Connection, Receiver } from "./transport.ts";

/** A first line of an IRC client; tags and a source may stand before the command. */
const ircBegins = /^(?:@\S+ +)?(?::\S+ +)?(?:CAP|NICK|USER|PASS|WEBIRC)(?: |$)/;

export class Door {
  readonly admission = new Admission((address, why) =>
    this.server.notices.flood((from) => `${from(address)} is turned away: ${why}`),
  );
  readonly peers = new Map<string, Peer>();
  private readonly server: Server;
  private came = 0;
  /** No session has the id of one before a restart: its requests may still be in the log. */
  private readonly start: string;
  private shut = false;
  private onEmpty: (() => void) | undefined = undefined;

  constructor(server: Server) {
    this.server = server;
    this.start = server.options.random().toString(36);
  }

  // ── Coming ────────────────────────────────────────────────────────────────────────────────

  /** Accept, of the transport's contract. Where there is no plain dialect all lines are IRC. */
  readonly accept = (connection: Connection, plain = true): Receiver => {
    const { server } = this;
    const now = server.options.now();
    const refused = this.shut
      ? "Server is shutting down"
      : !server.log.reachable
        ? outageWords
        : (this.banned(connection.address, now) ??
          this.admission.arrive(connection.address, server.config, now));
    if (refused !== undefined) {
      connection.write(server.fanOut.bytes(`ERROR :${refused}\r\n`, connection.framing));
      connection.end();
      return { silent() {}, received() {}, closed() {} };
    }
    const peer = this.newPeer(connection, now);
    this.peers.set(peer.id, peer);
    server.options.observer?.connected(connection.address);
    if (connection.framing !== "line" || !plain) this.becomeIrc(peer);
    return {
      silent: () => this.greet(peer),
      received: (bytes) => server.received(peer, bytes),
      closed: (reason) => this.closed(peer, reason),
    };
  };

  /** What is said to whoever may not even say who they are. */
  private banned(address: string, now: number): string | undefined {
    const ban = networkBanOf(this.server.state, address, now);
    return ban && `You are banned from this server: ${ban.reason}`;
  }

  /** The peer turns out to come from there: as many may come from there as from anywhere. Why it
   * may not, in words. */
  moveTo(peer: Peer, address: string): string | undefined {
    const now = this.server.options.now();
    const refused =
      this.banned(address, now) ?? this.admission.arrive(address, this.server.config, now);
    if (refused === undefined) this.admission.leave(peer.address);
    return refused;
  }

  /** All sessions of this start go for everybody; those that have an account may come back by
   * another node unnoticed. */
  leave(reason: string): void {
    this.shut = true;
    const prefix = `${this.server.log.node}/${this.start}.`;
    this.server.log.append("", { type: "loseSessions", prefix, reason });
  }

  private newPeer(connection: Connection, now: number): Peer {
    const { limits, flood } = this.server.config;
    this.came += 1;
    return new Peer(
      `${this.server.log.node}/${this.start}.${this.came}`,
      connection,
      new LineAssembler({ bytesMax: limits.plainLineBytesMax, tagBytesMax: 0 }),
      this.server.options.dialects.plain,
      now,
      flood.linesBurst,
      limits.sendQueueUnregisteredBytesMax,
    );
  }

  /** By the first line, also of a peer that has been greeted. */
  decideDialect(peer: Peer, line: string): void {
    // An empty line says nothing of who sends it.
    if (line.trim() === "") return this.greet(peer);
    peer.decided = true;
    if (!ircBegins.test(line)) return this.greet(peer);
    if (peer.greeted) {
      // Greeted as a plain one and now known better: it begins anew.
      const reason = "Uses an IRC client";
      this.server.fanOut.detach(peer);
      this.server.fanOut.watches.forget(peer);
      // What its going brings must not let its lines go on: they are not plain ones.
      peer.performing = true;
      if (peer.user !== 0) this.server.append(peer, { type: "disconnect", reason });
      peer.performing = false;
      peer.reset();
    }
    this.becomeIrc(peer);
  }

  private becomeIrc(peer: Peer): void {
    const { lineBytesMax: bytesMax, tagBytesMax } = this.server.config.limits;
    const telnet = peer.connection.framing === "line";
    peer.decided = true;
    peer.dialect = this.server.options.dialects.irc;
    peer.lines = new LineAssembler({ bytesMax, tagBytesMax, telnet });
    this.server.fanOut.setVariant(peer);
  }

  /** The plain greeting, once. */
  private greet(peer: Peer): void {
    if (peer.greeted || peer.ending || peer.dialect.name === "irc") return;
    peer.greeted = true;
    this.server.fanOut.setVariant(peer);
    const { text, messages } = peer.dialect.begin(peer, this.server.view);
    this.server.say(peer, text);
    this.server.performAll(peer, messages);
  }

  // ── Going ─────────────────────────────────────────────────────────────────────────────────

  /** Its last words; the connection ends after the flush. */
  farewell(peer: Peer, reason: string): void {
    if (peer.ending) return;
    peer.gone = true;
    if (peer.leftFor !== undefined) return this.forget(peer, reason);
    this.server.say(peer, peer.dialect.farewell(reason, peer, peer.goodbye?.label));
    this.server.end(peer);
  }

  /** Whoever is gone from the state goes. */
  follow(event: Event): void {
    const { fanOut } = this.server;
    if (event.type === "quit")
      for (const peer of fanOut.peersOf(event.who.id)) this.left(peer, event);
    if (event.type === "detached") {
      const peer = this.peers.get(event.session);
      if (!peer) return;
      fanOut.detach(peer);
      this.left(peer, event);
    }
    if (event.type === "banSet" && event.ban.kind === "network") this.expel();
    if (event.type === "accountRegistered" && event.account.verified) {
      const peer = this.peers.get(event.session);
      if (peer?.user === 0) peer.account = event.account.name;
    }
  }

  /** Who has not said yet who they are, and may not. */
  private expel(): void {
    const now = this.server.options.now();
    for (const peer of this.peers.values()) {
      const refused = peer.user === 0 ? this.banned(peer.address, now) : undefined;
      if (refused !== undefined) this.drop(peer, refused);
    }
  }

  private left(peer: Peer, { who, reason }: Quit | Detached): void {
    peer.nick = who.nick;
    this.farewell(peer, reason);
  }

  /** Ends the session from our side; `hard` when there is no use in saying more. */
  drop(peer: Peer, reason: string, hard = false): void {
    if (peer.gone) return;
    if (peer.leftFor !== undefined) return this.forget(peer, reason);
    if (hard) {
      peer.ending = true;
      peer.connection.end(true);
    }
    if (peer.user === 0) return this.farewell(peer, reason);
    peer.gone = true;
    this.server.append(peer, { type: "disconnect", reason }, "", peer.goodbye);
  }

  /** More waits for it than may. */
  overflowed(peer: Peer): void {
    this.drop(peer, "SendQ exceeded", true);
  }

  private closed(peer: Peer, reason: string): void {
    // Who has left needs no farewell, but may still read what is on the way.
    const silenced = peer.gone || peer.ending;
    if (peer.todo === undefined || silenced || reason !== "Connection closed")
      return this.forget(peer, reason);
    // It has said more than may be taken at once: all of it is heard, at the pace of all.
    peer.leftFor = reason;
  }

  /** All that it said has been taken. */
  heardOut(peer: Peer): void {
    if (peer.leftFor !== undefined) this.forget(peer, peer.leftFor);
  }

  private forget(peer: Peer, reason: string): void {
    const nick = this.server.state.users.get(peer.user)?.nick ?? peer.nick;
    peer.leftFor = undefined;
    this.server.end(peer);
    this.drop(peer, reason);
    this.peers.delete(peer.id);
    this.server.fanOut.watches.forget(peer);
    this.server.waiting.forget(peer);
    this.admission.leave(peer.address);
    this.server.options.observer?.left(peer.address, nick);
    if (this.peers.size === 0) this.onEmpty?.();
  }

  /** Nobody comes in any more, and all go. */
  shutFor(reason: string): void {
    this.shut = true;
    for (const peer of this.peers.values())
      if (this.server.log.reachable) this.drop(peer, reason);
      // The log learns at the next start that they have gone.
      else this.farewell(peer, reason);
  }

  /** When the last has gone. */
  empty(): Promise<void> {
    return new Promise((resolve) => {
      if (this.peers.size === 0) resolve();
      else this.onEmpty = resolve;
    });
  }
}
