/**
 * Model: follows the events one after the other, and knows from them alone who is where and who
 * should hear what. Simple and slow; it asks neither `recipients` nor `apply`.
 */
import type { Known } from "./account-rules.ts";
import assert from "node:assert/strict";
import type { Event, EventOf } from "../../src/server/event.ts";
import type { Entry, Request } from "../../src/server/request.ts";
import type { Rules } from "../../src/server/state.ts";
import { checkGained, entered, putInto, noteEntering, prefixesFor } from "./entering.ts";
import { concerned } from "./hearers.ts";
import { type Kept, keptAfter, keptOf } from "./kept.ts";
import { forgetOldNamesOf, rename } from "./renaming.ts";
import { happens, seenAway } from "./rulebook.ts";
import { changed, checkFound, without } from "./redactions.ts";
import { shown, userModesAfter, withModes } from "./ruling.ts";
import { deedsOf, followDeed } from "./deeds.ts";
import { followGiven } from "./inviting.ts";
import { followDevice } from "./devices.ts";
import { comesTo, follow, setValue } from "./profiles.ts";
import { hostsAfter, putOut, sessionsEnded, shownHost } from "./server-bans.ts";
import { checkRelayed, hearing, noteSpeaking } from "./speaking.ts";
import {
  fold,
  newRoom,
  type OldName,
  type Person,
  personAt,
  personNamed,
  type Room,
  roomsOf,
  type World,
} from "./world.ts";
import { TracesModel } from "./traces.ts";

export class Model implements World {
  rules: Rules;
  readonly people = new Map<number, Person>();
  readonly rooms = new Map<string, Room>();
  readonly accounts = new Map<string, Known>();
  /** What each session should hear, from its beginning. */
  readonly heard = new Map<string, Event[]>();
  kept: Kept[] = [];
  oldNames: OldName[] = [];
  readonly traces = new TracesModel();
  readonly bans: World["bans"] = new Map();
  readonly files: World["files"] = new Map();
  readonly invitations: World["invitations"] = new Map();
  now = 0;
  /** What operators have done: the command, who, to whom, why. */
  readonly audits: (readonly string[])[] = [];

  constructor(rules: Rules) {
    this.rules = rules;
  }

  /** One entry and what the core made of it. Fails when it should not have. */
  take(entry: Entry, events: readonly Event[]): void {
    const { request } = entry;
    this.now = Math.max(this.now, entry.time);
    const goes = request.type === "ban" ? putOut(this, request) : [];
    const by = personAt(this, entry.session);
    const should = happens(this, entry);
    assert.equal(events.length > 0, should, should ? "nothing came of it" : "it is not allowed");
    const deeds = events.flatMap((event) => (event.type === "audited" ? event.action : []));
    assert.deepEqual(deeds, should ? deedsOf(this, request, by) : [], "what operators have done");
    const room = request.type === "changeModes" ? this.rooms.get(fold(request.channel)) : undefined;
    const { changes: asked = [], forced } = request.type === "changeModes" ? request : {};
    const rank = by && request.type === "say" ? hearing(this, request, by, entry.time) : "";
    const goal = by && this.goalOf(request, by, entry.time);
    const wanted = room && shown(withModes(this, room, asked, forced ? "force" : by));
    const hosts = hostsAfter(this, events);
    const modesOf = request.type === "changeUserModes" && personNamed(this, request.nick);
    const modes = modesOf && userModesAfter(modesOf, request.changes, request.notices);
    for (const event of events) {
      for (const session of this.hearers(event)) this.heardBy(session).push(event);
      if (event.type === "redacted") this.kept = without(this.kept, event);
      if (event.type === "edited") this.kept = changed(this.kept, event);
      this.kept.push(...keptOf(this, event));
      this.kept = keptAfter(this.kept, event);
      this.traces.take(this, entry, event);
      this.follow(event);
      this.traces.sweep(this);
    }
    for (const [person, host] of hosts) assert.equal(person.host, host, "the host by the account");
    if (request.type === "ban" && should)
      assert.deepEqual(sessionsEnded(events), goes, "whom the ban puts out");
    if (should && modes) {
      const { notices } = modesOf;
      assert.deepEqual({ modes: modesOf.modes, notices }, modes, "the modes are not as asked");
    }
    if (request.type === "redact" || request.type === "edit") checkFound(this.kept, request);
    checkGained(this, events);
    if (room && should) assert.equal(shown(room), wanted, "the modes are not as asked");
    if (events[0]?.type === "joined") assert.equal(events[0].key, goal, "where one comes in");
    if (request.type === "relay") checkRelayed(events[0], request, by);
    if (request.type === "say" && events[0]?.type === "said") {
      const { text, to } = events[0];
      assert.equal("key" in to ? to.rank : "", rank, "down to which rank it is heard");
      assert.ok(text === request.text || (text.length > 200 && request.text.startsWith(text)));
    }
  }

