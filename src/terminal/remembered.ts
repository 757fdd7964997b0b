/**
 * Remembered: what this machine keeps of the rooms that were joined: who one was there, which
 * channels, the certificate, the keys to log in with (never a password). One file that only its
 * owner can read. What cannot be read is put aside, and never in the way.
 */
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { LoginKeys } from "../client/news.ts";

export interface RememberedPlace {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly nick?: string;
  readonly account?: string;
  /** Channels that one was in. */
  readonly rooms: readonly string[];
  /** When one was last there. */
  readonly at: number;
  /** SHA-256 of its certificate, when nobody vouches for it. */
  readonly fingerprint?: string;
  /** By account. */
  readonly keys: Readonly<Record<string, LoginKeys>>;
}

interface Kept {
  readonly places: Readonly<Record<string, RememberedPlace>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

const nothing: Kept = { places: {}, settings: {} };
const fileName = "rooms.json";
/** The oldest are forgotten. */
const placesMax = 100;

export const keyOf = ({ host, port }: { host: string; port: number }): string =>
  `${host.toLowerCase()}:${port}`;

export class Remembered {
  readonly #file: string | null;
  readonly #writes: boolean;
  /** Something that the person should know of, once. */
  complaint = "";

  /** @param folder null: nothing is kept @param writes false: what is kept is only read */
  constructor(folder: string | null, writes = true) {
    this.#writes = writes;
    this.#file = folder === null ? null : path.join(folder, fileName);
  }

  /** Where one was last, first. */
  get places(): RememberedPlace[] {
    return Object.values(this.#read().places).toSorted((one, other) => other.at - one.at);
  }

  place(of: { host: string; port: number }): RememberedPlace | null {
    return this.#read().places[keyOf(of)] ?? null;
  }

  get settings(): Readonly<Record<string, unknown>> {
    return this.#read().settings;
  }

  /** Changes what is kept of a place; it is made when there is none. */
  keep(of: { host: string; port: number; tls: boolean }, change: Partial<RememberedPlace>): void {
    const kept = this.#read();
    const { host, port, tls } = of;
    const known = kept.places[keyOf(of)] ?? { host, port, tls, rooms: [], at: 0, keys: {} };
    const places = { ...kept.places, [keyOf(of)]: { ...known, ...change } };
    const newest = Object.entries(places).toSorted(([, one], [, other]) => other.at - one.at);
    this.#write({ ...kept, places: Object.fromEntries(newest.slice(0, placesMax)) });
  }

  keepSettings(settings: Readonly<Record<string, unknown>>): void {
    this.#write({ ...this.#read(), settings });
  }

  /** Read each time: another client may have written meanwhile. */
  #read(): Kept {
    if (this.#file === null) return nothing;
    let text: string;
    try {
      text = readFileSync(this.#file, "utf8");
    } catch {
      return nothing;
    }
    const kept = parsed(text);
    if (kept !== null) return kept;
    const aside = `${this.#file}.unreadable`;
    this.complaint = `${this.#file} could not be read; it is kept as ${aside}`;
    try {
      renameSync(this.#file, aside);
    } catch {
      // Then it is written over.
    }
    return nothing;
  }

  #write(kept: Kept): void {
    if (this.#file === null || !this.#writes) return;
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 });
      // Whole or not at all, and never for a moment readable by others.
      const draft = `${this.#file}.${process.pid}`;
      writeFileSync(draft, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
      chmodSync(draft, 0o600);
      renameSync(draft, this.#file);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.complaint = `what should be remembered cannot be written: ${why}`;
    }
  }
}

/** Null when it is not what was written here. */
function parsed(text: string): Kept | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(value) || !isRecord(value["places"])) return null;
  const places = Object.entries(value["places"]).flatMap(([key, place]) =>
    isPlace(place) ? [[key, place] as const] : [],
  );
  const settings = isRecord(value["settings"]) ? value["settings"] : {};
  return { places: Object.fromEntries(places), settings };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isText = (value: unknown): boolean => value === undefined || typeof value === "string";

function isPlace(value: unknown): value is RememberedPlace {
  if (!isRecord(value)) return false;
  const { host, port, tls, nick, account, rooms, at, fingerprint, keys } = value;
  const texts = [nick, account, fingerprint].every(isText);
  const lists = Array.isArray(rooms) && rooms.every((room) => typeof room === "string");
  const plain = typeof host === "string" && typeof port === "number" && typeof tls === "boolean";
  return plain && texts && lists && typeof at === "number" && isRecord(keys) && hasKeys(keys);
}

const hasKeys = (keys: Record<string, unknown>): boolean =>
  Object.values(keys).every(
    (each) =>
      isRecord(each) &&
      typeof each["salt"] === "string" &&
      typeof each["iterations"] === "number" &&
      typeof each["salted"] === "string",
  );
