/**
 * HISTORY: the history for people, and for clients that know none of the specifications: what was
 * said last, what has certain words; and what oneself has said, to be taken along or deleted.
 */
import type { Command, Reader } from "../command.ts";
import { msgidOf, placeOfMsgid } from "../event.ts";
import { whoIs } from "../outcomes.ts";
import { lastLines, pastNamed, search } from "../past.ts";
import { refuse } from "../refusal.ts";
import {
  accountNamed,
  type ChannelKey,
  channelNamed,
  isChannelName,
  isMember,
  seesChannel,
  type State,
  type User,
} from "../state.ts";

const linesDefault = 50;

export const history: Command = {
  from: "registered",
  paramsMin: 1,
  heavy: true,
  help:
    "HISTORY <channel or nick> [<lines>] — what was said last; HISTORY SEARCH <words>; of what " +
    "you have said yourself: HISTORY EXPORT [<msgid>]; HISTORY DELETE <your account>",
  ask(_session, [word = "", account = ""]) {
    return word.toUpperCase() === "DELETE" ? [{ type: "deleteMessages", account }] : [];
  },
  answers: ([word = ""]) => word.toUpperCase() !== "DELETE",
  answer(reader, [name = "", ...rest], user) {
    switch (name.toUpperCase()) {
      case "SEARCH":
        return tellFound(reader, rest.join(" "), user);
      case "EXPORT":
        return tellOwn(reader, rest[0], user);
      default:
        return tellLast(reader, name, rest[0], user);
    }
  },
  decide: {
    deleteMessages(state, { request, time }, by) {
      const account = by.account === null ? undefined : accountNamed(state, by.account);
      if (!account) return [refuse("needsAccount")];
      // To be typed again: there is no way back.
      if (state.fold(request.account) !== account.key)
        return [refuse("deleteOther", request.account || "*")];
      const since = Math.min(account.registeredAt, Math.max(state.time, time));
      return [{ type: "messagesDeleted", who: whoIs(by), account: account.name, since }];
    },
  },
};

function tellLast(reader: Reader, name: string, count: string | undefined, user: User): void {
  const past = pastNamed(reader, user, name);
  if (!past) return tellWhyNot(reader, name, user);
  const most = reader.state.rules.limits.historyPageLinesMax;
  const lines = Math.min(Math.max(Math.floor(Number(count)) || linesDefault, 1), most);
  reader.replay({ target: past.name, asked: true }, lastLines(reader, user, past, lines));
}

function tellWhyNot(reader: Reader, name: string, user: User): void {
  const channel = channelNamed(reader.state, name);
  if (!isChannelName(name)) reader.refuse(refuse("noSuchNick", name));
  else if (!channel || !seesChannel(user, channel)) reader.refuse(refuse("noSuchChannel", name));
  else if (!isMember(channel, user)) reader.refuse(refuse("notOnChannel", channel.name));
  else reader.refuse(refuse("historyTarget", "HISTORY", channel.name));
}

function tellFound(reader: Reader, text: string, user: User): void {
  if (text.trim() === "") return reader.refuse(refuse("needMoreParams", "HISTORY"));
  const [place, nick, after] = [undefined, undefined, undefined];
  const sought = { text, place, nick, after, before: reader.host.now(), from: "newest" } as const;
  const count = Math.min(linesDefault, reader.state.rules.limits.historyPageLinesMax);
  reader.replay({ type: "search", asked: true }, search(reader, user, { ...sought, count }));
}

/** Of a channel; one that is secret may be called by now as those outside do not know. */
function nameFor({ channels }: State, user: User, key: ChannelKey, time: number): string {
  const channel = channels.get(key);
  if (!channel) return key;
  const known = seesChannel(user, channel) || (channel.renamed.at(-1) ?? -Infinity) < time;
  return known ? channel.name : "*";
}

/** A page of it; with it, how to ask for the next. */
function tellOwn(reader: Reader, msgid: string | undefined, user: User): void {
  const { state } = reader;
  const account = user.account === null ? undefined : accountNamed(state, user.account);
  if (!account) return reader.refuse(refuse("needsAccount"));
  const after = msgid === undefined ? undefined : placeOfMsgid(msgid);
  if (msgid !== undefined && !after) return reader.refuse(refuse("searchInvalid", msgid));
  const count = state.rules.limits.historyPageLinesMax;
  const events = reader.history.own({
    account: account.name,
    since: account.registeredAt,
    after,
    count,
    nameOf: (key, time) => nameFor(state, user, key, time),
  });
  reader.replay({ type: "banter/export", asked: true }, events);
  const last = events.at(-1);
  const more = last && events.length === count ? msgidOf(last) : undefined;
  const words = more === undefined ? "That is all." : `There is more: HISTORY EXPORT ${more}`;
  reader.reply("NOTICE", words);
}
