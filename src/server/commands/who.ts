/** WHO: people by channel, nick or mask. modern.ircdocs; RFC 2812 §3.6.1; ircv3 whox. */
import { compileMask, normalizeMask } from "../../protocol/mask.ts";
import { addressParam } from "../../protocol/network.ts";
import { numerics } from "../../protocol/numerics.ts";
import type { Command, Reader } from "../command.ts";
import {
  type Channel,
  channelNamed,
  fullMask,
  hasRight,
  isChannelName,
  isMember,
  seesAddress,
  seesChannel,
  type State,
  type User,
  userNamed,
} from "../state.ts";
import { seesMember, seesUser } from "../sight.ts";
import { type MatchFlag, parseWho, type WhoAsked, whoxFields } from "../whox.ts";
import { prefixOf } from "./names.ts";

export const who: Command = {
  from: "registered",
  paramsMin: 0,
  heavy: true,
  help: "WHO <channel|nick|mask> [[onuhisra][%<fields>[,<token>]]] — people, and who they are",
  answer(reader, [mask = "*", what = ""], viewer) {
    const asked = parseWho(what);
    const { fields } = asked;
    let left = reader.state.rules.limits.whoRepliesMax;
    for (const [user, channel] of found(reader, mask, asked, viewer)) {
      if (asked.operators && user.operator === null) continue;
      if (left-- === 0) break;
      const row = rowOf(reader, user, channel, viewer);
      if (!fields) tellWho(reader, row);
      else tellFields(reader, fields, { ...row, t: asked.token });
    }
    reader.reply(numerics.RPL_ENDOFWHO, mask, "End of WHO list");
  },
};

type Found = [User, Channel | undefined];

function* found(reader: Reader, mask: string, asked: WhoAsked, viewer: User): Generator<Found> {
  const { state } = reader;
  const { by } = asked;
  if (isChannelName(mask)) return yield* membersOf(state, mask, viewer);
  const named = by.length === 0 || by.includes("n") ? userNamed(state, mask) : undefined;
  if (named) return void (yield [named, seenTogether(state, viewer, named)]);
  const matches = compileMask(mask === "0" ? "*" : mask, state.fold);
  const whole = /[!@]/.test(mask) && by.length === 0;
  const matchesWhole = whole ? compileMask(normalizeMask(mask), state.fold) : undefined;
  for (const user of state.users.values()) {
    // Strangers who are invisible are found by their exact nick only.
    if (!seesUser(state, viewer, user)) continue;
    if (meant(reader, user, viewer, by).some(matches) || matchesWhole?.(fullMask(user)))
      yield [user, seenTogether(state, viewer, user)];
  }
}

function* membersOf(state: State, name: string, viewer: User): Generator<Found> {
  const channel = channelNamed(state, name);
  if (!channel || !seesChannel(viewer, channel)) return;
  const inside = isMember(channel, viewer);
  for (const id of channel.members.keys()) {
    const user = state.users.get(id);
    if (!user || !seesMember(viewer, channel, user)) continue;
    // As in NAMES: that one has met them elsewhere tells nothing of this channel.
    if (inside || !user.modes.includes("i") || hasRight(viewer, "see-hidden"))
      yield [user, channel];
  }
}

/** What a mask is held against; what is not there, or not to be seen, matches nothing. */
function meant(reader: Reader, user: User, viewer: User, by: readonly MatchFlag[]): string[] {
  const all: Readonly<Record<MatchFlag, string | null>> = {
    n: user.nick,
    u: user.username,
    h: user.host,
    i: seesAddress(viewer, user) ? user.address : null,
    s: reader.host.name,
    r: user.realname,
    a: user.account,
  };
  return (by.length === 0 ? commonly : by).flatMap((flag) => all[flag] ?? []);
}

const commonly: readonly MatchFlag[] = ["n", "h", "u", "r", "a"];

/** A channel of the user's that the viewer may know of, to name in the row. */
function seenTogether(state: State, viewer: User, user: User): Channel | undefined {
  for (const key of user.channels) {
    const channel = state.channels.get(key);
    if (!channel || !seesChannel(viewer, channel) || !seesMember(viewer, channel, user)) continue;
    if (isMember(channel, viewer) || !user.modes.includes("i")) return channel;
  }
  return undefined;
}

/** By the letters of WHOX. */
type Row = Readonly<Record<string, string>>;

function rowOf(reader: Reader, user: User, channel: Channel | undefined, viewer: User): Row {
  const { session, host } = reader;
  const flags =
    (user.away === null ? "H" : "G") +
    (user.operator === null ? "" : "*") +
    prefixOf(session, channel?.members.get(user.id) ?? "") +
    (user.modes.includes("B") ? "B" : "");
  return {
    c: channel?.name ?? "*",
    u: user.username,
    // "when the server refuses to disclose the IP address"
    i: seesAddress(viewer, user) ? addressParam(user.address) : "255.255.255.255",
    h: user.host,
    s: host.name,
    n: user.nick,
    f: flags,
    d: "0",
    l: String(Math.max(0, Math.floor((host.now() - user.spokeAt) / 1000))),
    a: user.account ?? "0",
    o: "n/a",
    r: user.realname,
  };
}

function tellWho({ reply }: Reader, { c, u, h, s, n, f, d, r }: Row): void {
  const row = [c, u, h, s, n, f, `${d} ${r}`].map((field) => field ?? "");
  reply(numerics.RPL_WHOREPLY, ...row);
}

function tellFields({ reply }: Reader, fields: ReadonlySet<string>, row: Row): void {
  const asked = whoxFields.filter((letter) => fields.has(letter));
  // Of whom nothing is asked that there is to tell, there is no row.
  if (asked.length === 0) return;
  reply(numerics.RPL_WHOSPCRPL, ...asked.map((letter) => row[letter] ?? ""));
}
