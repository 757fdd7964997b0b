/**
 * World: rooms with people in them, as they are made by chance, and what of all that the outsider
 * may read, written a second time and as simply as can be. It shares no rule with the server.
 */
import type { CapabilityName } from "../../src/protocol/capabilities.ts";
import { type Asking, Secrets } from "./secrets.ts";

export interface RoomPlan {
  readonly secret: boolean;
  /** What keeps the outsider out. */
  readonly closure: "key" | "invite" | "account" | "full" | "mask" | "ofAccount" | "ofGuests";
  readonly auditorium: boolean;
  readonly renamed: boolean;
  /** There is a public room that sends those on whom it does not let in. */
  readonly forwardedTo: boolean;
  readonly relation: "never" | "parted" | "kicked" | "invited" | "member";
}

export interface Plan {
  readonly rooms: readonly RoomPlan[];
  readonly account: boolean;
  readonly plain: boolean;
  /** Of the server, without any right. */
  readonly operator: boolean;
  readonly capabilities: readonly CapabilityName[];
  /** Of whom the outsider wants to be told. */
  readonly watches: boolean;
  readonly readers: "members" | "accounts";
  readonly since: "all" | "join";
}

/** Everybody but the outsider. */
export interface Person {
  readonly called: "owner" | "friend" | "shade" | "sleeper" | "ghost";
  readonly invisible: boolean;
  /** Has a rank wherever they are, and so is seen in an auditorium. */
  readonly ranked: boolean;
  nick: string;
  /** All that they have had. */
  readonly nicks: string[];
  account: string;
  readonly rooms: Set<Room>;
}

export interface Room {
  readonly plan: RoomPlan;
  /** The one it has now, and those it had. */
  name: string;
  readonly names: string[];
  /** The outsider is in it, and since when, milliseconds since the epoch. */
  inside: boolean;
  cameAt: number;
  /** The outsider has been asked in. */
  invited: boolean;
  /** What it was called when the outsider said something there. */
  spokeUnder: string;
  readonly messages: Message[];
}

export interface Message {
  readonly msgid: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Said to the operators alone. */
  readonly forFew: boolean;
  /** While the outsider listens, not asks. */
  readonly heardLive: boolean;
  gone: boolean;
}

export class World {
  readonly secrets = new Secrets();
  readonly plan: Plan;
  readonly rooms: Room[] = [];
  /** What happens is heard; afterwards it is only read. */
  live = false;

  constructor(plan: Plan) {
    this.plan = plan;
  }

  // ── What the outsider may read ────────────────────────────────────────────────────────────

  knowsName(room: Room, name: string, { line, joins, own }: Asking): boolean {
    if (!room.plan.secret || room.inside || room.invited) return true;
    if (joins === true) return line.includes(name.toUpperCase());
    return own === true && room.spokeUnder === name;
  }

  /** What a room is about, what it says of itself, whom it bans. */
  readonly knowsOf = (room: Room): boolean => !room.plan.secret || room.inside;

  /** What was said or happened there at this time. */
  readsPast({ inside, cameAt }: Room, time: number): boolean {
    const { readers, account, since } = this.plan;
    if (!inside || (readers === "accounts" && !account)) return false;
    return since === "all" || time >= cameAt;
  }

  readsMessage(room: Room, message: Message): boolean {
    if (!room.inside || message.forFew) return false;
    if (this.live) return message.heardLive;
    return !message.gone && this.readsPast(room, message.at);
  }

  /** Somebody who is invisible is known to those who see them in a room, and who name them. */
  knowsPerson(person: Person, about: string | undefined): boolean {
    if (!person.invisible || this.watched(person)) return true;
    if (person.nicks.some((nick) => nick.toUpperCase() === about)) return true;
    return this.meets(person);
  }

  private meets(person: Person): boolean {
    return [...person.rooms].some((room) => this.seesThere(room, person) && room.inside);
  }

  /** In an auditorium those are seen who have a rank. */
  seesThere({ plan, inside }: Room, { ranked, invisible }: Person): boolean {
    return (!plan.auditorium || ranked) && (inside || !invisible);
  }

  private watched = ({ called }: Person): boolean => this.plan.watches && called !== "ghost";

  // ── Words that are secret by these rules ──────────────────────────────────────────────────

  makePerson(
    called: Person["called"],
    { invisible, ranked }: Pick<Person, "invisible" | "ranked">,
  ): Person {
    const person: Person = {
      called,
      invisible,
      ranked,
      nick: "",
      nicks: [],
      account: "",
      rooms: new Set<Room>(),
    };
    person.nick = this.ofPerson(person, "nick");
    person.nicks.push(person.nick);
    person.account = this.accountOf(person);
    return person;
  }

  /** That there is an account everybody may know, who names it. */
  private accountOf(person: Person): string {
    const account: string = this.secrets.make(
      `the account of ${person.called}`,
      ({ about, line }) => line.includes(account.toUpperCase()) || this.knowsPerson(person, about),
    );
    return account;
  }

  /** Who watches for the old nick, or asks about it, learns nothing of the new. */
  renick(person: Person): string {
    const nick = this.secrets.make(
      `the new nick of ${person.called}`,
      ({ about }) => !person.invisible || about === nick.toUpperCase() || this.meets(person),
    );
    person.nick = nick;
    person.nicks.push(nick);
    return nick;
  }

  ofPerson = (person: Person, what: string): string =>
    this.secrets.make(`the ${what} of ${person.called}`, ({ about }) =>
      this.knowsPerson(person, about),
    );

  makeRoom(plan: RoomPlan): Room {
    const room: Room = {
      plan,
      name: "",
      names: [],
      inside: false,
      cameAt: 0,
      invited: false,
      spokeUnder: "",
      messages: [],
    };
    this.rename(room);
    this.rooms.push(room);
    return room;
  }

  rename(room: Room): void {
    const name: string = this.secrets.make("a room's name", (asking) =>
      this.knowsName(room, `#${name}`, asking),
    );
    room.name = `#${name}`;
    room.names.push(room.name);
  }

  /** Nobody's to read but theirs whose it is. */
  hidden = (what: string): string => this.secrets.make(what, () => false);

  ofRoom = (room: Room, what: string): string => this.secrets.make(what, () => this.knowsOf(room));

  /** For the members' eyes. */
  ofMembers = (room: Room, what: string): string => this.secrets.make(what, () => room.inside);

  /** Told to the members when it is set, at this time; the list is for operators. */
  ofOperators = (room: Room, what: string, time: number): string => {
    const { live } = this;
    return this.secrets.make(what, ({ line }) => {
      if (this.live) return room.inside && live;
      return !/MODE/i.test(line) && this.readsPast(room, time);
    });
  };

  /** A word of what is about to be said, by which the message is known. */
  said(room: Room, what: string, message: Message, gone = () => false): string {
    room.messages.push(message);
    return this.secrets.make(what, () => this.readsMessage(room, message) && !gone());
  }

  /** Of somebody's coming or going, at this time. */
  ofMove(person: Person, what: string, time: number, rooms: Iterable<Room>): string {
    const { live } = this;
    const all = [...rooms];
    return this.secrets.make(what, () =>
      all.some((room) => {
        if (!room.inside || !this.seesThere(room, person)) return false;
        return this.live ? live : this.readsPast(room, time);
      }),
    );
  }
}
