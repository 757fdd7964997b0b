/** Touched: which entities of the state the events of a turn have changed. They are written once,
 * as they are when it ends. Beside sqlite.ts. */
import type { AccountKey } from "../account.ts";
import { banKey } from "../bans.ts";
import type { Event, EventOf, MetadataChanged, Renamed, Who } from "../event.ts";
import { personKey } from "../history-keys.ts";
import type { HolderKey } from "../metadata.ts";
import type { ChannelKey, State, UserId } from "../state.ts";
import { accountRow, channelRow, userRow } from "./rows.ts";
import type { Statements } from "./statements.ts";

export class Touched {
  private readonly users = new Set<UserId>();
  private readonly channels = new Set<ChannelKey>();
  private readonly members = new Map<UserId, Set<ChannelKey>>();
  private readonly accounts = new Set<AccountKey>();
  private readonly bans = new Set<string>();
  private readonly files = new Set<string>();
  private readonly invitations = new Set<string>();
  private readonly holders = new Set<HolderKey>();
  private rules = false;

  /** Takes an event that has just been applied. */
  note(state: State, event: Event, channels: readonly ChannelKey[]): void {
    switch (event.type) {
      case "connected":
      case "accountChanged":
        this.users.add(event.who.id);
        return this.touchHolders(state, event.who);
      case "attached":
      case "detached":
      case "nickChanged":
      case "userModesChanged":
      case "awayChanged":
      case "hostChanged":
      case "realnameChanged":
      case "becameOperator":
        return void this.users.add(event.who.id);
      case "accountRegistered":
      case "accountUpdated":
      case "accountDropped":
        return this.touchAccount(event);
      case "metadataChanged":
        return this.touchMetadata(state, event);
      case "invited":
        this.users.add(event.target.id);
        return this.touchUsed(state, event.key, event);
      case "invitationUsed":
        if (event.opened) {
          this.users.add(event.opened.user);
          this.touchUsed(state, event.opened.channel, event);
        }
        return [event.id, ...event.forgotten].forEach((id) => this.invitations.add(id));
      case "fileAdded":
        return void this.files.add(event.file.id);
      case "filesRemoved":
        return event.files.forEach(({ id }) => this.files.add(id));
      case "quit":
        this.users.add(event.who.id);
        this.holders.add(personKey(state.fold, { id: event.who.id, account: null }));
        for (const key of channels) this.touchLeft(state, event.who.id, key);
        return;
      case "joined":
        // An invitation is used up by joining.
        this.users.add(event.who.id);
        if (event.created || state.channels.get(event.key)?.throttle) this.channels.add(event.key);
        return this.touchMember(event.who.id, event.key);
      case "parted":
        return this.touchLeft(state, event.who.id, event.key);
      case "kicked":
        return this.touchLeft(state, event.target.id, event.key);
      case "topicChanged":
      case "accountRankChanged":
      case "founderChanged":
        return void this.channels.add(event.key);
      case "renamed":
        return this.touchRenamed(state, event);
      case "modesChanged":
        this.channels.add(event.key);
        for (const { user } of event.changes)
          if (user !== undefined) this.touchMember(user, event.key);
        return;
      case "said":
        if ("key" in event.to) this.touchSpoken(state, event.to.key, event);
        return;
      case "nodeStarted":
      case "rulesChanged":
        this.rules = true;
        return;
      case "banSet":
      case "banLifted":
        return this.touchBans([banKey(state, event.ban.kind, event.ban.what)]);
      case "bansExpired":
        return this.touchBans(event.keys);
      case "edited":
      case "redacted": // of the history
      case "signalled": // never kept
      case "marked": // see traces.ts
      case "messagesDeleted": // see own.ts
      case "wallopsSaid":
      case "audited":
        return;
      default:
        event satisfies never;
    }
  }

  /** A channel may go with its last member. */
  private touchLeft(state: State, user: UserId, channel: ChannelKey): void {
    this.touchMember(user, channel);
    if (state.channels.has(channel)) return;
    this.channels.add(channel);
    this.holders.add(channel);
  }