  private goalOf(request: Request, by: Person, time: number): string | undefined {
    if (request.type === "forceJoin") return putInto(this, request, time);
    return request.type === "join" ? entered(this, request, by, time) : undefined;
  }

  heardBy(session: string): Event[] {
    const heard = this.heard.get(session) ?? [];
    this.heard.set(session, heard);
    return heard;
  }

  /** The sessions of all who should hear it, as things are before it has happened. */
  private hearers(event: Event): string[] {
    const ids = new Set(concerned(this, event));
    return [...ids].flatMap((id) => [...(this.people.get(id)?.sessions.keys() ?? [])]);
  }

  /** What is so after it. */
  private follow(event: Event): void {
    const person = "who" in event ? this.people.get(event.who.id) : undefined;
    const room = "key" in event ? this.rooms.get(event.key) : undefined;
    switch (event.type) {
      case "nodeStarted":
      case "rulesChanged":
        return void (this.rules = event.rules);
      case "connected":
        return this.connect(event);
      case "quit":
        this.leave(event.who.id, roomsOf(this, event.who.id));
        return void this.people.delete(event.who.id);
      case "joined":
        return this.join(event);
      case "renamed":
        assert.ok(room);
        return rename(this, room, event);
      case "parted":
      case "kicked": {
        const { id } = event.type === "kicked" ? event.target : event.who;
        assert.ok(room?.members.has(id), "who left was not there");
        return this.leave(id, room ? [room] : []);
      }
      case "topicChanged":
      case "modesChanged":
      case "accountRankChanged":
      case "founderChanged":
        assert.ok(room);
        room.used = true;
        return this.followRuling(room, event);
      case "said":
        if ("key" in event.to && event.kind !== "TAGMSG")
          noteSpeaking(this.rooms.get(event.to.key) as Room, event.who.id, event.time);
        return;
      case "fileAdded":
      case "filesRemoved":
      case "invitationUsed":
        return followGiven(this, event);
      case "invited":
        assert.ok(room);
        return this.invite(event.target.id, room);
      case "nickChanged":
      case "userModesChanged":
      case "accountChanged":
      case "realnameChanged":
      case "becameOperator":
        assert.ok(person);
        return this.followPerson(person, event);
      case "attached":
      case "detached":
      case "awayChanged":
        assert.ok(person);
        return followDevice(person, event);
      case "metadataChanged":
        return follow(this, event);
      case "accountRegistered":
      case "accountUpdated":
      case "accountDropped":
        return this.followAccount(event);
      case "hostChanged":
        return void Object.assign(person ?? {}, { user: event.username, host: event.host });
      case "banSet":
      case "banLifted":
      case "bansExpired":
      case "audited":
        return followDeed(this, event);
      case "edited":
      case "redacted":
      case "signalled":
      case "marked": // see traces.ts
      case "messagesDeleted": // see kept.ts
      case "wallopsSaid":
        return;
      default:
        event satisfies never;
    }
  }

