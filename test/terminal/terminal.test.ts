/** The full screen in a real terminal (tmux), at the real server: a day of two people. */
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { noFlood, serve } from "../process/banter.ts";
import { ircPerson } from "../process/person.ts";
import { serveNgircd } from "../ngircd.ts";
import { requires } from "../requires.ts";
import { Pane } from "./pane.ts";

const needs = { ...requires("tmux"), timeout: 180_000 };

/** The numbers of the lines that are before one's eyes. */
const said = (rows: readonly string[]): number[] =>
  rows.flatMap((row) => {
    const [, number] = /line (\d+) *(?:│.*)?$/.exec(row) ?? [];
    return number === undefined ? [] : [Number(number)];
  });

const upTo = (last: number): number[] => Array.from({ length: last }, (_, n) => n + 1);

/** Goes up page by page to the first line; gives the numbers of all lines that were seen. */
async function readBack(pane: Pane): Promise<number[]> {
  const seen = new Set<number>();
  let top = Number.POSITIVE_INFINITY;
  const higher = (screen: string): boolean => {
    const numbers = said(screen.split("\n"));
    // Drawn to its end: no row of the page before stands among them.
    const whole = numbers.every((number, at) => at === 0 || number === (numbers[at - 1] ?? 0) + 1);
    // A whole page up, but for what stays in sight: what is still loaded scrolls it on.
    const page = (numbers.at(-1) ?? 0) <= top + 2 || /begins/.test(screen);
    return whole && page && (numbers[0] ?? top) < top;
  };
  for (;;) {
    const screen = await pane.until("it goes up", higher);
    const numbers = said(screen.split("\n"));
    for (const number of numbers) seen.add(number);
    top = numbers[0] ?? top;
    if (top === 1) return [...seen].toSorted((one, other) => one - other);
    await pane.keys("PageUp");
  }
}

