/** EDIT: other words for what one has said. ircv3 draft/message-edit (pull request 425). */
import { channelModes } from "../../protocol/modes.ts";
import { byteLength } from "../../protocol/text.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { Command, Outcome } from "../command.ts";
import type { SaidTo } from "../event.ts";
import { whoIs } from "../outcomes.ts";
import { refuse } from "../refusal.ts";
import type { Entry, RequestOf } from "../request.ts";
import { has } from "../session.ts";
import { findSpoken, isBy, nowAt } from "../spoken.ts";
import type { State, User } from "../state.ts";
import { privmsg } from "./privmsg.ts";

export const edit: Command = {
  from: "registered",
  paramsMin: 1,
  help: "EDIT <target> — with the tags draft/target-msgid and draft/edit-text: change your words",
  answer(reader, [target = ""], user, { tags }) {
    const { session, state } = reader;
    if (!has(session, "draft/message-edit") || !has(session, "message-tags"))
      return reader.refuse(refuse("unknownCommand", "EDIT"));
    const msgid = tags.get("draft/target-msgid") ?? "";
    const text = tags.get("draft/edit-text") ?? "";
    if (msgid === "") return reader.refuse(refuse("editInvalid", target));
    if (!isEditText(text, state.rules.limits))
      return reader.refuse(refuse("editInvalid", target, msgid));
    const spoken = findSpoken(reader, user, target, msgid);
    if (spoken === undefined) return reader.refuse(refuse("editTarget", target));
    if (spoken === null) return reader.refuse(refuse("messageUnknown", target, msgid));
    reader.request({ type: "edit", target, msgid, text, spoken });
  },
  decide: {
    edit(state, entry, by) {
      const { target, msgid, text, spoken } = entry.request;
      const to = nowAt(state, spoken, by);
      if (!to) return [refuse("editTarget", target)];
      if (!isBy(state, spoken, by))
        return [refuse(spoken.readable ? "editForbidden" : "messageUnknown", target, msgid)];
      if (spoken.kind === "TAGMSG") return [refuse("editInvalid", target, msgid)];
      const { editMs } = state.rules;
      if (editMs > 0 && entry.time - spoken.time > editMs)
        return [refuse("editTooLate", target, msgid, String(editMs / 1000))];
      const said = asIfSaid(state, entry, by, to);
      if (said?.type !== "said") return said ? [said] : [];
      const { place, index, key, by: author, time: at } = spoken;
      const before = { place, index, filed: key, by: author.nick, own: true, at };
      const { session } = entry;
      const parted = said.joints?.length || text.includes("\n");
      const joints = parted ? { joints: said.joints ?? [] } : {};
      return [
        { type: "edited", who: whoIs(by), said: before, text: said.text, ...joints, session, to },
      ];
    },
  },
};

/** What could be said in a line or in several; line ends are "\n". */
function isEditText(text: string, { multilineBytesMax, multilineLinesMax }: Limits): boolean {
  if (text.trim() === "" || /[\r\0]/.test(text)) return false;
  return byteLength(text) <= multilineBytesMax && text.split("\n").length <= multilineLinesMax;
}

/** Whoever changes words says them: by the rules of PRIVMSG, which may also cut them to fit. To be
 * heard by fewer than before would be to say something else. */
function asIfSaid(
  state: State,
  entry: Entry<RequestOf<"edit">>,
  by: User,
  to: SaidTo,
): Outcome | undefined {
  const { text, spoken } = entry.request;
  if ("user" in to && !state.users.has(to.user.id)) return refuse("noSuchNick", to.user.nick);
  const target = "user" in to ? to.user.nick : (channelModes[to.rank]?.prefix ?? "") + to.channel;
  const { kind } = spoken;
  const request = { type: "say", kind, target, text, tags: {}, joints: [] } as const;
  const [said] = privmsg.decide?.say?.(state, { ...entry, request }, by) ?? [];
  if (said?.type !== "said" || !("key" in said.to) || !("key" in to)) return said;
  return said.to.rank === to.rank ? said : refuse("cannotSend", to.channel);
}
