/**
 * BATCH from a client: several lines that are one message. ircv3 client-batch, draft/multiline.
 * `collect` takes the lines as they come, before they are performed; what it has collected is then
 * performed as one BATCH. A batch that has failed is told of once, and passed over to its end.
 */
import type { Limits } from "../../protocol/limits.ts";
import type { Message } from "../../protocol/message.ts";
import { byteLength } from "../../protocol/text.ts";
import { clientTags } from "../client-tags.ts";
import type { Command } from "../command.ts";
import { joinLines, type Line } from "../multiline.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { has, type Session } from "../session.ts";

/** The only type of batch that clients may send. */
export const multilineType = "draft/multiline";
export const concatTag = "draft/multiline-concat";

export interface OpenBatch {
  readonly reference: string;
  readonly target: string;
  /** The BATCH that opened it, with the tags that hold for all. */
  readonly opening: Message;
  /** When it was opened, milliseconds since the epoch. */
  readonly since: number;
  readonly lines: Line[];
  kind: "PRIVMSG" | "NOTICE" | undefined;
  bytes: number;
  /** Why nothing comes of it, which has been told. */
  failed: Refusal | undefined;
}

/** A batch as one message, to be performed. */
interface Whole extends Message {
  readonly batch: OpenBatch;
}

interface Circumstances {
  readonly limits: Limits;
  readonly fold: (text: string) => string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export const batch: Command = {
  from: "registered",
  paramsMin: 1,
  help: `BATCH <+|-><reference> [${multilineType} <target>] — say several lines as one message`,
  ask(session, _params, message) {
    const { batch: said } = message as Partial<Whole>;
    if (!said) return [refuse("unknownCommand", "BATCH")];
    if (said.failed) return [said.failed];
    const { kind = "PRIVMSG", target, lines, opening } = said;
    if (lines.length === 0) return [];
    const { text, joints } = joinLines(lines);
    return [{ type: "say", kind, target, text, tags: clientTags(session, opening), joints }];
  },
};

/** Whether the message has to do with a batch, as few have. */
export const inBatch = (session: Session, { command, tags }: Message): boolean =>
  (session.batch !== undefined || command === "BATCH" || tags.has("batch")) &&
  has(session, multilineType) &&
  session.user !== 0;

/** What is to be performed when this message has come: itself, or a batch that it ends, or nothing
 * while a batch goes on. Only for a message that is `inBatch`. */
export function collect(session: Session, message: Message, at: Circumstances): readonly Message[] {
  if (message.command === "BATCH")
    return message.params[0]?.startsWith("-")
      ? close(session, message)
      : open(session, message, at);
  const reference = message.tags.get("batch");
  const { batch: current } = session;
  if (reference === undefined) {
    if (!current || current.failed || besides.has(message.command)) return [message];
    return [fail(current, invalid("Only its own lines may come before the end")), message];
  }
  if (current?.failed) return passedOver(message);
  if (current?.reference === reference) {
    const failed = add(current, message, at);
    return failed ? [fail(current, failed), ...passedOver(message)] : [];
  }
  const stray = (session.batch ??= begun(reference, "", message, at.now));
  return [fail(stray, invalid("No batch of that reference is open"))];
}

/** It has been open for too long. */
export const expire = (current: OpenBatch): Message =>
  fail(current, refuse("batchTimeout", current.reference));

/** One of its lines has not come through. */
export const spoil = (current: OpenBatch): Message =>
  fail(current, invalid("One of its lines has been refused"));

/** What a client may say at any time. */
const besides: ReadonlySet<string> = new Set(["PING", "PONG", "QUIT"]);

const invalid = (words: string): Refusal =>
  refuse("multilineInvalid", `Invalid multiline batch: ${words}`);

const begun = (reference: string, target: string, opening: Message, now: number): OpenBatch => ({
  reference,
  target,
  opening,
  since: now,
  lines: [],
  kind: undefined,
  bytes: 0,
  failed: undefined,
});

function fail(current: OpenBatch, why: Refusal): Whole {
  current.failed = why;
  return { ...current.opening, command: "BATCH", params: [current.reference], batch: current };
}

function open(session: Session, message: Message, { now }: Circumstances): readonly Message[] {
  const [signed = "", type = "", target = ""] = message.params;
  const { batch: before } = session;
  const failed: Message[] = [];
  if (before && !before.failed) failed.push(fail(before, invalid("Another has been opened in it")));
  // In a batch that has failed nothing is heard.
  if (before && message.tags.has("batch")) return [...failed, ...passedOver(message)];
  const opened = (session.batch = begun(signed.slice(1), target, message, now));
  const why = objection(session, message, signed, type);
  return why ? [...failed, fail(opened, why)] : failed;
}

function objection(session: Session, { tags, params }: Message, signed: string, type: string) {
  if (!/^\+./.test(signed)) return invalid("It has no reference");
  if (tags.has("batch")) return invalid("There is no batch in a batch");
  if (params.length < 2) return refuse("needMoreParams", "BATCH");
  if (type !== multilineType) return refuse("batchTypeUnknown", type);
  if (params.length < 3) return refuse("needMoreParams", "BATCH");
  if (!has(session, "batch")) return invalid("The capability batch is needed");
  return undefined;
}

/** A line of the batch; or why there can be no such line. */
function add(current: OpenBatch, message: Message, { limits, fold }: Circumstances) {
  const { command, tags, params } = message;
  const { multilineBytesMax, multilineLinesMax } = limits;
  if (command !== "PRIVMSG" && command !== "NOTICE") return invalid(`${command} is none of it`);
  if (command !== (current.kind ??= command)) return invalid("PRIVMSG and NOTICE do not mix");
  const [target = "", text] = params;
  if (fold(target) !== fold(current.target))
    return refuse("multilineInvalidTarget", current.target, target || "*");
  if (text === undefined) return invalid("A line has no text");
  for (const key of tags.keys())
    if (key !== "batch" && key !== concatTag) return invalid("Tags belong to its opening");
  const concat = tags.has(concatTag);
  if (concat && text === "") return invalid("A blank line cannot go on from another");
  current.bytes += byteLength(text) + (concat || current.lines.length === 0 ? 0 : 1);
  current.lines.push({ text, concat });
  if (current.bytes > multilineBytesMax)
    return refuse("multilineMaxBytes", String(multilineBytesMax));
  if (current.lines.length > multilineLinesMax)
    return refuse("multilineMaxLines", String(multilineLinesMax));
  return undefined;
}

function close(session: Session, message: Message): readonly Message[] {
  const { batch: current } = session;
  const reference = (message.params[0] ?? "").slice(1);
  if (!current)
    return [fail(begun(reference, "", message, 0), invalid("No batch of that reference is open"))];
  if (reference === current.reference) session.batch = undefined;
  // Its failure has been told.
  if (current.failed) return passedOver(message);
  const wrong =
    reference !== current.reference
      ? "Its end names another"
      : current.lines.length === 0
        ? "There is no line in it"
        : current.lines.every(({ text }) => text === "")
          ? "All its lines are blank"
          : undefined;
  if (wrong !== undefined) return [fail(current, invalid(wrong)), ...passedOver(message)];
  const tags = new Map(current.opening.tags);
  const whole: Whole = { ...message, tags, batch: current };
  // The answer bears the label of the opening, or else that of the end.
  if (tags.has("label")) return [whole, ...passedOver(message)];
  const label = message.tags.get("label");
  if (label !== undefined) tags.set("label", label);
  return [whole];
}

/** Nothing comes of this message alone; but whoever has put a label to it waits for an answer. */
const passedOver = (message: Message): readonly Whole[] =>
  message.tags.has("label")
    ? [{ ...message, command: "BATCH", params: ["*"], batch: begun("", "", message, 0) }]
    : [];
