/**
 * TOML: a configuration's text as a tree, and the line on which each key stands, which the parser
 * does not tell. It knows no key by name and no rule about any.
 */
import assert from "node:assert/strict";
import { parse, TomlError } from "smol-toml";

export type Path = readonly (string | number)[];
export type Table = { readonly [key: string]: unknown };

export interface Toml {
  readonly table: Table;
  /** Of the key, or of the nearest thing around it that the text has. From 1. */
  lineOf(path: Path): number;
}

/** The text is not TOML. `reason` is in words for people and repeats nothing of the text. */
export interface NotToml {
  readonly line: number;
  readonly reason: string;
}

export function readToml(text: string): Toml | NotToml {
  let table: Table;
  try {
    table = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [first = ""] = error.message.split("\n");
    return { line: error.line, reason: first.replace("Invalid TOML document: ", "") };
  }
  const lines = new Scanner(text).scan();
  return {
    table,
    lineOf(path) {
      for (let length = path.length; length > 0; length -= 1) {
        const line = lines.get(keyOf(path.slice(0, length)));
        if (line !== undefined) return line;
      }
      return 1;
    },
  };
}

const keyOf = (path: Path): string => JSON.stringify(path);

const blank = /[ \t]*/y;
const blankLines = /(?:[ \t\r\n]+|#[^\n]*)*/y;
const bareKey = /[A-Za-z0-9_-]+/y;
// A string of three quotes may end in up to two more, which are its own.
const string = new RegExp(
  [
    /"""(?:[^\\"]+|\\[^]|"{1,2}(?!"))*"{3,5}/,
    /'''(?:[^']+|'{1,2}(?!'))*'{3,5}/,
    /"(?:[^\\"]+|\\[^])*"/,
    /'[^']*'/,
  ]
    .map((form) => form.source)
    .join("|"),
  "y",
);
const scalar = /[^,\]}#\r\n]*/y;

/** Walks text that the parser has found right, so it has no errors of its own to tell. */
class Scanner {
  readonly #text: string;
  #at: number;
  #line = 1;
  readonly #lines = new Map<string, number>();
  #steps = 0;
  /** How many tables each [[…]] has had so far. */
  readonly #counts = new Map<string, number>();

  constructor(text: string) {
    this.#text = text;
    this.#at = text.startsWith("\ufeff") ? 1 : 0; // Notepad's byte order mark
  }

  scan(): Map<string, number> {
    let table: Path = [];
    for (;;) {
      this.#take(blankLines);
      if (this.#at >= this.#text.length) return this.#lines;
      if (this.#peek() === "[") table = this.#header();
      else this.#pair(table);
    }
  }

  /** Each loop notes something, and each thing noted has at least one letter: were there ever more,
   * we would have read the text otherwise than the parser, and go round in one place. */
  #step(): void {
    this.#steps += 1;
    assert.ok(this.#steps <= this.#text.length, "the scanner and the TOML parser disagree");
  }

  /** `[a.b]` or `[[a.b]]`: the path of the table that it opens. */
  #header(): Path {
    this.#at += 1;
    const many = this.#peek() === "[";
    if (many) this.#at += 1;
    const keys = this.#keys();
    this.#at += many ? 2 : 1;
    let path: Path = [];
    for (const [index, key] of keys.entries()) {
      path = [...path, key];
      const last = index === keys.length - 1;
      const count = this.#counts.get(keyOf(path));
      if (last && many) {
        this.#counts.set(keyOf(path), (count ?? 0) + 1);
        this.#note(path, false);
        path = [...path, count ?? 0];
      } else if (count !== undefined) path = [...path, count - 1];
      this.#note(path, last);
    }
    return path;
  }

  /** `key = value`, the key perhaps dotted. */
  #pair(table: Path): void {
    let path = table;
    const keys = this.#keys();
    for (const [index, key] of keys.entries()) {
      path = [...path, key];
      this.#note(path, index === keys.length - 1);
    }
    this.#at += 1; // "="
    this.#take(blank);
    this.#value(path);
  }

  #value(path: Path): void {
    const first = this.#peek();
    if (first === '"' || first === "'") this.#take(string);
    else if (first === "[") this.#array(path);
    else if (first === "{") this.#inlineTable(path);
    else this.#take(scalar);
  }

  #array(path: Path): void {
    this.#at += 1;
    for (let index = 0; ; index += 1) {
      this.#take(blankLines);
      if (this.#peek() === "]") break;
      this.#note([...path, index], true);
      this.#value([...path, index]);
      this.#comma();
    }
    this.#at += 1;
  }

  #inlineTable(path: Path): void {
    this.#at += 1;
    for (;;) {
      this.#take(blankLines);
      if (this.#peek() === "}") break;
      this.#pair(path);
      this.#comma();
    }
    this.#at += 1;
  }

  #comma(): void {
    this.#take(blankLines);
    if (this.#peek() === ",") this.#at += 1;
  }

  #keys(): string[] {
    const keys: string[] = [];
    for (;;) {
      this.#take(blank);
      const quoted = this.#peek() === '"' || this.#peek() === "'";
      const raw = this.#take(quoted ? string : bareKey);
      // The parser itself undoes a quoted key's escapes.
      keys.push(quoted ? (Object.keys(parse(`${raw} = 0`))[0] ?? "") : raw);
      this.#take(blank);
      if (this.#peek() !== ".") return keys;
      this.#at += 1;
    }
  }

  #peek(): string {
    return this.#text.charAt(this.#at);
  }

  #take(form: RegExp): string {
    form.lastIndex = this.#at;
    const [taken = ""] = form.exec(this.#text) ?? [];
    this.#at += taken.length;
    for (const character of taken) if (character === "\n") this.#line += 1;
    return taken;
  }

  /** The line where a key itself stands counts more than one that only mentions it. */
  #note(path: Path, itself: boolean): void {
    this.#step();
    const key = keyOf(path);
    if (itself || !this.#lines.has(key)) this.#lines.set(key, this.#line);
  }
}
