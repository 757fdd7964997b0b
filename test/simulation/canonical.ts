/**
 * Canonical: a state as text that is the same whenever the states are, whatever the order in which
 * their maps were filled; and what must be true of every state. Beside the simulation.
 */
import assert from "node:assert/strict";
import { validNick } from "../../src/protocol/names.ts";
import {
  type Channel,
  listModes,
  type Rules,
  type State,
  type User,
} from "../../src/server/state.ts";

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : 1;

/** The order of invitations and of lists means something; that of channels and members does not.
 * `spokeAt` is not kept, and differs. */
export function canonical(state: State): string {
  const { place, time, users, nicks, sessions, channels, accounts, loggedIn, redirects } = state;
  const { arrivals, marks } = state;
  const { certificates } = state;
  return JSON.stringify([
    [place, time, rulesText(state.rules)],
    [...users.values()].sort((a, b) => a.id - b.id).map(canonicalUser),
    [...channels.values()].sort((a, b) => (a.key < b.key ? -1 : 1)).map(canonicalChannel),
    [...state.bans].map(([key, ban]) => key + JSON.stringify(ban, Object.keys(ban).sort())).sort(),
    [...state.files].map(([, file]) => JSON.stringify(file, Object.keys(file).sort())).sort(),
    [...state.invitations].map(([id, used]) => id + JSON.stringify(used, fieldsUsed)).sort(),
    [...nicks].map(String).sort(),
    [...sessions].map(String).sort(),
    [...users.keys()].sort((a, b) => a - b),
    [...certificates].map(String).sort(),
    [...state.devices].map(String).sort(),
    [...accounts].sort(byName).map(([, each]) => Object.entries(each).sort(byName)),
    [...loggedIn].map(([key, ids]) => [key, ...[...ids].sort((a, b) => a - b)].join()).sort(),
    [...channels.keys()].sort(),
    [...state.metadata]
      .map(([holder, values]) => [holder, ...[...values].map(String).sort()].join("\n"))
      .sort(),
    // Their order says which is the oldest.
    [...redirects],
    // The order of marks means something; that of persons does not.
    [...arrivals].map(([key, known]) => [key, ...[...known].map(String).sort()].join(" ")).sort(),
    [...marks].map(([person, own]) => [person, ...[...own].map(String)].join(" ")).sort(),
  ]);
}

const fieldsUsed = ["until", "count", "holders"];

function canonicalUser(user: User): unknown {
  return fieldsOf(user).map((name) => {
    if (name === "spokeAt") return "";
    const value = user[name as keyof User];
    if (!(value instanceof Set)) return [name, value];
    return [name, name === "channels" ? [...value].sort() : [...value]];
  });
}

function canonicalChannel(channel: Channel): unknown {
  return fieldsOf(channel).map((name) => {
    const value = channel[name as keyof Channel];
    return [name, value instanceof Map ? [...value].map(String).sort() : value];
  });
}

/** An object's names in one order, whatever the order in which they were put there. */
function fieldsOf(object: object): readonly string[] {
  const names = Object.keys(object);
  const key = names.join();
  const known = fields.get(key) ?? names.sort();
  fields.set(key, known);
  return known;
}
const fields = new Map<string, readonly string[]>();

function rulesText(rules: Rules): string {
  const known = rulesTexts.get(rules);
  if (known !== undefined) return known;
  const { limits, ...rest } = rules;
  const entries = [...Object.entries(limits), ...Object.entries(rest)];
  const text = entries
    .map((entry) => JSON.stringify(entry))
    .sort()
    .join();
  rulesTexts.set(rules, text);
  return text;
}
const rulesTexts = new WeakMap<Rules, string>();

/** What holds in every state, whatever happens. */
export function checkInvariants(state: State): void {
  const { limits } = state.rules;
  assert.equal(state.nicks.size, state.users.size, "as many nicks as people");
  let sessions = 0;
  for (const [id, user] of state.users) {
    assert.equal(user.id, id);
    assert.ok(validNick(user.nick, limits.nickLengthMax), `${user.nick} is no nick`);
    assert.equal(state.nicks.get(state.fold(user.nick)), id, `${user.nick} is another's nick`);
    for (const session of user.sessions) assert.equal(state.sessions.get(session.id), id);
    sessions += user.sessions.length;
    assert.ok(user.channels.size <= limits.channelsPerUserMax, `${user.nick} is in too many`);
    assert.ok(user.invitedTo.size <= limits.invitesPerUserMax, `${user.nick} has too many invites`);
    for (const key of user.channels)
      assert.ok(state.channels.get(key)?.members.has(id), `${user.nick} is no member of ${key}`);
    for (const key of user.invitedTo) assert.ok(state.channels.has(key), `an invite to no ${key}`);
    const hears = user.notices !== "";
    assert.equal(state.attentive.has(id), hears, `${user.nick} among those who hear notices`);
    assert.equal(user.modes.includes("s"), hears, `${user.nick} has mode s`);
    assert.equal(user.operator !== null, user.modes.includes("o"), `${user.nick} has mode o`);
  }
  assert.equal(state.sessions.size, sessions, "as many sessions as people have");
  assert.ok(state.channels.size <= limits.channelsMax, "too many channels");
  for (const channel of state.channels.values()) checkChannel(state, channel);
  assert.ok(state.redirects.size <= limits.channelRedirectsMax, "too many old names");
  for (const key of state.redirects.keys())
    assert.ok(!state.channels.has(key), `${key} is a channel and leads elsewhere`);
}

function checkChannel(state: State, channel: Channel): void {
  const { key, name, members, lists } = channel;
  assert.equal(state.channels.get(key), channel);
  assert.equal(state.fold(name), key);
  for (const [id, prefixes] of members) {
    assert.ok(state.users.get(id)?.channels.has(key), `a member of ${key} does not know it`);
    assert.match(prefixes, /^q?a?o?h?v?$/, `${prefixes} in ${key}`);
  }
  const masks = listModes.flatMap((mode) => lists[mode]);
  assert.ok(masks.length <= state.rules.limits.maskListMax, `too many masks in ${key}`);
  for (const mode of listModes) {
    const folded = new Set(lists[mode].map(({ mask }) => state.fold(mask)));
    assert.equal(folded.size, lists[mode].length, `a mask twice in ${key} ${mode}`);
  }
  assert.equal(channel.modes, [...new Set(channel.modes)].sort().join(""));
}
