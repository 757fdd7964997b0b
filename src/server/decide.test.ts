import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../test/seed.ts";
import { channelModes, userModes } from "../protocol/modes.ts";
import { banKinds } from "./bans.ts";
import { isUsable } from "./account.ts";
import { decide, walk } from "./decide.ts";
import { refuse } from "./refusal.ts";
import type { Entry, Request, RequestOf, RequestType } from "./request.ts";
import { accountNamed, addUser, emptyState, rulesDefault, type State } from "./state.ts";
import { markKinds } from "./traces.ts";

const nick = fc.constantFrom("ann", "Bob", "cy", "dee", "nobody", "4", "", "a b");
const fingerprint = fc.constantFrom("aa", "bb", "cc");
const channel = fc.constantFrom("#a", "#A", "#b", "#", "a", "*", "", "#\u0007", "@#a", "+#a");
const text = fc.oneof(fc.constantFrom("", "x", "é".repeat(300)), fc.string({ unit: "binary" }));
const fields = { reason: text, channel };

const changes = (letters: string) =>
  fc.array(
    fc.record(
      {
        sign: fc.constantFrom("+" as const, "-" as const),
        mode: fc.constantFrom(...letters),
        param: fc.oneof(nick, text, fc.constantFrom("5", "0", "*!*@*")),
      },
      { requiredKeys: ["sign", "mode"], noNullPrototype: true },
    ),
    { maxLength: 10 },
  );
const forced = fc.constant(true as const);
const faults = fc.constantFrom([], [refuse("unknownMode", "z")]);
const rules = fc.constantFrom(rulesDefault, { ...rulesDefault, casemapping: "rfc1459" as const });

const spoken = fc.record({
  place: fc.nat(50),
  index: fc.constant(0),
  time: fc.nat(2_000),
  key: fc.oneof(channel, fc.constant("!1 !2")),
  kind: fc.constantFrom("PRIVMSG" as const, "TAGMSG" as const),
  by: fc.record({ id: fc.nat(9), nick, account: fc.option(nick) }),
  to: fc.constant(null),
  rank: fc.constantFrom("", "o"),
  readable: fc.boolean(),
});

