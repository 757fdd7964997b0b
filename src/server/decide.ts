/**
 * Decide: what an entry comes to, by the rule that its command brings; then the walk of one entry
 * through the core. The same on every node: no clock, no randomness, no I/O.
 */
import { accountRules } from "./accounts.ts";
import { apply } from "./apply.ts";
import { type Decider, lacking, type Outcome } from "./command.ts";
import { deviceRules } from "./devices.ts";
import { away } from "./commands/away.ts";
import { edit } from "./commands/edit.ts";
import { history } from "./commands/history.ts";
import { invite } from "./commands/invite.ts";
import { join } from "./commands/join.ts";
import { kick } from "./commands/kick.ts";
import { kill } from "./commands/kill.ts";
import { markread } from "./commands/markread.ts";
import { metadata } from "./commands/metadata.ts";
import { mode } from "./commands/mode.ts";
import { nick } from "./commands/nick.ts";
import { oper } from "./commands/oper.ts";
import { part } from "./commands/part.ts";
import { privmsg } from "./commands/privmsg.ts";
import { quit } from "./commands/quit.ts";
import { redact } from "./commands/redact.ts";
import { rehash } from "./commands/rehash.ts";
import { relaymsg } from "./commands/relaymsg.ts";
import { rename } from "./commands/rename.ts";
import { sajoin } from "./commands/sajoin.ts";
import { sanick } from "./commands/sanick.ts";
import { sapart } from "./commands/sapart.ts";
import { setname } from "./commands/setname.ts";
import { tagmsg } from "./commands/tagmsg.ts";
import { topic } from "./commands/topic.ts";
import { user } from "./commands/user.ts";
import { wallops } from "./commands/wallops.ts";
import type { Event } from "./event.ts";
import { pushRules } from "./pushes.ts";
import { fileRules } from "./files.ts";
import { ownerRules } from "./owners.ts";
import { hostRules } from "./hosts.ts";
import { recipients, type Recipients } from "./recipients.ts";
import type { Refusal } from "./refusal.ts";
import type { Entry, Request, RequestType, Signalled } from "./request.ts";
import { serverBanRules } from "./server-bans.ts";
import { hasRight, type State, type User, userOf } from "./state.ts";

type Rule = (state: State, entry: Entry, by: User) => readonly Outcome[];

const rules = {
  ...accountRules,
  ...ownerRules,
  ...deviceRules,
  ...fileRules,
  ...pushRules,
  ...away.decide,
  ...hostRules,
  ...edit.decide,
  ...history.decide,
  ...invite.decide,
  ...join.decide,
  ...kick.decide,
  ...kill.decide,
  ...markread.decide,
  ...metadata.decide,
  ...mode.decide,
  ...nick.decide,
  ...oper.decide,
  ...part.decide,
  ...privmsg.decide,
  ...quit.decide,
  ...redact.decide,
  ...rehash.decide,
  ...relaymsg.decide,
  ...rename.decide,
  ...sajoin.decide,
  ...sanick.decide,
  ...sapart.decide,
  ...serverBanRules,
  ...setname.decide,
  ...tagmsg.decide,
  ...topic.decide,
  ...user.decide,
  ...wallops.decide,
} as { readonly [T in RequestType]: Decider<T> };

/** Requests that need nobody behind them: the session's user comes or goes by them, or is not
 * there yet. */
const byNobody: ReadonlySet<Request["type"]> = new Set([
  "startNode",
  "changeRules",
  "connect",
  "disconnect",
  "loseSessions",
  "endGrace",
  "registerAccount",
  "verifyAccount",
  "freeNick",
  "expireBans",
  "addFile",
  "removeFile",
  "expireFiles",
  "dropPush",
]);

/** What operators alone may ask for, by the right that it takes. Their commands say so too, for the
 * answer to come at once; here it counts, as they may have lost it on the way. */
const rightTo: { readonly [T in RequestType]?: string } = {
  ban: "ban",
  forceJoin: "force",
  forceNick: "force",
  forcePart: "force",
  kill: "kill",
  noteRehash: "rehash",
  unban: "ban",
  wallops: "wallops",
};

const rightFor = (request: Request): string | undefined =>
  "forced" in request && request.forced ? "force" : rightTo[request.type];

export function decide(state: State, entry: Entry): readonly Outcome[] {
  const by = userOf(state, entry.session);
  // Its user is gone, by a kill that came before it in the order.
  if (!by && !byNobody.has(entry.request.type)) return [];
  const right = rightFor(entry.request);
  if (right && !hasRight(by, right)) return [lacking(by, right)];
  return (rules[entry.request.type] as Rule)(state, entry, by as User);
}

/** Whoever follows the outcomes of entries. `told` comes after the event has been applied. */
export interface Walker {
  told(event: Event, to: Recipients): void;
  refused(refusal: Refusal): void;
}

/** One entry: decided, its recipients found, applied, told. */
export function walk(state: State, entry: Entry, walker: Walker): void {
  const outcomes = decide(state, entry);
  state.place = entry.place;
  state.time = Math.max(state.time, entry.time);
  let index = 0;
  for (const outcome of outcomes) {
    if (outcome.type === "refused") {
      walker.refused(outcome);
      continue;
    }
    // Its own literal object, made once: the event is read very often and never changed.
    const event = { ...outcome, place: entry.place, index, time: state.time } as Event;
    index += 1;
    const to = recipients(state, event);
    apply(state, event);
    walker.told(event, to);
  }
}

/** A signal, decided by what is so now. Nothing is applied, and no place is taken. */
export function walkSignal(state: State, signal: Signalled, walker: Walker): void {
  for (const outcome of decide(state, { ...signal, place: state.place })) {
    if (outcome.type === "refused") {
      walker.refused(outcome);
      continue;
    }
    const event = { ...outcome, place: state.place, index: 0, time: signal.time } as Event;
    walker.told(event, recipients(state, event));
  }
}
