/**
 * Hosts: the rule by which what others see of where a person is from changes (vhosts, cloaks, a
 * host by account). Part of the core, pure. Other rules put its outcome beside their own.
 */
import { byteLength } from "../protocol/text.ts";
import { type Deciders, lacking, type Outcome } from "./command.ts";
import { type Event, type HostChanged, type Joined, noIndex, type Quit } from "./event.ts";
import { audited, whoIs } from "./outcomes.ts";
import { refuse } from "./refusal.ts";
import { fullMask, hasRight, type State, type User, userNamed } from "./state.ts";

export const hostRules: Deciders = {
  /** Asked by the server on a person's behalf, or by who may give hosts to others. */
  changeHost(state, { request }, by) {
    const user = userNamed(state, request.nick);
    if (!user) return [refuse("noSuchNick", request.nick)];
    if (user !== by && !hasRight(by, "vhost")) return [lacking(by, "vhost")];
    const own = accountHost(state, user.account) ?? user.cloak;
    const host = request.host === "*" ? own : request.host;
    const outcomes = changedHost(state, user, { ...request, host });
    if (user === by || outcomes[0]?.type !== "hostChanged") return outcomes;
    const { username, host: seen } = outcomes[0];
    return [...outcomes, audited(by, "CHGHOST", `${fullMask(user)} ${username}@${seen}`)];
  },
};

/** What comes of a new username or host (null stays as it is): nothing when both are as before. */
export function changedHost(
  state: State,
  user: User,
  wanted: { readonly username: string | null; readonly host: string | null },
): readonly Outcome[] {
  const { username, host } = {
    username: wanted.username ?? user.username,
    host: wanted.host ?? user.host,
  };
  if (username === user.username && host === user.host) return [];
  const { userLengthMax, hostLengthMax } = state.rules.limits;
  if (!/^~?[A-Za-z0-9._-]+$/.test(username) || byteLength(username) > userLengthMax)
    return [refuse("invalidHost", username)];
  if (!isVisibleHost(host) || byteLength(host) > hostLengthMax)
    return [refuse("invalidHost", host)];
  // In an order that all nodes have, whichever they came to know the channels in.
  const channels = [...user.channels].sort().flatMap((key) => {
    const channel = state.channels.get(key);
    if (!channel) return [];
    return [{ key, channel: channel.name, prefixes: channel.members.get(user.id) ?? "" }];
  });
  const { realname, away } = user;
  return [{ type: "hostChanged", who: whoIs(user), username, host, realname, away, channels }];
}

/** What others see of whoever is logged in there, where the configuration has it so; not of names
 * that cannot be in a host. */
export function accountHost({ rules }: State, account: string | null): string | undefined {
  if (account === null || rules.accountHosts === "") return undefined;
  const host = `${account}.users.${rules.accountHosts}`;
  return isVisibleHost(host) && byteLength(host) <= rules.limits.hostLengthMax ? host : undefined;
}

/** What logging in there, or out of it all, does to the host. One that was given stays. */
export function hostByAccount(state: State, user: User, account: string | null) {
  if (user.host !== (accountHost(state, user.account) ?? user.cloak)) return [];
  const host = accountHost(state, account) ?? user.cloak;
  return changedHost(state, { ...user, account }, { username: null, host });
}

/** As it stands in nick!user@host; it need not be a host's name ("team/alice"). */
export const isVisibleHost = (host: string): boolean => /^[A-Za-z0-9][A-Za-z0-9.:/_-]*$/.test(host);

/** The events that those read instead who do not know CHGHOST: the person goes and comes again
 * (chghost, "Fallback"). Told to them and nothing else: not applied, not kept, without a msgid. */
export function asReturn(event: HostChanged): readonly Event[] {
  const { who, username, host, realname, away, channels, place, time } = event;
  const at = { place, time, index: noIndex };
  const reason = "Changing hostname";
  const left: Quit = { ...at, type: "quit", who, reason, realname, sessions: [] };
  const returned = { ...who, username, host };
  const back = channels.map((each): Joined => ({
    ...at,
    ...each,
    type: "joined",
    who: returned,
    realname,
    away,
  }));
  return [left, ...back];
}
