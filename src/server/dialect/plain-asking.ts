/** Plain asking: the form of a plain command and of what it asks for, and the phrases that all of
 * them share. Beside plain-commands.ts. */
import { type Message, message } from "../../protocol/message.ts";
import type { View } from "../dialect.ts";
import type { Session } from "../session.ts";

export type Asked =
  | { readonly messages: readonly Message[] }
  | { readonly say: string; readonly to: string; readonly action?: true }
  /** Answered at once. */
  | { readonly told: string };

export interface PlainCommand {
  readonly usage: string;
  readonly does: string;
  /** @param text what follows the word, without spaces around it */
  ask(text: string, session: Session, view: View): Asked;
}

export const send = (command: string, ...params: string[]): Asked => ({
  messages: [message(command, params)],
});
export const wrong = (words: string): Asked => ({ told: `! ${words}` });
export const nowhere = wrong("You are in no room; /join ROOM enters one");

/** People need not type the "#". */
export const roomName = (word: string): string => (word.startsWith("#") ? word : `#${word}`);

/** "first the rest" → first, the rest. */
export function headAndTail(text: string): [head: string, tail: string] {
  const space = text.indexOf(" ");
  return space < 0 ? [text, ""] : [text.slice(0, space), text.slice(space + 1).trim()];
}

export const wordsOf = (text: string): string[] => text.split(" ").filter((word) => word !== "");

/** A command about the room that one speaks in. */
export const here =
  (ask: (room: string, text: string) => Asked): PlainCommand["ask"] =>
  (text, { room }) =>
    room === "" ? nowhere : ask(room, text);
