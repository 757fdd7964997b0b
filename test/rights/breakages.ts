/**
 * Breakages: the server with one right taken from somebody, by the word for it, and a world in
 * which the outsider reads what they should not. The property must see each.
 */
import { walk } from "../../src/server/decide.ts";
import type { Event } from "../../src/server/event.ts";
import { readerFor } from "../../src/server/reader.ts";
import type { Recipients } from "../../src/server/recipients.ts";
import { refuse } from "../../src/server/refusal.ts";
import {
  type Channel,
  channelNamed,
  type State,
  type User,
  userOf,
} from "../../src/server/state.ts";
import type { Store } from "../../src/server/store.ts";
import { type Broken, everyCapability, outsiderNick } from "./stage.ts";
import type { Plan, RoomPlan } from "./world.ts";

type Over = Partial<Omit<Plan, "rooms">> & Partial<RoomPlan>;

interface Breakage {
  readonly broken: () => Broken;
  readonly plan: Plan;
}

/** A secret room in which the outsider never was, if not said otherwise. */
function planOf(over: Over): Plan {
  const { secret = true, closure = "key", auditorium = false, relation = "never" } = over;
  const { renamed = false, forwardedTo = false, ...rest } = over;
  return {
    account: false,
    plain: false,
    operator: false,
    capabilities: everyCapability,
    watches: false,
    readers: "members",
    since: "all",
    ...rest,
    rooms: [{ secret, closure, auditorium, renamed, forwardedTo, relation }],
  };
}

// ── Lies, by which a right is there for everybody who asks for it ───────────────────────────

/** Whatever the outsider reads is answered from a state that is not the true one. */
const lying =
  (lie: (state: State, viewer: User) => Partial<State>): (() => Broken) =>
  () => ({
    breaks({ server }) {
      const { host } = server;
      const honest = host.answer.bind(host);
      host.answer = (peer, command, message, run) => {
        const viewer = userOf(server.state, peer.id);
        if (viewer?.nick !== outsiderNick) return honest(peer, command, message, run);
        const state = { ...server.state, ...lie(server.state, viewer) };
        const reader = Object.assign(readerFor(server, peer, run, message.command), { state });
        command.answer?.(reader, message.params, state.users.get(viewer.id) as User, message);
      };
    },
  });

const channelsAs = ({ channels }: State, change: (channel: Channel) => Partial<Channel>) =>
  new Map([...channels].map(([key, channel]) => [key, { ...channel, ...change(channel) }]));

const usersAs = ({ users }: State, change: (user: User) => Partial<User>) =>
  new Map([...users].map(([id, user]) => [id, { ...user, ...change(user) }]));

const withoutMode = (mode: string) =>
  lying((state) => ({
    channels: channelsAs(state, ({ modes }) => ({ modes: modes.replace(mode, "") })),
  }));

const asMember = lying((state, { id }) => ({
  channels: channelsAs(state, ({ members }) => ({ members: new Map([...members, [id, ""]]) })),
  users: usersAs(state, (user) =>
    user.id === id ? { channels: new Set(state.channels.keys()) } : {},
  ),
}));

// ── What is told to others than it is for ───────────────────────────────────────────────────

const hearing =
  (otherwise: (event: Event, to: Recipients, all: Recipients["users"]) => Recipients) =>
  (): Broken => ({
    parts: {
      walk: (state, entry, walker) =>
        walk(state, entry, {
          ...walker,
          told: (event, to) => walker.told(event, otherwise(event, to, [...state.users.keys()])),
        }),
    },
  });

const heardByAll = (...types: readonly Event["type"][]) =>
  hearing((event, to, all) => (types.includes(event.type) ? { ...to, users: all } : to));

/** Events of this kind are never kept. */
const notKeeping = (type: Event["type"]) => (): Broken => ({
  breaks({ store }: { store: Store }) {
    const keep = store.keep.bind(store);
    store.keep = (state, event, channels) =>
      event.type === type ? undefined : keep(state, event, channels);
  },
});

/** Where the outsider asks for it, in capitals: see secrets.ts. */
const lettingIn = (): Broken => ({
  parts: {
    walk(state, entry, walker) {
      const { request, session } = entry;
      const user = userOf(state, session);
      const forced = request.type === "join" && /X/.test(request.channel);
      if (!forced || user?.nick !== outsiderNick) return walk(state, entry, walker);
      const { nick, operator } = user;
      // By a right that is gone again before they ask for more.
      user.operator = { name: "nobody", rights: ["force"] };
      const { channel } = request;
      walk(state, { ...entry, request: { type: "forceJoin", nick, channel } }, walker);
      user.operator = operator;
    },
  },
});

