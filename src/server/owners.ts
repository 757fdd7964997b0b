/**
 * Owners: to whom a channel belongs, and the ranks that it keeps for accounts: the rules by which
 * they change. Part of decide; ChanServ asks.
 */
import { ranks, reaches } from "../protocol/modes.ts";
import type { Deciders, Outcome } from "./command.ts";
import type { ChannelChange } from "./event.ts";
import { audited, whoIs } from "./outcomes.ts";
import { mayChangeMode, mayTakeRank } from "./ranks.ts";
import { refuse } from "./refusal.ts";
import {
  accountNamed,
  type Channel,
  channelNamed,
  hasRight,
  isOperatorOf,
  seesChannel,
  type State,
  type User,
  userNamed,
  usersOfAccount,
} from "./state.ts";

export const ownerRules: Deciders = {
  changeAccountRank(state, { request }, by) {
    const { rank } = request;
    const channel = channelNamed(state, request.channel);
    if (!channel || !seesChannel(by, channel)) return [refuse("noSuchChannel", request.channel)];
    if (rank !== "" && (rank.length > 1 || !ranks.includes(rank)))
      return [refuse("unknownMode", rank)];
    const account = accountNamed(state, request.account);
    if (!account) return [refuse("noSuchAccount", request.account)];
    const held = channel.ranks.get(account.key) ?? "";
    const above = isAbove(state, channel, by, rank) && isAbove(state, channel, by, held);
    if (!above && !hasRight(by, "force")) return [refuse("rankTooLow", channel.name)];
    if (held === rank) return [];
    const target = `${channel.name} ${account.name} ${rank === "" ? `-${held}` : `+${rank}`}`;
    return [
      ...rankChanged(state, channel, by, account.key, rank),
      ...(above ? [] : [audited(by, "AMODE", target)]),
    ];
  },
  useRank(state, { request: { channel: name, nick, sign, rank } }, by) {
    const channel = channelNamed(state, name);
    if (!channel || !seesChannel(by, channel)) return [refuse("noSuchChannel", name)];
    if (rank.length !== 1 || !ranks.includes(rank)) return [refuse("unknownMode", rank)];
    const mine = keptRank(state, channel, by.account);
    if (!mayChangeMode(mine, rank)) return [refuse("rankTooLow", channel.name)];
    const target = userNamed(state, nick);
    if (!target) return [refuse("noSuchNick", nick)];
    const held = channel.members.get(target.id);
    if (held === undefined) return [refuse("userNotInChannel", target.nick, channel.name)];
    if (held.includes(rank) === (sign === "+")) return [];
    if (sign === "-" && target !== by && !mayTakeRank(mine, held))
      return [refuse("rankTooLow", channel.name)];
    const changes = [{ sign, mode: rank, param: target.nick, user: target.id }];
    const who = whoIs(by);
    return [{ type: "modesChanged", who, channel: channel.name, key: channel.key, changes }];
  },
  changeFounder(state, { request }, by) {
    const channel = channelNamed(state, request.channel);
    if (!channel || !seesChannel(by, channel)) return [refuse("noSuchChannel", request.channel)];
    const account = request.account === null ? null : accountNamed(state, request.account);
    if (account === undefined) return [refuse("noSuchAccount", request.account ?? "")];
    const was = channel.founder.account;
    const own = mayChangeFounder(state, channel, by, account?.key);
    if (!own && !hasRight(by, "force")) return [refuse("rankTooLow", channel.name)];
    // A channel that was made to be one's own is kept from when one says so, used or not.
    const same = was === (account?.name ?? null);
    if (same && (account === null || channel.used > 0)) return [];
    const target = `${channel.name} ${account?.name ?? "nobody"}`;
    return [
      ...founderChanged(state, channel, by, account?.name ?? null),
      ...(own ? [] : [audited(by, "TRANSFER", target)]),
    ];
  },
};

