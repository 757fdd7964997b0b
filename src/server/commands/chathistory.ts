/** CHATHISTORY: what was said before, a page at a time. ircv3 chathistory. */
import { message, noTags, type Tags } from "../../protocol/message.ts";
import { formatTimestamp, parseTimestamp } from "../../protocol/timestamp.ts";
import type { Command, Reader } from "../command.ts";
import { type Event, placeOfMsgid } from "../event.ts";
import { type Past, pageOf, pastNamed, targetsOf } from "../past.ts";
import { refuse, type Refusal } from "../refusal.ts";
import { has } from "../session.ts";
import type { User } from "../state.ts";
import type { Moment, Page } from "../store.ts";

export const chathistory: Command = {
  from: "registered",
  paramsMin: 0,
  heavy: true,
  help:
    "CHATHISTORY <LATEST|BEFORE|AFTER|AROUND> <target> <timestamp=…|msgid=…|*> <limit>; " +
    "BETWEEN <target> <from> <to> <limit>; TARGETS <from> <to> <limit> — what was said before",
  answer(reader, params, user) {
    if (!has(reader.session, "draft/chathistory"))
      return reader.refuse(refuse("unknownCommand", "CHATHISTORY"));
    const asked = parse(params, reader.state.rules.limits.historyPageLinesMax);
    if ("reason" in asked) return reader.refuse(asked);
    if (asked.target === undefined) return tellTargets(reader, user, asked);
    const { subcommand, target } = asked;
    const past = pastNamed(reader, user, target);
    if (!past) return reader.refuse(refuse("historyTarget", subcommand, target));
    const { events, ended } = subcommands[subcommand]?.(reader, user, past, asked) ?? nothing;
    reader.replay({ target: past.name, asked: true, ended }, events);
  },
};

interface Asked {
  readonly subcommand: string;
  /** undefined: TARGETS, which has none. */
  readonly target: string | undefined;
  /** One, or two of BETWEEN and TARGETS; undefined for "*". */
  readonly moments: readonly (Moment | undefined)[];
  readonly limit: number;
}

interface Found {
  readonly events: readonly Event[];
  /** Nothing more is there to be asked for, the same way. */
  readonly ended: boolean;
}

/** On the beginning of a batch after which there is no more. */
export const atEnd: Tags = new Map([["draft/chathistory-end", ""]]);

const nothing: Found = { events: [], ended: true };

type Subcommand = (reader: Reader, user: User, past: Past, asked: Asked) => Found;

const page =
  (of: (moment: Moment | undefined, limit: number) => Omit<Page, "events">): Subcommand =>
  (reader, user, past, { moments, limit }) =>
    read(reader, user, past, of(moments[0], limit));

function read(reader: Reader, user: User, past: Past, part: Omit<Page, "events">): Found {
  const playback = has(reader.session, "draft/event-playback");
  let ended = false;
  const ranOut = (): void => void (ended = true);
  // One more than is asked for shows whether there are more.
  const count = part.count + 1;
  const events = pageOf(reader, user, past, { ...part, count, events: playback, ranOut });
  if (events.length < count) return { events, ended };
  return { events: part.from === "newest" ? events.slice(1) : events.slice(0, -1), ended: false };
}

const subcommands: { readonly [name: string]: Subcommand | undefined } = {
  __proto__: null as never,
  AFTER: page((after, count) => ({ ...(after && { after }), count, from: "oldest" })),
  AROUND: around,
  BEFORE: page((before, count) => ({ ...(before && { before }), count, from: "newest" })),
  BETWEEN: between,
  LATEST: page((after, count) => ({ ...(after && { after }), count, from: "newest" })),
};

/** As many on both sides as there are, the selected one among the later ones. */
function around(reader: Reader, user: User, past: Past, { moments, limit }: Asked): Found {
  const [at] = moments;
  if (at === undefined) return nothing;
  const count = limit;
  const earlier = read(reader, user, past, { before: at, count, from: "newest" });
  const later = read(reader, user, past, { after: justBefore(at), count, from: "oldest" });
  const wanted = Math.max(Math.floor(limit / 2), limit - later.events.length);
  const before = Math.min(earlier.events.length, wanted);
  const events = [
    ...earlier.events.slice(earlier.events.length - before),
    ...later.events.slice(0, limit - before),
  ];
  const all = events.length === earlier.events.length + later.events.length;
  return { events, ended: all && earlier.ended && later.ended };
}

