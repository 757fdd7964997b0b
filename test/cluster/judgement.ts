/**
 * Judgement: whether all that people were told is so: nothing that anybody heard of its own is
 * missing on any node, nothing is there twice, all heard it in one order, without gaps and at its
 * time, and all nodes are in the same state, in which nobody holds another's nick.
 */
import assert from "node:assert/strict";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Talker } from "./talker.ts";

/** The estimate of the log's clock, and the way to it. */
const clockMsMax = 2_000;

interface Kept {
  readonly place: number;
  readonly text: string;
  readonly time: number;
}

/** Throws when something is not as it must be. How much has been said.
 * @param folders the nodes' */
export function judge(folders: readonly string[], talkers: readonly Talker[]): number {
  const [first = [], ...others] = folders.map(historyIn);
  for (const other of others) judgeSame(first, other);
  const order = new Map(first.map(({ text }, n) => [text, n]));
  assert.equal(order.size, first.length, "something is kept twice");
  for (const talker of talkers) {
    judgeSaid(talker, first, order);
    for (const { who, said } of talker.heards)
      judgeHeard(`${who} of ${talker.name}`, places(said, order));
    const read = places([...talker.read], order).toSorted((a, b) => a - b);
    if (talker.isMember) judgeHeard(`${talker.name}, who reads what was missed,`, read);
  }
  const nicks = nicksIn(folders[0] as string);
  assert.equal(new Set(nicks).size, nicks.length, `a nick is held twice: ${nicks.join()}`);
  return first.length;
}

function judgeSame(one: readonly Kept[], other: readonly Kept[]): void {
  const differs = (kept: Kept, n: number): boolean =>
    kept.text !== other[n]?.text || kept.time !== other[n]?.time || kept.place !== other[n]?.place;
  const found = one.findIndex(differs);
  const at = found < 0 && other.length > one.length ? one.length : found;
  const around = (all: readonly Kept[]): string =>
    JSON.stringify(all.slice(Math.max(0, at - 2), at + 3));
  assert.ok(at < 0, `two nodes keep different histories: ${around(one)} and ${around(other)}`);
}

const places = (texts: readonly string[], order: ReadonlyMap<string, number>): number[] =>
  texts.map((text) => {
    const place = order.get(text);
    assert.ok(place !== undefined, `${text} was heard, and is not kept`);
    return place;
  });

function judgeSaid(
  { acknowledged }: Talker,
  kept: readonly Kept[],
  order: ReadonlyMap<string, number>,
): void {
  for (const { text, saidAt, heardAt } of acknowledged) {
    const place = order.get(text);
    assert.ok(place !== undefined, `${text} is lost`);
    const { time } = kept[place] as Kept;
    assert.ok(
      time >= saidAt - clockMsMax && time <= heardAt + clockMsMax,
      `${text} was said at ${saidAt} and heard at ${heardAt}, but kept as of ${time}`,
    );
  }
}

/** One after the other, and each. */
function judgeHeard(who: string, heard: readonly number[]): void {
  for (const [n, place] of heard.entries()) {
    const before = heard[n - 1] ?? place - 1;
    assert.equal(place, before + 1, `${who} heard the ${place}th after the ${before}th`);
  }
}

/** All have followed as far, and are in the same state. */
export function areEqual(folders: readonly string[]): boolean {
  const [first, ...others] = folders.map(stateIn);
  return others.every((other) => other === first);
}

function reading<T>(data: string, read: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(path.join(data, "banter.db"), {
    readOnly: true,
    timeout: 2_000,
  });
  try {
    return read(database);
  } finally {
    database.close();
  }
}

const column = (data: string, query: string): string[] =>
  reading(data, (database) =>
    database
      .prepare(query)
      .all()
      .map(({ value }) => String(value)),
  );

/** The names of the nodes at which there are sessions. */
export const nodesIn = (data: string): Set<string> =>
  new Set(
    column(
      data,
      "SELECT json_extract(value, '$.id') AS value FROM users, json_each(state, '$.sessions')",
    ).map((session) => session.split("/", 1)[0] ?? ""),
  );

const nicksIn = (data: string): string[] =>
  column(data, "SELECT lower(json_extract(state, '$.nick')) AS value FROM users");

const historyIn = (data: string): Kept[] =>
  reading(data, (database) =>
    database
      .prepare("SELECT place, text, time FROM history WHERE said = 1 ORDER BY place, idx")
      .all()
      .map(({ place, text, time }) => ({
        place: Number(place),
        text: String(text),
        time: Number(time),
      })),
  );

const stateIn = (data: string): string =>
  reading(data, (database) =>
    [
      "SELECT value FROM meta WHERE key IN ('place', 'time') ORDER BY key",
      "SELECT id, state FROM users ORDER BY id",
      "SELECT key, state FROM channels ORDER BY key",
      "SELECT user, channel, prefixes FROM members ORDER BY user, channel",
      "SELECT state FROM rules",
    ]
      .map((query) => JSON.stringify(database.prepare(query).all()))
      .join("\n"),
  );
