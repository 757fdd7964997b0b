/** Unsaid: what happens to people, or by them, without a word of theirs. Beside simulation.ts. */
import type { Chance } from "../../src/server/log/simulated.ts";
import type { Request } from "../../src/server/request.ts";
import type { User } from "../../src/server/state.ts";
import { accountRequest, registering } from "./account-speech.ts";
import type { Person } from "./person.ts";

/** The server gives somebody another host. */
export function hide(chance: Chance, person: Person | undefined): void {
  const host = `hidden-${chance.below(3)}`;
  ask(person, ({ nick }) => ({ type: "changeHost", nick, username: null, host }));
}

/** What needs a code first, or what a node asks by itself. */
export const askUnsaid = (chance: Chance, person: Person | undefined): void =>
  ask(person, ({ id, nick }) => accountRequest(chance, id, nick));

/** Several want one name at the same instant. */
export function race(chance: Chance, people: readonly Person[]): void {
  const line = registering(chance);
  for (const person of people) if (!person.plain && chance.oneIn(3)) person.say(line);
}

function ask(person: Person | undefined, request: (user: User) => Request): void {
  const user = person?.node.state.users.get(person.userId);
  const peer = person?.node.server?.door.peers.get(person.session);
  if (user && peer) person?.node.server?.append(peer, request(user));
}
