/** MARKREAD: how far a person has read, told to all of that one's devices. ircv3 read-marker. */
import { message } from "../../protocol/message.ts";
import { byteLength } from "../../protocol/text.ts";
import { formatTimestamp, parseTimestamp } from "../../protocol/timestamp.ts";
import type { Command, Outcome, Reader } from "../command.ts";
import { personKey } from "../history-keys.ts";
import { mayBeChannel } from "../naming.ts";
import { whoIs } from "../outcomes.ts";
import { refuse } from "../refusal.ts";
import type { Entry, RequestOf } from "../request.ts";
import { channelNamed, isChannelName, isMember, type State, type User } from "../state.ts";
import { type MarkKey, markKey, markOf } from "../traces.ts";

const dayMs = 86_400_000;

export const markread: Command = {
  from: "registered",
  paramsMin: 0,
  help: "MARKREAD <target> [timestamp=<time>] — how far you have read there, on all your devices",
  ask(_session, params) {
    const [target, given] = params;
    if (target === undefined || target === "") return [refuse("markreadParams")];
    // Without a time it is a question.
    if (given === undefined) return [];
    if (params.length > 2) return [refuse("markreadInvalid", params[2] ?? "")];
    const at = given.startsWith("timestamp=") ? parseTimestamp(given.slice(10)) : undefined;
    if (at === undefined) return [refuse("markreadInvalid", given)];
    return [{ type: "mark", kind: "read", target, at }];
  },
  answers: ([target, given]) => target !== undefined && target !== "" && given === undefined,
  answer(reader, [target = ""], user) {
    const { state } = reader;
    if (!mayBeMarked(state, target)) return reader.refuse(refuse("markreadInvalid", target));
    tellMark(reader, nameOf(state, target, user), user);
  },
  decide: { mark: decideMark },
};

/** `MARKREAD #lobby timestamp=…`, or "*" when nothing is known. */
export function tellMark(
  { state, host, send }: Pick<Reader, "state" | "host" | "send">,
  target: string,
  user: User,
): void {
  const at = markOf(state, personKey(state.fold, user), "read", target);
  send(message("MARKREAD", [target, formatMark(at)], host.name));
}

export const formatMark = (at: number | undefined): string =>
  at === undefined ? "*" : `timestamp=${formatTimestamp(at)}`;

/** Anything that could be the name of a channel or of a person. */
function mayBeMarked(state: State, target: string): boolean {
  if (isChannelName(target)) return mayBeChannel(state, target);
  const { limits } = state.rules;
  return !/[\s,*?!@:]/.test(target) && byteLength(target) <= limits.nickLengthMax * 4;
}

/** As the channel is written; one that the person is not in might be secret. */
function nameOf(state: State, target: string, user: User): string {
  const channel = channelNamed(state, target);
  return channel && isMember(channel, user) ? channel.name : target;
}

function decideMark(
  state: State,
  { request, session, time }: Entry<RequestOf<"mark">>,
  by: User,
): readonly Outcome[] {
  const { kind, target } = request;
  if (!mayBeMarked(state, target)) return [refuse("markreadInvalid", target)];
  const person = personKey(state.fold, by);
  const key = state.fold(target);
  const known = markOf(state, person, kind, target);
  const now = Math.max(state.time, time);
  const asked = Math.min(Math.max(request.at, 0), now);
  // "The last read timestamp of a target SHOULD only ever increase."
  const moved = known === undefined || asked > known;
  const marked = {
    type: "marked" as const,
    who: whoIs(by),
    person,
    kind,
    target: nameOf(state, target, by),
    key,
    at: moved ? asked : known,
    moved,
    session,
    forgotten: moved ? toForget(state, person, markKey(kind, key), now) : [],
  };
  return [marked];
}

/** The marks that make room for this one, and those of which nothing is left to be read. */
function toForget(state: State, person: string, key: MarkKey, now: number): MarkKey[] {
  const { limits, history } = state.rules;
  const others = [...(state.marks.get(person) ?? [])].filter(([other]) => other !== key);
  const over = others.length + 1 - limits.marksPerPersonMax;
  const oldest = history.ageDaysMax === 0 ? 0 : now - history.ageDaysMax * dayMs;
  return others.filter(([, at], n) => n < over || at < oldest).map(([other]) => other);
}
