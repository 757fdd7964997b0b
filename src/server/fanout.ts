/**
 * Fan-out: an event to everyone who hears it on this node. Between apply and the outboxes. It
 * keeps each channel's audience, and makes an event's bytes once for each variant, never for each
 * recipient. It knows no socket and no rule.
 */
import { reaches } from "../protocol/modes.ts";
import type { Dialect, Text, View } from "./dialect.ts";
import type { Event, HostChanged, MetadataChanged } from "./event.ts";
import { asReturn } from "./hosts.ts";
import { seesKey } from "./metadata.ts";
import { draftOf, isAware } from "./metadata-words.ts";
import type { Outboxes } from "./outbox.ts";
import type { Peer } from "./peer.ts";
import { type Recipients, recipients } from "./recipients.ts";
import type { MetadataChange } from "./request.ts";
import { has } from "./session.ts";
import type { ChannelKey, UserId } from "./state.ts";
import type { Framing } from "./transport.ts";
import { hearsOfWatched, movesOf, Watches } from "./watches.ts";

/** A WebSocket message that holds the line. */
export type Frame = (line: Uint8Array, framing: "text" | "binary") => Buffer;

interface Variant {
  readonly dialect: Dialect;
  readonly number: number;
  readonly framing: Framing;
}

const nothing = Buffer.alloc(0);
const crlf = /\r?\n/;

export class FanOut {
  /** The sessions here of each user. */
  private readonly peers = new Map<UserId, Peer[]>();
  /** How many sessions here have a user. */
  attached = 0;
  private readonly audiences = new Map<ChannelKey, Set<Peer>>();
  /** Who waits for which nick. */
  readonly watches = new Watches<Peer>();
  private readonly variants: Variant[] = [];
  private readonly variantIndexes = new Map<string, number>();
  private readonly outboxes: Outboxes<Peer>;
  private readonly view: View;
  private readonly frame: Frame;

  constructor(outboxes: Outboxes<Peer>, view: View, frame: Frame) {
    this.outboxes = outboxes;
    this.view = view;
    this.frame = frame;
  }

  peersOf(user: UserId): readonly Peer[] {
    return this.peers.get(user) ?? [];
  }

  /** How many users have sessions here. */
  get users(): number {
    return this.peers.size;
  }

  attach(peer: Peer): void {
    this.attached += 1;
    const peers = this.peers.get(peer.user);
    if (peers) peers.push(peer);
    else this.peers.set(peer.user, [peer]);
    for (const key of this.view.state.users.get(peer.user)?.channels ?? []) this.enter(key, peer);
    this.setVariant(peer);
  }

  /** The peer is its user's no longer, and hears nothing of what becomes of that one. */
  detach(peer: Peer): void {
    const peers = this.peersOf(peer.user);
    const left = peers.filter((each) => each !== peer);
    this.attached -= peers.length - left.length;
    if (left.length > 0) this.peers.set(peer.user, left);
    else this.peers.delete(peer.user);
    for (const key of this.view.state.users.get(peer.user)?.channels ?? []) this.leave(key, peer);
  }

  /** Keeps the audiences in step with what has just been told. */
  follow(event: Event, to: Recipients): void {
    switch (event.type) {
      case "joined":
        for (const peer of this.peersOf(event.who.id)) {
          this.enter(event.key, peer);
          this.setVariant(peer);
        }
        return;
      case "parted":
      case "kicked":
        for (const peer of this.peersOf((event.type === "kicked" ? event.target : event.who).id)) {
          this.leave(event.key, peer);
          this.setVariant(peer);
        }
        return;
      case "renamed": {
        const audience = this.audiences.get(event.key);
        if (!audience || event.key === event.newKey) return;
        this.audiences.delete(event.key);
        this.audiences.set(event.newKey, audience);
        return;
      }
      case "quit":
        for (const peer of this.peersOf(event.who.id))
          for (const key of to.channels) this.leave(key, peer);
        this.attached -= this.peersOf(event.who.id).length;
        this.peers.delete(event.who.id);
        return;
      default:
    }
  }

  private enter(key: ChannelKey, peer: Peer): void {
    const audience = this.audiences.get(key);
    if (audience) audience.add(peer);
    else this.audiences.set(key, new Set([peer]));
  }

  private leave(key: ChannelKey, peer: Peer): void {
    const audience = this.audiences.get(key);
    audience?.delete(peer);
    if (audience?.size === 0) this.audiences.delete(key);
  }

  /** To be called when what its variant depends on may have changed. */
  setVariant(peer: Peer): void {
    const number = peer.dialect.variantOf(peer, this.view);
    const { framing } = peer.connection;
    const key = `${peer.dialect.name} ${framing} ${number}`;
    let index = this.variantIndexes.get(key);
    if (index === undefined) {
      index = this.variants.push({ dialect: peer.dialect, number, framing }) - 1;
      this.variantIndexes.set(key, index);
    }
    peer.variant = index;
  }

  /**
   * Tells the event to all recipients here. Those whom it is about, and `asker`, read it in a form
   * of their own: `personally` is called for them.
   */
  tell(event: Event, to: Recipients, asker: Peer | undefined, personally: (peer: Peer) => void) {
    this.tellRecipients(event, to, asker, personally);
    if (event.type === "hostChanged") this.tellReturn(event);
    const { fold } = this.view.state;
    const { gone, come } = movesOf(event, fold);
    if (gone !== undefined) this.tellPresence(fold(gone), gone, false, event);
    if (come !== undefined) this.tellPresence(fold(come.nick), come.mask, true, event);
  }

