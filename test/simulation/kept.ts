/** Kept: the rows of history that an event must leave, written a second time. Beside model.ts. */
import { type Event, type EventOf, msgidOf, type Who } from "../../src/server/event.ts";
import { inOrder, refiled } from "./renaming.ts";
import { fold, roomsOf, type World } from "./world.ts";

export interface Kept {
  readonly key: string;
  readonly msgid: string;
  readonly time: number;
  readonly type: string;
  readonly nick: string;
  readonly account: string | null;
  readonly text: string | null;
}

const unkept = new Set<Event["type"]>([
  "edited",
  "invited",
  "marked",
  "messagesDeleted",
  "renamed",
  "accountRankChanged",
  "founderChanged",
]);

/** As things are before it has happened. */
export function keptOf(world: World, event: Event): Kept[] {
  if (!("who" in event) || unkept.has(event.type)) return [];
  const { nick, account } = event.who;
  const { time } = event;
  const type = event.type === "said" ? event.kind : event.type;
  const text = event.type === "said" && event.kind !== "TAGMSG" ? event.text : null;
  return placesOf(world, event)
    .sort()
    .map((key) => ({ key, msgid: msgidOf(event), time, type, nick, account, text }));
}

function placesOf(world: World, event: Event): string[] {
  if (event.type === "quit" || event.type === "nickChanged")
    return roomsOf(world, event.who.id).map(({ key }) => key);
  if (event.type === "redacted") return "key" in event.to ? [event.to.key] : [event.said.filed];
  if (event.type !== "said") return "key" in event ? [event.key] : [];
  if ("key" in event.to) return [event.to.key];
  return [[event.who, event.to.user].map(personKey).sort().join(" ")];
}

/** By the account; or who has none, by the connection. */
const personKey = ({ account, id }: Who): string =>
  account === null ? `!${id.toString(36)}` : fold(account);

/** What is left when an event has taken something away. */
export function keptAfter(rows: readonly Kept[], event: Event): Kept[] {
  if (event.type === "renamed") return refiled(rows, event);
  if (event.type === "messagesDeleted")
    return rows.filter(
      ({ account, time, type }) =>
        account !== event.account || time < event.since || type !== type.toUpperCase(),
    );
  // Who is called so later is another: what was said to this one is found under no account's name.
  if (event.type === "accountDropped")
    return inOrder(rows.map((row) => ({ ...row, key: keyWithout(row.key, event) })));
  return [...rows];
}

function keyWithout(filed: string, { key, place }: EventOf<"accountDropped">): string {
  const persons = filed.split(" ");
  if (persons.length === 1) return filed;
  return persons
    .map((person) => (person === key ? `${key}\n${place}` : person))
    .sort()
    .join(" ");
}
