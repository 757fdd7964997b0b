/**
 * Breakages: the core and the store with one rule broken, by the word for it. The simulation is
 * played with each, and must see it.
 */
import { DatabaseSync } from "node:sqlite";
import { apply } from "../../src/server/apply.ts";
import type { Outcome } from "../../src/server/command.ts";
import { decide, type Walker } from "../../src/server/decide.ts";
import type { Event } from "../../src/server/event.ts";
import { recipients } from "../../src/server/recipients.ts";
import type { Entry } from "../../src/server/request.ts";
import { type Channel, emptyState, type State, type User } from "../../src/server/state.ts";
import type { Store } from "../../src/server/store.ts";
import { copyDatabase, placeIn } from "../../src/server/store/copy.ts";
import { type Keeping, wholeKeeping } from "./archive.ts";
import { instead, type Parts, wholeParts } from "./node.ts";

interface Core {
  readonly decide: typeof decide;
  readonly recipients: typeof recipients;
  readonly apply: typeof apply;
  /** Who hears it is asked when it has already happened. */
  readonly late?: true;
}

/** The walk of decide.ts, with parts that can be changed. */
function brokenCore(broken: Partial<Core>): Parts {
  const core: Core = { decide, recipients, apply, ...broken };
  function walk(state: State, entry: Entry, walker: Walker): void {
    const outcomes = core.decide(state, entry);
    state.place = entry.place;
    state.time = Math.max(state.time, entry.time);
    let index = 0;
    for (const outcome of outcomes) {
      if (outcome.type === "refused") {
        walker.refused(outcome);
        continue;
      }
      const event = { ...outcome, place: entry.place, index, time: state.time } as Event;
      index += 1;
      const before = core.recipients(state, event);
      core.apply(state, event);
      walker.told(event, core.late ? core.recipients(state, event) : before);
    }
  }
  return { ...wholeParts, walk };
}

/** A rule that looks at a state which is not the true one. */
const lyingTo = (lie: (state: State, entry: Entry) => Partial<State>): Parts =>
  brokenCore({ decide: (state, entry) => decide({ ...state, ...lie(state, entry) }, entry) });

/** All channels as the rule is to believe them to be, while this kind of request is decided. */
const withChannels = (type: string, change: (channel: Channel, entry: Entry) => Partial<Channel>) =>
  lyingTo((state, entry) =>
    entry.request.type !== type
      ? {}
      : {
          channels: new Map(
            [...state.channels].map(([key, channel]) => [
              key,
              { ...channel, ...change(channel, entry) },
            ]),
          ),
        },
  );

const deciding = (otherwise: (state: State, entry: Entry, made: Outcomes) => Outcomes): Parts =>
  brokenCore({ decide: (state, entry) => otherwise(state, entry, decide(state, entry)) });
type Outcomes = readonly Outcome[];

function brokenStore(change: (store: Store) => Partial<Store>): Parts {
  return { ...wholeParts, store: (store) => instead(store, change(store)) };
}

const brokenKeeping = (change: Partial<Keeping>): Parts => ({
  ...wholeParts,
  keeping: { ...wholeKeeping, ...change },
});

/** Copies to which something has been done. */
const brokenCopies = (sql: string): Parts =>
  brokenKeeping({
    async copy(file, to) {
      await copyDatabase(file, to);
      const copy = new DatabaseSync(to);
      copy.exec(sql);
      copy.close();
      return placeIn(to);
    },
  });

/** Every second state of those that come by: one node of two. */
function everySecond(): (state: State) => boolean {
  const seen = new WeakMap<State, boolean>();
  let next = false;
  return (state) => {
    if (!seen.has(state)) seen.set(state, (next = !next));
    return seen.get(state) === true;
  };
}

const everybodyLeads = ({ members }: Channel) => ({
  members: new Map([...members.keys()].map((id) => [id, "o"])),
});

