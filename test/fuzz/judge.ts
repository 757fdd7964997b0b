/**
 * Judge: what must hold of every line that the server sends, and of its state, whatever came in.
 */
import assert from "node:assert/strict";
import { isUtf8 } from "node:buffer";
import { parseMessage } from "../../src/protocol/message.ts";
import { channelModes, parseModeString, userModes } from "../../src/protocol/modes.ts";
import type { Event } from "../../src/server/event.ts";
import type { Server } from "../../src/server/server.ts";
import { emptyState, type State } from "../../src/server/state.ts";

const lineBytesMax = 512;
const tagBytesMax = 8_191;

/** How many params a client expects; of numerics at least the nick and one more. */
const paramCounts: { readonly [command: string]: readonly [least: number, most: number] } = {
  ACCOUNT: [1, 1],
  AUTHENTICATE: [1, 1],
  AWAY: [0, 1],
  BATCH: [1, 3],
  CAP: [3, 4],
  CHATHISTORY: [3, 3],
  CHGHOST: [2, 2],
  ERROR: [1, 1],
  EDIT: [1, 1],
  INVITE: [2, 2],
  JOIN: [1, 3],
  KICK: [3, 3],
  KILL: [2, 2],
  MARKREAD: [2, 2],
  METADATA: [3, 4],
  MODE: [2, 30],
  NICK: [1, 1],
  NOTICE: [2, 2],
  PART: [1, 2],
  PERSISTENCE: [3, 3],
  PRIVMSG: [2, 2],
  QUIT: [1, 1],
  REDACT: [2, 3],
  REGISTER: [3, 3],
  RENAME: [2, 3],
  RESUME: [1, 1],
  SETNAME: [1, 1],
  TAGMSG: [1, 1],
  TOPIC: [2, 2],
  VERIFY: [3, 3],
  WALLOPS: [1, 1],
  ACK: [0, 0],
  FAIL: [3, 9],
  NOTE: [3, 9],
  WARN: [3, 9],
  PING: [1, 1],
  PONG: [2, 2],
};

const source = new RegExp(
  `^(?:${[
    "banter\\.test",
    "(Nick|Chan)Serv!\\1Serv@services\\.banter\\.test",
    "[^\\s!@:][^\\s!@]*!~[\\w.-]+@[^\\s!@:][^\\s!@]*",
    "[^\\s!@:.]+",
  ].join("|")})$`,
);

/** What operators have given in place of the "~name" with which everybody comes (CHGHOST). */
const given = new Set<string>();

export function noteGiven(event: Event): void {
  if (event.type === "hostChanged") given.add(`${event.username}@${event.host}`);
}

function judgeSource(from: string, line: string): void {
  if (!given.has(from.slice(from.indexOf("!") + 1))) assert.match(from, source, line);
}

/** Follows one reader's IRC lines as a client does: whose nick it has, what they say. */
export class IrcReader {
  nick = "*";
  private readonly nicks = new Set<string | undefined>();

  line(line: string): void {
    assert.doesNotMatch(line, /[\r\n\0]/, "one line, no more");
    const space = line.startsWith("@") ? line.indexOf(" ") + 1 : 0;
    assert.ok(space <= tagBytesMax, "the tags fit");
    const bytes = Buffer.byteLength(line.slice(space)) + 2;
    assert.ok(bytes <= lineBytesMax, `a line of ${bytes} bytes: ${line}`);
    const told = parseMessage(line);
    assert.ok(told, `no message: ${JSON.stringify(line)}`);
    const { command, params } = told;
    if (command !== "ERROR" && command !== "PING") judgeSource(told.source, line);
    if (/^[0-9]{3}$/.test(command)) return this.numeric(command, params, line);
    const [least, most] = paramCounts[command] ?? assert.fail(`what is ${command}? ${line}`);
    assert.ok(params.length >= least && params.length <= most, `params: ${line}`);
    if (command === "MODE") judgeModes(params, line);
    if (command === "NICK" && told.source.split("!")[0] === this.nick) this.nick = params[0] ?? "";
  }

  private numeric(command: string, params: readonly string[], line: string): void {
    if (command === "001") this.nick = params[0] ?? "";
    this.nicks.add(this.nick);
    // Before the welcome it may be called by the nick that it has asked for.
    if (this.nick === "*") assert.ok(params[0], line);
    // The answer to a labeled command may come after others.
    else if (line.startsWith("@batch=l")) assert.ok(this.nicks.has(params[0]), line);
    // Those who watch for a nick all read the same.
    else if (/^73[01]$/.test(command) && params[0] === "*") assert.equal(params.length, 2, line);
    else assert.equal(params[0], this.nick, `a numeric names its reader: ${line}`);
    assert.ok(params.length > 1, line);
  }
}