/** What of its channels is an account's own goes with it; so nobody has it who takes its name. */
export function orphaned(state: State, by: User, account: string): readonly Outcome[] {
  const key = state.fold(account);
  const its = [...state.channels.values()].filter(
    (channel) => channel.ranks.has(key) || isOwner(state, channel, account),
  );
  // In an order that all nodes have, whichever they came to know the channels in.
  its.sort((a, b) => (a.key < b.key ? -1 : 1));
  return its.flatMap((channel) => [
    ...(channel.ranks.has(key) ? rankChanged(state, channel, by, key, "") : []),
    ...(isOwner(state, channel, account) ? founderChanged(state, channel, by, null) : []),
  ]);
}

export const isOwner = (state: State, { founder }: Channel, account: string | null): boolean =>
  founder.account !== null &&
  account !== null &&
  state.fold(founder.account) === state.fold(account);

/** What an account is there whenever it comes; "" for nothing. */
function keptRank(state: State, channel: Channel, account: string | null): string {
  if (account === null) return "";
  if (isOwner(state, channel, account)) return "q";
  return channel.ranks.get(state.fold(account)) ?? "";
}

/** What who logs in to the account becomes where they are already: most old clients enter their
 * channels first. */
export const ranksGained = (state: State, user: User, account: string): readonly Outcome[] =>
  // In an order that all nodes have, whichever they came to know the channels in.
  [...user.channels].sort().flatMap((key): Outcome[] => {
    const channel = state.channels.get(key);
    const mode = channel ? keptRank(state, channel, account) : "";
    if (!channel || mode === "" || channel.members.get(user.id)?.includes(mode)) return [];
    const changes = [{ sign: "+" as const, mode, param: user.nick, user: user.id }];
    return [{ type: "modesChanged", who: whoIs(user), channel: channel.name, key, changes }];
  });

/** Ranks are kept by those above them; founders alone make others such. */
function isAbove(state: State, channel: Channel, by: User, rank: string): boolean {
  const mine = keptRank(state, channel, by.account);
  if (mine === "q") return true;
  return reaches(mine, "o") && !reaches(rank, mine);
}

/** What is nobody's an operator of it makes their own; else its owner gives it away. */
function mayChangeFounder(state: State, channel: Channel, by: User, account?: string): boolean {
  if (isOwner(state, channel, by.account)) return true;
  if (channel.founder.account !== null || !isOperatorOf(channel, by)) return false;
  return by.account !== null && state.fold(by.account) === account;
}

function rankChanged(
  state: State,
  channel: Channel,
  by: User,
  account: string,
  rank: string,
): readonly Outcome[] {
  const { name, key } = channel;
  const held = channel.ranks.get(account) ?? "";
  return [
    { type: "accountRankChanged", who: whoIs(by), channel: name, key, account, rank },
    ...membersChanged(state, channel, by, [
      ["-", held, account],
      ["+", rank, account],
    ]),
  ];
}

function founderChanged(
  state: State,
  channel: Channel,
  by: User,
  account: string | null,
): readonly Outcome[] {
  const { name, key, founder } = channel;
  const changes = [
    ["-", "q", founder.account],
    ["+", "q", account],
  ] as const;
  return [
    {
      type: "founderChanged",
      who: whoIs(by),
      channel: name,
      key,
      founder: { ...founder, account },
    },
    ...membersChanged(state, channel, by, founder.account === account ? [] : changes),
  ];
}

/** Those of the account who are in the channel have at once what it has. */
function membersChanged(
  state: State,
  channel: Channel,
  by: User,
  wanted: readonly (readonly ["+" | "-", rank: string, account: string | null])[],
): readonly Outcome[] {
  const changes: ChannelChange[] = [];
  for (const [sign, mode, account] of wanted) {
    if (mode === "" || account === null) continue;
    for (const { id, nick } of usersOfAccount(state, state.fold(account))) {
      const letters = channel.members.get(id);
      if (letters !== undefined && letters.includes(mode) === (sign === "-"))
        changes.push({ sign, mode, param: nick, user: id });
    }
  }
  if (changes.length === 0) return [];
  const { name, key } = channel;
  return [{ type: "modesChanged", who: whoIs(by), channel: name, key, changes }];
}
