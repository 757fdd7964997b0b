/**
 * Labels: the answer to a labeled command is gathered and told as one. ircv3 labeled-response.
 * Between what is said to a session and its outbox; knows no socket.
 */
import { message, type Message } from "../protocol/message.ts";
import { byteLength } from "../protocol/text.ts";
import { has, type Session } from "./session.ts";

/** A labeled command on its way. */
export interface Run {
  readonly label: string;
  /** What still has to be answered: the command itself and each of its requests. */
  left: number;
  readonly told: Message[];
}

const labelBytesMax = 64; // labeled-response: "MUST NOT exceed 64 bytes"

export function beginRun(session: Session, { tags }: Message): Run | undefined {
  if (tags.size === 0 || !has(session, "labeled-response")) return undefined;
  // It depends on batch, "which MUST be negotiated".
  if (!has(session, "batch")) return undefined;
  const label = tags.get("label");
  if (label === undefined || label === "" || byteLength(label) > labelBytesMax) return undefined;
  return { label, left: 1, told: [] };
}

/** One part of the answer is complete; with the last, what to tell: ACK, the one message, or all
 * of them in a batch. */
export function partDone(run: Run, server: string): readonly Message[] {
  run.left -= 1;
  if (run.left > 0) return [];
  const [first, ...more] = run.told;
  if (!first) return [withTag(message("ACK", [], server), "label", run.label)];
  if (more.length === 0) return [withTag(first, "label", run.label)];
  // "An existing type applicable to the entire response" needs no other around it.
  if (isOneBatch(run.told)) return [withTag(first, "label", run.label), ...more];
  const batch = `l${nextBatch++}`;
  const start = message("BATCH", [`+${batch}`, "labeled-response"], server);
  return [
    withTag(start, "label", run.label),
    // What is already in a batch of its own stays there; that batch is in this one.
    ...run.told.map((told) => (told.tags.has("batch") ? told : withTag(told, "batch", batch))),
    message("BATCH", [`-${batch}`], server),
  ];
}

function isOneBatch(told: readonly Message[]): boolean {
  const [first, last] = [told[0], told.at(-1)];
  const reference = first?.command === "BATCH" ? first.params[0]?.slice(1) : undefined;
  return reference !== undefined && last?.command === "BATCH" && last.params[0] === `-${reference}`;
}

/** A batch's reference need only differ from others open on the same connection. */
let nextBatch = 0;

const withTag = (told: Message, key: string, value: string): Message => ({
  ...told,
  // Before those of clients: the server's own tags come first (message-tags).
  tags: new Map([[key, value], ...told.tags]),
});