/** What is broken, in words, and the parts that are. */
export const breakages: Readonly<Record<string, () => Parts>> = {
  "two people may have one nick": () =>
    lyingTo(({ users, fold }, { request }) => ({ nicks: nicksBut(users, fold, request) })),
  "two may register one name": () =>
    lyingTo((_state, { request }) =>
      request.type === "registerAccount" ? { accounts: new Map() } : {},
    ),
  "a nick is kept for nobody": () =>
    lyingTo(({ rules }, { request }) =>
      request.type === "changeNick" ? { rules: { ...rules, nickProtection: "off" } } : {},
    ),
  "a login is kept by one node alone": () => {
    const isOdd = everySecond();
    return deciding((state, { request }, made) =>
      request.type === "login" && isOdd(state) ? [] : made,
    );
  },
  "who is kicked stays a member": () =>
    brokenCore({ apply: (state, event) => void (event.type === "kicked" || apply(state, event)) }),
  "recipients are found after the event has been applied": () => brokenCore({ late: true }),
  "a quit is told to nobody": () =>
    brokenCore({ recipients: (state, event) => recipients(alone(state, event), event) }),
  "the modes m and n keep nobody from speaking": () => withChannels("say", () => ({ modes: "" })),
  "everybody may kick": () => withChannels("kick", everybodyLeads),
  "a half-operator rules like an operator": () =>
    withChannels("changeModes", ({ members }) => ({
      members: new Map([...members].map(([id, letters]) => [id, letters.replace("h", "o")])),
    })),
  "who wants to come in is not sent on": () => withChannels("join", () => ({ forward: null })),
  "the throttle of joins lets everybody in": () => withChannels("join", () => ({ throttle: null })),
  "nobody waits in slow mode": () => withChannels("say", () => ({ slow: null })),
  "what operators alone should hear everybody does": () =>
    deciding((_state, _entry, made) =>
      made.map((outcome) =>
        outcome.type === "said" && "key" in outcome.to && outcome.to.held
          ? { ...outcome, to: { ...outcome.to, rank: "" } }
          : outcome,
      ),
    ),
  "everybody may change modes": () => withChannels("changeModes", everybodyLeads),
  "who logs in is nothing by that where they are": () =>
    deciding((_state, _entry, made) =>
      made[0]?.type === "accountChanged"
        ? made.filter(({ type }) => type !== "modesChanged")
        : made,
    ),
  "who is muted speaks": () =>
    withChannels("say", ({ lists }) => ({
      lists: { ...lists, b: lists.b.filter(({ mask }) => !mask.startsWith("m:")) },
    })),
  "bans keep nobody out": () =>
    withChannels("join", ({ lists }) => ({ lists: { ...lists, b: [] } })),
  "who is banned from the server comes in": () =>
    lyingTo((_state, { request }) => (request.type === "connect" ? { bans: new Map() } : {})),
  "whom a ban means stays": () =>
    deciding((_state, { request }, made) =>
      request.type === "ban" ? made.filter(({ type }) => type !== "quit") : made,
    ),
  "whose node is lost stays": () =>
    deciding((_state, { request }, made) => (request.type === "loseSessions" ? [] : made)),
  "who does not come back stays": () =>
    deciding((_state, { request }, made) => (request.type === "endGrace" ? [] : made)),
  "what operators do is not noted": () =>
    deciding((_state, _entry, made) => made.filter(({ type }) => type !== "audited")),
  "the order of several events is each node's own": () => {
    const isOdd = everySecond();
    return deciding((state, _, made) => (isOdd(state) ? made.toReversed() : made));
  },
  "one node misses an entry": () => {
    const isOdd = everySecond();
    return deciding((state, { place }, made) => (isOdd(state) && place % 20 === 0 ? [] : made));
  },
  "a refused thing leaves a trace": () =>
    deciding((state, entry, made) => {
      const by = state.users.get(state.sessions.get(entry.session) ?? 0);
      if (by && made[0]?.type === "refused") by.realname += "!";
      return made;
    }),
  "it is shown before it is kept": () => brokenStore(() => ({ commit() {} })),
  "a read marker goes back": () =>
    lyingTo((_, { request }) => (request.type === "mark" ? { marks: new Map() } : {})),
  "what is deleted is still there": () =>
    brokenStore((store) => ({
      keep: (state, event, channels) =>
        void (event.type === "messagesDeleted" || store.keep(state, event, channels)),
    })),
  "a topic is not kept": () =>
    brokenStore((store) => ({
      keep: (state, event, channels) =>
        void (event.type === "topicChanged" || store.keep(state, event, channels)),
    })),
  "a room's history stays under its old name": () =>
    brokenStore((store) => ({
      keep: (state, event, channels) =>
        void (event.type === "renamed" || store.keep(state, event, channels)),
    })),
  "what has been taken back stays in the history": () =>
    brokenStore((store) => ({
      keep: (state, event, channels) =>
        void (event.type === "redacted" || store.keep(state, event, channels)),
    })),
  "what has been changed keeps its words in the history": () =>
    brokenStore((store) => ({
      keep: (state, event, channels) =>
        void (event.type === "edited" || store.keep(state, event, channels)),
    })),
  "everybody may take back what others say": () => withChannels("redact", everybodyLeads),
  "everybody may say what others have said elsewhere": () => withChannels("relay", everybodyLeads),
  "how a message is divided into lines is not kept": () =>
    brokenStore((store) => ({
      keep(state, event, channels) {
        const joined = event.type === "said" && event.joints ? { ...event, joints: [] } : event;
        store.keep(state, joined, channels);
      },
    })),
  "what is said is kept twice": () =>
    brokenStore((store) => ({
      keep(state, event, channels) {
        store.keep(state, event, channels);
        if (event.type === "said") store.keep(state, event, channels);
      },
    })),
};

/** The same of what keeps nodes that come late equal to the others. */
export const keepingBreakages: Readonly<Record<string, () => Parts>> = {
  "the log is forgotten behind the newest copy, whatever the older is for": () =>
    brokenKeeping({ mayBeginAt: ([newest]) => newest }),
  "the log is forgotten further than the copies go": () =>
    brokenKeeping({ mayBeginAt: ([newest = 0]) => newest + 2 }),
  "who has been away for too long goes on as if it had not": () =>
    brokenKeeping({ canFollow: () => true }),
  "a copy says that it has more than it has": () =>
    brokenCopies("UPDATE meta SET value = value + 2 WHERE key = 'place'"),
  "a copy says that it has less than it has": () =>
    brokenCopies("UPDATE meta SET value = value - 2 WHERE key = 'place'"),
  "a copy lacks something that was said": () =>
    brokenCopies("DELETE FROM history WHERE rowid = (SELECT max(rowid) FROM history)"),
  "a copy lacks somebody": () => brokenCopies("DELETE FROM users WHERE id % 2 = 1"),
};

/** The nicks as they are, but for the one that is asked for. */
function nicksBut(users: State["users"], fold: State["fold"], request: Entry["request"]) {
  const asked = request.type === "changeNick" || request.type === "connect" ? request.nick : null;
  const nicks = [...users.values()].map(({ nick, id }) => [fold(nick), id] as const);
  return new Map(nicks.filter(([nick]) => nick !== fold(asked ?? "")));
}

/** The state with nobody in it but who goes, who is in no channel. */
function alone(state: State, event: Event): State {
  if (event.type !== "quit") return state;
  const user = state.users.get(event.who.id) as User;
  return { ...emptyState(), users: new Map([[user.id, { ...user, channels: new Set() }]]) };
}
