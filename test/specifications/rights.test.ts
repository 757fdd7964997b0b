/**
 * Rights: who may not read a room gets nothing of it, whatever they ask; nor of what others say to
 * each other. The policy, as src/server/rights.ts, sight.ts and the configuration have it:
 *
 * - What was said in a room, or happened there, is read by those who are in it now, and by nobody
 *   who never was, has left, was put out, is banned or not invited. `history.readers` may ask for
 *   an account besides, `history.since` leave out what was before they came. What was said to
 *   operators is theirs; what was taken back or said otherwise is nobody's any more.
 * - Of a secret room (s) nobody outside learns that it is there: it is answered as if it were not.
 *   Who names it in JOIN or RENAME learns that the name is taken; who is invited, how it is called.
 *   Of other rooms everybody may read the name, the topic, what it says of itself and whom it bans.
 *   The password, the exceptions, and to which secret room it leads, are for those who are in it.
 * - Who is invisible (i) is found by those who see them in a room, or name or watch for their nick;
 *   from outside nobody sees them in a room. In an auditorium (u) members without a rank are seen
 *   by half-operators and above.
 * - What two people say to each other is theirs alone; how far one has read is one's own. Of an
 *   account everybody may know that it is there; of its e-mail address nobody.
 * - Addresses and restricted keys are for operators of the server.
 *
 * Each world is made by chance: rooms, what goes on in them, and somebody outside, who listens and
 * then asks for everything. What is secret are words that cannot be guessed: test/rights/.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fc } from "../seed.ts";
import { commands } from "../../src/server/commands.ts";
import { plainCommands } from "../../src/server/dialect/plain-commands.ts";
import { chanserv } from "../../src/server/services/chanserv.ts";
import { nickserv } from "../../src/server/services/nickserv.ts";
import { playback } from "../../src/server/services/playback.ts";
import { play } from "../rights/asking.ts";
import { breakages } from "../rights/breakages.ts";
import { plainReads, plainReadsNothing } from "../rights/plain-reads.ts";
import * as known from "../rights/reads.ts";
import { everyCapability } from "../rights/stage.ts";
import type { Plan, RoomPlan } from "../rights/world.ts";

const rooms: fc.Arbitrary<RoomPlan> = fc.record({
  secret: fc.boolean(),
  closure: fc.constantFrom("key", "invite", "account", "full", "mask", "ofAccount", "ofGuests"),
  auditorium: fc.boolean(),
  renamed: fc.boolean(),
  forwardedTo: fc.boolean(),
  relation: fc.constantFrom("never", "parted", "kicked", "invited", "member"),
});

const plans: fc.Arbitrary<Plan> = fc.record({
  rooms: fc.array(rooms, { minLength: 1, maxLength: 2 }),
  account: fc.boolean(),
  plain: fc.boolean(),
  operator: fc.boolean(),
  capabilities: fc.oneof(
    fc.constant([]),
    { weight: 3, arbitrary: fc.constant(everyCapability) },
    fc.subarray([...everyCapability]),
  ),
  watches: fc.boolean(),
  readers: fc.constantFrom("members", "accounts"),
  since: fc.constantFrom("all", "join"),
});

test("whoever asks, whatever they ask, they read nothing that is none of theirs", async () => {
  const property = fc.asyncProperty(plans, (plan) => play(plan));
  // More of them: BANTER_RIGHTS_RUNS=1000 npm test -- rights
  await fc.assert(property, { numRuns: Number(process.env["BANTER_RIGHTS_RUNS"] ?? 30) });
});

describe("the outsider reads it when", () => {
  for (const [what, { broken, plan }] of Object.entries(breakages))
    test(what, () => assert.rejects(play(plan, broken()), /the outsider (reads|can tell)/));
});

// ── All that there is to be asked is asked ──────────────────────────────────────────────────

const all = (table: known.Read): string[] => {
  const { once = [], room, person, account, message } = table;
  const lists = [once, room?.("R"), person?.("N"), account?.("A"), message?.("R", "m")];
  return lists.flatMap((lines) => lines ?? []);
};

test("every command is asked in all the forms that its help knows, or reads nothing", () => {
  for (const [name, command] of Object.entries(commands)) {
    // Who has no right to it is told so; asking.ts does ask.
    if (!command || typeof command.from === "object") continue;
    const read = known.reads[name];
    assert.notEqual(read !== undefined, name in known.readsNothing, `${name} is in one table`);
    const asked = [...(read ? all(read) : []), ...(name === "HISTORY" ? known.ownReads : [])];
    const [usage = ""] = command.help.split(" — ");
    for (const [word] of read ? usage.matchAll(/\b[A-Z]{3,}\b/g) : [])
      assert.ok(
        asked.some((line) => line.includes(word)),
        `${name}: nobody asks for ${word}`,
      );
  }
});

test("so is every word of the plain dialect", () => {
  for (const word of Object.keys(plainCommands))
    assert.notEqual(word in plainReads, word in plainReadsNothing, word);
});

test("and everything that services know", () => {
  const services = { CS: chanserv, NS: nickserv, ZNC: playback };
  for (const [name, { commands: its }] of Object.entries(services)) {
    const asked = all(known.reads[name] ?? {}).join("\n");
    for (const word of Object.keys(its))
      assert.notEqual(
        asked.includes(` ${word}`),
        known.servicesReadNothing.has(`${name} ${word}`),
        word,
      );
  }
});
