/**
 * Traces: what stays of people when they have gone, written a second time: since when they have
 * known a room, and how far they have read. Beside model.ts.
 */
import assert from "node:assert/strict";
import type { Event, EventOf } from "../../src/server/event.ts";
import type { Entry } from "../../src/server/request.ts";
import type { State } from "../../src/server/state.ts";
import { fold, roomsOf, type World } from "./world.ts";

interface Arrival {
  readonly room: string;
  readonly person: string;
  readonly time: number;
}

interface Mark {
  readonly person: string;
  readonly key: string;
  readonly at: number;
}

const guest = (id: number): string => `!${id.toString(36)}`;
const keyOf = ({ account, id }: { account: string | null; id: number }): string =>
  account === null ? guest(id) : fold(account);

export class TracesModel {
  private arrivals: Arrival[] = [];
  /** Whoever was changed last is last. */
  private marks: Mark[] = [];

  /** Before the world has followed the event. */
  take(world: World, { request, time }: Entry, event: Event): void {
    switch (event.type) {
      case "joined":
        return this.came(event.key, keyOf(event.who), event.time);
      case "parted":
        return this.went(event.key, event.who.id);
      case "kicked":
        return this.went(event.key, event.target.id);
      case "quit":
        for (const { key } of roomsOf(world, event.who.id)) this.went(key, event.who.id);
        this.marks = this.marks.filter(({ person }) => person !== guest(event.who.id));
        return;
      case "accountChanged":
        for (const { key } of roomsOf(world, event.who.id))
          this.came(
            key,
            keyOf({ ...event.who, account: event.account }),
            this.arrivalOf(key, guest(event.who.id)) ?? event.time,
          );
        return;
      case "accountDropped":
        this.arrivals = this.arrivals.filter(({ person }) => person !== event.key);
        this.marks = this.marks.filter(({ person }) => person !== event.key);
        return;
      case "renamed":
        return this.renamed(event);
      case "marked":
        assert.ok(request.type === "mark");
        return this.mark(world, event, Math.min(request.at, Math.max(time, event.time)));
      default:
    }
  }

  private renamed({ key, newKey }: EventOf<"renamed">): void {
    if (key === newKey) return;
    this.arrivals = this.arrivals.map((one) => (one.room === key ? { ...one, room: newKey } : one));
    for (const kind of ["read", "cleared"]) {
      const moving = this.marks.filter((one) => one.key === `${kind} ${key}`);
      const names = [`${kind} ${key}`, `${kind} ${newKey}`];
      const others = this.marks.filter((one) => !names.includes(one.key));
      this.marks = [...others, ...moving.map((one) => ({ ...one, key: `${kind} ${newKey}` }))];
    }
  }

  private arrivalOf(room: string, person: string): number | undefined {
    return this.arrivals.find((one) => one.room === room && one.person === person)?.time;
  }

  private came(room: string, person: string, time: number): void {
    if (this.arrivalOf(room, person) === undefined) this.arrivals.push({ room, person, time });
    else
      this.arrivals = this.arrivals.map((one) =>
        one.room === room && one.person === person
          ? { ...one, time: Math.min(one.time, time) }
          : one,
      );
  }

  private went(room: string, id: number): void {
    this.arrivals = this.arrivals.filter((one) => one.room !== room || one.person !== guest(id));
  }

  private mark(world: World, event: EventOf<"marked">, asked: number): void {
    const person = keyOf(event.who);
    const key = `${event.kind} ${fold(event.target)}`;
    const known = this.marks.find((one) => one.person === person && one.key === key);
    const moves = known === undefined || asked > known.at;
    assert.equal(event.moved, moves, "a mark goes forward only");
    assert.equal(event.at, moves ? asked : known?.at, "what is marked");
    if (!moves) return;
    const others = this.marks.filter((one) => one !== known);
    this.marks = [...others, { person, key, at: asked }];
    const own = this.marks.filter((one) => one.person === person);
    const [oldest] = own.slice(0, Math.max(0, own.length - world.rules.limits.marksPerPersonMax));
    this.marks = this.marks.filter((one) => one !== oldest);
  }

  /** After the world has followed: nobody has known a room that is no more. */
  sweep({ rooms }: World): void {
    this.arrivals = this.arrivals.filter(({ room }) => rooms.has(room));
  }

  compare(state: State): void {
    const known = [...state.arrivals].flatMap(([room, persons]) =>
      [...persons].map(([person, time]) => `${room} ${person} ${time}`),
    );
    assert.deepEqual(
      known.sort(),
      this.arrivals.map(({ room, person, time }) => `${room} ${person} ${time}`).sort(),
      "since when they have known the rooms",
    );
    const persons = [...new Set(this.marks.map(({ person }) => person))];
    const marksOf = (of: string): string[] =>
      this.marks.filter(({ person }) => person === of).map(({ key, at }) => `${key} ${at}`);
    assert.deepEqual(
      [...state.marks]
        .map(([person, own]) => [person, ...[...own].map(([key, at]) => `${key} ${at}`)].join("; "))
        .sort(),
      persons.map((person) => [person, ...marksOf(person)].join("; ")).sort(),
      "how far they have read",
    );
  }
}
