/**
 * Bounds: what the server lets one upload: how large, of which kinds, how much more in all. Asked
 * before somebody chooses, and held against what they have chosen, so that nothing is sent in vain.
 * The server judges by the content, and has the last word. Loaded when a file is about to be sent.
 */
import type { App } from "./app.ts";
import { dialogTexts } from "./dialog-texts.ts";
import { locale } from "./texts.ts";

export interface Bounds {
  /** Bytes of one file; 0: one may upload nothing. */
  readonly max: number;
  /** Bytes that there is room for; null without bound. */
  readonly left: number | null;
  readonly kinds: readonly string[];
}

const kindsAll = 5;

/** Null where the server does not say. */
export async function askBounds(app: App): Promise<Bounds | null> {
  const word = await app.warrants.ask("FILEHOST");
  if (word === null) return null;
  const headers = { Authorization: `Bearer ${word}` };
  const answer = await fetch("/files", { headers }).catch(() => null);
  if (answer?.ok !== true) return null;
  return (await answer.json().catch(() => null)) as Bounds | null;
}

function inWords(bytes: number): string {
  const [unit, count] = bytes < 1e6 ? ["kilobyte", bytes / 1e3] : ["megabyte", bytes / 1e6];
  const maximumFractionDigits = count < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits }).format(
    Math.floor(count * 10) / 10,
  );
}

const kindsInWords = (kinds: readonly string[]): string =>
  new Intl.ListFormat(locale, { type: "conjunction" }).format(
    kinds.map((kind) => dialogTexts().fileKind(kind)),
  );

/** Before one chooses. */
export function boundsInWords({ max, left, kinds }: Bounds): string {
  if (max === 0) return dialogTexts().filesByAccounts;
  const size = inWords(max);
  const every = kinds.length === kindsAll;
  return [
    every ? dialogTexts().filesUpTo(size) : dialogTexts().kindsUpTo(kindsInWords(kinds), size),
    left === null ? "" : dialogTexts().filesLeft(inWords(left)),
  ].join(" ");
}

/** Why it would be refused; "" where nothing speaks against it. */
export function objectionTo(file: File, { max, left, kinds }: Bounds): string {
  if (max === 0) return dialogTexts().filesByAccounts;
  if (file.size === 0) return dialogTexts().fileEmpty;
  if (file.size > max) return dialogTexts().fileTooLarge(inWords(max));
  if (left !== null && file.size > left) return dialogTexts().noRoomLeft(inWords(left));
  const may = kindsOf(file.type).some((kind) => kinds.includes(kind));
  return may ? "" : dialogTexts().kindNotTaken(kindsInWords(kinds));
}

/** What the content may turn out to be. */
function kindsOf(type: string): readonly string[] {
  if (/^image\/(?:png|jpeg|gif|webp|avif)$/.test(type)) return ["picture"];
  if (/^(?:audio|video)\//.test(type)) return ["audio", "video", "other"];
  return ["text", "other"];
}

/** For whoever chooses, as far as types can say it: what is shown there to choose from. */
export function acceptFor({ kinds }: Bounds): string {
  const types: Readonly<Record<string, string>> = {
    picture: "image/*",
    audio: "audio/*",
    video: "video/*",
    text: "text/*",
  };
  return kinds.includes("other") ? "" : kinds.map((kind) => types[kind] ?? "").join(",");
}
