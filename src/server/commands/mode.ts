/** MODE: how a channel is ruled, and how a person is seen. RFC 2812 §3.1.5 and §3.2.3. */
import { channelModes, parseModeString, userModes } from "../../protocol/modes.ts";
import { numerics } from "../../protocol/numerics.ts";
import { settingsOf } from "../channel-draft.ts";
import { decideChannelModes } from "../channel-modes.ts";
import type { Command, Reader } from "../command.ts";
import { refuse } from "../refusal.ts";
import {
  type Channel,
  channelNamed,
  isChannelName,
  isMember,
  isOperatorOf,
  type ListMode,
  seesChannel,
  type User,
  userNamed,
} from "../state.ts";
import { decideUserModes } from "../user-modes.ts";

export const mode: Command = {
  from: "registered",
  paramsMin: 1,
  help: "MODE <channel|nick> [<modes> [<param>…]] — see or change modes and lists",
  ask(_session, [target = "", ...params]) {
    const inChannel = isChannelName(target);
    const table = inChannel ? channelModes : userModes;
    const { changes, unknown, missing } = parseModeString(params, table);
    const faults = inChannel
      ? unknown.map((letter) => refuse("unknownMode", letter))
      : unknown.slice(0, 1).map(() => refuse("unknownUserMode")); // one says it for all
    for (const letter of missing)
      faults.push(refuse("invalidModeParam", target, letter, "*", "You must give a parameter"));
    const wanted = changes.filter((change) => !isQuery(change));
    if (wanted.length === 0 && faults.length === 0) return [];
    if (inChannel) return [{ type: "changeModes", channel: target, changes: wanted, faults }];
    // Of a person's modes s alone has a param, and need not.
    const notices = params[1] === undefined ? {} : { notices: params[1] };
    return [{ type: "changeUserModes", nick: target, changes: wanted, faults, ...notices }];
  },
  answers: ([target = "", ...params]) =>
    params.length === 0 ||
    (isChannelName(target) && parseModeString(params, channelModes).changes.some(isQuery)),
  answer(reader, [target = "", ...params], user) {
    if (!isChannelName(target)) return tellUserModes(reader, target, user);
    const channel = channelNamed(reader.state, target);
    if (!channel || !seesChannel(user, channel))
      return reader.refuse(refuse("noSuchChannel", target));
    if (params.length === 0) return tellChannelModes(reader, channel, user);
    const queries = parseModeString(params, channelModes).changes.filter(isQuery);
    for (const letter of new Set(queries.map((query) => query.mode as ListMode)))
      tellList(reader, channel, letter, user);
  },
  decide: {
    changeModes: decideChannelModes,
    changeUserModes: decideUserModes,
  },
};

/** "+b" alone asks for the list. */
const isQuery = ({ mode: letter, param }: { mode: string; param?: string | undefined }): boolean =>
  param === undefined && channelModes[letter]?.kind === "list";

function tellUserModes(reader: Reader, nick: string, user: User): void {
  const target = userNamed(reader.state, nick);
  if (!target) return reader.refuse(refuse("noSuchNick", nick));
  if (target !== user) return reader.refuse(refuse("usersDontMatch"));
  reader.reply(numerics.RPL_UMODEIS, `+${user.modes}`);
  if (user.notices !== "") tellNotices(reader, user.notices);
}

export const tellNotices = ({ reply }: Pick<Reader, "reply">, letters: string): void =>
  reply(numerics.RPL_SNOMASK, `+${letters}`, "Server notice mask");

function tellChannelModes(reader: Reader, channel: Channel, user: User): void {
  const inside = isMember(channel, user);
  const knows = (name: string): boolean => {
    const target = channelNamed(reader.state, name);
    return inside || (target !== undefined && seesChannel(user, target));
  };
  const params: string[] = [];
  let letters = channel.modes;
  if (channel.password !== null) {
    letters += "k";
    // The password is for members' eyes.
    params.push(inside ? channel.password : "*");
  }
  for (const [letter, param] of settingsOf(channel)) {
    letters += letter;
    // As is the name of a secret channel to which this one leads.
    params.push(letter !== "f" || knows(param) ? param : "*");
  }
  reader.reply(numerics.RPL_CHANNELMODEIS, channel.name, `+${letters}`, ...params);
  const created = String(Math.floor(channel.created / 1000));
  reader.reply(numerics.RPL_CREATIONTIME, channel.name, created);
}

const listNumerics: Record<ListMode, readonly [item: string, end: string, text: string]> = {
  b: [numerics.RPL_BANLIST, numerics.RPL_ENDOFBANLIST, "End of channel ban list"],
  e: [numerics.RPL_EXCEPTLIST, numerics.RPL_ENDOFEXCEPTLIST, "End of channel exception list"],
  I: [numerics.RPL_INVEXLIST, numerics.RPL_ENDOFINVEXLIST, "End of channel invite exception list"],
};

function tellList(reader: Reader, channel: Channel, letter: ListMode, user: User): void {
  const [item, end, text] = listNumerics[letter];
  // Who is excepted is the operators' business; who is banned everybody may know.
  if (letter !== "b" && !isOperatorOf(channel, user))
    return reader.refuse(refuse("operatorOnly", channel.name));
  for (const { mask, by, at } of channel.lists[letter])
    reader.reply(item, channel.name, mask, by, String(Math.floor(at / 1000)));
  reader.reply(end, channel.name, text);
}
