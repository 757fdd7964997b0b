/**
 * Profiles: what people, accounts and rooms say of themselves (METADATA), and who may change it. A
 * part of the rulebook and of the model; it shares nothing with the core.
 */
import assert from "node:assert/strict";
import type { EventOf } from "../../src/server/event.ts";
import type { MetadataChange, RequestOf } from "../../src/server/request.ts";
import type { State } from "../../src/server/state.ts";
import { leads } from "./ruling.ts";
import { fold, type Person, personNamed, type Room, type World } from "./world.ts";

type Values = Map<string, string>;

const valuesOf = (world: World, target: Person | Room): Values =>
  "members" in target || target.account === null
    ? target.values
    : (world.accounts.get(fold(target.account))?.values ?? new Map());

function targetNamed(world: World, name: string, by: Person): Person | Room | undefined {
  if (name === "*") return by;
  if (!name.startsWith("#")) return personNamed(world, name);
  const room = world.rooms.get(fold(name));
  const seen = room && (!room.flags.has("s") || room.members.has(by.id) || by.operator);
  return seen ? room : undefined;
}

/** An operator of the server may by force. */
const isTheirs = (target: Person | Room, by: Person): boolean =>
  "members" in target ? leads(target, by, "o") : target === by;

/** Whether the operator's right alone allows it. */
export function isForced(
  world: World,
  asked: RequestOf<"setMetadata" | "clearMetadata">,
  by: Person,
): boolean {
  const target = targetNamed(world, asked.target, by);
  return target !== undefined && !isTheirs(target, by);
}

export function maySet(world: World, asked: RequestOf<"setMetadata">, by: Person): boolean {
  const { key, value } = asked;
  const target = targetNamed(world, asked.target, by);
  if (!target || !(by.operator || isTheirs(target, by)) || !/^[a-z0-9_./-]{1,60}$/.test(key))
    return false;
  const values = valuesOf(world, target);
  if (value === null) return values.has(key);
  const { metadataKeysMax, metadataValueLengthMax } = world.rules.limits;
  if (value.length > metadataValueLengthMax || values.get(key) === value) return false;
  return values.has(key) || values.size < metadataKeysMax;
}

export function mayClear(world: World, asked: RequestOf<"clearMetadata">, by: Person): boolean {
  const target = targetNamed(world, asked.target, by);
  return target !== undefined && (by.operator || isTheirs(target, by));
}

// ── What is so after it ───────────────────────────────────────────────────────────────────────

export function follow(world: World, { target, changes }: EventOf<"metadataChanged">): void {
  const whose = "key" in target ? world.rooms.get(target.key) : world.people.get(target.user.id);
  assert.ok(whose);
  for (const change of changes) setValue(world, whose, change);
  if ("members" in whose) whose.used = true;
}

export function setValue(world: World, whose: Person | Room, { key, value }: MetadataChange): void {
  const values = valuesOf(world, whose);
  if (value === null) values.delete(key);
  else values.set(key, value);
  assert.ok(values.size <= world.rules.limits.metadataKeysMax, "too many values");
}

/** An account without any takes over what its user has. */
export function comesTo(world: World, person: Person | undefined, name: string | null): void {
  assert.ok(person);
  const account = name === null ? undefined : world.accounts.get(fold(name));
  if (account) {
    if (account.values.size === 0) account.values = person.values;
    person.values = new Map();
  }
  person.account = name;
}

export function compareProfiles({ rooms, people, accounts }: World, state: State): void {
  const holders: [string, Values][] = [
    ...[...rooms].map(([key, { values }]): [string, Values] => [key, values]),
    ...[...accounts].map(([key, { values }]): [string, Values] => [key, values]),
    ...[...people.values()].map(({ id, values }): [string, Values] => [
      `!${id.toString(36)}`,
      values,
    ]),
  ];
  const listed = (each: Iterable<readonly [string, ReadonlyMap<string, string>]>) =>
    [...each]
      .filter(([, values]) => values.size > 0)
      .map(([key, values]) => [key, ...[...values].map(String).sort()].join("\n"))
      .sort();
  assert.deepEqual(listed(state.metadata), listed(holders), "what people say of themselves");
}
