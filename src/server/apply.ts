/**
 * Apply: what an event changes in the state. The one writer of State; between recipients and the
 * outboxes. Deterministic, no I/O.
 */
import { casefolder } from "../protocol/casemap.ts";
import { withLetter, withoutLetter } from "../protocol/modes.ts";
import { liftBan, setBan } from "./ban-index.ts";
import { banKey } from "./bans.ts";
import type { Event, EventOf, Joined, Quit, Said } from "./event.ts";
import { putAccount, removeAccount } from "./accountbook.ts";
import {
  changeFounder,
  changeModes,
  changeRank,
  enter,
  noteSpeech,
  setTopic,
  use,
} from "./channels.ts";
import { changeFiles } from "./files.ts";
import { askIn, useInvitation } from "./invitations.ts";
import { attach, changeAway, connect, detach } from "./comings.ts";
import { applyMetadata, forgetUser, takeOver } from "./metadata.ts";
import { rename } from "./renames.ts";
import {
  removeUser,
  type Rules,
  setAccount,
  setModes,
  setNotices,
  type State,
  type User,
} from "./state.ts";
import {
  arrive,
  changePerson,
  depart,
  forgetGuest,
  forgetPerson,
  mark,
  renameTraces,
} from "./traces.ts";

export function apply(state: State, event: Event): void {
  switch (event.type) {
    case "nodeStarted":
    case "rulesChanged":
      return setRules(state, event.rules);
    case "connected":
      return connect(state, event);
    case "attached":
      return attach(state, event);
    case "detached":
      return detach(state, event);
    case "quit":
      return quit(state, event);
    case "joined":
      return join(state, event);
    case "parted":
      return leave(state, event.key, event.who.id);
    case "kicked":
      return leave(state, event.key, event.target.id);
    case "metadataChanged":
      return applyMetadata(state, event);
    case "renamed":
      rename(state, event);
      return renameTraces(state, event);
    case "said":
      return said(state, event);
    case "nickChanged":
      return changeNick(state, event);
    case "topicChanged":
      return setTopic(state, event);
    case "modesChanged":
      return changeModes(state, event);
    case "invited":
      return invited(state, event);
    case "invitationUsed":
      return useInvitation(state, event);
    case "awayChanged":
      return changeAway(state, event);
    case "accountRegistered":
      return putAccount(state, event.account);
    case "accountUpdated":
      return updateAccount(state, event);
    case "accountDropped":
      return dropAccount(state, event);
    case "marked":
      return mark(state, event);
    case "accountRankChanged":
      return changeRank(state, event);
    case "founderChanged":
      return changeFounder(state, event);
    case "userModesChanged":
    case "accountChanged":
    case "hostChanged":
    case "realnameChanged":
    case "becameOperator":
      return withUser(state, event.who.id, (user) => changeUser(state, user, event));
    case "banSet":
      return setBan(state, event.ban);
    case "banLifted":
      return liftBan(state, banKey(state, event.ban.kind, event.ban.what));
    case "bansExpired":
      return event.keys.forEach((key) => liftBan(state, key));
    case "fileAdded":
    case "filesRemoved":
      return changeFiles(state, event);
    case "edited":
    case "redacted": // of the history, not of what is so
    case "messagesDeleted": // as well
    case "signalled": // never applied
    case "wallopsSaid":
    case "audited":
      return;
    default:
      event satisfies never;
  }
}

function withUser(state: State, id: number, change: (user: User) => unknown): void {
  const user = state.users.get(id);
  if (user) change(user);
}

function dropAccount(state: State, { key }: EventOf<"accountDropped">): void {
  state.metadata.delete(key);
  removeAccount(state, key);
  forgetPerson(state, key);
}

function updateAccount(state: State, event: EventOf<"accountUpdated">): void {
  const account = state.accounts.get(event.key);
  if (account) putAccount(state, { ...account, ...event.changes });
}

function changeUser(
  state: State,
  user: User,
  event: EventOf<
    "userModesChanged" | "accountChanged" | "hostChanged" | "realnameChanged" | "becameOperator"
  >,
): void {
  switch (event.type) {
    case "userModesChanged":
      for (const { sign, mode } of event.changes) {
        setModes(state, user, (sign === "+" ? withLetter : withoutLetter)(user.modes, mode));
        if (sign === "-" && mode === "o") user.operator = null;
      }
      if (event.notices !== undefined) setNotices(state, user, event.notices);
      return;
    case "accountChanged":
      takeOver(state, user, event.account);
      setAccount(state, user, event.account);
      return changePerson(state, user, event);
    case "hostChanged":
      user.username = event.username;
      user.host = event.host;
      return;
    case "realnameChanged":
      user.realname = event.realname;
      return;
    case "becameOperator":
      user.operator = event.operator;
      return setModes(state, user, withLetter(user.modes, "o"));
    default:
      event satisfies never;
  }
}

function setRules(state: State, rules: Rules): void {
  // Names that are here are known by how they are folded: two could become one.
  const named = [state.users, state.channels, state.accounts, state.bans].some(
    ({ size }) => size > 0,
  );
  state.rules = named ? { ...rules, casemapping: state.rules.casemapping } : rules;
  state.fold = casefolder(state.rules.casemapping);
}

function quit(state: State, event: Quit): void {
  const user = state.users.get(event.who.id);
  if (!user) return;
  for (const key of user.channels) leave(state, key, user.id);
  forgetGuest(state, user.id);
  forgetUser(state, user.id);
  removeUser(state, user);
}

function join(state: State, event: Joined): void {
  enter(state, event);
  arrive(state, event);
  withUser(state, event.who.id, (user) => {
    user.channels.add(event.key);
    user.invitedTo.delete(event.key);
  });
}

function invited(state: State, { key, place, target }: EventOf<"invited">): void {
  use(state.channels.get(key), place);
  withUser(state, target.id, (user) => askIn(state, user, key));
}

function leave(state: State, key: string, id: number): void {
  const channel = state.channels.get(key);
  channel?.members.delete(id);
  state.users.get(id)?.channels.delete(key);
  depart(state, key, id);
  // Nobody misses a name that was only looked into; names without end would fill the room.
  if (channel?.members.size !== 0 || channel.used !== 0) return;
  state.channels.delete(key);
  state.arrivals.delete(key);
  state.metadata.delete(key);
}

function said(state: State, { who, to, kind, place, time }: Said): void {
  withUser(state, who.id, (user) => (user.spokeAt = time));
  if (kind === "TAGMSG" || !("key" in to)) return;
  const channel = state.channels.get(to.key);
  use(channel, place);
  if (channel && channel.slow !== null && !channel.members.get(who.id))
    noteSpeech(channel, who.id, time);
}

function changeNick(state: State, event: EventOf<"nickChanged">): void {
  withUser(state, event.who.id, (user) => {
    state.nicks.delete(state.fold(user.nick));
    state.nicks.set(state.fold(event.nick), user.id);
    user.nick = event.nick;
    user.guest = false;
  });
}
