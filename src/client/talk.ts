/**
 * Talk: what is said, its echoes, and what is added to it later: reactions, other wordings,
 * deletions. Live, and from what the server has kept. Handlers only.
 */
import { tokenRefused } from "./account.ts";
import { askFailed } from "./history.ts";
import { isMention } from "./mention.ts";
import { annotate, keepOrphan } from "./notes.ts";
import type { Note } from "./notes.ts";
import { arrived, confirm, pump, refused } from "./outgoing.ts";
import { mark, place } from "./place.ts";
import { pageOf } from "./pages.ts";
import { isOfWhoHasGone } from "./profiles.ts";
import { searchFailed } from "./search.ts";
import type { Conversation } from "./state.ts";
import { conversation, find, isChannel, same } from "./state.ts";
import type { Manner, Said } from "./timeline.ts";
import type { Handlers, Heard, Turn } from "./turn.ts";
import { typingHeard } from "./typing.ts";

function said(turn: Turn, heard: Heard): void {
  const { state } = turn;
  const [target = "", raw = ""] = heard.params;
  const read = reading(heard.message.command, raw);
  if (read === null) return;
  const { tags } = heard.message;
  const replyTo = tagOf(heard, "reply");
  const reaction = tagOf(heard, "react");
  const searched = pageOf(heard.batch)?.kind === "search";
  // A server that is not a person in a room: its words are for us alone.
  const serverSaid = !heard.own && !heard.message.source.includes("!");
  if (serverSaid && !isChannel(state, roomOf(turn, target))) {
    turn.tell({ type: "told", at: heard.time, text: read.text, here: false });
    return;
  }
  const line = heard.own && !searched ? ownLine(turn, heard, target, read.text) : null;
  const to = searched ? null : whereTo(turn, heard, target, read.manner);
  if (to !== null && replyTo !== null && reaction !== null) {
    react(turn, heard, to, replyTo, reaction, true);
    if (read.text === "") {
      mark(to, heard);
      return line === null ? undefined : pump(turn);
    }
  }
  const channel = isChannel(state, roomOf(turn, target));
  const what: Said = {
    type: "said",
    at: heard.time,
    room: to?.name ?? (channel || heard.own ? target : heard.nick),
    nick: heard.nick,
    account: tags.get("account") ?? (heard.own ? state.account : null),
    ...read,
    own: heard.own,
    private: !channel,
    history: heard.history,
    msgid: heard.msgid,
    typedAt: line?.late ? line.typedAt : null,
    replyTo,
    mention: !heard.own && (!channel || isMention(state, read.text)),
    notes: null,
    version: 0,
  };
  if (to === null) pageOf(heard.batch)?.items.push(what);
  else place(turn, to, what, heard);
  if (line !== null) pump(turn);
}

/** The value of a client-only tag, under its own name or while that is a draft. */
const tagOf = ({ message: { tags } }: Heard, name: string): string | null =>
  tags.get(`+draft/${name}`) ?? tags.get(`+${name}`) ?? null;

/** Null: to nobody's conversation, but to the server's. */
function whereTo(turn: Turn, heard: Heard, target: string, manner: Manner): Conversation {
  const { state } = turn;
  const page = pageOf(heard.batch);
  // The history of a person holds what was said under their other nicks, too.
  const kept = page === null ? null : find(state, page.params[0] ?? "");
  if (kept !== null) return kept;
  const name = roomOf(turn, target);
  if (isChannel(state, name) || heard.own) return conversation(state, name);
  const context = find(state, tagOf(heard, "channel-context") ?? "");
  if (context?.kind === "channel") return context;
  // What programs say unasked opens no conversation.
  if (manner === "notice" && turn.options.attentive === true) {
    return find(state, heard.nick) ?? state.server;
  }
  return conversation(state, heard.nick);
}

/** An own line that came back: the echo, or, after a lost connection, the history. */
function ownLine(turn: Turn, heard: Heard, target: string, text: string) {
  if (heard.history) return arrived(turn, heard.nick, target, text);
  return confirm(turn, labelOf(heard), target, text) ?? arrived(turn, heard.nick, target, text);
}

/** The label of an answer stands on it, or on the batch that holds it (labeled-response). */
export function labelOf(heard: Heard): string {
  return heard.message.tags.get("label") ?? heard.batch?.label ?? "";
}

/** `@#room` reaches the operators of #room (STATUSMSG): it belongs to the room. */
function roomOf(turn: Turn, target: string): string {
  const signs = turn.state.isupport.get("STATUSMSG") ?? "";
  return signs.includes(target[0] ?? " ") && isChannel(turn.state, target.slice(1))
    ? target.slice(1)
    : target;
}

