/** Compare: whether a node's state is what the model says. Beside model.ts. */
import assert from "node:assert/strict";
import type { State } from "../../src/server/state.ts";
import type { Known } from "./account-rules.ts";
import { compareProfiles } from "./profiles.ts";
import { shown } from "./ruling.ts";
import { type Room, roomsOf, type World } from "./world.ts";

/** What it says of itself is held apart, in profiles.ts. */
type Held = Omit<Known, "values">;

const knownOf = ({
  name,
  verified,
  suspended,
  protect,
  fingerprints,
  alwaysOn,
  devices,
  pushes,
}: Held) => ({
  name,
  verified,
  suspended,
  protect,
  fingerprints,
  alwaysOn,
  devices,
  pushes,
});

/** Held against the state of a node that has come as far. */
export function compare(world: World, state: State): void {
  assert.deepEqual(
    [...state.users.values()].map((user) => ({
      id: user.id,
      nick: user.nick,
      userhost: `${user.username}@${user.host}`,
      realname: user.realname,
      modes: user.modes,
      notices: user.notices,
      away: user.away,
      operator: user.operator !== null,
      invitedTo: [...user.invitedTo],
      account: user.account,
      heldUntil: user.heldUntil ?? undefined,
      sessions: user.sessions.map(({ id, away }) => [id, away]),
      channels: [...user.channels].sort(),
    })),
    [...world.people.values()].map((person) => ({
      id: person.id,
      nick: person.nick,
      userhost: `${person.user}@${person.host}`,
      realname: person.realname,
      modes: [...person.modes].sort().join(""),
      notices: person.notices,
      away: person.away,
      operator: person.operator,
      invitedTo: person.invitedTo,
      account: person.account,
      heldUntil: person.heldUntil,
      sessions: [...person.sessions],
      channels: roomsOf(world, person.id)
        .map(({ key }) => key)
        .sort(),
    })),
  );
  const known = (accounts: ReadonlyMap<string, Held>) =>
    new Map([...accounts].map(([key, account]) => [key, knownOf(account)]));
  assert.deepEqual(known(state.accounts), known(world.accounts), "the accounts");
  const bansOf = (bans: World["bans"]) => [...bans.keys()].sort();
  assert.deepEqual(bansOf(state.bans), bansOf(world.bans), "the bans");
  const owners = [...state.files.values()].map(({ id, owner }) => [id, owner] as const);
  assert.deepEqual(new Map(owners), world.files, "the files");
  assert.deepEqual(state.invitations, world.invitations, "the invitations");
  for (const [key, room] of world.rooms) {
    const channel = state.channels.get(key);
    assert.ok(channel, `there is no ${key}`);
    const { modes, password, limit, forward, throttle, slow } = channel;
    const { lists, ranks, members, topic } = channel;
    const masks = (letter: "b" | "e" | "I") => lists[letter].map(({ mask }) => mask);
    const other: Room = {
      ...room,
      flags: new Set(modes),
      password,
      limit,
      forward,
      throttle,
      slow,
      masks: { b: masks("b"), e: masks("e"), I: masks("I") },
      ranks,
      members: new Map([...members].map(([id, letters]) => [id, new Set(letters)])),
    };
    assert.equal(shown(other), shown(room), `${key} is not as it should be`);
    assert.equal(topic?.text ?? "", room.topic);
  }
  assert.equal(state.channels.size, world.rooms.size, "as many channels as there should be");
  compareProfiles(world, state);
  const redirects = [...state.redirects].map(([key, { to, at }]) => ({ key, to, at }));
  assert.deepEqual(redirects, world.oldNames, "where old names lead");
}
