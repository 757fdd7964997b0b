/**
 * Plain person: what somebody reads of an event that is about them: that they have come into a
 * room, were put out, are away. Beside plain.ts.
 */
import { historyOf } from "../config.ts";
import type { Reader } from "../command.ts";
import { type View, viewOf } from "../dialect.ts";
import type { Event, EventOf } from "../event.ts";
import { lastLines, pastOfChannel } from "../past.ts";
import type { Session } from "../session.ts";
import { sentAgo } from "./irc-fallback.ts";
import { seesMember } from "../sight.ts";
import type { Channel } from "../state.ts";
import { eventText, kicking } from "./plain-events.ts";
import { linesToSay } from "./plain-replies.ts";

/** More people than this are counted, not named. */
const namedMax = 20;

export function tellPerson(event: Event, session: Session, reader: Reader): void {
  const text = aboutYou(event, session, reader);
  if (text === undefined) {
    const words = eventText(event, inSeveral(session, reader), viewOf(reader));
    if (words !== "") reader.send(linesToSay([words]));
  } else if (text !== "") reader.send(linesToSay([`* ${text}`]));
}

/** In one room lines need not say where; in several each does. */
export const inSeveral = (session: Session, { state }: Pick<View, "state">): boolean =>
  (state.users.get(session.user)?.channels.size ?? 0) > 1;

/** "" when there is nothing to say; undefined when it reads as it does for others. */
function aboutYou(event: Event, session: Session, reader: Reader): string | undefined {
  const own = "who" in event && event.who.id === session.user;
  switch (event.type) {
    case "connected":
      return `You are ${event.who.nick}. /nick NAME changes it, /help lists what there is.`;
    case "attached":
      return event.session === session.id ? attached(event, session, reader) : "";
    case "accountRegistered":
    case "accountDropped":
    case "accountUpdated":
      // Whoever asked for it is told by whom they asked.
      return "";
    case "accountChanged":
      if (!own) return "";
      return event.account === null
        ? "You are logged out."
        : `You are logged in as ${event.account}.`;
    case "joined":
      return own ? entered(event, session, reader) : undefined;
    case "parted":
      return own ? left(event.key, `You have left ${event.channel}.`, session, reader) : undefined;
    case "kicked": {
      if (event.target.id !== session.user) return undefined;
      const reason = kicking(event);
      const why = reason === "" ? "." : `: ${reason}.`;
      const words = `${event.who.nick} has put you out of ${event.channel}${why}`;
      return left(event.key, words, session, reader);
    }
    case "metadataChanged":
      return "";
    case "renamed":
      return renamed(event, session, reader);
    case "messagesDeleted":
      return "All that you have said is being deleted.";
    case "nickChanged":
      return own ? `You are ${event.nick} now.` : undefined;
    case "awayChanged":
      if (event.session?.id !== session.id) return "";
      return event.session.away === null ? "You are back." : "You are marked as away.";
    case "invited":
      if (own) return asking(event);
      if (event.target.id !== session.user) return "";
      return `${event.who.nick} asks you into ${event.channel}: /join ${event.channel}`;
    case "edited":
      return event.session === session.id ? "" : undefined;
    case "redacted":
      if (event.session !== session.id) return undefined;
      return `You have taken that back, ${sentAgo(event.said, event.time)}.`;
    case "said":
      if (event.session !== session.id) return undefined;
      // One's own line stands on the screen already.
      if (!("user" in event.to) || event.to.away === null) return "";
      return `${event.to.user.nick} is away: ${event.to.away}`;
    case "quit":
      return "";
    case "becameOperator":
      return "You are a server operator.";
    default:
      return undefined;
  }
}

/** A further device speaks where the lobby is, or in the first channel there is. */
function attached({ who }: EventOf<"attached">, session: Session, { state }: Reader): string {
  const keys = [...(state.users.get(who.id)?.channels ?? [])];
  const names = keys.map((key) => state.channels.get(key)?.name ?? key);
  const lobby = keys.indexOf(state.fold(state.rules.lobby));
  session.room = names[Math.max(lobby, 0)] ?? "";
  const here = names.length === 0 ? "." : `, in ${names.join(", ")}.`;
  return `You are ${who.nick}, here already with your other devices${here}`;
}

/** Who speaks there speaks there still. */
function renamed(event: EventOf<"renamed">, session: Session, { state }: Reader): string {
  const { channel, key, name, who, reason } = event;
  if (state.fold(session.room) === key) session.room = name;
  const by = who.id === session.user ? "" : `, by ${who.nick}`;
  return `${channel} is now called ${name}${by}${reason === "" ? "." : `: ${reason}`}`;
}

function asking({ target, channel, away }: EventOf<"invited">): string {
  const words = `You have asked ${target.nick} into ${channel}.`;
  return away === null ? words : `${words} ${target.nick} is away: ${away}`;
}

function entered(event: EventOf<"joined">, session: Session, reader: Reader): string {
  session.room = event.channel;
  const { config, state } = reader;
  const { linesOnJoin: lines } = historyOf(config, state.fold, event.key);
  const channel = state.channels.get(event.key);
  const user = state.users.get(session.user);
  const events =
    channel && user ? lastLines(reader, user, pastOfChannel(state, user, channel), lines) : [];
  reader.replay({ target: event.channel }, events);
  const company = others(channel, session, reader);
  reader.send(linesToSay([`* You are in ${event.channel}, ${company}.`]));
  return channel?.topic ? `It is about: ${channel.topic.text}` : "";
}

function others(channel: Channel | undefined, session: Session, { state }: Reader): string {
  const you = state.users.get(session.user);
  const nicks = [...(channel?.members.keys() ?? [])].flatMap((id) => {
    const member = state.users.get(id);
    if (!channel || !you || !member || member === you) return [];
    return seesMember(you, channel, member) ? member.nick : [];
  });
  if (nicks.length === 0) return "nobody else is here yet";
  return `with ${nicks.length <= namedMax ? nicks.join(", ") : `${nicks.length} others`}`;
}

/** Speaks on in another room, where there is one. */
function left(key: string, words: string, session: Session, { state }: Reader): string {
  if (state.fold(session.room) !== key) return words;
  const next = state.users.get(session.user)?.channels.values().next().value;
  session.room = next === undefined ? "" : (state.channels.get(next)?.name ?? "");
  const more = session.room === "" ? "/join ROOM enters one." : `You speak in ${session.room} now.`;
  return `${words} ${more}`;
}