test(
  "two talk, paste, resize, look back, search, lose the server and catch up",
  needs,
  async (t) => {
    const server = await serve(t);
    const at = `127.0.0.1:${server.port}`;
    const raw = await ircPerson(t, server.port, "raw", { caps: "message-tags" });
    for (let n = 1; n <= 400; n += 1) raw.say(`PRIVMSG #lobby :line ${n}`);
    raw.say("PRIVMSG #lobby :the needle in the haystack");
    for (let n = 401; n <= 450; n += 1) raw.say(`PRIVMSG #lobby :line ${n}`);
    await raw.fence();
    const ann = await Pane.join(t, [at, "--nick", "ann"], { columns: 120, rows: 40 });
    const ben = await Pane.join(t, [at, "--nick", "ben"]);
    await Promise.all([ann.shows(/line 450/), ben.shows(/line 450/)]);

    // Talk.
    await ann.line("hello ben, 日本語 and 👍🏽 too");
    await ben.shows(/ann hello ben, 日本語/);
    await ben.type("half a line");
    await ann.line("this does not tear it");
    await ben.shows(/this does not tear it[^]*› half a line/);
    await ann.shows(/ben is writing/);
    await ben.keys("C-u");
    await ben.line("/me waves");
    await ann.shows(/\* ben waves/);

    // Paste: few lines go, many are asked about, and are one message.
    await ben.paste("one\ntwo\nthree\nfour\nfive\nsix");
    await ben.keys("Enter");
    await ben.shows(/Send 6 lines to #lobby\?[^]*Enter sends them as one message/);
    await ben.keys("Enter");
    await ann.shows(/ben one .*\n.* two .*\n.* three .*\n.* four .*\n.* five .*\n.* six /);

    // Any size.
    for (const [columns, rows] of [
      [40, 10],
      [200, 60],
      [80, 24],
    ] as const) {
      await ben.resize(columns, rows);
      await ben.shows(new RegExp(`six[^]*›`));
      await ben.until(`${rows} rows`, (screen) => screen.split("\n").length === rows);
    }

    // Back through all that was said, page by page, to the beginning.
    assert.deepEqual(await readBack(ann), upTo(450));
    await ann.keys("PageUp");
    await ann.shows(/this is where #lobby begins/);

    // What comes meanwhile moves nothing, and is counted.
    raw.say("PRIVMSG #lobby :line 451");
    await ann.shows(/1 new: End/);
    await ann.shows(/this is where #lobby begins/);
    await ann.keys("End");
    await ann.shows(/line 451/);

    // Search, and into its context.
    await ann.line("/search needle");
    await ann.shows(/1 × needle[^]*raw: the needle in the haystack/);
    await ann.keys("Enter");
    const found = await ann.shows(/▌.*the needle in the haystack/);
    assert.match(found, /line 400 .*\n.*needle .*\n.*line 401/);
    await ann.keys("Escape");
    await ann.lacks(/y copy/);
    await ann.keys("End");
    await ann.shows(/line 451/);

    // The server dies; what is typed then is kept; it comes back, and so does what was missed.
    await server.stop("SIGKILL");
    await Promise.all([ann.shows(/Trying again/), ben.shows(/Trying again/)]);
    await ann.line("typed into the void");
    await ann.shows(/typed into the void \(not sent yet\)/);
    await serve(t, { data: server.data, place: ["127.0.0.1", String(server.port)] });
    await Promise.all([ann.shows(/typed into the void \(typed/), ben.lacks(/Trying again/)]);
    await ben.shows(/typed into the void/);
    const rows = await ben.rows();
    assert.equal(rows.filter((row) => row.includes("typed into the void")).length, 1);
    assert.equal(rows.filter((row) => row.includes("line 451")).length, 1);

    for (const each of [ann, ben]) await each.line("/quit");
    await Promise.all([ann.ended(), ben.ended()]);
  },
);

test("what is missed while away comes whole, however much it is", needs, async (t) => {
  const config = `${noFlood}[limits]\nhistory_page_lines_max = 20\n`;
  const server = await serve(t, { config });
  const place = ["127.0.0.1", String(server.port)];
  const first = await ircPerson(t, server.port, "raw");
  first.say("PRIVMSG #lobby :line 1");
  await first.fence();
  const ann = await Pane.join(t, [...place, "--nick", "ann"], { columns: 100, rows: 60 });
  await ann.shows(/raw line 1/);
  await server.stop("SIGKILL");
  await ann.shows(/Trying again/);
  // Before she is back, more is said than fits a page.
  const again = await serve(t, { config, data: server.data });
  const second = await ircPerson(t, again.port, "raw");
  for (let n = 2; n <= 200; n += 1) second.say(`PRIVMSG #lobby :line ${n}`);
  await second.fence();
  await again.stop("SIGTERM");
  await serve(t, { config, data: server.data, place });
  await ann.shows(/line 200/);
  assert.deepEqual(await readBack(ann), upTo(200));
});

test(
  "over TLS: an unknown certificate is remembered, another one is refused loudly",
  needs,
  async (t) => {
    const server = await serve(t);
    const place = ["127.0.0.1", String(server.port)];
    const ann = await Pane.join(t, [...place, "--nick", "ann", "--tls"]);
    await ann.shows(/Nobody vouches for/);
    await ann.keys("C-c");
    await ann.line("/quit");
    await ann.ended();
    const file = path.join(ann.home, "banter", "rooms.json");
    assert.match(readFileSync(file, "utf8"), /"fingerprint": "([0-9A-F]{2}:){31}/);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    await server.stop("SIGKILL");
    // Another server at the same place: TLS is spoken as before, without being asked for.
    await serve(t, { place });
    const again = await Pane.join(t, place, { home: ann.home });
    await again.shows(/THE CERTIFICATE HAS CHANGED/);
    await again.keys("Enter");
    await again.type("trust");
    await again.keys("Enter");
    await again.shows(/You joined #lobby/);
  },
);

test(
  "an account: the password is asked for, and a key of it does the next time",
  needs,
  async (t) => {
    const server = await serve(t);
    const place = ["127.0.0.1", String(server.port)];
    const owner = await ircPerson(t, server.port, "ann", { room: "" });
    owner.say("NS REGISTER correct-horse-battery");
    await owner.fence();
    owner.say("QUIT");
    await owner.heard.next(/ERROR/);
    const ann = await Pane.join(t, [...place, "--nick", "ann", "--account", "ann"]);
    await ann.shows(/Password of ann/);
    await ann.line("wrong");
    await ann.shows(/Password of ann[^]*authentication failed/i);
    await ann.type("correct-horse-battery");
    await ann.keys("Tab");
    await ann.shows(/\[x\] stay logged in/);
    const screen = (await ann.rows()).join("\n");
    assert.doesNotMatch(screen, /correct/);
    await ann.keys("Enter");
    await ann.shows(/ann ✓/);
    await ann.line("/quit");
    await ann.ended();
    const file = path.join(ann.home, "banter", "rooms.json");
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.match(readFileSync(file, "utf8"), /"salted"/);
    assert.doesNotMatch(readFileSync(file, "utf8"), /correct-horse/);
    const again = await Pane.join(t, place, { home: ann.home });
    await again.shows(/ann ✓/);
  },
);

test(
  "ngircd, another server: one joins and talks, and what it cannot do is not offered",
  { ...requires("tmux", "ngircd"), timeout: 180_000 },
  async (t) => {
    const port = await serveNgircd(t);
    const raw = await ircPerson(t, port, "raw", { room: "#dev" });
    const ann = await Pane.join(t, [`127.0.0.1:${port}`, "--nick", "ann", "--room", "dev"], {
      columns: 120,
    });
    await ann.shows(/2 people[^]*→ You joined #dev/);
    await ann.line("hello from the full screen");
    await raw.hears(/:ann!.* PRIVMSG #dev :hello from the full screen/);
    raw.say("PRIVMSG #dev :ann: hello yourself");
    await ann.shows(/raw ann: hello yourself/);
    // It keeps nothing: nothing is loaded, and no beginning is shown that it knows nothing of.
    await ann.lacks(/loading|begins/);
    await ann.keys("M-Up");
    const picked = await ann.shows(/y copy/);
    assert.doesNotMatch(picked, /react|delete|edit/);
    await ann.keys("Escape");
    await ann.lacks(/y copy/);
    await ann.line("/search hello");
    await ann.shows(/2 × hello[^]*raw: ann: hello yourself/);
    await ann.keys("Escape");
    await ann.lacks(/2 × hello/);
    await ann.line("/quit");
    await ann.ended();
  },
);
