/**
 * Lately: doing something with what was said last, by typing alone: react, answer, take back, say
 * otherwise.
 */
import { canEdit, canReact, canRedact, edit, react, redact } from "./actions.ts";
import { tally } from "./notes.ts";
import { say } from "./outgoing.ts";
import type { Conversation } from "./state.ts";
import { active, same } from "./state.ts";
import { findLast } from "./timeline.ts";
import type { Said } from "./timeline.ts";
import { hint } from "./turn.ts";
import type { Turn } from "./turn.ts";

const stands = (said: Said): boolean =>
  said.msgid !== null && (said.notes?.redacted ?? null) === null;

/** The last thing that can be meant, and where. */
function last(turn: Turn, passes: (said: Said) => boolean): [Conversation, Said] | null {
  const here = active(turn.state);
  const said = here === null ? null : findLast(here, (each) => stands(each) && passes(each));
  return here === null || said === null ? null : [here, said];
}

function not(turn: Turn, why: string): true {
  hint(turn, why);
  return true;
}

export function reactToLast(turn: Turn, value: string, nick: string | undefined): boolean {
  const { state } = turn;
  if (!canReact(state)) return not(turn, "This server carries no reactions.");
  const found = last(turn, (said) =>
    nick === undefined ? !said.own : same(state, said.nick, nick),
  );
  if (found === null) return not(turn, "There is nothing to react to.");
  const [here, said] = found;
  const on = !tally(said).some((each) => each.value === value && each.own);
  return react(turn, here.name, said.msgid ?? "", value, on);
}

export function replyToLast(turn: Turn, nick: string, text: string): boolean {
  const found = last(turn, (said) => same(turn.state, said.nick, nick));
  if (found === null) return not(turn, `${nick} has said nothing here that could be answered.`);
  const [here, said] = found;
  say(turn, here.name, text, "text", said.msgid);
  return true;
}

export function deleteLast(turn: Turn, reason: string): boolean {
  if (!canRedact(turn.state)) return not(turn, "On this server nothing can be taken back.");
  const found = last(turn, ({ own }) => own);
  if (found === null) return not(turn, "You have said nothing here that could be taken back.");
  const [here, said] = found;
  return redact(turn, here.name, said.msgid ?? "", reason);
}

export function editLast(turn: Turn, text: string): boolean {
  if (!canEdit(turn.state)) return not(turn, "On this server nothing can be said otherwise.");
  const found = last(turn, ({ own, manner }) => own && manner === "text");
  if (found === null) return not(turn, "You have said nothing here that could be changed.");
  const [here, said] = found;
  return edit(turn, here.name, said.msgid ?? "", text);
}
