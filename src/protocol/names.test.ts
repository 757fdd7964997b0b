import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parse as parseYaml } from "yaml";
import { validChannel, validHostname, validNick, validText } from "./names.ts";

const file = new URL("../../test/vectors/validate-hostname.yaml", import.meta.url);
const { tests } = parseYaml(readFileSync(file, "utf8")) as {
  tests: { host: string; valid: boolean }[];
};

for (const { host, valid } of tests) {
  test(`hostname ${JSON.stringify(host)}`, () => assert.equal(validHostname(host), valid));
}

test("hostnames: lengths", () => {
  assert.ok(validHostname(`${"a".repeat(63)}.org`));
  assert.ok(!validHostname(`${"a".repeat(64)}.org`));
  assert.ok(!validHostname(`${"a.".repeat(127)}`));
});

test("nicks", () => {
  for (const nick of ["bob", "Bob_1", "[x]\\`^{|}", "a-b", "_", "x".repeat(30)])
    assert.ok(validNick(nick, 30), nick);
  const invalid = [
    "",
    "1a",
    "-a",
    "$a",
    ":a",
    "#a",
    "&a",
    "+a",
    "~a",
    "@a",
    "%a",
    "!a",
    "a b",
    "a,b",
  ];
  invalid.push(
    "a*",
    "a?",
    "a!b",
    "a@b",
    "a.b",
    "a\0",
    "a\x02",
    "a\x7f",
    "a\n",
    "é",
    "x".repeat(31),
  );
  for (const nick of invalid) assert.ok(!validNick(nick, 30), nick);
});

test("nicks of every script, when asked for", () => {
  for (const nick of ["Zoé", "Łukasz", "Мария", "田中", "नमस्ते"]) {
    assert.ok(validNick(nick, 30, true), nick);
    assert.ok(!validNick(nick, 30), nick);
  }
  const bare = ["a\u200b", "a\u202eb", "a\u00a0b", "\u0301a", "e\u0301", "😀", "1é", "é.", "é\0"];
  for (const nick of bare) assert.ok(!validNick(nick, 30, true), nick);
  assert.ok(validNick("é".repeat(15), 30, true));
  assert.ok(!validNick("é".repeat(16), 30, true), "the length is in bytes");
});

test("channels", () => {
  for (const name of ["#a", "##", "#Ünï", "#a:b", "#😀", `#${"x".repeat(63)}`])
    assert.ok(validChannel(name, 64), name);
  const wrong = [
    "",
    "#",
    "a",
    "&a",
    "#a b",
    "#a,b",
    "#a\x07",
    "#a\0",
    "#a\n",
    "#\u200b",
    "#a\u00a0",
    "#lobby\ufe0f",
    "#\u3164",
    "#\u2800",
    "#cafe\u0301",
  ];
  for (const name of [...wrong, `#${"x".repeat(64)}`]) assert.ok(!validChannel(name, 64), name);
});

test("text", () => {
  assert.ok(validText("any\ttext \x02é"));
  for (const text of ["a\r", "\n", "a\0b"]) assert.ok(!validText(text));
});