/** Every kind of request: a kind without a line here does not compile. */
const asked: { readonly [T in RequestType]: fc.Arbitrary<Omit<RequestOf<T>, "type">> } = {
  startNode: fc.record({ rules }),
  changeRules: fc.record({ rules }),
  loseSessions: fc.record({ prefix: fc.constantFrom("n/", "n/1.", ""), reason: text }),
  endGrace: fc.constant({}),
  connect: fc.record({
    nick: fc.option(nick),
    username: text,
    realname: text,
    host: fc.constantFrom("h.example", "10.0.0.1"),
    address: fc.constant("10.0.0.1"),
    secure: fc.boolean(),
    salt: fc.nat(),
    account: fc.option(nick),
    away: fc.option(text),
  }),
  registerAccount: fc.record({
    name: nick,
    credentials: fc.constant({ passwordHash: "x", scram: null }),
    fingerprints: fc.subarray(["aa", "bb"]),
    email: fc.constant(null),
    verification: fc.constantFrom(null, { codeHash: "code", until: 1_110 }),
  }),
  verifyAccount: fc.record({ account: nick, codeHash: fc.constantFrom("code", "wrong") }),
  login: fc.record({ account: nick }),
  logout: fc.constant({}),
  changeAccount: fc.record({ account: nick, changes: fc.record({ alwaysOn: fc.boolean() }) }),
  addFile: fc.record({
    account: fc.option(nick),
    file: fc.record({ id: nick, hash: nick, size: fc.nat(), type: nick, name: nick }),
  }),
  removeFile: fc.record({ account: nick, id: nick }),
  expireFiles: fc.record({}),
  addPush: fc.record({ account: nick, endpoint: nick, p256dh: nick, auth: nick }),
  removePush: fc.record({ account: nick, endpoint: nick }),
  dropPush: fc.record({ account: nick, endpoint: nick }),
  addDevice: fc.record({ account: nick, id: fingerprint, hash: fingerprint, called: nick }),
  removeDevice: fc.record({ account: nick, id: fc.option(fingerprint) }),
  addCertificate: fc.record({ account: nick, fingerprint }),
  removeCertificate: fc.record({ account: nick, fingerprint }),
  suspendAccount: fc.record({ account: nick, reason: fc.option(text) }),
  freeNick: fc.record({ user: fc.constantFrom(1, 100, 101), nick, salt: fc.nat() }),
  recoverNick: fc.record({
    nick,
    how: fc.constantFrom("ghost" as const, "release" as const, "regain" as const),
    salt: fc.nat(),
  }),
  dropAccount: fc.record({ account: nick }),
  changeAccountRank: fc.record({
    channel,
    account: nick,
    rank: fc.constantFrom("", "q", "a", "o", "h", "v", "x", "ov"),
  }),
  useRank: fc.record({
    channel,
    nick,
    sign: fc.constantFrom("+" as const, "-" as const),
    rank: fc.constantFrom("q", "o", "v", "x", "ov"),
  }),
  changeFounder: fc.record({ channel, account: fc.option(nick) }),
  disconnect: fc.record({ reason: text }),
  changeNick: fc.record({ nick }),
  join: fc.record(
    { channel, password: text, follow: fc.constant(true as const) },
    { requiredKeys: ["channel", "password"], noNullPrototype: true },
  ),
  deleteMessages: fc.record({ account: nick }),
  mark: fc.record({
    kind: fc.constantFrom(...markKinds),
    target: fc.oneof(nick, channel, text),
    at: fc.constantFrom(-1, 0, 1, 1_000, 1e15),
  }),
  part: fc.record(fields),
  say: fc.record({
    kind: fc.constantFrom("PRIVMSG" as const, "NOTICE" as const, "TAGMSG" as const),
    target: fc.oneof(nick, channel),
    text,
    tags: fc.constantFrom({}, { "+x": "y" }),
  }),
  edit: fc.record({ target: fc.oneof(nick, channel), msgid: text, text, spoken }),
  relay: fc.record({ channel, nick: nick.map((name) => `${name}/x`), text, tags: fc.constant({}) }),
  redact: fc.record({
    target: fc.oneof(nick, channel),
    msgid: text,
    reason: text,
    spoken,
  }),
  signal: fc.record({
    target: fc.oneof(nick, channel),
    tags: fc.constant({ "+typing": "active" }),
  }),
  setMetadata: fc.record({
    target: fc.oneof(nick, channel),
    key: fc.constantFrom("avatar", "Avatar", "", "a b", "constructor"),
    value: fc.option(text),
  }),
  clearMetadata: fc.record({ target: fc.oneof(nick, channel) }),
  rename: fc.record({ channel, name: channel, reason: text }),
  setTopic: fc.record({ channel, text }),
  changeModes: fc.record(
    { channel, changes: changes(Object.keys(channelModes).join("")), faults, forced },
    { requiredKeys: ["channel", "changes"], noNullPrototype: true },
  ),
  changeUserModes: fc.record(
    { nick, changes: changes(Object.keys(userModes).join("")), faults, forced },
    { requiredKeys: ["nick", "changes"], noNullPrototype: true },
  ),
  kick: fc.record({ ...fields, nick }),
  invite: fc.record({ nick, channel }),
  setAway: fc.record({ text }),
  changeHost: fc.record({
    nick: text,
    username: fc.option(text),
    host: fc.option(text),
  }),
  setRealname: fc.record({ realname: text }),
  becomeOperator: fc.record({ name: nick, rights: fc.constantFrom([], ["kill"], ["accounts"]) }),
  kill: fc.record({ nick, reason: text }),
  forceJoin: fc.record({ nick, channel }),
  forcePart: fc.record({ nick, ...fields }),
  forceNick: fc.record({ nick, to: nick }),
  wallops: fc.record({ text }),
  noteRehash: fc.constant({}),
  ban: fc.record({
    command: fc.constant("BAN"),
    kind: fc.constantFrom(...banKinds),
    what: fc.oneof(nick, text, fc.constantFrom("*!*@10.0.0.1", "10.0.0.0/8", "*!*@*")),
    durationMs: fc.constantFrom(0, 50, 60_000),
    myself: fc.boolean(),
    reason: text,
  }),
  unban: fc.record({
    command: fc.constant("BAN"),
    kind: fc.constantFrom(...banKinds),
    what: fc.oneof(nick, fc.constantFrom("10.0.0.0/8")),
  }),
  expireBans: fc.constant({}),
};

const types = Object.keys(asked) as RequestType[];

const request = (type: RequestType): fc.Arbitrary<Request> =>
  (asked[type] as fc.Arbitrary<object>).map((rest) => ({ type, ...rest }) as Request);