const tellingApart = (): Broken => ({
  parts: {
    walk: (state, entry, walker) =>
      walk(state, entry, {
        ...walker,
        refused(refusal) {
          const [name = ""] = refusal.params;
          const there = refusal.reason === "noSuchChannel" && channelNamed(state, name);
          walker.refused(there ? refuse("notOnChannel", name) : refusal);
        },
      }),
  },
});

const foundByAll = (): Broken => ({
  breaks({ store }) {
    const { history } = store;
    const search = history.search.bind(history);
    history.search = (asked) => search({ ...asked, wanted: () => true });
  },
});

/** One is taken for whoever one asks about. */
const asAnother = lying((state) => {
  const shade = [...state.users.values()].find(({ modes }) => modes.includes("i"));
  const account = shade?.account ?? null;
  return { users: usersAs(state, ({ nick }) => (nick === outsiderNick ? { account } : {})) };
});

export const breakages: { readonly [what: string]: Breakage } = {
  "who is not in a room reads as if they were": { broken: asMember, plan: planOf({}) },
  "who has left a room still reads": { broken: asMember, plan: planOf({ relation: "parted" }) },
  "who was put out of a public room still reads": {
    broken: asMember,
    plan: planOf({ relation: "kicked", secret: false, closure: "mask" }),
  },
  "what is secret is not": { broken: withoutMode("s"), plan: planOf({}) },
  "what is secret is not, in plain": { broken: withoutMode("s"), plan: planOf({ plain: true }) },
  "everybody is seen in an auditorium": {
    broken: withoutMode("u"),
    plan: planOf({ relation: "member", auditorium: true }),
  },
  "nobody is invisible": {
    broken: lying((state) => ({
      users: usersAs(state, ({ modes }) => ({ modes: modes.replace("i", "") })),
    })),
    plan: planOf({ secret: false }),
  },
  "everybody sees what the server's operators see": {
    broken: lying((state) => ({
      users: usersAs(state, () => ({ operator: { name: "", rights: ["*"] } })),
    })),
    plan: planOf({}),
  },
  "all members read all that is kept": {
    broken: lying(({ rules }) => ({
      rules: { ...rules, history: { ...rules.history, readers: "members", since: "all" } },
    })),
    plan: planOf({ relation: "member", since: "join" }),
  },
  "members who are not logged in read": {
    broken: lying(({ rules }) => ({
      rules: { ...rules, history: { ...rules.history, readers: "members", since: "all" } },
    })),
    plan: planOf({ relation: "member", readers: "accounts" }),
  },
  "all members read what operators do": {
    broken: lying((state, { id }) => ({
      channels: channelsAs(state, ({ members }) => ({
        members: members.has(id) ? new Map([...members, [id, "o"]]) : members,
      })),
    })),
    plan: planOf({ relation: "member" }),
  },
  "one reads what another account was told": { broken: asAnother, plan: planOf({}) },
  "all that is found is told": { broken: foundByAll, plan: planOf({ relation: "member" }) },
  "what was taken back is still there": {
    broken: notKeeping("redacted"),
    plan: planOf({ relation: "member" }),
  },
  "what was said otherwise is still there": {
    broken: notKeeping("edited"),
    plan: planOf({ relation: "member" }),
  },
  "what is said everybody hears": { broken: heardByAll("said"), plan: planOf({}) },
  "how far one has read everybody hears": { broken: heardByAll("marked"), plan: planOf({}) },
  "what rooms say of themselves everybody hears": {
    broken: heardByAll("metadataChanged"),
    plan: planOf({}),
  },
  "who comes and goes everybody hears": {
    broken: heardByAll("joined", "parted", "kicked"),
    plan: planOf({}),
  },
  "what becomes of a room everybody hears": {
    broken: heardByAll("topicChanged", "modesChanged", "renamed"),
    plan: planOf({ renamed: true }),
  },
  "operators alone are not alone": {
    broken: hearing((_event, { ranks: _ranks, ...to }) => to),
    plan: planOf({ relation: "member" }),
  },
  "everybody comes in": { broken: lettingIn, plan: planOf({}) },
  "of secret rooms it is said that one is not in them": {
    broken: tellingApart,
    plan: planOf({}),
  },
  "addresses are what they are": { broken: () => ({ cloaks: false }), plan: planOf({}) },
};
