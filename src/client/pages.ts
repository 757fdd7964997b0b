/**
 * Pages: what is known of a batch while it lasts (IRCv3 batch), and what its lines come to. Plain
 * data.
 */
import { message as makeMessage } from "../protocol/message.ts";
import type { Message } from "../protocol/message.ts";
import type { Told } from "./timeline.ts";

export type BatchKind = "history" | "lines" | "search" | "targets" | "other";

export interface Batch {
  readonly kind: BatchKind;
  readonly params: readonly string[];
  /** On the batch itself, or on one around it (labeled-response). */
  readonly label: string;
  /** In a batch of history, itself or around it. */
  readonly history: boolean;
  readonly parent: Batch | null;
  readonly opening: Message;
  /** Of a multi-line message. */
  readonly lines: Message[];
  /** Of a page: what it holds so far. */
  readonly items: Told[];
  readonly targets: { readonly name: string; readonly at: number }[];
  /** Lines in it and in what it holds. */
  count: number;
}

/** Of one multi-line message. */
const linesMax = 5000;

/** The page that a message is part of. */
export function pageOf(batch: Batch | null): Batch | null {
  for (let each = batch; each !== null; each = each.parent) {
    if (each.kind === "history" || each.kind === "search") return each;
  }
  return null;
}

export function count(batch: Batch | null): void {
  for (let each = batch; each !== null; each = each.parent) each.count += 1;
}

/** Takes a line of a multi-line message in. */
export function takeLine(batch: Batch, line: Message): void {
  if (batch.lines.length < linesMax) batch.lines.push(line);
}

/** What a multi-line message says, as one message; null when it says nothing. */
export function wholeOf({ opening, lines, parent, params }: Batch): Message | null {
  const [first] = lines;
  if (first === undefined) return null;
  let text = "";
  for (const [index, { tags, params: said }] of lines.entries()) {
    const joined = tags.has("draft/multiline-concat") || tags.has("multiline-concat");
    text += (index === 0 || joined ? "" : "\n") + (said.at(-1) ?? "");
  }
  const tags = new Map(opening.tags);
  if (parent === null) tags.delete("batch");
  const source = opening.source === "" ? first.source : opening.source;
  return makeMessage(first.command, [params[0] ?? first.params[0] ?? "", text], source, tags);
}
