/** Inviting: by which invitations people still come, and what they have uploaded, by the model. It
 * shares nothing with the core. */
import assert from "node:assert/strict";
import type { Event } from "../../src/server/event.ts";
import type { Invitation } from "../../src/server/invitations.ts";
import { invitationToken } from "../../src/server/invitation-tokens.ts";
import type { Chance } from "../../src/server/log/simulated.ts";
import { testCredentials } from "../room.ts";
import type { World } from "./world.ts";

/** One of a few that are handed around; for soon, or for long. */
export function anyInvitation(chance: Chance, now: number): string {
  const room = chance.pick(["", "#a", "#B", "#c"]);
  const minutes = chance.pick([1, 1, 60]);
  const until = Math.ceil(now / (minutes * 60_000)) * minutes * 60_000;
  const uses = chance.pick([1, 3]);
  const id = Buffer.alloc(6);
  id.writeUInt32BE((until / 60_000) % 2 ** 32);
  id.set([uses, room.charCodeAt(1)], 4);
  const token = invitationToken(testCredentials.secret, id, { room, until, uses });
  return chance.oneIn(2) ? token : `${token}.device-${chance.below(3)}`;
}

/** Whether somebody can come by it now. */
export function holds(world: World, invitation: Invitation, account: string | null): boolean {
  const used = world.invitations.get(invitation.id);
  if (invitation.until <= world.now) return false;
  if (!used || used.count < invitation.uses) return true;
  const { holder } = invitation;
  return account !== null
    ? used.holders.includes(`account ${account}`)
    : holder !== null && used.holders.includes(`device ${holder}`);
}

export function followGiven(
  world: World,
  event: Extract<Event, { type: "invitationUsed" | "fileAdded" | "filesRemoved" }>,
): void {
  if (event.type === "invitationUsed") followInvitation(world, event);
  else if (event.type === "fileAdded") world.files.set(event.file.id, event.file.owner);
  else for (const { id } of event.files) assert.ok(world.files.delete(id));
}

function followInvitation(
  { invitations, people, rooms, rules }: World,
  { id, used, opened, forgotten, time }: Extract<Event, { type: "invitationUsed" }>,
): void {
  const before = invitations.get(id);
  assert.ok(used.count <= (before?.count ?? 0) + 1, "counted more than once");
  assert.ok(used.until > time, "come by what has ended");
  for (const other of forgotten) assert.ok((invitations.get(other)?.until ?? Infinity) <= time);
  for (const other of forgotten) invitations.delete(other);
  invitations.set(id, used);
  if (!opened) return;
  const person = people.get(opened.user);
  const room = rooms.get(opened.channel);
  assert.ok(person && room);
  room.used = true;
  const others = person.invitedTo.filter((key) => key !== opened.channel);
  person.invitedTo = [...others, opened.channel].slice(-rules.limits.invitesPerUserMax);
}