  private followAccount(
    event: EventOf<"accountRegistered" | "accountUpdated" | "accountDropped">,
  ): void {
    const { accounts } = this;
    if (event.type === "accountDropped") accounts.delete(event.key);
    else if (event.type === "accountUpdated")
      Object.assign(accounts.get(event.key) ?? {}, event.changes);
    else {
      const key = fold(event.account.name);
      assert.ok(!accounts.has(key), "an account is there twice");
      accounts.set(key, { ...event.account, values: new Map() });
    }
  }

  private followPerson(
    person: Person,
    event: EventOf<
      "nickChanged" | "userModesChanged" | "accountChanged" | "realnameChanged" | "becameOperator"
    >,
  ): void {
    if (event.type === "accountChanged") comesTo(this, person, event.account);
    else if (event.type === "realnameChanged") person.realname = event.realname;
    else if (event.type === "nickChanged") {
      assert.ok([undefined, person].includes(personNamed(this, event.nick)));
      Object.assign(person, { nick: event.nick, guest: false });
    } else {
      if (event.type === "becameOperator") person.modes.add("o");
      else
        for (const { sign, mode } of event.changes)
          person.modes[sign === "+" ? "add" : "delete"](mode);
      if (event.type === "userModesChanged") person.notices = event.notices ?? person.notices;
      person.operator = person.modes.has("o");
    }
  }

  private followRuling(
    room: Room,
    event: EventOf<"topicChanged" | "modesChanged" | "accountRankChanged" | "founderChanged">,
  ): void {
    if (event.type === "topicChanged") room.topic = event.text;
    else if (event.type === "modesChanged")
      Object.assign(room, withModes(this, room, event.changes));
    else if (event.type === "founderChanged") room.founder = event.founder;
    else if (event.rank === "") room.ranks.delete(event.account);
    else room.ranks.set(event.account, event.rank);
  }

  private connect({ who, session, ...rest }: Extract<Event, { type: "connected" }>): void {
    const { realname, modes, away, address, metadata = [] } = rest;
    assert.equal(personNamed(this, who.nick), undefined, `${who.nick} is there twice`);
    assert.equal(who.host, shownHost(this, rest.cloak, who.account), "the host others see");
    this.people.set(who.id, {
      id: who.id,
      nick: who.nick,
      user: who.username,
      host: who.host,
      cloak: rest.cloak,
      address,
      sessions: new Map([[session, away]]),
      addresses: new Map([[session, address]]),
      account: who.account,
      guest: who.guest,
      realname,
      modes: new Set(modes),
      notices: "",
      away: seenAway({ sessions: new Map([[session, away]]) }),
      operator: false,
      invitedTo: [],
      values: new Map(),
    });
    for (const change of metadata) setValue(this, this.people.get(who.id) as Person, change);
  }

  private join({ who, key, channel: name, prefixes, time }: EventOf<"joined">): void {
    const person = this.people.get(who.id) as Person;
    let room = this.rooms.get(key);
    const account = key === fold(this.rules.lobby) ? null : who.account;
    const founder = { nick: who.nick, userhost: `${who.username}@${who.host}`, account };
    room ??= newRoom({ key, name, founder, flags: new Set(this.rules.channelModes) });
    if (!this.rooms.has(key)) forgetOldNamesOf(this, key);
    this.rooms.set(key, room);
    assert.equal(prefixes, prefixesFor(room, person), "the prefixes on joining");
    room.members.set(who.id, new Set(prefixes));
    noteEntering(room, time);
    person.invitedTo = person.invitedTo.filter((other) => other !== key);
  }

  private invite(id: number, room: Room): void {
    const person = this.people.get(id) as Person;
    const others = person.invitedTo.filter((other) => other !== room.key);
    person.invitedTo = [...others, room.key].slice(-this.rules.limits.invitesPerUserMax);
    room.used = true;
  }

  private leave(id: number, rooms: readonly Room[]): void {
    for (const { key, members, used } of rooms) {
      members.delete(id);
      if (members.size === 0 && !used) this.rooms.delete(key);
    }
  }
}
