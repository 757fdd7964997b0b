/** Remembered: one file that only its owner can read, and that is never in the way. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import { Remembered } from "./remembered.ts";
import { near } from "./rooms-near.ts";

const home = { host: "home.example", port: 6670, tls: true };
const keys = { bob: { salt: "c2FsdA==", iterations: 4096, salted: "a2V5" } };

function folder(t: { after(clean: () => void): void }): string {
  const made = mkdtempSync(path.join(tmpdir(), "banter-remembered-"));
  t.after(() => rmSync(made, { recursive: true }));
  return path.join(made, "config");
}

test("what is kept is there the next time, for its owner alone", (t) => {
  const where = folder(t);
  const first = new Remembered(where);
  assert.deepEqual(first.places, []);
  first.keep(home, { nick: "bob", at: 5, rooms: ["#dev"] });
  first.keep(home, { fingerprint: "AA:BB", keys });
  first.keep({ ...home, port: 7000 }, { at: 9 });
  first.keepSettings({ mouse: false });
  const second = new Remembered(where);
  assert.deepEqual(second.place({ host: "HOME.example", port: 6670 }), {
    ...home,
    nick: "bob",
    at: 5,
    rooms: ["#dev"],
    fingerprint: "AA:BB",
    keys,
  });
  assert.deepEqual(
    second.places.map(({ port }) => port),
    [7000, 6670],
  );
  assert.deepEqual(second.settings, { mouse: false });
  if (process.platform !== "win32") {
    assert.equal(statSync(where).mode & 0o777, 0o700);
    assert.equal(statSync(path.join(where, "rooms.json")).mode & 0o777, 0o600);
  }
});

test("two clients at once do not undo each other's", (t) => {
  const where = folder(t);
  const [one, other] = [new Remembered(where), new Remembered(where)];
  one.keep(home, { nick: "bob" });
  other.keep({ ...home, host: "work.example" }, { nick: "robert" });
  one.keep(home, { account: "bob" });
  assert.equal(other.places.length, 2);
  assert.equal(other.place(home)?.account, "bob");
});

test("what cannot be read is put aside; who may not write does not", (t) => {
  const where = folder(t);
  new Remembered(where).keep(home, {});
  const file = path.join(where, "rooms.json");
  for (const bad of ["", "{", "[]", '{"places":[]}']) {
    writeFileSync(file, bad);
    const again = new Remembered(where);
    assert.deepEqual(again.places, []);
    assert.match(again.complaint, /could not be read/);
    assert.equal(readFileSync(`${file}.unreadable`, "utf8"), bad);
  }
  // A place that makes no sense is left out, the others stay.
  const good = { ...home, rooms: [], at: 1, keys: {} };
  writeFileSync(file, JSON.stringify({ places: { a: good, b: { host: 1 }, c: null } }));
  assert.deepEqual(new Remembered(where).places, [good]);
  new Remembered(where, false).keep(home, { nick: "x" });
  assert.equal(new Remembered(where).place(home)?.nick, undefined);
  new Remembered(null).keep(home, { nick: "x" });
});

test("rooms where one was come first, and are known again when they are found", () => {
  const known = { ...home, rooms: [], at: 1, keys: {}, nick: "bob" };
  const found = { name: "The hall", host: "10.0.0.7", port: 6670, tls: false };
  assert.deepEqual(
    near([{ ...found, host: "10.0.0.8" }, found], [known, { ...known, host: "10.0.0.7" }]).map(
      ({ host, name }) => [host, name],
    ),
    [
      ["home.example", ""],
      ["10.0.0.7", "The hall"],
      ["10.0.0.8", "The hall"],
    ],
  );
});
