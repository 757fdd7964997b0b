/** File words: names in Content-Disposition (RFC 6266, RFC 8187), ranges (RFC 9110 §14). Pure. */
import { cut } from "../../protocol/text.ts";

const nameBytesMax = 120;

/** What a file is called; it ends with what its content is, whatever it was called before. */
export function nameIn(header: string | string[] | undefined, ending: string): string {
  const text = typeof header === "string" ? header : "";
  const [, encoded] = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(text) ?? [];
  const [, quoted, bare] = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(text) ?? [];
  const given = decoded(encoded) ?? quoted?.replace(/\\(.)/g, "$1") ?? bare ?? "";
  // No path, nothing that turns a line around or cannot be seen.
  const base = given.split(/[/\\]/).at(-1) ?? "";
  const clean = base
    .replace(/[\p{C}\p{Zl}\p{Zp}"<>|:*?]/gu, "")
    .trim()
    .replace(/^\.+/, "");
  const known = ending === "bin" ? clean : clean.replace(/\.[^.]{0,12}$/, "");
  const stem = cut(known, nameBytesMax) || "file";
  return ending === "bin" && /\.[\w-]{1,12}$/.test(stem) ? stem : `${stem}.${ending}`;
}

function decoded(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The first and the last byte of the one part that is asked for; undefined: all of it. */
export function rangeOf(
  header: string | string[] | undefined,
  size: number,
): readonly [start: number, end: number] | "unsatisfiable" | undefined {
  if (typeof header !== "string") return undefined;
  // Several parts at once, and what is no range, may be answered with the whole.
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim()) ?? [];
  if (first === "" && last === "") return undefined;
  if (first === "") {
    const count = Number(last);
    return count === 0 ? "unsatisfiable" : [Math.max(0, size - count), size - 1];
  }
  const start = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < start) return undefined;
  return start >= size ? "unsatisfiable" : [start, end];
}
