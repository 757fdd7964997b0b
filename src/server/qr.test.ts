import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { requires } from "../../test/requires.ts";
import { qrCode, qrLines } from "./qr.ts";
import { qrFor } from "./qr-shown.ts";

const address = "http://192.168.1.23:6670/#lobby?invite=inv-";

test("a reader of QR codes reads what was meant, in every version", requires("zbarimg"), (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "banter-qr-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const versions = new Set<number>();
  for (const length of [
    1, 17, 18, 50, 53, 78, 106, 134, 154, 192, 230, 271, 321, 367, 425, 458, 520,
  ]) {
    const text = address.padEnd(length, "aZ9-_x?q").slice(0, length);
    const code = qrCode(text);
    assert.ok(code, text);
    versions.add((code.length - 17) / 4);
    const file = path.join(folder, "code.pbm");
    writeFileSync(file, picture(code));
    const read = execFileSync("zbarimg", ["-q", "--raw", file], { encoding: "utf8" });
    assert.equal(read, `${text}\n`);
  }
  assert.equal(versions.size, 15);
  assert.equal(qrCode("x".repeat(521)), undefined);
});

/** In the portable bitmap format, with a margin, eight pixels a module. */
function picture(code: readonly (readonly boolean[])[]): Uint8Array {
  const side = code.length + 8;
  const head = Buffer.from(`P4\n${side * 8} ${side * 8}\n`);
  const rows = Array.from({ length: side * 8 }, (_, y) =>
    Array.from({ length: side }, (__, x) => (code[(y >> 3) - 4]?.[x - 4] === true ? 0xff : 0)),
  );
  return Buffer.concat([head, ...rows.map((row) => Buffer.from(row))]);
}

test("two rows of it are a line, dark on light whatever the terminal's colours", () => {
  const code = [
    [true, false],
    [true, true],
  ];
  const line = (text: string): string => `\x1b[30;107m${text}\x1b[0m`;
  assert.deepEqual(qrLines(code), [line("      "), line("  █▄  "), line("      ")]);
});

test("it is shown on a terminal that has room for all of it, and nowhere else", () => {
  const code = qrCode(address) ?? [];
  const [columns, rows] = [code.length + 4, Math.ceil((code.length + 4) / 2) + 3];
  assert.equal(qrFor(address, { columns, rows }).length, rows - 2);
  assert.deepEqual(qrFor(address, { columns: columns - 1, rows }), []);
  assert.deepEqual(qrFor(address, { columns, rows: rows - 1 }), []);
  assert.deepEqual(qrFor(address, undefined), []);
  assert.deepEqual(qrFor(address.repeat(20), { columns: 500, rows: 500 }), []);
});
