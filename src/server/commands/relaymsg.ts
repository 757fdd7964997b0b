/** RELAYMSG: what somebody on another network has said, under a nick of theirs. ircv3
 * draft/relaymsg. */
import { relayedSeparator, validRelayedNick } from "../../protocol/names.ts";
import { objectionToWords } from "../access.ts";
import { allowedTags, clientTags } from "../client-tags.ts";
import type { Command } from "../command.ts";
import type { Who } from "../event.ts";
import { memberChannel, whoIs } from "../outcomes.ts";
import { refuse } from "../refusal.ts";
import { has } from "../session.ts";
import { hasRank, type User } from "../state.ts";
import { fitting } from "./privmsg.ts";

/** Nobody who is here comes from there. */
const host = "relayed";

export const relaymsg: Command = {
  from: "registered",
  paramsMin: 3,
  help:
    "RELAYMSG <channel> <nick> :<text> — say what somebody on another network has said; " +
    `the nick has a "${relayedSeparator}" in it`,
  ask(session, [channel = "", nick = "", text = ""], message, { relayedNickLengthMax }) {
    if (!has(session, "draft/relaymsg")) return [refuse("unknownCommand", "RELAYMSG")];
    if (!validRelayedNick(nick, relayedNickLengthMax)) return [refuse("relayedNickInvalid", nick)];
    if (text === "") return [refuse("noTextToSend")];
    return [{ type: "relay", channel, nick, text, tags: clientTags(session, message) }];
  },
  decide: {
    relay(state, { session, request, time }, by) {
      const found = memberChannel(state, request.channel, by);
      if ("refused" in found) return found.refused;
      const { name, key } = found.channel;
      if (!hasRank(found.channel, by, "o")) return [refuse("relayForbidden", name)];
      const words = { kind: "PRIVMSG" as const, text: request.text };
      const objection = objectionToWords(state, found.channel, by, words, time);
      if (objection !== undefined && objection !== "held") return [objection];
      const who = theirs(by, request.nick);
      const { text } = fitting(state, who, name, words);
      const tags = allowedTags(state.rules, request.tags);
      const to = { channel: name, key, rank: "" };
      const relayedBy = by.nick;
      return [{ type: "said", who, kind: "PRIVMSG", text, tags, session, to, relayedBy }];
    },
  },
};

/** None of what the relaying one is here is theirs who are heard: neither the account, nor that it
 * is an operator. By the username one sees who relays. */
const theirs = (by: User, nick: string): Who => ({
  ...whoIs(by),
  nick,
  host,
  account: null,
  guest: false,
  operator: false,
});