/** CTCP: ACTION is a way of saying; its other requests and answers are for programs. */
function reading(command: string, text: string): { text: string; manner: Manner } | null {
  if (!text.startsWith("\x01")) return { text, manner: command === "NOTICE" ? "notice" : "text" };
  const inner = text.replace(/^\x01/, "").replace(/\x01$/, "");
  if (inner === "ACTION") return { text: "", manner: "action" };
  return inner.startsWith("ACTION ") ? { text: inner.slice(7), manner: "action" } : null;
}

/** TAGMSG: typing, and reactions without words. */
function tagged(turn: Turn, heard: Heard): void {
  const [target = ""] = heard.params;
  typingHeard(turn, heard, roomOf(turn, target));
  const replyTo = tagOf(heard, "reply");
  if (replyTo === null) return;
  const to = whereTo(turn, heard, target, "text");
  mark(to, heard);
  const given = tagOf(heard, "react");
  const taken = tagOf(heard, "unreact");
  if (given !== null) react(turn, heard, to, replyTo, given, true);
  if (taken !== null) react(turn, heard, to, replyTo, taken, false);
}

function react(
  turn: Turn,
  heard: Heard,
  to: Conversation,
  msgid: string,
  value: string,
  on: boolean,
): void {
  const { nick, own, time: at } = heard;
  if (value === "") return;
  const note = { type: "reaction", value, nick, own, at, on } as const;
  const said = noted(to, msgid, note);
  if (said === null || heard.history) return;
  turn.tell({ type: "reacted", at, room: to.name, nick, own, value, on, to: said });
}

/** Puts a note on its message, or keeps it until that comes. Null when nothing changed. */
function noted(to: Conversation, msgid: string, note: Note): Said | null {
  const said = to.byId.get(msgid);
  if (said?.type === "said") return annotate(said, note) ? said : null;
  keepOrphan(to.orphans, msgid, note);
  return null;
}

/** EDIT target, with the msgid and the new words as tags (draft/message-edit). The server has
 * judged who may. */
function edited(turn: Turn, heard: Heard): void {
  const { tags } = heard.message;
  const msgid = tags.get("draft/target-msgid") ?? tags.get("target-msgid") ?? "";
  const text = tags.get("draft/edit-text") ?? tags.get("edit-text") ?? "";
  if (msgid === "" || text === "") return;
  const to = whereTo(turn, heard, heard.params[0] ?? "", "text");
  const { nick, time: at } = heard;
  mark(to, heard);
  const said = noted(to, msgid, { type: "edit", at, text });
  if (said === null || heard.history) return;
  turn.tell({ type: "edited", at, room: to.name, nick, to: said });
}

/** REDACT target msgid :reason. The server has judged who may. */
function redacted(turn: Turn, heard: Heard): void {
  const [target = "", msgid = "", reason = ""] = heard.params;
  const to = whereTo(turn, heard, target, "text");
  const { nick, time: at } = heard;
  mark(to, heard);
  const said = noted(to, msgid, { type: "redaction", at, by: nick, reason });
  if (said === null || heard.history) return;
  turn.tell({ type: "redacted", at, room: to.name, nick, reason, to: said });
}

/** 404, 401 and FAIL: a line of ours was not taken. */
function lineRefused(turn: Turn, heard: Heard): void {
  const fail = heard.message.command === "FAIL";
  const [about = ""] = heard.params;
  if (fail && about === "CHATHISTORY" && askFailed(turn, heard)) return;
  if (fail && about === "SEARCH" && searchFailed(turn, heard)) return;
  if (fail && about === "TOKEN") return tokenRefused(turn, heard);
  if (fail && about === "METADATA" && isOfWhoHasGone(heard)) return;
  const target = fail ? (heard.params[2] ?? "") : (heard.params[1] ?? "");
  const speech = !fail || /^(PRIVMSG|NOTICE|BATCH)$/.test(about) || labelOf(heard) !== "";
  const line = speech ? refused(turn, labelOf(heard), target) : null;
  const reason = heard.params.at(-1) ?? "refused";
  const named = fail || target === "" || same(turn.state, target, turn.state.nick);
  const text = named ? reason : `${target}: ${reason}`;
  const what = line === null ? "other" : "line";
  const lost = line?.text ?? null;
  const room = line?.target ?? null;
  turn.tell({ type: "refused", at: heard.time, what, text, line: lost, room });
  pump(turn);
}

/** A labelled command that has no answer of its own: our line arrived, without an echo. */
function acknowledged(turn: Turn, heard: Heard): void {
  refused(turn, labelOf(heard), "");
  pump(turn);
}

export const talkHandlers: Handlers = {
  ACK: acknowledged,
  EDIT: edited,
  FAIL: lineRefused,
  NOTICE: said,
  PRIVMSG: said,
  REDACT: redacted,
  TAGMSG: tagged,
  "401": lineRefused,
  "404": lineRefused,
  "411": lineRefused,
  "412": lineRefused,
  "417": lineRefused,
};
