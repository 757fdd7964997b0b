/**
 * Metadata sync: the values that are there already, told to whom they are new: on coming, joining,
 * subscribing, watching, and when asked (SYNC). Beside the commands; it changes nothing but what a
 * session remembers of itself.
 */
import type { Reader } from "./command.ts";
import { seesKey, valuesOf, visibilityOf } from "./metadata.ts";
import { draftOf, inBatch, isAware, tellLater, tellSynced, warn } from "./metadata-words.ts";
import { refuse } from "./refusal.ts";
import { metadataOf } from "./session.ts";
import { seesMember } from "./sight.ts";
import { type Channel, isMember, type State, type User, userNamed } from "./state.ts";

/** The target that means all of whom one is told. */
export const everybody = "*ALL";

type Line = readonly [target: string, key: string, visibility: string, value: string];
type Targets = Generator<Channel | User>;

/** With the registration: all of one's own, subscribed to or not. Also when there is nothing. */
export function tellOwn(reader: Reader, user: User): void {
  if (!isAware(reader.session)) return;
  const keys = valuesOf(reader.state, user).keys();
  tellLines(reader, user.nick, linesOf(reader.state, user, around(reader.state, user, user), keys));
}

/** On joining a channel. */
export function tellJoined(reader: Reader, channel: Channel, user: User): void {
  tellNew(reader, channel.name, around(reader.state, channel, user), user);
}

/** On learning that somebody is there. */
export function tellPresent(reader: Reader, present: User, user: User): void {
  tellNew(reader, present.nick, around(reader.state, present, user), user);
}

/** Values come unasked only as far as they are few. */
function tellNew(reader: Reader, name: string, targets: Targets, user: User): void {
  const { session, state } = reader;
  if (!isAware(session)) return;
  const { metadataLinesOnJoinMax: most, metadataSyncMs } = state.rules.limits;
  const { subscriptions } = metadataOf(session);
  const lines = linesOf(state, user, targets, subscriptions, most + 1);
  if (lines.length > most) {
    metadataOf(session).syncedAt = reader.host.now();
    return tellLater(reader, name, Math.ceil(metadataSyncMs / 1000));
  }
  // The newer draft has an answer to each; the older only speaks when there is something.
  if (lines.length > 0 || draftOf(session) === 3) tellLines(reader, name, lines);
}

/** On subscribing to further keys. */
export function tellSubscribed(reader: Reader, keys: readonly string[], user: User): void {
  const { session, state } = reader;
  const { metadataLinesOnJoinMax: most, metadataSyncMs } = state.rules.limits;
  const lines = linesOf(state, user, visibleTo(reader, user), keys, most + 1);
  const seconds = Math.ceil(metadataSyncMs / 1000);
  if (lines.length > most) {
    metadataOf(session).syncedAt = reader.host.now();
    if (draftOf(session) === 3) return tellLater(reader, everybody, seconds);
    // The older draft has no word for all; what is synchronized is each channel.
    for (const { name } of channelsOf(state, user)) tellLater(reader, name, seconds);
  } else if (lines.length > 0 || draftOf(session) === 3) tellLines(reader, everybody, lines);
}

/** As asked for by SYNC. Large answers have some time between them. */
export function sync(reader: Reader, target: Channel | User | undefined, user: User): void {
  const { session, state, host } = reader;
  const { metadataLinesMax, metadataLinesOnJoinMax, metadataSyncMs } = state.rules.limits;
  const own = metadataOf(session);
  const name = target === undefined ? everybody : "members" in target ? target.name : target.nick;
  const targets = target === undefined ? visibleTo(reader, user) : around(state, target, user);
  const lines = linesOf(state, user, targets, own.subscriptions, metadataLinesMax + 1);
  if (lines.length > metadataLinesOnJoinMax) {
    const waits = own.syncedAt + metadataSyncMs - host.now();
    if (waits > 0) return tellLater(reader, name, Math.ceil(waits / 1000));
    own.syncedAt = host.now();
  }
  if (lines.length <= metadataLinesMax) return tellLines(reader, name, lines);
  const cut = refuse("metadataLimit", "SYNC", name, String(metadataLinesMax));
  inBatch(reader, "metadata", [name], (inside) => {
    for (const line of lines.slice(0, -1)) tellSynced(inside, ...line);
    warn(inside, "WARN", cut);
  });
}

function tellLines(reader: Reader, name: string, lines: readonly Line[]): void {
  inBatch(reader, "metadata", [name], (inside) => {
    for (const line of lines) tellSynced(inside, ...line);
  });
}

/** Keys that one may not see, or that are not set, are left out. */
function linesOf(
  state: State,
  user: User,
  targets: Targets,
  keys: Iterable<string>,
  most = Infinity,
): Line[] {
  const seen = [...keys].filter((key) => seesKey(state, user, key)).sort();
  const lines: Line[] = [];
  if (seen.length === 0) return lines;
  const told = new Set<Channel | User>();
  for (const target of targets) {
    const values = valuesOf(state, target);
    if (values.size === 0 || told.has(target)) continue;
    told.add(target);
    const name = "members" in target ? target.name : target.nick;
    for (const key of seen) {
      const value = values.get(key);
      if (value === undefined) continue;
      if (lines.length >= most) return lines;
      lines.push([name, key, visibilityOf(state, key), value]);
    }
  }
  return lines;
}

// ── Whose values ──────────────────────────────────────────────────────────────────────────────

/** With a channel all who are seen in it, as in NAMES: from outside nobody who is invisible. */
function* around({ users }: State, target: Channel | User, viewer: User): Targets {
  yield target;
  if (!("members" in target)) return;
  const inside = isMember(target, viewer);
  for (const id of target.members.keys()) {
    const user = users.get(id);
    if (user && (inside || !user.modes.includes("i")) && seesMember(viewer, target, user))
      yield user;
  }
}

/** All of whom one is told: oneself, one's channels with all in them, and whom one watches for. */
function* visibleTo(reader: Reader, user: User): Targets {
  const { state, session, host } = reader;
  yield user;
  for (const channel of channelsOf(state, user)) yield* around(state, channel, user);
  for (const nick of host.watches.of(session).values()) {
    const watched = userNamed(state, nick);
    if (watched) yield watched;
  }
}

const channelsOf = ({ channels }: State, user: User): Channel[] =>
  [...user.channels].flatMap((key) => channels.get(key) ?? []);