  /** What a person holds is the account's, or without one the user's: either may have been. */
  private touchHolders({ fold, users }: State, { id, account }: Pick<Who, "id" | "account">): void {
    this.holders.add(personKey(fold, { id, account: null }));
    for (const name of [account, users.get(id)?.account])
      if (name !== null && name !== undefined) this.holders.add(fold(name));
  }

  private touchAccount(
    event: EventOf<"accountRegistered" | "accountUpdated" | "accountDropped">,
  ): void {
    const { key } = event.type === "accountRegistered" ? event.account : event;
    this.accounts.add(key);
    if (event.type === "accountDropped") this.holders.add(key);
  }

  private touchMetadata(state: State, event: MetadataChanged): void {
    const { target } = event;
    if ("user" in target) return this.touchHolders(state, target.user);
    this.holders.add(target.key);
    this.touchUsed(state, target.key, event);
  }

  private touchRenamed({ channels, users }: State, { key, newKey }: Renamed): void {
    this.channels.add(key);
    this.channels.add(newKey);
    this.holders.add(key);
    this.holders.add(newKey);
    if (key === newKey) return;
    for (const id of channels.get(newKey)?.members.keys() ?? []) {
      this.touchMember(id, key);
      this.touchMember(id, newKey);
    }
    for (const { id, invitedTo } of users.values()) if (invitedTo.has(newKey)) this.users.add(id);
  }

  private touchSpoken(state: State, channel: ChannelKey, event: Event): void {
    this.touchUsed(state, channel, event);
    if (state.channels.get(channel)?.slow) this.channels.add(channel);
  }

  private touchUsed(state: State, channel: ChannelKey, { place }: Event): void {
    if (state.channels.get(channel)?.used === place) this.channels.add(channel);
  }

  private touchBans(keys: readonly string[]): void {
    for (const key of keys) this.bans.add(key);
  }

  private touchMember(user: UserId, channel: ChannelKey): void {
    const channels = this.members.get(user);
    if (channels) channels.add(channel);
    else this.members.set(user, new Set([channel]));
  }

  /** What is gone from the state goes from the database. */
  write(statements: Statements, state: State): void {
    for (const id of this.users) {
      const user = state.users.get(id);
      if (user) statements.putUser.run(id, userRow(user));
      else statements.dropUser.run(id);
    }
    for (const key of this.channels) {
      const channel = state.channels.get(key);
      if (channel) statements.putChannel.run(key, channelRow(channel));
      else statements.dropChannel.run(key);
    }
    for (const [id, keys] of this.members)
      for (const key of keys) {
        const prefixes = state.channels.get(key)?.members.get(id);
        if (prefixes !== undefined) statements.putMember.run(id, key, prefixes);
        else statements.dropMember.run(id, key);
      }
    for (const key of this.accounts) {
      const account = state.accounts.get(key);
      if (account) statements.putAccount.run(key, accountRow(account));
      else statements.dropAccount.run(key);
    }
    for (const key of this.bans) {
      const ban = state.bans.get(key);
      if (ban) statements.putBan.run(key, JSON.stringify(ban));
      else statements.dropBan.run(key);
    }
    this.bans.clear();
    for (const id of this.invitations) {
      const used = state.invitations.get(id);
      if (used) statements.putInvitation.run(id, JSON.stringify(used));
      else statements.dropInvitation.run(id);
    }
    this.invitations.clear();
    for (const id of this.files) {
      const file = state.files.get(id);
      if (file) statements.putFile.run(id, JSON.stringify(file));
      else statements.dropFile.run(id);
    }
    this.files.clear();
    for (const holder of this.holders) {
      statements.dropMetadata.run(holder);
      for (const [key, value] of state.metadata.get(holder) ?? [])
        statements.putMetadata.run(holder, key, value);
    }
    if (this.rules) statements.putRules.run(JSON.stringify(state.rules));
    this.rules = false;
    this.accounts.clear();
    this.users.clear();
    this.holders.clear();
    this.channels.clear();
    this.members.clear();
  }
}
