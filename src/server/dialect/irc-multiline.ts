/**
 * IRC, what was said in several lines: a batch for those who know them, or else line after line.
 * ircv3 draft/multiline. Beside irc-events.ts; it knows no session.
 */
import type { Message } from "../../protocol/message.ts";
import type { Text } from "../dialect.ts";
import { msgidOf, type Said } from "../event.ts";
import { type Line, linesOf } from "../multiline.ts";

/** Of the references of these batches. */
const prefix = "ml-";

interface Around {
  /** Whose words, with ":". */
  readonly source: string;
  readonly target: string;
  /** The reference of the batch in which it stands, or "". */
  readonly outer: string;
  /** Tags of the nth line, with "@" and the space, or "". */
  readonly tags: (n: number) => string;
}

const parts = ({ text, joints = [] }: Said): Line[] => linesOf({ text, joints });

/** The tags are those of the whole, and stand on its beginning. */
export function asBatch(event: Said, { source, target, outer, tags }: Around): Text {
  const reference = prefix + msgidOf(event);
  const lines = parts(event).map(({ text, concat }) => {
    const more = concat ? ";draft/multiline-concat" : "";
    return `@batch=${reference}${more} ${source} ${event.kind} ${target} :${text}\r\n`;
  });
  const nested = outer === "" ? "" : `@batch=${outer} `;
  return [
    `${tags(0)}${source} BATCH +${reference} draft/multiline ${target}\r\n`,
    ...lines,
    `${nested}${source} BATCH -${reference}\r\n`,
  ].join("");
}

/** Whether it is a line or the end of such a batch, whose tags are all on its beginning. */
export const isWithin = ({ tags, command, params }: Message): boolean =>
  tags.get("batch")?.startsWith(prefix) === true ||
  (command === "BATCH" && params[0]?.startsWith(`-${prefix}`) === true);

/** As it was said, less the blank lines, which nobody who does not know batches may read. */
export const asLines = (event: Said, { source, target, tags }: Around): Text =>
  parts(event)
    .filter(({ text }) => text !== "")
    .map(({ text }, n) => `${tags(n)}${source} ${event.kind} ${target} :${text}\r\n`)
    .join("");
