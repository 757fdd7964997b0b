/**
 * Push desk: tells devices that are asleep of what was said to their owner, or names them. Beside
 * web.ts, after what was said is kept. The node tells on which it was said.
 */
import { formatMessage, message } from "../../protocol/message.ts";
import { cut } from "../../protocol/text.ts";
import { formatTimestamp } from "../../protocol/timestamp.ts";
import type { Account, AccountKey } from "../account.ts";
import { Bounded } from "../bounded.ts";
import { type Event, msgidOf, type Said } from "../event.ts";
import type { Push } from "../pushes.ts";
import { nodeOf, type State, type User } from "../state.ts";
import type { WebDesk } from "../web.ts";
import type { Guard } from "./guard.ts";
import { encrypted, type Vapid, vapidOf } from "./push-crypto.ts";

const limits = {
  atOnceMax: 16,
  waitingMax: 2_000, // then they are not told: a phone that was asleep reads it when it comes
  ms: 15_000,
  perMinuteMax: 60, // to one account
  textBytesMax: 2_000, // services take 4,096 with all that is around it
  ttlSeconds: 86_400,
  wordsMax: 200,
};

export class PushDesk {
  readonly vapid: Vapid;
  private readonly web: WebDesk;
  private readonly guard: Guard;
  private readonly work = new Bounded(limits);
  /** Who is to be told anywhere at all. Nobody, mostly, and then no text is looked through. */
  private readonly subscribers = new Set<AccountKey>();

  constructor(web: WebDesk, guard: Guard) {
    this.web = web;
    this.guard = guard;
    this.vapid = vapidOf(web.server.options.secret);
    for (const { key, pushes } of web.server.state.accounts.values()) this.note(key, pushes);
  }

  private note(key: AccountKey, pushes: readonly Push[]): void {
    if (pushes.length > 0) this.subscribers.add(key);
    else this.subscribers.delete(key);
  }

  /** What is to be sent once the event is kept; undefined for nothing. */
  follow(event: Event): (() => void) | undefined {
    const { config, log, state } = this.web.server;
    if (event.type === "accountUpdated" && event.changes.pushes)
      this.note(event.key, event.changes.pushes);
    if (event.type === "accountDropped") this.note(event.key, []);
    if (this.subscribers.size === 0) return undefined;
    if (!config.push.enabled || event.type !== "said" || event.kind === "TAGMSG") return undefined;
    if (nodeOf(event.session) !== log.node || isAside(event.text)) return undefined;
    const direct = "user" in event.to;
    const accounts = (direct ? addressee(state, event) : named(state, event)).filter(
      ({ pushes, name }) => pushes.length > 0 && name !== event.who.account,
    );
    if (accounts.length === 0) return undefined;
    const line = Buffer.from(lineOf(event));
    return () => {
      for (const account of accounts)
        if (this.web.rates.may(`push ${account.key}`, limits.perMinuteMax))
          for (const push of account.pushes) void this.send(account, push, line, direct);
    };
  }

  private async send(account: Account, push: Push, line: Buffer, direct: boolean): Promise<void> {
    try {
      const status = await this.work.run(() => this.post(push, line, direct));
      // "expired ones": the service does not know it any more (RFC 8030 §7.3).
      if (status !== 404 && status !== 410) return;
      const { endpoint } = push;
      await this.web.ask({ type: "dropPush", account: account.name, endpoint });
    } catch {
      // A service that cannot be reached costs a notification: what was said is read later.
    }
  }

  private async post(push: Push, line: Buffer, direct: boolean): Promise<number> {
    const { config, options } = this.web.server;
    const mail = config.admin.email;
    const subject = /^[^\s@]+@[^\s@]+$/.test(mail) ? `mailto:${mail}` : config.web.address;
    const { status } = await this.guard.ask(push.endpoint, {
      method: "POST",
      secure: true,
      headers: {
        Authorization: this.vapid.authorization(push.endpoint, subject, options.now()),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        TTL: String(limits.ttlSeconds),
        Urgency: direct ? "high" : "normal",
      },
      body: encrypted(line, push),
      ms: limits.ms,
      bytesMax: 1_000,
    });
    return status;
  }
}

/** What programs say to each other; an action is something said. */
const isAside = (text: string): boolean =>
  text.startsWith("\x01") && !text.startsWith("\x01ACTION ");

const accountOf = ({ accounts, fold }: State, user: User | undefined): Account[] => {
  const name = user?.account ?? null;
  const account = name === null ? undefined : accounts.get(fold(name));
  return account ? [account] : [];
};

function addressee(state: State, { to }: Said): Account[] {
  return "user" in to ? accountOf(state, state.users.get(to.user.id)) : [];
}

/** By looking up each word, not by looking for each person. */
function named(state: State, { to, text }: Said): Account[] {
  const channel = "key" in to ? state.channels.get(to.key) : undefined;
  const words = text.match(/[\p{L}\p{M}\p{N}_[\]{}\\|^`-]+/gu) ?? [];
  const found = new Set<Account>();
  for (const word of words.slice(0, limits.wordsMax)) {
    const user = state.users.get(state.nicks.get(state.fold(word)) ?? 0);
    if (user && channel?.members.has(user.id) && hears(to, channel.members.get(user.id) ?? ""))
      for (const account of accountOf(state, user)) found.add(account);
  }
  return [...found];
}

/** Of what is for some ranks alone nobody else is told. */
const hears = (to: Said["to"], letters: string): boolean =>
  !("rank" in to) ||
  to.rank === "" ||
  [...letters].some((letter) => "qaohv".indexOf(letter) <= "qaohv".indexOf(to.rank));

/** "exactly one IRC message as the payload, without the final CRLF"; some tags are left out. */
function lineOf(event: Said): string {
  const { who, to, kind, text, time } = event;
  const target = "user" in to ? to.user.nick : to.channel;
  const source = `${who.nick}!${who.username}@${who.host}`;
  const line = message(
    kind,
    [target, cut(text.replaceAll("\n", " "), limits.textBytesMax)],
    source,
  );
  const tags = new Map([
    ["msgid", msgidOf(event)],
    ["time", formatTimestamp(time)],
  ]);
  if (who.account !== null) tags.set("account", who.account);
  return formatMessage({ ...line, tags }).replace(/\r\n$/, "");
}