  private tellRecipients(
    event: Event,
    to: Recipients,
    asker: Peer | undefined,
    personally: (peer: Peer) => void,
  ): void {
    if (event.type === "metadataChanged") return this.tellSubscribed(event, to);
    const frames: (Buffer | undefined)[] = [];
    if (to.users.length === 0 && to.channels.length === 1 && to.ranks === undefined) {
      // One channel and nobody apart but the asker: what nearly every message is.
      const audience = this.audiences.get(to.channels[0] as ChannelKey);
      if (!audience) return;
      for (const peer of audience) if (peer !== asker) this.push(peer, event, frames);
      if (asker && audience.has(asker)) personally(asker);
      return;
    }
    const told = new Set<Peer>();
    for (const user of to.users) for (const peer of this.peersOf(user)) told.add(peer);
    for (const peer of told) personally(peer);
    for (const peer of this.inChannels(to, told)) {
      if (peer === asker) personally(peer);
      else this.push(peer, event, frames);
    }
    if (!to.watchers || !("who" in event)) return;
    for (const peer of this.watches.watchersOf(this.view.state.fold(event.who.nick)))
      if (!told.has(peer) && hearsOfWatched(peer, event)) this.push(peer, event, frames);
  }

  /** Whoever hears it by a channel, and has not been told yet. */
  private *inChannels(to: Recipients, told: Set<Peer>): Generator<Peer> {
    for (const key of to.channels) {
      for (const peer of this.audiences.get(key) ?? []) {
        // Whoever shares several channels hears it once.
        if (told.has(peer) || !this.inRank(key, peer, to.ranks?.[key])) continue;
        told.add(peer);
        yield peer;
      }
    }
  }

  /** Those who do not know CHGHOST read that the person goes and comes again. */
  private tellReturn(event: HostChanged): void {
    const own = this.peersOf(event.who.id);
    for (const each of asReturn(event)) {
      const frames: (Buffer | undefined)[] = [];
      for (const peer of this.inChannels(recipients(this.view.state, each), new Set(own)))
        if (peer.dialect.name === "irc" && !has(peer, "chghost")) this.push(peer, each, frames);
    }
  }

  private tellPresence(key: string, who: string, here: boolean, { time }: Event): void {
    const frames: (Buffer | undefined)[] = [];
    for (const peer of this.watches.watchersOf(key)) {
      if (peer.ending) continue;
      const { dialect, number, framing } = this.variants[peer.variant] as Variant;
      const frame = (frames[peer.variant] ??= this.bytes(
        dialect.presence(who, here, time, number, this.view),
        framing,
      ));
      this.outboxes.push(peer, frame);
    }
  }

  /** To each, of the changes, those of the keys that it has subscribed to. What differs from one to
   * the next is the nick in front, if that. */
  private tellSubscribed(event: MetadataChanged, to: Recipients): void {
    const { state } = this.view;
    const peers = new Set<Peer>(to.users.flatMap((user) => this.peersOf(user)));
    for (const key of to.channels)
      for (const peer of this.audiences.get(key) ?? [])
        if (this.inRank(key, peer, to.ranks?.[key])) peers.add(peer);
    if (to.watchers && "user" in event.target)
      for (const peer of this.watches.watchersOf(state.fold(event.target.user.nick)))
        peers.add(peer);
    for (const change of event.changes) {
      const frames = new Map<string, Text | Buffer>();
      for (const peer of peers) {
        if (peer.id === event.session || peer.ending || !isAware(peer)) continue;
        if (!peer.metadata?.subscriptions.has(change.key)) continue;
        const user = state.users.get(peer.user);
        if (seesKey(state, user, change.key))
          this.pushChange(event, change, peer, user?.nick ?? "*", frames);
      }
    }
  }

  private pushChange(
    event: MetadataChanged,
    change: MetadataChange,
    peer: Peer,
    nick: string,
    frames: Map<string, Text | Buffer>,
  ): void {
    const draft = draftOf(peer);
    const { dialect, number, framing } = this.variants[peer.variant] as Variant;
    const form = `${peer.variant} ${draft}`;
    let frame = frames.get(form);
    if (frame === undefined) {
      const text = dialect.metadata(event, change, draft, number, this.view);
      frame = text.includes("\0") ? text : this.bytes(text, framing);
      frames.set(form, frame);
    }
    const own = typeof frame === "string" ? this.bytes(frame.replace("\0", nick), framing) : frame;
    this.outboxes.push(peer, own);
  }

  private inRank(key: ChannelKey, peer: Peer, rank: string | undefined): boolean {
    const members = this.view.state.channels.get(key)?.members;
    return rank === undefined || reaches(members?.get(peer.user) ?? "", rank);
  }

  private push(peer: Peer, event: Event, frames: (Buffer | undefined)[]): void {
    const frame = frames[peer.variant] ?? (frames[peer.variant] = this.encode(event, peer.variant));
    if (frame.length > 0 && !peer.ending) this.outboxes.push(peer, frame);
  }

  private encode(event: Event, index: number): Buffer {
    const { dialect, number, framing } = this.variants[index] as Variant;
    return this.bytes(dialect.tell(event, number, this.view), framing);
  }

  /** Lines as this framing has them. */
  bytes(text: string, framing: Framing): Buffer {
    if (text === "") return nothing;
    const bytes = Buffer.from(text);
    if (framing === "line") return bytes;
    const lines = text.split(crlf).filter((line) => line !== "");
    return Buffer.concat(lines.map((line) => this.frame(Buffer.from(line), framing)));
  }

  /** Nobody hears anything more: the server is going. */
  silence(): void {
    this.audiences.clear();
  }
}
