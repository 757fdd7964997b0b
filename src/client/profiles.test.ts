/** Profiles, at the real server: told, changed, asked for of who comes later, and carried along. */
import assert from "node:assert/strict";
import test from "node:test";
import { TestRoom } from "../../test/room.ts";
import { Client } from "./client.case.ts";
import { profileOf } from "./profiles.ts";

async function settle(room: TestRoom, ...clients: readonly Client[]): Promise<void> {
  do await room.settled();
  while (clients.map((client) => client.read()).some(Boolean));
}

async function come(room: TestRoom, nick: string, ...others: readonly Client[]): Promise<Client> {
  const client = new Client(room, { nick, rooms: ["#lobby"], attentive: true });
  client.connect();
  await settle(room, client, ...others);
  return client;
}

test("what people say of themselves, whoever comes first", async (t) => {
  const room = new TestRoom();
  t.after(() => room.close());
  const alice = await come(room, "alice");
  const say = (client: Client, key: "avatar" | "displayName", value: string): void =>
    client.carry(client.session.act({ type: "profile", key, value }, room.now));
  const shown = (client: Client, nick: string) => profileOf(client.session.state, nick);
  say(alice, "displayName", "Alice of Wonderland");
  await settle(room, alice);
  assert.equal(shown(alice, "alice").displayName, "Alice of Wonderland");
  const bob = await come(room, "bob", alice);
  assert.equal(shown(bob, "ALICE").displayName, "Alice of Wonderland", "who was there before");
  say(alice, "avatar", "https://a.example/a.png");
  await settle(room, alice, bob);
  assert.equal(shown(bob, "alice").avatar, "https://a.example/a.png", "as it changes");
  // Who comes later has set it before anybody could be told.
  const carol = new Client(room, { nick: "carol", rooms: [], attentive: true });
  carol.connect();
  await settle(room, carol);
  say(carol, "displayName", "Carol");
  await settle(room, carol);
  carol.carry(carol.session.typed("/join #lobby", room.now));
  await settle(room, alice, bob, carol);
  assert.equal(shown(bob, "carol").displayName, "");
  bob.carry(bob.session.tick(room.now));
  await settle(room, bob);
  assert.equal(shown(bob, "carol").displayName, "Carol", "asked for");
  alice.carry(alice.session.typed("/nick alicia", room.now));
  await settle(room, alice, bob);
  assert.equal(shown(bob, "alicia").displayName, "Alice of Wonderland", "under another nick");
  assert.equal(shown(bob, "alice").displayName, "");
  say(alice, "displayName", "");
  await settle(room, alice, bob);
  for (const client of [alice, bob]) assert.equal(shown(client, "alicia").displayName, "");
});
