/** JOIN: into a channel, which is made when it is not there. RFC 2812 §3.2.1. */
import { reaches, withRank } from "../../protocol/modes.ts";
import { closedTo } from "../access.ts";
import { type Command, type Outcome, split } from "../command.ts";
import {
  asksInto,
  invitationObjection,
  invitationUsed,
  looksLikeInvitation,
} from "../invitations.ts";
import { mayBeChannel } from "../naming.ts";
import { whoIs } from "../outcomes.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { redirectAt } from "../renames.ts";
import type { RequestOf } from "../request.ts";
import { has, type Session } from "../session.ts";
import {
  type Channel,
  channelNamed,
  type Founder,
  isMember,
  seesChannel,
  type State,
  type User,
  userhost,
} from "../state.ts";

export const join: Command = {
  from: "registered",
  paramsMin: 1,
  heavy: true,
  help: "JOIN <channel>{,<channel>} [<key>{,<key>}] — enter channels",
  ask(session, [channels, keys]) {
    // "JOIN 0" leaves them all (RFC 2812 §3.2.1).
    if (channels === "0") return [{ type: "part", channel: "*", reason: "Left all channels" }];
    const names = split(channels);
    if (names.length === 0) return [refuse("needMoreParams", "JOIN")];
    return joins(session, names, keys).filter(({ password }) => !looksLikeInvitation(password));
  },
  // What an invitation says has to be read before it is asked by.
  answers: ([, keys]) => (keys ?? "").split(",").some(looksLikeInvitation),
  answer({ session, host, request }, [channels, keys]) {
    for (const asked of joins(session, split(channels), keys)) {
      if (!looksLikeInvitation(asked.password)) continue;
      const invitation = host.invitationIn(asked.password);
      request({ ...asked, ...(invitation && { invitation }) });
    }
  },
  decide: {
    join(state, { request, ...entry }, by) {
      const { channel: name } = request;
      const time = Math.max(state.time, entry.time);
      if (!mayBeChannel(state, name))
        return [refuse(name.startsWith("#") ? "badChannelMask" : "noSuchChannel", name)];
      const channel = channelNamed(state, name);
      if (channel) return enterBy(state, channel, by, request, time);
      const renamed = redirectAt(state, state.fold(name), time);
      return renamed ? redirected(state, renamed, by, request, time) : found(state, name, by);
    },
  },
};

function joins(
  session: Session,
  names: readonly string[],
  keys: string | undefined,
): RequestOf<"join">[] {
  // The n-th password is the n-th channel's: here an empty one counts.
  const passwords = (keys ?? "").split(",");
  // Who knows of renaming is told the new name and decides (channel-rename, "Fallback").
  const follow = has(session, "draft/channel-rename") ? {} : { follow: true as const };
  return names.map((channel, n) => {
    return { type: "join", channel, password: passwords[n] ?? "", ...follow };
  });
}

/** By the password, or by an invitation where that does not do. */
function enterBy(
  state: State,
  channel: Channel,
  by: User,
  { password, invitation }: RequestOf<"join">,
  time: number,
): readonly Outcome[] {
  const outcomes = enter(state, channel, by, password, time);
  const kept = outcomes[0]?.type === "refused";
  if (!kept || !invitation || !asksInto(state, invitation, channel, time)) return outcomes;
  const over = invitationObjection(state, invitation, by.account, time);
  if (over) return [over];
  const asked = { ...by, invitedTo: new Set([...by.invitedTo, channel.key]) };
  const [first, ...others] = enter(state, channel, asked, "", time);
  if (first?.type !== "joined" || first.key !== channel.key) return outcomes;
  return [first, ...others, invitationUsed(state, invitation, by.account, time)];
}

function enter(
  state: State,
  channel: Channel,
  by: User,
  password: string,
  time: number,
  forwards = 0,
): readonly Outcome[] {
  if (isMember(channel, by)) return [];
  if (isInTooMany(state, by)) return [refuse("tooManyChannels", channel.name)];
  const founder = isFounder(channel.founder, by);
  const open = founder || isOpenLobby(state, channel);
  const objection = open ? undefined : closedTo(state, channel, by, password, time);
  if (objection) return forwarded(state, channel, by, time, objection, forwards);
  return [joined(by, channel.name, channel.key, prefixesFor(state, channel, by, founder))];
}

/** To where the channel sends those whom it does not let in, as if they had asked for that
 * (forward-mode). A ring of channels ends somewhere. */
