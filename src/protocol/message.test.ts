import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fc } from "../../test/seed.ts";
import { parse as parseYaml } from "yaml";
import { formatMessage, message, noTags, parseMessage } from "./message.ts";
import { escapeTagValue, formatTags, parseTags, unescapeTagValue } from "./tags.ts";

interface Atoms {
  tags?: Record<string, string>;
  source?: string;
  verb: string;
  params?: string[];
}

function vectors<Vector>(name: string): Vector[] {
  const file = new URL(`../../test/vectors/${name}.yaml`, import.meta.url);
  return (parseYaml(readFileSync(file, "utf8")) as { tests: Vector[] }).tests;
}

const built = (atoms: Atoms) =>
  message(
    atoms.verb,
    atoms.params ?? [],
    atoms.source ?? "",
    new Map(Object.entries(atoms.tags ?? {})),
  );

for (const { input, atoms } of vectors<{ input: string; atoms: Atoms }>("msg-split")) {
  test(`splits ${JSON.stringify(input)}`, () => {
    const expected = { ...built(atoms), command: atoms.verb.toUpperCase() };
    assert.deepEqual(parseMessage(input), expected);
  });
}

for (const { desc, atoms, matches } of vectors<{ desc: string; atoms: Atoms; matches: string[] }>(
  "msg-join",
)) {
  test(`joins: ${desc}`, () => {
    const text = formatMessage(built(atoms));
    assert.ok(matches.includes(text), text);
  });
}

test("a line without a command is no message", () => {
  for (const line of ["", "   ", "\r", "@a=b", "@a=b  ", ":source", ":source ", "@ :s ", "\n"])
    assert.equal(parseMessage(line), undefined, JSON.stringify(line));
});

test("spaces in front, between and behind separate only", () => {
  assert.deepEqual(parseMessage("  join   #a  key  \r"), message("JOIN", ["#a", "key"]));
  assert.deepEqual(parseMessage("@t   :s   X   :  y "), {
    tags: new Map([["t", ""]]),
    source: "s",
    command: "X",
    params: ["  y "],
  });
});

test("only ASCII letters of a command are raised", () => {
  assert.equal(parseMessage("prıvmsg a")?.command, "PRıVMSG");
  assert.equal(parseMessage("straße a")?.command, "STRAßE");
});

test("nothing can smuggle in a second line", () => {
  assert.deepEqual(parseMessage("PRIVMSG #a :hi\r\nQUIT"), message("PRIVMSG", ["#a", "hi"]));
  assert.equal(formatMessage(message("NOTICE", ["a", "x\nQUIT"])), "NOTICE a x");
  assert.equal(formatMessage(message("NOTICE", ["a", "x\0y z"])), "NOTICE a :x");
});

test("messages without tags share one empty map", () => {
  assert.equal(parseMessage("PING")?.tags, noTags);
  assert.equal(parseMessage("@;;= PING")?.tags, noTags);
});

const tagKey = fc.stringMatching(/^\+?[a-z0-9./-]{1,12}$/);
const tagValue = fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", ""));
const word = fc
  .string({ unit: "grapheme", minLength: 1 })
  .map((text) => text.replace(/[\r\n\0 ]/g, "_").replace(/^[:@]/, "-"));
const last = fc.string({ unit: "grapheme" }).map((text) => text.replace(/[\r\n\0]/g, " "));

test("parse ∘ format is the identity", () => {
  const messages = fc.record({
    tags: fc.uniqueArray(fc.tuple(tagKey, tagValue), { selector: ([key]) => key }),
    source: fc.oneof(fc.constant(""), word),
    command: fc.stringMatching(/^([A-Z]{1,10}|[0-9]{3})$/),
    middle: fc.array(word, { maxLength: 14 }),
    last: fc.option(last),
  });
  fc.assert(
    fc.property(messages, ({ tags, source, command, middle, last }) => {
      const params = last === null ? middle : [...middle, last];
      const whole = message(command, params, source, new Map(tags));
      assert.deepEqual(parseMessage(formatMessage(whole)), whole);
    }),
  );
});

test("any text is parsed without an exception, and what it gives is stable", () => {
  const unit = fc.constantFrom("@", ":", " ", ";", "=", "\\", "\r", "\n", "\0", "a", "é", "😀");
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit })), (line) => {
      const parsed = parseMessage(line);
      // A command like "@" is no command of ours; written first it would be read as tags.
      if (parsed === undefined || /^[@:]/.test(parsed.command)) return;
      const again = parseMessage(formatMessage(parsed));
      assert.deepEqual(again?.params, parsed.params);
      assert.deepEqual(again?.tags, parsed.tags);
    }),
  );
});

test("tag values: unescape ∘ escape is the identity, and the escaped text is safe", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (value) => {
      const escaped = escapeTagValue(value);
      assert.doesNotMatch(escaped, /[; \r\n]/);
      assert.equal(unescapeTagValue(escaped), value);
    }),
  );
});

test("tags: odd forms", () => {
  assert.deepEqual(
    [...parseTags("a;b=;=x;;c==;d=\\")],
    [
      ["a", ""],
      ["b", ""],
      ["c", "="],
      ["d", ""],
    ],
  );
  assert.equal(formatTags(parseTags("a;b=;c=1\\s2")), "a;b;c=1\\s2");
});
