/** Devices: which sessions a person has, and whether they are away on each and on all together. */
import assert from "node:assert/strict";
import type { EventOf } from "../../src/server/event.ts";
import { seenAway } from "./rulebook.ts";
import type { Person } from "./world.ts";

export function followDevice(
  person: Person,
  event: EventOf<"attached" | "detached" | "awayChanged">,
): void {
  const { sessions } = person;
  if (event.type === "attached") {
    assert.ok(!sessions.has(event.session));
    sessions.set(event.session, event.away);
    person.heldUntil = undefined;
    person.addresses.set(event.session, event.address);
  } else if (event.type === "detached") {
    assert.ok(sessions.delete(event.session));
    person.heldUntil = event.heldUntil;
    if (event.heldUntil !== undefined)
      assert.ok(sessions.size === 0 && person.account !== null, "held for nothing");
  } else {
    if (event.session) sessions.set(event.session.id, event.session.away);
    // Who stays without a device keeps what was said on going.
    if (sessions.size > 0) assert.equal(event.text, seenAway(person));
    person.away = event.text;
  }
}
