/**
 * Server bans: the rules by which operators keep people out of the whole server. Part of decide;
 * what a ban means is in bans.ts.
 */
import { formatDuration } from "../protocol/duration.ts";
import { parseNetwork } from "../protocol/network.ts";
import { byteLength, cut } from "../protocol/text.ts";
import { banOf, expiredBans } from "./ban-index.ts";
import { banKey, meaning, meansEverybody, type ServerBan, type Subject } from "./bans.ts";
import type { Deciders, Outcome } from "./command.ts";
import { audited, whoIs } from "./outcomes.ts";
import { gone, without } from "./presence.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { RequestOf } from "./request.ts";
import type { State, User } from "./state.ts";

export const serverBanRules: Deciders = {
  ban(state, { request, time }, by) {
    const { kind, what, durationMs, command } = request;
    const objection = banObjection(state, request, by);
    if (objection) return [objection];
    const at = Math.max(state.time, time);
    const until = durationMs === 0 ? null : at + durationMs;
    const reason = cut(request.reason || "No reason", state.rules.limits.kickLengthMax);
    const howLong = until === null ? "" : ` for ${formatDuration(durationMs)}`;
    const ban: ServerBan = { kind, what, reason, by: by.nick, at, until };
    return [
      { type: "banSet", who: whoIs(by), ban },
      audited(by, command, `${kind} ${what}${howLong}`, reason),
      ...putOut(state, ban),
    ];
  },
  unban(state, { request }, by) {
    const { kind, what, command } = request;
    const ban = state.bans.get(banKey(state, kind, what));
    if (!ban) return [refuse("noSuchBan", what)];
    return [
      { type: "banLifted", who: whoIs(by), ban },
      audited(by, command, `${kind} ${ban.what}`, ban.reason),
    ];
  },
  expireBans(state, { time }) {
    const keys = expiredBans(state, Math.max(state.time, time));
    return keys.length === 0 ? [] : [{ type: "bansExpired", keys }];
  },
};

/** Why somebody may not come, or take a name or an account, at this time. */
export function bannedAs(state: State, subject: Subject, time: number): Refusal | undefined {
  const ban = banOf(state, subject, Math.max(state.time, time));
  return ban && refuse("banned", ban.reason);
}

function banObjection(state: State, request: RequestOf<"ban">, by: User): Refusal | undefined {
  const { kind, what, myself } = request;
  const { limits } = state.rules;
  const tooLong = byteLength(what) > limits.maskLengthMax;
  if (what === "" || tooLong || (kind === "network" && !parseNetwork(what)))
    return refuse("badServerMask", what === "" ? "*" : what);
  const known = state.bans.has(banKey(state, kind, what));
  if (!known && state.bans.size >= limits.serverBansMax) return refuse("tooManyBans");
  const ban: ServerBan = { kind, what, reason: "", by: by.nick, at: 0, until: null };
  // Also where an exempt network would still let them in: it need not always be there.
  const unaware = meansEverybody(ban) || subjectsOf(by).some(meaning(state, ban, false));
  return unaware && !myself ? refuse("banFitsYou", what) : undefined;
}

/** A user is as many as the addresses that it is here from. */
const subjectsOf = (user: User): Subject[] =>
  user.sessions.length === 0 ? [user] : user.sessions.map(({ address }) => ({ ...user, address }));

/** Those devices of people that the ban means go, and with all of them the user. */
function putOut(state: State, ban: ServerBan): Outcome[] {
  const reason = `Banned: ${ban.reason}`;
  const means = meaning(state, ban);
  return [...state.users.values()].flatMap((user): readonly Outcome[] => {
    const { sessions } = user;
    const going = sessions.filter(({ address }) => means({ ...user, address })).map(({ id }) => id);
    const all = sessions.length === 0 ? means(user) : going.length === sessions.length;
    if (all) return [{ ...gone(user, reason), bannedFor: ban.reason }];
    if (going.length === 0) return [];
    return without(state, user, going, reason).map((outcome) =>
      outcome.type === "detached" ? { ...outcome, bannedFor: ban.reason } : outcome,
    );
  });
}
