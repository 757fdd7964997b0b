/**
 * File kinds: what some bytes are, by what they are and not by what they are called; and how large
 * a picture is. Only what a browser shows without running anything has a type of its own. Pure.
 */
import type { FileKind } from "../config/web.ts";

export interface Recognized {
  readonly kind: FileKind;
  /** As it is served. */
  readonly type: string;
  /** At the end of its name. */
  readonly ending: string;
}

export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

const text = (bytes: Buffer, start: number, end: number): string =>
  bytes.toString("latin1", start, end);

/** @param bytes the beginning. @param isText all of it is UTF-8 without control characters */
export function recognize(bytes: Buffer, isText: boolean): Recognized {
  const is = (kind: FileKind, type: string, ending: string) => ({ kind, type, ending });
  if (text(bytes, 0, 8) === "\x89PNG\r\n\x1a\n") return is("picture", "image/png", "png");
  if (text(bytes, 0, 3) === "\xff\xd8\xff") return is("picture", "image/jpeg", "jpg");
  if (/^GIF8[79]a/.test(text(bytes, 0, 6))) return is("picture", "image/gif", "gif");
  if (text(bytes, 0, 4) === "RIFF" && text(bytes, 8, 12) === "WEBP")
    return is("picture", "image/webp", "webp");
  if (text(bytes, 0, 4) === "RIFF" && text(bytes, 8, 12) === "WAVE")
    return is("audio", "audio/wav", "wav");
  if (text(bytes, 4, 8) === "ftyp") return ofBrand(text(bytes, 8, 12));
  if (text(bytes, 0, 4) === "\x1a\x45\xdf\xa3") return is("video", "video/webm", "webm");
  if (text(bytes, 0, 4) === "OggS") return is("audio", "audio/ogg", "ogg");
  if (text(bytes, 0, 4) === "fLaC") return is("audio", "audio/flac", "flac");
  if (text(bytes, 0, 3) === "ID3" || /^\xff[\xe2\xe3\xf2\xf3\xfa\xfb]/.test(text(bytes, 0, 2)))
    return is("audio", "audio/mpeg", "mp3");
  return isText
    ? is("text", "text/plain; charset=utf-8", "txt")
    : is("other", "application/octet-stream", "bin");
}

function ofBrand(brand: string): Recognized {
  if (/^avi[fs]/.test(brand)) return { kind: "picture", type: "image/avif", ending: "avif" };
  if (brand.startsWith("M4A")) return { kind: "audio", type: "audio/mp4", ending: "m4a" };
  return { kind: "video", type: "video/mp4", ending: "mp4" };
}

/** Of the beginning of a picture; undefined where it does not say. */
export function dimensionsOf(type: string, bytes: Buffer): Dimensions | undefined {
  const found = finders[type]?.(bytes);
  const sane = (side: number): boolean => side > 0 && side <= 65_535;
  return found && sane(found.width) && sane(found.height) ? found : undefined;
}

const finders: { readonly [type: string]: (bytes: Buffer) => Dimensions | undefined } = {
  "image/png": (bytes) =>
    bytes.length < 24
      ? undefined
      : { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) },
  "image/gif": (bytes) =>
    bytes.length < 10 ? undefined : { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) },
  "image/jpeg": jpeg,
  "image/webp": webp,
  "image/avif": avif,
};

/** The frame header stands behind segments of any length (ITU T.81 §B.2). */
function jpeg(bytes: Buffer): Dimensions | undefined {
  let turned = false;
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xe1)
      turned ||= isTurned(bytes.subarray(at + 4, at + 2 + bytes.readUInt16BE(at + 2)));
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const [height, width] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)];
      return turned ? { width: height, height: width } : { width, height };
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

/** Whether its Exif says that it is to be shown on its side (orientations 5 to 8). */
function isTurned(exif: Buffer): boolean {
  if (text(exif, 0, 6) !== "Exif\0\0" || exif.length < 16) return false;
  const tiff = exif.subarray(6);
  const little = text(tiff, 0, 2) === "II";
  const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const first = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (first + 2 > tiff.length) return false;
  const count = Math.min(short(first), 200);
  for (let n = 0; n < count; n += 1) {
    const at = first + 2 + n * 12;
    if (at + 12 > tiff.length) return false;
    if (short(at) === 0x0112) return short(at + 8) >= 5 && short(at + 8) <= 8;
  }
  return false;
}

function webp(bytes: Buffer): Dimensions | undefined {
  if (bytes.length < 30) return undefined;
  switch (text(bytes, 12, 16)) {
    case "VP8 ":
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    case "VP8L": {
      const bits = bytes.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case "VP8X":
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    default:
      return undefined;
  }
}

/** The first "ispe" of its properties. */
function avif(bytes: Buffer): Dimensions | undefined {
  const at = bytes.indexOf("ispe", 0, "latin1");
  if (at < 0 || at + 16 > bytes.length) return undefined;
  return { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
}
