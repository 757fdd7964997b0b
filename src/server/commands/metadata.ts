/** METADATA: what people and channels say of themselves, in keys and values. ircv3 metadata. */
import { numerics } from "../../protocol/numerics.ts";
import { joinWords } from "../../protocol/text.ts";
import type { Command, Reader } from "../command.ts";
import {
  isMetadataKey,
  isMetadataValue,
  maySetKey,
  seesKey,
  type Values,
  valuesOf,
  visibilityOf,
} from "../metadata.ts";
import { decideClear, decideSet, nameOf, targetNamed } from "../metadata-rules.ts";
import { everybody, sync, tellSubscribed } from "../metadata-sync.ts";
import { inBatch, tellValue, warn } from "../metadata-words.ts";
import { refuse } from "../refusal.ts";
import { metadataOf, type Session } from "../session.ts";
import type { State, User } from "../state.ts";

interface Asked {
  readonly reader: Reader;
  /** undefined before the registration ("before-connect"). */
  readonly user: User | undefined;
  /** As it was given. */
  readonly target: string;
  readonly params: readonly string[];
}

interface Subcommand {
  readonly least: number;
  readonly most: number;
  answer(asked: Asked): void;
}

const subcommands: { readonly [name: string]: Subcommand | undefined } = {
  __proto__: null as never,
  CLEAR: { least: 0, most: 0, answer: clear },
  GET: { least: 1, most: Infinity, answer: get },
  LIST: { least: 0, most: 0, answer: list },
  SET: { least: 1, most: 2, answer: set },
  SUB: { least: 1, most: Infinity, answer: subscribe },
  SUBS: { least: 0, most: 0, answer: subscriptions },
  SYNC: { least: 0, most: 0, answer: synchronize },
  UNSUB: { least: 1, most: Infinity, answer: unsubscribe },
};

export const metadata: Command = {
  from: "anyone",
  paramsMin: 0,
  heavy: true,
  help: "METADATA <target> <GET|LIST|SET|CLEAR|SUB|UNSUB|SUBS|SYNC> [<key>…] — profiles",
  answer(reader, [target = "", name = "", ...params], user: User | undefined) {
    const verb = name.toUpperCase();
    if (verb === "") return reader.refuse(refuse("metadataTooFewParams", "*"));
    const subcommand = subcommands[verb];
    if (!subcommand) return reader.refuse(refuse("metadataUnknownSubcommand", name));
    if (params.length < subcommand.least)
      return reader.refuse(refuse("metadataTooFewParams", verb));
    if (params.length > subcommand.most)
      return reader.refuse(refuse("metadataTooManyParams", verb));
    subcommand.answer({ reader, user, target, params });
  },
  decide: {
    setMetadata: decideSet,
    clearMetadata: decideClear,
  },
};

// ── Whose ─────────────────────────────────────────────────────────────────────────────────────

/** The target's name and values; before the registration of oneself only. */
function read({ reader, user, target }: Asked): { name: string; values: Values } | undefined {
  const { state, session } = reader;
  const found = user && targetNamed(state, user, target);
  if (found) return { name: nameOf(found), values: valuesOf(state, found) };
  if (!user && target === "*") return { name: "*", values: earlyValues(state, session) };
  reader.refuse(refuse("metadataInvalidTarget", target));
  return undefined;
}

/** Of the account, if one has logged in to it already, with what has been asked for since. */
function earlyValues({ metadata: all, fold }: State, session: Session): Values {
  const values = new Map(session.account === null ? [] : all.get(fold(session.account)));
  for (const [key, value] of metadataOf(session).wanted) {
    if (value === null) values.delete(key);
    else values.set(key, value);
  }
  return values;
}

/** Subscriptions are one's own alone. */
function isOwn({ reader, user, target }: Asked): boolean {
  const own = user && targetNamed(reader.state, user, target);
  if (target === "*" || (own !== undefined && own === user)) return true;
  reader.refuse(refuse("metadataInvalidTarget", target));
  return false;
}

// ── Reading ───────────────────────────────────────────────────────────────────────────────────

function get(asked: Asked): void {
  const { reader, user, params } = asked;
  const { state } = reader;
  const there = read(asked);
  if (!there) return;
  inBatch(reader, "metadata", [there.name], (inside) => {
    for (const key of params) {
      if (!isMetadataKey(key, state)) warn(inside, "WARN", refuse("metadataInvalidKey", key));
      else {
        const value = seesKey(state, user, key) ? there.values.get(key) : undefined;
        tellValue(inside, there.name, key, visibilityOf(state, key), value ?? null);
      }
    }
  });
}

function list(asked: Asked): void {
  const { reader, user } = asked;
  const { state } = reader;
  const there = read(asked);
  if (!there) return;
  const { name, values } = there;
  inBatch(reader, "metadata", [name], (inside) => {
    for (const key of [...values.keys()].sort()) {
      const visibility = visibilityOf(state, key);
      if (seesKey(state, user, key))
        tellValue(inside, name, key, visibility, values.get(key) ?? null);
    }
  });
}

function synchronize({ reader, user, target }: Asked): void {
  const found = user && targetNamed(reader.state, user, target);
  if (user && (found || target === everybody)) return sync(reader, found, user);
  reader.refuse(refuse("metadataInvalidTarget", target));
}