const entryOf = (session: string, wanted: Request, place = 100): Entry => ({
  place,
  time: 1_000 + place,
  node: "n",
  session,
  request: wanted,
});

/** ann, an operator of the server, is here on the session n/1. */
function populated(): State {
  const state = emptyState();
  addUser(state, {
    id: 1,
    nick: "ann",
    username: "~ann",
    realname: "Ann",
    host: "h.example",
    cloak: "h.example",
    address: "10.0.0.1",
    secure: false,
    account: null,
    modes: "",
    away: null,
    operator: null,
    notices: "",
    guest: false,
    since: 0,
    sessions: [{ id: "n/1", address: "10.0.0.1", away: null }],
    heldUntil: null,
    spokeAt: 0,
    channels: new Set(),
    invitedTo: new Set(),
  });
  return state;
}

const picture = ({ fold: _fold, ...state }: State): string =>
  JSON.stringify(state, (_key, value: unknown) => {
    if (value instanceof Map) return [...value];
    return value instanceof Set ? [...value] : value;
  });

for (const type of types) {
  test(`there is a rule for ${type}`, () => {
    fc.assert(
      fc.property(request(type), (wanted) => {
        const state = populated();
        const before = picture(state);
        const first = decide(state, entryOf("n/1", wanted));
        assert.ok(Array.isArray(first));
        // It only reads, and comes to the same again.
        assert.deepEqual(decide(state, entryOf("n/1", wanted)), first);
        assert.equal(picture(state), before);
        // What is asked for travels as JSON.
        const travelled = JSON.parse(JSON.stringify(wanted)) as Request;
        assert.deepEqual(decide(state, entryOf("n/1", travelled)), first);
      }),
      { numRuns: 50 },
    );
  });
}

const step = fc.record({
  session: fc.constantFrom("n/1", "n/2", "n/3", "m/1"),
  wanted: fc.constantFrom(...types).chain(request),
});

/** What must be so whatever has happened. */
function sound(state: State): void {
  for (const [id, user] of state.users) {
    assert.equal(user.id, id);
    assert.equal(state.nicks.get(state.fold(user.nick)), id, "a nick leads to its user");
    for (const session of user.sessions) assert.equal(state.sessions.get(session.id), id);
    if (user.account !== null)
      assert.ok(state.loggedIn.get(state.fold(user.account))?.has(id), "an account has its users");
    for (const key of user.channels) assert.ok(state.channels.get(key)?.members.has(id), key);
    const account = user.account === null ? undefined : accountNamed(state, user.account);
    assert.ok(user.account === null || (account && isUsable(account)), "an account is usable");
  }
  assert.equal(state.nicks.size, state.users.size);
  const held = [...state.accounts].flatMap(([key, { fingerprints }]) =>
    fingerprints.map((each) => [each, key] as const),
  );
  assert.deepEqual(new Map(held), state.certificates, "a certificate is one account's");
  assert.equal(held.length, state.certificates.size);
  for (const [key, channel] of state.channels) {
    assert.equal(channel.key, key);
    for (const id of channel.members.keys()) assert.ok(state.users.get(id)?.channels.has(key));
    assert.ok(channel.limit === null || channel.limit > 0);
  }
}

test("whatever is asked in whatever order, users, nicks and members agree", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const state = populated();
      steps.forEach(({ session, wanted }, n) => {
        // A change of the casemapping folds nothing anew; it needs a restart.
        if (wanted.type === "changeRules" || wanted.type === "startNode") return;
        const place = n + 100;
        let index = 0;
        walk(state, entryOf(session, wanted, place), {
          told(event) {
            assert.equal(event.place, place);
            assert.equal(event.index, index++);
          },
          refused: ({ reason }) => assert.ok(reason),
        });
        sound(state);
      });
    }),
    { numRuns: 300 },
  );
});

const byNobody = [
  "startNode",
  "changeRules",
  "loseSessions",
  "endGrace",
  "connect",
  "registerAccount",
  "verifyAccount",
  "freeNick",
  "addFile",
  "removeFile",
  "expireFiles",
  "dropPush",
];

test("nobody's request is no event: its session has no user any more", () => {
  fc.assert(
    fc.property(fc.constantFrom(...types).chain(request), (wanted) => {
      if (byNobody.includes(wanted.type)) return;
      assert.deepEqual(decide(populated(), entryOf("n/9", wanted)), []);
    }),
  );
});