function forwarded(
  state: State,
  { name, forward }: Channel,
  by: User,
  time: number,
  objection: Refusal,
  forwards: number,
): readonly Outcome[] {
  const next =
    forward === null
      ? undefined
      : (channelNamed(state, forward) ?? redirectAt(state, state.fold(forward), time));
  if (!next) return [objection];
  if (forwards === state.rules.limits.forwardsMax)
    return [objection, refuse("forwardedTooFar", name)];
  const outcomes = enter(state, next, by, "", time, forwards + 1);
  // Of a secret channel those alone are told whom it lets in.
  if (outcomes[0]?.type === "refused" && !seesChannel(by, next)) return [objection];
  return [refuse("forwarded", name, next.name), ...outcomes];
}

/** By an old name; the new one of a secret channel is told to those whom it lets in. */
function redirected(
  state: State,
  channel: Channel,
  by: User,
  request: RequestOf<"join">,
  time: number,
): readonly Outcome[] {
  const { channel: name, follow } = request;
  const outcomes = enterBy(state, channel, by, request, time);
  if (outcomes[0]?.type === "refused" && !seesChannel(by, channel))
    return [refuse("noSuchChannel", name)];
  if (follow) return [refuse("linkChannel", name, channel.name), ...outcomes];
  return [refuse("channelRenamed", name, channel.name)];
}

/** Whatever the channel says, and whether or not the person wishes it. */
export function putIn(state: State, user: User, name: string, time: number): readonly Outcome[] {
  if (!mayBeChannel(state, name))
    return [refuse(name.startsWith("#") ? "badChannelMask" : "noSuchChannel", name)];
  const channel = channelNamed(state, name) ?? redirectAt(state, state.fold(name), time);
  if (!channel) return found(state, name, user);
  if (isMember(channel, user)) return [refuse("userOnChannel", user.nick, channel.name)];
  if (isInTooMany(state, user)) return [refuse("tooManyChannels", channel.name)];
  const prefixes = prefixesFor(state, channel, user, isFounder(channel.founder, user));
  return [joined(user, channel.name, channel.key, prefixes)];
}

const isInTooMany = ({ rules }: State, { channels }: User): boolean =>
  channels.size >= rules.limits.channelsPerUserMax;

function prefixesFor(state: State, channel: Channel, by: User, founder: boolean): string {
  const { members, modes, ranks } = channel;
  const { account } = channel.founder;
  if (founder) return founderRank(account);
  const kept = by.account === null ? "" : (ranks.get(state.fold(by.account)) ?? "");
  // An empty channel without an account to own it belongs to whoever comes first, as ever.
  const left = members.size === 0 && account === null && !modes.includes("P");
  return left && !reaches(kept, "o") ? withRank(kept, "o", true) : kept;
}

/** Only an account owns a channel for sure; a nick with its host does not keep others down. */
const founderRank = (account: string | null): string => (account === null ? "o" : "q");

function found(state: State, name: string, by: User): readonly Outcome[] {
  if (isInTooMany(state, by)) return [refuse("tooManyChannels", name)];
  if (state.channels.size >= state.rules.limits.channelsMax) return [refuse("tooManyRooms", name)];
  if (hasFoundedTooMany(state, by)) return [refuse("tooManyFounded", name)];
  const key = state.fold(name);
  // The lobby is everybody's: who is there first has found it, not founded it.
  const account = key === state.fold(state.rules.lobby) ? null : by.account;
  const founder = { nick: by.nick, userhost: userhost(by), account };
  const created = { founder, modes: state.rules.channelModes };
  return [{ ...joined(by, name, key, founderRank(account)), created }];
}

/** Rooms in which something has been said stay: so nobody fills the server with them. Without an
 * account people are told apart by their hosts, not by names that they can choose. */
function hasFoundedTooMany({ channels, rules }: State, by: User): boolean {
  const most = rules.limits.emptyChannelsPerFounderMax;
  const { account } = by;
  const host = `@${by.host}`;
  let count = 0;
  if (channels.size >= most)
    for (const { founder, members } of channels.values()) {
      const theirs = account === null && founder.account === null;
      const own = theirs ? founder.userhost.endsWith(host) : founder.account === account;
      if (own && members.size === 0) count += 1;
    }
  return count >= most;
}

const joined = (by: User, channel: string, key: string, prefixes: string) => ({
  type: "joined" as const,
  who: whoIs(by),
  channel,
  key,
  prefixes,
  realname: by.realname,
  away: by.away,
});

function isFounder(founder: Founder, user: User): boolean {
  if (founder.account !== null) return founder.account === user.account;
  return !user.guest && founder.nick === user.nick && founder.userhost === userhost(user);
}

/** Nobody can shut the lobby behind them: once empty it is open to all, whatever its modes say;
 * unless the server's own operators have made it permanent. */
const isOpenLobby = ({ fold, rules }: State, { key, members, founder, modes }: Channel): boolean =>
  key === fold(rules.lobby) &&
  members.size === 0 &&
  founder.account === null &&
  !modes.includes("P");
