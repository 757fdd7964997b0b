/**
 * Nick guard: who has a nick that belongs to an account, without being logged in to it, is told so,
 * and is called otherwise when the time to log in is over. Beside the journey; each node sees to
 * the users with sessions at it. What is so is decided by the rule of freeNick.
 */
import { message } from "../protocol/message.ts";
import type { AccountKey } from "./account.ts";
import { protectionOf } from "./accountbook.ts";
import type { Event } from "./event.ts";
import { serviceHost } from "./services.ts";
import type { Server } from "./server.ts";
import type { User, UserId } from "./state.ts";

interface Guest {
  readonly nick: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

export class NickGuard {
  private readonly server: Server;
  private readonly guests = new Map<UserId, Guest>();
  /** Accounts that have changed since the last sweep. */
  private readonly updated = new Set<AccountKey>();

  constructor(server: Server) {
    this.server = server;
  }

  /** Somebody's nick or account has changed, or what a nick is worth. */
  follow(event: Event): void {
    switch (event.type) {
      case "connected":
      case "attached":
      case "nickChanged":
      case "accountChanged":
        return this.look(this.server.state.users.get(event.who.id));
      case "quit":
        return void this.guests.delete(event.who.id);
      case "accountUpdated":
        // Who confirms an account is logged in to it next.
        return void this.updated.add(event.key);
      case "accountDropped":
        return this.lookAt(event.key);
      case "rulesChanged":
        for (const key of this.server.state.accounts.keys()) this.lookAt(key);
        return;
      default:
    }
  }

  private lookAt(nick: string): void {
    const { state } = this.server;
    this.look(state.users.get(state.nicks.get(nick) ?? 0));
  }

  private look(user: User | undefined): void {
    if (!user) return;
    const { state, host, config, fanOut } = this.server;
    const kept = protectionOf(state, user.nick, user.account) !== "off";
    const guest = this.guests.get(user.id);
    if (!kept) this.guests.delete(user.id);
    if (!kept || guest?.nick === user.nick || fanOut.peersOf(user.id).length === 0) return;
    const { nickGraceSeconds } = config.accounts;
    this.guests.set(user.id, { nick: user.nick, until: host.now() + nickGraceSeconds * 1_000 });
    this.tell(
      user,
      `The nick ${user.nick} belongs to an account. If it is yours log in within ` +
        `${nickGraceSeconds} seconds; if not choose another, or you are given one.`,
    );
  }

  private tell({ id, nick }: User, words: string): void {
    const { fanOut, options } = this.server;
    const source = `NickServ!NickServ@${serviceHost(options.name)}`;
    for (const peer of fanOut.peersOf(id))
      this.server.send(peer, message("NOTICE", [nick, words], source));
  }

  /** Those whose time is over. */
  sweep(now: number): void {
    for (const key of this.updated) this.lookAt(key);
    this.updated.clear();
    for (const [user, { nick, until }] of this.guests) {
      if (now < until) continue;
      this.guests.delete(user);
      const salt = this.server.options.random();
      this.server.log.append("", { type: "freeNick", user, nick, salt });
    }
  }
}