const justBefore = (at: Moment): Moment =>
  "place" in at ? { place: at.place, index: at.index - 1 } : { time: at.time - 1 };

/** Counted from the first of the two, forwards or backwards. */
function between(reader: Reader, user: User, past: Past, { moments, limit }: Asked): Found {
  const [first, second] = moments;
  if (!first || !second) return nothing;
  const forwards = isBefore(reader, first, second);
  const [after, before] = forwards ? [first, second] : [second, first];
  return read(reader, user, past, {
    after,
    before,
    count: limit,
    from: forwards ? "oldest" : "newest",
  });
}

function isBefore({ history }: Reader, a: Moment, b: Moment): boolean {
  if ("place" in a)
    return "place" in b
      ? a.place < b.place || (a.place === b.place && a.index < b.index)
      : a.place < history.placeFrom(b.time);
  return "place" in b ? history.placeFrom(a.time + 1) <= b.place : a.time < b.time;
}

function tellTargets(reader: Reader, user: User, { moments, limit }: Asked): void {
  const [first, second] = moments;
  if (!first || !second || !("time" in first && "time" in second)) return;
  const forwards = first.time < second.time;
  const [after, before] = forwards ? [first.time, second.time] : [second.time, first.time];
  const from = forwards ? "oldest" : "newest";
  let ended = false;
  const ranOut = (): void => void (ended = true);
  const found = targetsOf(reader, user, { after, before, count: limit + 1, from, ranOut });
  const targets = from === "newest" ? found.slice(-limit) : found.slice(0, limit);
  const { send, session, host } = reader;
  const batch = has(session, "batch");
  const tags: Tags = batch ? new Map([["batch", reference]]) : noTags;
  const end = ended && found.length <= limit ? atEnd : noTags;
  const params = [`+${reference}`, "draft/chathistory-targets"];
  if (batch) send(message("BATCH", params, host.name, end));
  for (const { name, latest } of targets)
    send(message("CHATHISTORY", ["TARGETS", name, formatTimestamp(latest)], host.name, tags));
  if (batch) send(message("BATCH", [`-${reference}`], host.name));
}

/** Of a batch, which is over before there is another like it. */
const reference = "targets";

// ── What was asked ──────────────────────────────────────────────────────────────────────────

const known = [...Object.keys(subcommands), "TARGETS"];

function parse(params: readonly string[], limitMax: number): Asked | Refusal {
  const [given = "*", ...rest] = params;
  const subcommand = given.toUpperCase();
  if (params.length === 0) return refuse("historyTooFew", "*");
  if (!known.includes(subcommand)) return refuse("historySubcommand", given);
  const target = subcommand === "TARGETS" ? undefined : rest.shift();
  const two = subcommand === "BETWEEN" || subcommand === "TARGETS";
  const wanted = two ? 3 : 2;
  if (rest.length < wanted) return refuse("historyTooFew", subcommand);
  if (rest.length > wanted) return refuse("historyTooMany", subcommand);
  const limitText = rest.pop() ?? "";
  const moments: (Moment | undefined)[] = [];
  for (const text of rest) {
    const moment = text === "*" && subcommand === "LATEST" ? undefined : momentOf(text);
    if (moment === "unknown type" || (target === undefined && text.startsWith("msgid=")))
      return refuse("historyReference", subcommand, target ?? "*", text);
    if (moment === "unknown msgid") return refuse("historyError", subcommand, target ?? "*", text);
    if (moment === "no moment") return refuse("historyTime", subcommand, text);
    moments.push(moment);
  }
  if (!/^[0-9]{1,9}$/.test(limitText) || Number(limitText) === 0)
    return refuse("historyLimit", subcommand, limitText);
  return { subcommand, target, moments, limit: Math.min(Number(limitText), limitMax) };
}

function momentOf(text: string): Moment | "no moment" | "unknown type" | "unknown msgid" {
  const equals = text.indexOf("=");
  const [type, value] = [text.slice(0, Math.max(0, equals)), text.slice(equals + 1)];
  if (type === "msgid") return placeOfMsgid(value) ?? "unknown msgid";
  if (type !== "timestamp") return equals > 0 ? "unknown type" : "no moment";
  const time = parseTimestamp(value);
  return time === undefined ? "no moment" : { time };
}