// ── Subscribing ───────────────────────────────────────────────────────────────────────────────

function subscribe(asked: Asked): void {
  if (!isOwn(asked)) return;
  const { reader, user, params } = asked;
  const { state, session } = reader;
  const own = metadataOf(session).subscriptions;
  const { metadataSubsMax: most } = state.rules.limits;
  const [keys, added, invalid] = [new Set<string>(), [] as string[], [] as string[]];
  let tooMany: string | undefined;
  for (const key of params) {
    if (!isMetadataKey(key, state)) invalid.push(key);
    else if (keys.has(key)) continue;
    else if (own.size >= most) {
      tooMany = key;
      break;
    } else {
      if (!own.has(key)) added.push(key);
      own.add(key);
      keys.add(key);
    }
  }
  tellKeys(reader, numerics.RPL_METADATASUBOK, keys);
  for (const key of keys)
    if (!seesKey(state, user, key)) warn(reader, "NOTE", refuse("metadataNoPermission", "*", key));
  for (const key of invalid) warn(reader, "WARN", refuse("metadataInvalidKey", key));
  if (tooMany !== undefined) reader.refuse(refuse("metadataLimit", "SUB", tooMany, String(most)));
  if (user && added.length > 0) tellSubscribed(reader, added, user);
}

function unsubscribe(asked: Asked): void {
  if (!isOwn(asked)) return;
  const { reader, params } = asked;
  const keys = new Set(params.filter((key) => isMetadataKey(key, reader.state)));
  for (const key of keys) metadataOf(reader.session).subscriptions.delete(key);
  tellKeys(reader, numerics.RPL_METADATAUNSUBOK, keys);
  for (const key of params)
    if (!keys.has(key)) warn(reader, "WARN", refuse("metadataInvalidKey", key));
}

function subscriptions(asked: Asked): void {
  if (!isOwn(asked)) return;
  const { reader, user } = asked;
  const own = metadataOf(reader.session).subscriptions;
  inBatch(reader, "metadata-subs", [], (inside) => {
    tellKeys(inside, numerics.RPL_METADATASUBS, own);
    for (const key of own)
      if (!seesKey(reader.state, user, key))
        warn(inside, "NOTE", refuse("metadataNoPermission", "*", key));
  });
}

/** Each key is a parameter of its own; a line has fifteen, of which one is the reader's nick. */
function tellKeys({ reply }: Reader, numeric: string, keys: Iterable<string>): void {
  const words = [...keys];
  for (let from = 0; from < words.length; from += 13)
    for (const line of joinWords(words.slice(from, from + 13), 380))
      reply(numeric, ...line.split(" "));
}

// ── Changing ──────────────────────────────────────────────────────────────────────────────────

function set(asked: Asked): void {
  const { reader, user, target, params } = asked;
  const [key = "", text = ""] = params;
  if (isTooOften(asked, "SET")) return;
  const value = text === "" ? null : text;
  if (user) reader.request({ type: "setMetadata", target, key, value });
  else setEarly(asked, key, value);
}

function clear(asked: Asked): void {
  const { reader, user, target } = asked;
  if (isTooOften(asked, "CLEAR")) return;
  if (user) return reader.request({ type: "clearMetadata", target });
  const there = read(asked);
  if (!there) return;
  inBatch(reader, "metadata", [there.name], (inside) => {
    for (const key of there.values.keys()) {
      metadataOf(reader.session).wanted.set(key, null);
      tellValue(inside, there.name, key, "*", null);
    }
  });
}

/** Before the registration it is remembered, and comes with it. */
function setEarly(asked: Asked, key: string, value: string | null): void {
  const { reader, target } = asked;
  const { state, session } = reader;
  const there = read(asked);
  if (!there) return;
  const { wanted } = metadataOf(session);
  const { metadataKeysMax: most } = state.rules.limits;
  if (!isMetadataKey(key, state)) return reader.refuse(refuse("metadataInvalidKey", key));
  if (!maySetKey(state, undefined, key))
    return reader.refuse(refuse("metadataNoPermission", target, key));
  if (value !== null && !isMetadataValue(value, state))
    return reader.refuse(refuse("metadataInvalidValue", key));
  const held = there.values.has(key);
  if (value === null && !held) return reader.refuse(refuse("metadataIsNot", there.name, key));
  if (value !== null && !held && there.values.size >= most)
    return reader.refuse(refuse("metadataLimit", "SET", target, String(most)));
  wanted.set(key, value);
  tellValue(reader, there.name, key, visibilityOf(state, key), value);
}

/** So many changes within a window of time; said with how long to wait. */
function isTooOften({ reader, target, params }: Asked, verb: string): boolean {
  const { session, state, host } = reader;
  const { metadataChangesMax, metadataWindowMs } = state.rules.limits;
  const own = metadataOf(session);
  const now = host.now();
  if (now - own.windowAt >= metadataWindowMs) {
    own.windowAt = now;
    own.changes = 0;
  }
  own.changes += 1;
  if (own.changes <= metadataChangesMax) return false;
  const seconds = Math.ceil((own.windowAt + metadataWindowMs - now) / 1000);
  reader.refuse(refuse("metadataRateLimited", String(seconds), target, verb, ...params));
  return true;
}
