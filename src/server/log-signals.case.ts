/**
 * What every log must do with signals (Log.signal), which pass by and are not kept: a part of the
 * suite of log.case.ts.
 */
import assert from "node:assert/strict";
import type { Follower, Listener } from "./log.ts";
import { beginning, count, Given, increasing, type LogWorld, word } from "./log-world.case.ts";
import type { Signal } from "./request.ts";

const signal = (value: string): Signal => ({
  time: 1,
  node: "a",
  session: "a/1",
  request: { type: "signal", target: "#a", tags: { "+typing": value } },
});

export async function signalsAreNoEntries(world: LogWorld): Promise<void> {
  const given = new Given();
  const log = world.open("a", beginning, given.follower, () => assert.fail("it has come back"));
  log.append("a/1", word("before"));
  for (const value of count(20)) log.signal(signal(value));
  log.append("a/1", word("after"));
  await world.settled();
  assert.deepEqual(given.words, ["before", "after"]);
  increasing(given.entries.map(({ place }) => place));
  log.close();
  log.signal(signal("closed"));
  await world.settled();
}

export async function signalsReachOthers(world: LogWorld): Promise<void> {
  const heard: string[] = [];
  let following = false;
  const listener: Listener = (came) => {
    assert.ok("request" in came);
    const value = came.request.tags["+typing"] ?? "";
    assert.ok(!following, "it comes while an entry is followed");
    assert.deepEqual(came, signal(value));
    heard.push(value);
  };
  const follower: Follower = ({ session }) => {
    following = true;
    if (session === "a/1") other.append("b/1", word("an answer"));
    following = false;
  };
  const log = world.open("a", beginning, () => {});
  const other = world.open("b", beginning, follower, listener);
  for (const value of count(40)) {
    log.append("a/1", word(value));
    log.signal(signal(value));
  }
  await world.settled();
  assert.ok(heard.length > 0, "not one has come");
  assert.equal(new Set(heard).size, heard.length, "one came twice");
  // A node that has closed sends nothing and hears nothing.
  heard.length = 0;
  other.close();
  for (const value of count(20)) log.signal(signal(value));
  await world.settled();
  assert.deepEqual(heard, []);
}
