/**
 * Wire: a text to say → the lines that carry it. One PRIVMSG where it fits, a batch of several
 * where the server takes multi-line messages (draft/multiline), else one message for each.
 */
import { byteLength } from "../protocol/text.ts";
import type { Line } from "./outgoing.ts";
import { splitText } from "./split.ts";
import type { ClientState } from "./state.ts";
import { has } from "./state.ts";
import type { Manner } from "./timeline.ts";
import type { Turn } from "./turn.ts";

/** A nick may grow, or a cloak be set, between sending and relaying. */
const spareBytes = 10;
/** A strange LINELEN must not make every word its own line. */
const textBytesMin = 100;

interface Bounds {
  readonly bytesMax: number;
  readonly linesMax: number;
}

/** What one multi-line message may hold; null where there are none. */
function multiline(state: ClientState): Bounds | null {
  if (!has(state, "draft/multiline", "batch")) return null;
  const value = state.offered.get("draft/multiline") ?? "";
  const number = (key: string): number =>
    Number(new RegExp(`(?:^|,)${key}=(\\d+)`).exec(value)?.[1] ?? "");
  const bytesMax = number("max-bytes") || 4096;
  return { bytesMax, linesMax: number("max-lines") || 100 };
}

/** Whether a text of so many lines would arrive as one message. */
export const isOneMessage = (state: ClientState): boolean => multiline(state) !== null;

/** The messages that a text becomes. */
export function pieces(state: ClientState, target: string, text: string, manner: Manner): string[] {
  const bounds = multiline(state);
  const clean = text.replaceAll("\0", " ").replaceAll(/\r\n?/g, "\n");
  const bytesMax = textBytesMax(state, target, manner);
  if (bounds === null || manner === "action") {
    const lines = manner === "action" ? [clean.replaceAll("\n", " ")] : clean.split("\n");
    const said = lines.filter((line) => line.trim() !== "");
    return said.flatMap((line) => splitText(line, bytesMax));
  }
  const whole = clean.replace(/^(?:[^\S\n]*\n)+/, "").trimEnd();
  if (whole === "") return [];
  return packed(whole.split("\n"), bounds, bytesMax);
}

/** Lines that go together, as many as one message may hold. */
function packed(lines: readonly string[], { bytesMax, linesMax }: Bounds, most: number): string[] {
  const messages: string[] = [];
  let held: string[] = [];
  let bytes = 0;
  let count = 0;
  for (const line of lines.flatMap((each) => splitText(each, bytesMax))) {
    const length = byteLength(line) + 1;
    const wires = Math.max(1, splitText(line, most, true).length);
    if (held.length > 0 && (bytes + length > bytesMax || count + wires > linesMax)) {
      messages.push(held.join("\n"));
      held = [];
      bytes = 0;
      count = 0;
    }
    held.push(line);
    bytes += length;
    count += wires;
  }
  return [...messages, held.join("\n")].filter((message) => message.trim() !== "");
}

/** Sends it. @param label "" for none */
export function wire(turn: Turn, line: Line, label: string): void {
  const { state } = turn;
  const tags = new Map<string, string>();
  if (label !== "") tags.set("label", label);
  if (line.replyTo !== null && has(state, "message-tags")) tags.set("+draft/reply", line.replyTo);
  const given = tags.size === 0 ? undefined : tags;
  const text = line.manner === "action" ? `\x01ACTION ${line.text}\x01` : line.text;
  const command = line.manner === "notice" ? "NOTICE" : "PRIVMSG";
  const bytesMax = textBytesMax(state, line.target, line.manner);
  if (!text.includes("\n") && byteLength(line.text) <= bytesMax) {
    turn.send(command, [line.target, text], given);
    return;
  }
  const ref = `m${line.id}`;
  turn.send("BATCH", [`+${ref}`, "draft/multiline", line.target], given);
  for (const each of text.split("\n")) {
    for (const [index, piece] of splitText(each, bytesMax, true).entries()) {
      const concat: [string, string][] = index === 0 ? [] : [["draft/multiline-concat", ""]];
      turn.send("PRIVMSG", [line.target, piece], new Map([["batch", ref], ...concat]));
    }
  }
  turn.send("BATCH", [`-${ref}`]);
}

/** RFC 1459 §2.3, where the server does not say. */
const lineBytesMax = 512;
/** What is not known is taken to be as long as it may be (protocol/limits.ts). */
const userLengthMax = 18;
const hostLengthMax = 63;

/** Bytes of text in one line, so that it is whole when it comes to others with our source. */
function textBytesMax(state: ClientState, target: string, manner: Manner): number {
  const line = Number(state.isupport.get("LINELEN") ?? "") || lineBytesMax;
  const username = byteLength(state.username) || userLengthMax;
  const host = byteLength(state.host) || hostLengthMax;
  const source = byteLength(state.nick) + username + host + ":!@ ".length;
  const around = source + "PRIVMSG ".length + byteLength(target) + " :\r\n".length;
  const action = manner === "action" ? "\x01ACTION \x01".length : 0;
  return Math.max(textBytesMin, line - around - action - spareBytes);
}
