/**
 * Notices: what operators read of what goes on, those who ask for it (user mode s). Beside the
 * journey: each node tells its own operators of what happens everywhere, and of floods at its door.
 */
import { message } from "../protocol/message.ts";
import { hostOf } from "./cloak.ts";
import type { Event, Who } from "./event.ts";
import type { Server } from "./server.ts";
import { hasRight } from "./state.ts";
import type { NoticeKind } from "./user-modes.ts";

/** @param from an address as this reader may see it */
type Words = (from: (address: string) => string) => string;

/** Of floods, which come in floods. */
const floodsPerMinuteMax = 10;
const minuteMs = 60_000;

export class Notices {
  private readonly server: Server;
  private floodsSince = 0;
  private floods = 0;

  constructor(server: Server) {
    this.server = server;
  }

  follow(event: Event): void {
    if (this.server.state.attentive.size === 0) return;
    const notice = noticeOf(event);
    if (notice) this.tell(...notice);
  }

  tell(kind: NoticeKind, words: Words): void {
    const { server } = this;
    const { state, config, options, fanOut } = server;
    for (const id of state.attentive) {
      const user = state.users.get(id);
      if (!user?.notices.includes(kind)) continue;
      const cloaked = (address: string): string => hostOf(address, config, options.secret);
      const shown = hasRight(user, "see-address") ? (address: string) => address : cloaked;
      const text = `*** ${words(shown)}`;
      for (const peer of fanOut.peersOf(id))
        server.send(peer, message("NOTICE", [user.nick, text], options.name));
    }
  }

  /** So many a minute, and how many there were besides. */
  flood(words: Words): void {
    const now = this.server.host.now();
    const before = this.floods;
    if (now - this.floodsSince >= minuteMs) {
      this.floodsSince = now;
      this.floods = 0;
    }
    this.floods += 1;
    const missed = this.floods === 1 ? before - floodsPerMinuteMax : 0;
    if (this.floods > floodsPerMinuteMax) return;
    const besides = missed > 0 ? ` (and ${missed} more before)` : "";
    this.tell("f", (from) => words(from) + besides);
  }
}

const maskOf = ({ nick, username, host }: Who): string => `${nick}!${username}@${host}`;

const actionKinds: { readonly [action: string]: NoticeKind | undefined } = {
  KILL: "k",
  BAN: "b",
  KLINE: "b",
  UNKLINE: "b",
  DLINE: "b",
  UNDLINE: "b",
  RESET: "a",
  "CERT ADD": "a",
  "CERT DEL": "a",
  SUSPEND: "a",
  UNSUSPEND: "a",
  DROP: "a",
};

function noticeOf(event: Event): readonly [NoticeKind, Words] | undefined {
  switch (event.type) {
    case "connected": {
      const { who, address, realname } = event;
      return ["c", (from) => `${maskOf(who)} has come from ${from(address)} (${realname})`];
    }
    case "attached": {
      const { who, address } = event;
      return ["c", (from) => `${maskOf(who)} has one device more, from ${from(address)}`];
    }
    case "detached":
      return ["c", () => `${maskOf(event.who)} has one device less (${event.reason})`];
    case "quit":
      return ["c", () => `${maskOf(event.who)} has gone (${event.reason})`];
    case "audited": {
      const { who, operator, action, target, reason } = event;
      const what = [action, target].filter((word) => word !== "").join(" ");
      const why = reason === "" ? "" : `: ${reason}`;
      return [actionKinds[action] ?? "o", () => `${who.nick} (${operator}) ${what}${why}`];
    }
    case "bansExpired":
      return ["b", () => `No longer banned, as its time is over: ${event.keys.join(", ")}`];
    case "accountRegistered":
      return ["a", () => `The account ${event.account.name} has been registered`];
    case "accountDropped":
      return ["a", () => `The account ${event.name} is no more`];
    default:
      return undefined;
  }
}
