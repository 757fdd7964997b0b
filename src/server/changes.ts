/**
 * Changes: what clients are told when a rehash changes what is offered: CAP NEW and DEL, the tokens
 * of 005 that are otherwise now, and who stays without a device. Beside the journey; it changes
 * nothing but capabilities.
 */
import { type CapabilityName, capabilityNames, changed } from "../protocol/capabilities.ts";
import { message } from "../protocol/message.ts";
import { joinWords } from "../protocol/text.ts";
import type { AlwaysOn } from "./account.ts";
import { tellSupport } from "./commands/isupport.ts";
import { tellPersistence } from "./commands/persistence.ts";
import type { Config } from "./config.ts";
import type { Event } from "./event.ts";
import { readerFor } from "./reader.ts";
import { changedSupport, isupportTokens, type Tokens } from "./isupport.ts";
import { isPolicy, offersTo } from "./offers.ts";
import type { Peer } from "./peer.ts";
import { accountOf, isAlwaysOn } from "./presence.ts";
import type { Server } from "./server.ts";
import { has } from "./session.ts";

type Offers = ReturnType<typeof offersTo>;

export class Changes {
  private readonly server: Server;
  /** As 005 said when it was last said. */
  private tokens: Tokens;
  /** As those were told who asked whether they stay. */
  private alwaysOn: AlwaysOn;

  constructor(server: Server) {
    this.server = server;
    this.tokens = isupportTokens(server.state.rules, server.config);
    this.alwaysOn = server.state.rules.alwaysOn;
  }

  /** The configuration has been taken up. Those who cannot be told keep what they have. */
  tellOffers(before: Config): void {
    const { config, door } = this.server;
    for (const secure of [false, true]) {
      const old = offersTo(before, { secure });
      const now = offersTo(config, { secure });
      const gone = capabilityNames.filter((name) => old.has(name) && !now.has(name));
      const fresh = capabilityNames.filter((name) => now.get(name) !== old.get(name));
      // "Servers MUST NOT send CAP DEL to disable this capability" (sts).
      const cancelled = gone.filter((name) => !isPolicy(name));
      for (const peer of cancelled.length + fresh.length === 0 ? [] : door.peers.values())
        if (peer.secure === secure && has(peer, "cap-notify"))
          tellPeer(this.server, peer, { gone: cancelled, fresh, old, now });
    }
  }

  /** With the rules, which come after the configuration, 005 may have changed. */
  follow(event: Event): void {
    if (event.type !== "rulesChanged" && event.type !== "nodeStarted") return;
    const { state, config, door } = this.server;
    const before = this.tokens;
    this.tokens = isupportTokens(state.rules, config);
    const lines = changedSupport(before, this.tokens);
    for (const peer of lines.length === 0 ? [] : door.peers.values()) {
      const knows = peer.user !== 0 || has(peer, "draft/extended-isupport");
      if (knows && peer.dialect.name === "irc") tellSupport(readerFor(this.server, peer), lines);
    }
    this.tellStaying();
  }

  /** Whether a person stays without a device may have changed for all of one wish. */
  private tellStaying(): void {
    const { state, door } = this.server;
    const before = this.alwaysOn;
    this.alwaysOn = state.rules.alwaysOn;
    for (const peer of before === this.alwaysOn ? [] : door.peers.values()) {
      if (!has(peer, "draft/persistence")) continue;
      const user = state.users.get(peer.user);
      const account = accountOf(state, user);
      if (account && isAlwaysOn(before, account) !== isAlwaysOn(this.alwaysOn, account))
        tellPersistence(readerFor(this.server, peer), user);
    }
  }
}

interface Difference {
  readonly gone: readonly CapabilityName[];
  /** New, or of another value. */
  readonly fresh: readonly CapabilityName[];
  readonly old: Offers;
  readonly now: Offers;
}

function tellPeer(server: Server, peer: Peer, { gone, fresh, old, now }: Difference): void {
  const values = peer.capVersion >= 302;
  const words = fresh.flatMap((name) => {
    const value = now.get(name);
    if (value === undefined) return [];
    if (values) return [value === true ? name : `${name}=${value}`];
    // Of another value alone there is nothing to tell whoever knows none.
    return isPolicy(name) || old.has(name) ? [] : [name];
  });
  const nick = server.state.users.get(peer.user)?.nick ?? "*";
  const { name } = server.options;
  const tell = (verb: string, list: readonly string[]): void => {
    for (const line of joinWords(list, 400))
      server.send(peer, message("CAP", [nick, verb, line], name));
  };
  tell("DEL", gone);
  // "MUST cancel any capability-specific behavior for a client after sending the CAP DEL".
  for (const each of gone) peer.capabilities = changed(peer.capabilities, each, false);
  server.fanOut.setVariant(peer);
  tell("NEW", words);
}
