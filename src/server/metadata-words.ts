/**
 * Metadata words: how what is said of metadata is written, by the draft that a session has asked
 * for. draft/metadata-3 tells all in numerics; draft/metadata-2 has a METADATA message, and other
 * codes. Who has asked for neither reads the newer. Beside the commands; it knows no rule.
 */
import { message, type Message } from "../protocol/message.ts";
import { numerics } from "../protocol/numerics.ts";
import type { Reader } from "./command.ts";
import { refuse, type Refusal } from "./refusal.ts";
import { has, type Session } from "./session.ts";

export type Draft = 2 | 3;

export const draftOf = (session: Session): Draft => (has(session, "draft/metadata-2") ? 2 : 3);

/** "Metadata-aware": it is told of metadata without asking. Either draft depends on batch. */
export const isAware = (session: Session): boolean =>
  has(session, "batch") && (has(session, "draft/metadata-2") || has(session, "draft/metadata-3"));

/** What is told in answer to GET, LIST and SET, by both drafts. */
export function tellValue(
  { reply }: Reader,
  target: string,
  key: string,
  visibility: string,
  value: string | null,
): void {
  if (value === null) reply(numerics.RPL_KEYNOTSET, target, key, "Key not set");
  else reply(numerics.RPL_KEYVALUE, target, key, visibility, value);
}

/** What is told of values that are there already: on joining, SYNC, SUB and so on. */
export function tellSynced(
  reader: Reader,
  target: string,
  key: string,
  visibility: string,
  value: string,
): void {
  if (draftOf(reader.session) === 3) return tellValue(reader, target, key, visibility, value);
  reader.send(message("METADATA", [target, key, visibility, value], reader.host.name));
}

export function tellLater({ reply, session }: Reader, target: string, seconds: number): void {
  const words = draftOf(session) === 3 ? ["Try again later"] : [];
  reply(numerics.ERR_METADATASYNCLATER, target, String(seconds), ...words);
}

/** A part of what was asked for cannot be; the older draft says FAIL of that too. */
export function warn(reader: Reader, level: "WARN" | "NOTE", refusal: Refusal): void {
  if (draftOf(reader.session) === 2) return reader.refuse(refusal);
  reader.refuse(refusal, level);
}

/** The refusal as the older draft has it. */
export function inDraft2(refused: Refusal): Refusal {
  const [first = "", second = "", , fourth = "*"] = refused.params;
  switch (refused.reason) {
    case "metadataInvalidKey":
      return refuse("metadata2InvalidKey", first);
    case "metadataInvalidValue":
      return refuse("metadata2InvalidValue");
    case "metadataIsNot":
      return refuse("metadata2KeyNotSet", first, second);
    case "metadataLimit":
      return first === "SUB"
        ? refuse("metadata2TooManySubs", second)
        : refuse("metadata2Limit", second);
    case "metadataRateLimited":
      return refuse("metadata2RateLimited", second, fourth, first);
    case "metadataTooFewParams":
      // It has no word of its own for this.
      return refuse("needMoreParams", "METADATA");
    case "metadataUnknownSubcommand":
      return refuse("metadata2InvalidSubcommand", first);
    default:
      return refused;
  }
}

/** Says something within a batch, for those who know batches; they are never open at once. */
export function inBatch(
  reader: Reader,
  type: string,
  params: readonly string[],
  tell: (reader: Reader) => void,
): void {
  const { host, session } = reader;
  if (!has(session, "batch")) return tell(reader);
  const send = (told: Message): void =>
    reader.send({ ...told, tags: new Map(told.tags).set("batch", reference) });
  reader.send(message("BATCH", [`+${reference}`, type, ...params], host.name));
  tell(reader.through(send));
  reader.send(message("BATCH", [`-${reference}`], host.name));
}
const reference = "m";
