import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../../test/seed.ts";
import { readToml } from "./toml.ts";
import type { Path, Toml } from "./toml.ts";

function read(text: string): Toml {
  const toml = readToml(text);
  if ("reason" in toml) assert.fail(`${toml.line}: ${toml.reason}\n${text}`);
  return toml;
}

test("each key's line is found, whatever stands around it", () => {
  const toml = read(
    [
      "\ufefftop = 1 # [not.a.table]",
      "text = '''",
      "[nor] this",
      "x = 1 '''''",
      'other = """one \\""" two',
      "# no comment",
      '"""',
      '"quoted \\u0041.b" . c = "# no comment"',
      "  [ a . 'b' ]   # a table",
      "k.l.m = { n = 1, o = [ 1,",
      "   2, # ] }",
      '   { p = "]" } ] }',
      "[[list]]",
      "x = 1",
      "[list.sub]",
      "y = 2",
      "[[list.many]]",
      "[[list]]\r",
      "x = 2020-01-01 00:00:00Z",
      "[[list.many]]",
      "z = [",
      "",
      "  inf,",
      "]",
      "[a]",
      "[a.b.c]",
    ].join("\n"),
  );
  const lines: [Path, number][] = [
    [["top"], 1],
    [["text"], 2],
    [["other"], 5],
    [["quoted A.b", "c"], 8],
    [["a"], 25],
    [["a", "b"], 9],
    [["a", "b", "k", "l", "m"], 10],
    [["a", "b", "k", "l", "m", "n"], 10],
    [["a", "b", "k", "l", "m", "o", 0], 10],
    [["a", "b", "k", "l", "m", "o", 1], 11],
    [["a", "b", "k", "l", "m", "o", 2, "p"], 12],
    [["list"], 13],
    [["list", 0], 13],
    [["list", 0, "x"], 14],
    [["list", 0, "sub", "y"], 16],
    [["list", 0, "many", 0], 17],
    [["list", 1], 18],
    [["list", 1, "x"], 19],
    [["list", 1, "many", 0, "z"], 21],
    [["list", 1, "many", 0, "z", 0], 23],
    [["a", "b", "c"], 26],
    [["list", 1, "absent", "deeper"], 18],
    [["absent"], 1],
  ];
  for (const [path, line] of lines) assert.equal(toml.lineOf(path), line, path.join("."));
});

test("what is not TOML is told with its line, without its text", () => {
  assert.deepEqual(readToml('a = 1\npassword = "hunter2'), {
    line: 2,
    reason: "unfinished string",
  });
});

/** Writes TOML and notes where each key came to stand. */
class Writer {
  text = "";
  readonly lines: [Path, number][] = [];
  note(path: Path): void {
    this.lines.push([path, this.text.split("\n").length]);
  }
}

type Value = string | number | Value[] | { [key: string]: Value };

const key = fc.oneof(
  fc.stringMatching(/^[a-z0-9_-]{1,4}$/),
  fc.string({
    unit: fc.constantFrom("a", ".", "#", "=", '"', "'", "[", "é", "\\", "\n"),
    minLength: 1,
  }),
);
const text = fc.string({
  unit: fc.constantFrom("a", "#", '"', "'", "[", "]", "{", ",", "\\", "\n"),
});
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.integer(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(key, tie("value"), { maxKeys: 3 }),
  ),
}));
const tables = fc.array(fc.record({ head: fc.nat(2), pairs: fc.dictionary(key, value) }));

const spaces = ["", " ", "\t ", "\n", " # ' \" ] }\n", "\r\n\r\n"];

/** A string in one of TOML's four forms; those that cannot hold it are passed over. */
function written(text: string, form: number): string {
  if (form === 1 && !/['\n]/.test(text)) return `'${text}'`;
  // A first newline is dropped by TOML; three quotes would end it, one or two at its end do not.
  if (form === 2 && !text.includes("'''")) return `'''\n${text}'''`;
  if (form === 3) {
    const slashed = text.replaceAll("\\", "\\\\");
    const safe = slashed.replace(/"{3,}/g, (quotes) => quotes.replaceAll('"', '\\"'));
    return `"""\n${safe}"""`;
  }
  return JSON.stringify(text);
}

function write(out: Writer, path: Path, value: Value, choice: () => number): void {
  const gap = () => (out.text += spaces[choice() % spaces.length]);
  if (typeof value === "string") out.text += written(value, choice() % 4);
  else if (typeof value === "number") out.text += String(value);
  else if (Array.isArray(value)) {
    out.text += "[";
    for (const [index, item] of value.entries()) {
      gap();
      out.note([...path, index]);
      write(out, [...path, index], item, choice);
      gap();
      if (index < value.length - 1) out.text += ",";
    }
    gap();
    out.text += "]";
  } else {
    out.text += "{ ";
    for (const [index, [name, inner]] of Object.entries(value).entries()) {
      if (index > 0) out.text += ", ";
      pair(out, path, name, inner, choice);
    }
    out.text += " }";
  }
}

function pair(out: Writer, path: Path, name: string, value: Value, choice: () => number): void {
  out.note([...path, name]);
  out.text += `${/^[\w-]+$/.test(name) ? name : JSON.stringify(name)} = `;
  write(out, [...path, name], value, choice);
}

test("the lines are right in documents of any form", () => {
  fc.assert(
    fc.property(tables, fc.infiniteStream(fc.nat(1_000)), (tables, stream) => {
      const choice = () => Number(stream.next().value ?? 0);
      const out = new Writer();
      let count = 0;
      for (const [index, { head, pairs }] of tables.entries()) {
        const path: Path =
          head === 0 ? [`t${index}`] : head === 1 ? ["many", count++] : ["x", `t${index}`];
        const name = head === 1 ? "[[ many ]]" : `[${path.join(".")}]`;
        out.note(path);
        out.text += `${name} # [no]\n`;
        for (const [key, value] of Object.entries(pairs)) {
          pair(out, path, key, value, choice);
          out.text += "\n";
        }
      }
      const toml = read(out.text);
      for (const [path, line] of out.lines) {
        assert.equal(toml.lineOf(path), line, `${JSON.stringify(path)}\n${out.text}`);
      }
    }),
  );
});
