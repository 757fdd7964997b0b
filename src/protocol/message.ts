/**
 * Message: one wire line of IRC, taken apart and put together. First and last step of the journey.
 * Pure text: knows no socket, no session, no meaning of any command.
 */
import { formatTags, noTags, parseTags } from "./tags.ts";
import type { Tags } from "./tags.ts";

export { escapeTagValue, noTags, unescapeTagValue } from "./tags.ts";
export type { Tags } from "./tags.ts";

export interface Message {
  /** Tag keys with their unescaped values; a tag without a value has "" (message-tags). */
  readonly tags: Tags;
  /** Without the leading colon; "" when absent. */
  readonly source: string;
  /** Upper case. */
  readonly command: string;
  readonly params: readonly string[];
}

const space = 0x20;
const colon = 0x3a;
const at = 0x40;

export function message(
  command: string,
  params: readonly string[],
  source = "",
  tags: Tags = noTags,
): Message {
  return { tags, source, command, params };
}

/**
 * Reads one line without its CR LF; undefined when it holds no command. Several spaces separate
 * like one (RFC 1459 §2.3.1). A CR, LF or NUL inside (a WebSocket message can hold one) ends the
 * line, so no part of a Message holds them, save tag values, which are escaped when written.
 */
export function parseMessage(line: string): Message | undefined {
  const text = oneLine(line);
  let position = skipSpaces(text, 0);
  let tags = noTags;
  if (text.charCodeAt(position) === at) {
    const end = wordEnd(text, position);
    tags = parseTags(text.slice(position + 1, end));
    position = skipSpaces(text, end);
  }
  let source = "";
  if (text.charCodeAt(position) === colon) {
    const end = wordEnd(text, position);
    source = text.slice(position + 1, end);
    position = skipSpaces(text, end);
  }
  if (position >= text.length) return undefined;
  const commandEnd = wordEnd(text, position);
  const command = upperCase(text.slice(position, commandEnd));
  return { tags, source, command, params: parseParams(text, commandEnd) };
}

function parseParams(text: string, from: number): string[] {
  const params: string[] = [];
  let position = skipSpaces(text, from);
  while (position < text.length) {
    if (text.charCodeAt(position) === colon) {
      params.push(text.slice(position + 1));
      break;
    }
    const end = wordEnd(text, position);
    params.push(text.slice(position, end));
    position = skipSpaces(text, end);
  }
  return params;
}

/**
 * Writes one line without its CR LF. Only the last param may be empty, hold a space or begin with
 * a colon. Whatever the parts hold, the result is one line: a CR, LF or NUL in it ends it.
 */
export function formatMessage(message: Message): string {
  const { tags, source, params } = message;
  let text = tags.size === 0 ? "" : `@${formatTags(tags)} `;
  if (source !== "") text += `:${source} `;
  text += message.command;
  const last = params.length - 1;
  for (let index = 0; index <= last; index++) {
    const param = params[index] as string;
    text += index === last && needsColon(param) ? ` :${param}` : ` ${param}`;
  }
  return oneLine(text);
}

function needsColon(param: string): boolean {
  return param === "" || param.charCodeAt(0) === colon || param.includes(" ");
}

/** Measured: one search by pattern takes a quarter of the time of three by indexOf. */
const lineEnd = /[\r\n\0]/;

/** The text up to its first CR, LF or NUL: nothing smuggled in may become a second line. */
function oneLine(text: string): string {
  const end = text.search(lineEnd);
  return end < 0 ? text : text.slice(0, end);
}

function skipSpaces(text: string, from: number): number {
  let position = from;
  while (text.charCodeAt(position) === space) position++;
  return position;
}

function wordEnd(text: string, from: number): number {
  const end = text.indexOf(" ", from);
  return end < 0 ? text.length : end;
}

/** ASCII only: with toUpperCase alone "prıvmsg" (U+0131) would become PRIVMSG. */
function upperCase(command: string): string {
  let lower = false;
  for (let index = 0; index < command.length; index++) {
    const code = command.charCodeAt(index);
    if (code > 0x7f) return command.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
    if (code >= 0x61 && code <= 0x7a) lower = true;
  }
  return lower ? command.toUpperCase() : command;
}
