/**
 * Keeper: a server in a test that keeps what is said and gives it out page by page, as
 * draft/chathistory has it. One room, one client, lines both ways in queues that a test empties
 * as it likes, so that a connection can be lost at any of them.
 */
import { parseMessage } from "../protocol/message.ts";
import { formatTimestamp, parseTimestamp } from "../protocol/timestamp.ts";

export interface Kept {
  readonly id: string;
  readonly at: number;
  readonly nick: string;
  readonly text: string;
  readonly tags?: string;
  readonly command?: string;
}

const caps =
  "batch draft/chathistory draft/event-playback draft/read-marker echo-message " +
  "labeled-response message-tags server-time";

export class Keeper {
  readonly kept: Kept[] = [];
  /** Lines on their way to the client, and from it. */
  down: string[] = [];
  up: string[] = [];
  readonly room: string;
  readonly limit: number;
  at: number;
  /** It gives nothing out. */
  refuses = false;
  #joined = false;
  #batches = 0;
  #ids = 0;

  constructor(room: string, limit: number, at: number) {
    this.room = room;
    this.limit = limit;
    this.at = at;
  }

  /** Somebody says something, or, with another command, does it. */
  say(nick: string, text: string, own: { label?: string; tags?: string } = {}, command?: string) {
    this.#ids += 1;
    const more = command === undefined ? {} : { command };
    const tags = own.tags === undefined ? {} : { tags: own.tags };
    const kept = { id: `m${this.#ids}`, at: this.at, nick, text, ...more, ...tags };
    this.kept.push(kept);
    const label = own.label === undefined ? "" : `label=${own.label};`;
    if (this.#joined) this.down.push(`@${label}${this.#line(kept)}`);
    return kept;
  }

  #line({ id, at, nick, text, tags = "", command = "PRIVMSG" }: Kept): string {
    const given = `${tags === "" ? "" : `${tags};`}msgid=${id};time=${formatTimestamp(at)}`;
    const end = command === "TAGMSG" ? "" : ` :${text}`;
    return `${given} :${nick}!u@h ${command} ${this.room}${end}`;
  }

  lost(): void {
    this.down = [];
    this.up = [];
    this.#joined = false;
  }

  /** The next line of the client arrives. */
  take(): void {
    const message = parseMessage(this.up.shift() ?? "");
    if (message === undefined) return;
    const [first = "", ...rest] = message.params;
    const label = message.tags.get("label");
    const tags = [...message.tags].filter(([key]) => key.startsWith("+"));
    const given = tags.map(([key, value]) => `${key}=${value}`).join(";");
    const own = { ...(label === undefined ? {} : { label }), ...(given ? { tags: given } : {}) };
    switch (message.command) {
      case "CAP":
        if (first === "LS") this.down.push(`:s CAP * LS :${caps}`);
        if (first === "REQ") this.down.push(`:s CAP * ACK :${rest[0]}`);
        return;
      case "USER":
        this.down.push(
          ":s 001 me :Welcome",
          `:s 005 me CHATHISTORY=${this.limit} :are supported`,
          ":s 422 me :No message",
        );
        return;
      case "JOIN":
        this.#joined = true;
        this.down.push(`:me!u@h JOIN ${this.room}`);
        return;
      case "PING":
        this.down.push(`:s PONG s ${first}`);
        return;
      case "PRIVMSG":
        this.say("me", rest[0] ?? "", own);
        return;
      case "CHATHISTORY":
        this.#history(first, rest);
        return;
      default:
    }
  }

  #history(verb: string, [target = "", ...rest]: readonly string[]): void {
    if (verb === "TARGETS") return;
    if (this.refuses) {
      const refused = `FAIL CHATHISTORY MESSAGE_ERROR ${verb} ${target}`;
      this.down.push(`:s ${refused} :Messages could not be retrieved`);
      return;
    }
    const limit = Math.min(this.limit, Number(rest.at(-1)));
    const [one = "", other = ""] = rest;
    const page = (): Kept[] => {
      const { kept } = this;
      const point = this.#point(one);
      switch (verb) {
        case "LATEST":
          if (one === "*") return kept.slice(-limit);
          return kept.filter((_, place) => place > point).slice(-limit);
        case "BEFORE":
          return kept.filter((_, place) => place < point).slice(-limit);
        case "AFTER":
          return kept.filter((_, place) => place > point).slice(0, limit);
        case "BETWEEN": {
          const to = this.#point(other);
          const [low, high] = [Math.min(point, to), Math.max(point, to)];
          const within = kept.filter((_, place) => place > low && place < high);
          return point < to ? within.slice(0, limit) : within.slice(-limit);
        }
        case "AROUND": {
          const half = Math.floor(limit / 2);
          return kept.slice(Math.max(0, point - half), point - half + limit);
        }
        default:
          return [];
      }
    };
    this.#batches += 1;
    this.down.push(`:s BATCH +h${this.#batches} chathistory ${target}`);
    for (const each of page()) this.down.push(`@batch=h${this.#batches};${this.#line(each)}`);
    this.down.push(`:s BATCH -h${this.#batches}`);
  }

  /** Where a selector points; half a place for what lies between two. */
  #point(selector: string): number {
    const [kind, value = ""] = selector.split("=");
    if (kind === "msgid") return this.kept.findIndex(({ id }) => id === value);
    const at = parseTimestamp(value) ?? (value.startsWith("+") ? Infinity : 0);
    return this.kept.filter((each) => each.at < at).length - 0.5;
  }
}