function judgeModes([target = "", ...modes]: readonly string[], line: string): void {
  const table = target.startsWith("#") ? channelModes : userModes;
  const { changes, missing, unknown } = parseModeString(modes, table);
  assert.deepEqual([missing, unknown], [[], []], line);
  const taken = changes.filter(({ param }) => param !== undefined).length;
  assert.equal(modes.length - 1, taken, `every param belongs to a mode: ${line}`);
}

/** Nothing in it can move a cursor or turn the direction. */
export function judgePlain(line: string): void {
  assert.doesNotMatch(line, /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u, JSON.stringify(line));
  assert.notEqual(line, "", "an empty line");
}

export function judgeUtf8(bytes: Uint8Array): void {
  assert.ok(isUtf8(bytes), "UTF-8");
}

/** The state agrees with itself, and with who is connected. */
export function judgeState(server: Server): void {
  const { state, door } = server;
  assert.equal(state.nicks.size, state.users.size, "one nick a user");
  for (const [id, user] of state.users) {
    assert.equal(user.id, id);
    assert.equal(state.nicks.get(state.fold(user.nick)), id, `${user.nick} is its own`);
    assert.ok(user.channels.size <= state.rules.limits.channelsPerUserMax);
    assert.ok(user.invitedTo.size <= state.rules.limits.invitesPerUserMax, "invitations");
    for (const key of user.channels)
      assert.ok(state.channels.get(key)?.members.has(id), `${key} has ${user.nick}`);
    for (const { id: session } of user.sessions) {
      assert.equal(state.sessions.get(session), id);
      assert.equal(door.peers.get(session)?.user, id, "a user has a peer");
    }
  }
  assert.equal(state.sessions.size, [...door.peers.values()].filter(({ user }) => user).length);
  for (const [key, channel] of state.channels) {
    assert.equal(channel.key, key);
    assert.equal(state.fold(channel.name), key);
    for (const letter of channel.modes) assert.equal(channelModes[letter]?.kind, "flag", letter);
    const { b, e, I } = channel.lists;
    assert.ok(b.length + e.length + I.length <= state.rules.limits.maskListMax);
    for (const [id, prefixes] of channel.members) {
      assert.ok(state.users.get(id)?.channels.has(key), `a member of ${key} knows of it`);
      assert.match(prefixes, /^q?a?o?h?v?$/);
    }
  }
}

interface Followed {
  readonly peers: ReadonlyMap<number, readonly { readonly id: string }[]>;
  readonly audiences: ReadonlyMap<string, ReadonlySet<{ readonly user: number }>>;
}

/** Who hears a channel is who is in it. */
export function judgeAudiences({ fanOut, state }: Server): void {
  const { audiences, peers } = fanOut as unknown as Followed;
  assert.deepEqual(new Set(peers.keys()), new Set(state.users.keys()), "users have sessions");
  for (const [key, { members }] of state.channels) {
    const heard = new Set([...(audiences.get(key) ?? [])].map(({ user }) => user));
    assert.deepEqual(heard, new Set(members.keys()), `who hears ${key}`);
  }
}

/** What was kept is what is so. */
export function judgeStore({ state, store }: Server): void {
  const loaded = emptyState(state.rules);
  store.load(loaded);
  assert.deepEqual(snapshot(loaded), snapshot(state));
}

function snapshot({ place, users, nicks, sessions, channels }: State) {
  const people = [...users.values()].map(({ spokeAt: _, ...user }) => user);
  const rooms = [...channels.values()].map((channel) => ({
    ...channel,
    members: new Map([...channel.members].toSorted(([a], [b]) => a - b)),
  }));
  return {
    place,
    people: people.toSorted((a, b) => a.id - b.id),
    rooms: rooms.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    nicks: new Map([...nicks].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    sessions: new Map([...sessions].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** Nothing is left of anybody. */
export function judgeEmpty(server: Server): void {
  const { state, door, fanOut } = server;
  const { audiences, peers } = fanOut as unknown as Followed;
  const { peers: slowed } = server.waiting as unknown as { peers: ReadonlySet<unknown> };
  const { total, tallies } = door.admission as unknown as {
    total: number;
    tallies: ReadonlyMap<string, { now: number }>;
  };
  const left = {
    peers: door.peers.size,
    users: state.users.size,
    nicks: state.nicks.size,
    sessions: state.sessions.size,
    members: [...state.channels.values()].reduce((sum, { members }) => sum + members.size, 0),
    heard: peers.size + audiences.size,
    slowed: slowed.size,
    admitted: total + [...tallies.values()].reduce((sum, { now }) => sum + now, 0),
  };
  for (const [what, count] of Object.entries(left)) assert.equal(count, 0, `${what} left`);
}
