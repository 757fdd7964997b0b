/**
 * IRC, to the person an event is about: the welcome, what one sees on joining, 301, 341 and so on.
 * Beside irc-events.ts, which is for all others.
 */
import { capabilityBits as bits } from "../../protocol/capabilities.ts";
import { message, parseMessage } from "../../protocol/message.ts";
import { channelModes, userModes } from "../../protocol/modes.ts";
import { numerics } from "../../protocol/numerics.ts";
import type { Reader } from "../command.ts";
import { banInWords } from "../commands/ban.ts";
import { tellSupport } from "../commands/isupport.ts";
import { tellLusers } from "../commands/lusers.ts";
import { formatMark, tellMark } from "../commands/markread.ts";
import { tellNotices } from "../commands/mode.ts";
import { tellMotd } from "../commands/motd.ts";
import { tellNames } from "../commands/names.ts";
import { tellPersistence } from "../commands/persistence.ts";
import { tellTopic } from "../commands/topic.ts";
import { historyOf } from "../config.ts";
import type { Attached, Event, EventOf, Joined, Renamed } from "../event.ts";
import type { Edited, Redacted, Said, Signalled, Who } from "../event.ts";
import { viewOf } from "../dialect.ts";
import { isupportLines } from "../isupport.ts";
import { tellJoined, tellOwn } from "../metadata-sync.ts";
import { lastLines, pastOfChannel } from "../past.ts";
import { inNumbers, refuse } from "../refusal.ts";
import { has, type Session } from "../session.ts";
import { type Channel, fullMask, type User } from "../state.ts";
import { eventLines, maskOf, usable } from "./irc-events.ts";
import { tellChanged } from "./irc-metadata.ts";

export function tellPerson(event: Event, session: Session, reader: Reader): void {
  switch (event.type) {
    case "connected":
      return welcome(event.who, event.modes, reader);
    case "attached":
      if (event.session === session.id) attached(event, session, reader);
      return;
    case "joined":
      if (event.who.id === session.user) return entered(event, session, reader);
      return tell(event, session, reader);
    case "metadataChanged":
      return tellChanged(event, session, reader);
    case "renamed":
      return renamed(event, session, reader);
    case "said":
    case "edited":
    case "redacted":
    case "signalled":
      return said(event, session, reader);
    case "invited":
      return invited(event, session, reader);
    case "awayChanged":
      if (event.session?.id !== session.id) return; // nobody is sent an AWAY of their own
      return event.session.away === null
        ? reader.reply(numerics.RPL_UNAWAY, "You are no longer marked as being away")
        : reader.reply(numerics.RPL_NOWAWAY, "You have been marked as being away");
    case "accountChanged":
      if (event.who.id === session.user) tellAccount(event, session, reader);
      return tell(event, session, reader);
    case "messagesDeleted":
      return reader.reply("NOTICE", `All that ${event.account} has said is being deleted.`);
    case "accountUpdated":
      if (event.changes.alwaysOn !== undefined) tellStaying(session, reader);
      return;
    case "marked":
      return marked(event, session, reader);
    case "hostChanged":
      if (event.who.id !== session.user || has(session, "chghost"))
        return tell(event, session, reader);
      return reader.reply(numerics.RPL_VISIBLEHOST, event.host, "is now your displayed host");
    case "becameOperator":
      reader.reply(numerics.RPL_YOUREOPER, "You are now an IRC operator");
      return reader.send(message("MODE", [event.who.nick, "+o"], event.who.nick));
    case "detached":
      if (event.session === session.id) ended(event, reader);
      return;
    case "quit":
      // Whoever has brought it about may be among those who hear it.
      if (event.who.id !== session.user) return tell(event, session, reader);
      ended(event, reader);
      if (event.killed) tell(event, session, reader);
      return;
    case "userModesChanged":
      tell(event, session, reader);
      if (event.notices) tellNotices(reader, event.notices);
      return;
    case "banSet":
      return reader.reply("NOTICE", `Banned: ${banInWords(event.ban, reader.host)}`);
    case "banLifted":
      return reader.reply("NOTICE", `No longer banned: ${banInWords(event.ban, reader.host)}`);
    default:
      tell(event, session, reader);
  }
}

/** One's own end is said by the farewell; a banned one reads why besides, a killed one by whom. */
function ended(event: EventOf<"quit" | "detached">, { send, host }: Reader): void {
  const { who, bannedFor } = event;
  if (bannedFor !== undefined) {
    // It has no user any more, so no reader's nick.
    const { numeric, params } = inNumbers(refuse("banned", bannedFor));
    send(message(numeric, [who.nick, ...params], host.name));
  }
  if (event.type === "quit" && event.killed)
    send(message("KILL", [who.nick, event.killed.reason], maskOf(event.killed.by)));
}

/** As everybody else reads it. */
function tell(event: Event, session: Session, reader: Reader, hidden = 0): void {
  // Who is invited reads the INVITE whatever the capabilities are.
  const capabilities = (usable(session.capabilities) | bits["invite-notify"]) & ~hidden;
  for (const line of eventLines(event, capabilities, viewOf(reader)).split("\r\n")) {
    const told = parseMessage(line);
    if (told) reader.send(told);
  }
}

/** To all devices that know of it; who asked is answered in any case. */
function marked(event: EventOf<"marked">, session: Session, reader: Reader): void {
  const { target, at, kind, moved } = event;
  if (kind !== "read") return;
  if (event.session !== session.id && !(moved && has(session, "draft/read-marker"))) return;
  reader.send(message("MARKREAD", [target, formatMark(at)], reader.host.name));
}

/** RPL_LOGGEDIN and RPL_LOGGEDOUT (sasl-3.1); `event.who` is as it was before. */
function tellAccount(event: EventOf<"accountChanged">, session: Session, reader: Reader): void {
  const { who, account } = event;
  const mask = maskOf(who);
  if (account === null) return reader.reply(numerics.RPL_LOGGEDOUT, mask, "You are now logged out");
  reader.reply(numerics.RPL_LOGGEDIN, mask, account, `You are now logged in as ${account}`);
  tellStaying(session, reader);
}

function tellStaying(session: Session, reader: Reader): void {
  if (has(session, "draft/persistence"))
    tellPersistence(reader, reader.state.users.get(session.user));
}

/** A further device: the welcome, and the channels in which its user is already. */
function attached(event: Attached, session: Session, reader: Reader): void {
  const user = reader.state.users.get(event.who.id);
  if (!user) return;
  welcome(event.who, user.modes, reader);
  for (const key of user.channels) {
    const channel = reader.state.channels.get(key);
    if (!channel) continue;
    tellOwnJoin(channel, user, session, reader);
    tellChannel(channel, user, reader);
    tellPast(channel, user, reader);
  }
}

function welcome(who: Who, modes: string, reader: Reader): void {
  const { reply, host, config, state } = reader;
  const letters = (modes: object) => Object.keys(modes).sort().join("");
  // Clients have looked up what stands here to learn their own address: no cloak's is.
  const address = state.users.get(who.id)?.address;
  const me = address !== undefined && who.host.endsWith(address) ? maskOf(who) : who.nick;
  reply(numerics.RPL_WELCOME, `Welcome to the ${config.server.network} Network, ${me}`);
  reply(numerics.RPL_YOURHOST, `Your host is ${host.name}, running version ${host.version}`);
  reply(numerics.RPL_CREATED, `This server was started ${host.timeInWords(host.startedAt)}`);
  const withParam = Object.entries(channelModes).filter(([, { kind }]) => kind !== "flag");
  reply(
    numerics.RPL_MYINFO,
    host.name,
    host.version,
    letters(userModes),
    letters(channelModes),
    withParam
      .map(([letter]) => letter)
      .sort()
      .join(""),
  );
  tellSupport(reader, isupportLines(state.rules, config));
  tellStaying(reader.session, reader);
  tellLusers(reader);
  if (modes !== "") reply(numerics.RPL_UMODEIS, `+${modes}`);
  const user = state.users.get(who.id);
  if (user) tellOwn(reader, user);
  if (user?.resumable && user.account === null && has(reader.session, "banter/resume"))
    reader.send(message("RESUME", [host.resumeToken(user, reader.session)], host.name));
  tellMotd(reader);
}

/** One's own JOIN (of being away oneself knows), the topic, who is there, and what was said. */
function entered(event: Joined, session: Session, reader: Reader): void {
  // Of their rank they read in NAMES: between the JOIN and those stands the topic alone.
  const prefixes = namesComeUnasked(session) ? "" : event.prefixes;
  tell({ ...event, prefixes }, session, reader, bits["away-notify"]);
  const channel = reader.state.channels.get(event.key);
  const user = reader.state.users.get(session.user);
  if (!channel || !user) return;
  tellChannel(channel, user, reader);
  tellPast(channel, user, reader);
}

function tellChannel(channel: Channel, user: User, reader: Reader): void {
  // read-marker: "MUST be sent before the RPL_ENDOFNAMES".
  if (has(reader.session, "draft/read-marker")) tellMark(reader, channel.name, user);
  tellTopic(reader, channel);
  if (namesComeUnasked(reader.session)) tellNames(reader, channel, user);
  tellJoined(reader, channel, user);
}

const namesComeUnasked = (session: Session): boolean =>
  !has(session, "no-implicit-names") && !has(session, "draft/no-implicit-names");

function tellPast(channel: Channel, user: User, reader: Reader): void {
  const { config, session, state } = reader;
  // Whoever can ask for the history asks for it.
  if (has(session, "draft/chathistory") || has(session, "znc.in/playback")) return;
  const { linesOnJoin: lines } = historyOf(config, state.fold, channel.key);
  reader.replay(
    { target: channel.name },
    lastLines(reader, user, pastOfChannel(state, user, channel), lines),
  );
}

/** The JOIN of somebody who is a member already. */
function tellOwnJoin(channel: Channel, user: User, session: Session, reader: Reader): void {
  const more = has(session, "extended-join") ? [user.account ?? "*", user.realname] : [];
  reader.send(message("JOIN", [channel.name, ...more], fullMask(user)));
}

/** Whoever does not know the command reads that they leave and enter; of other letters in the same
 * name nothing (channel-rename, "Fallback"). */
function renamed(event: Renamed, session: Session, reader: Reader): void {
  if (has(session, "draft/channel-rename")) return tell(event, session, reader);
  const channel = reader.state.channels.get(event.newKey);
  const user = reader.state.users.get(session.user);
  if (event.key === event.newKey || !channel || !user) return;
  const reason = event.reason === "" ? [] : [event.reason];
  reader.send(message("PART", [event.channel, ...reason], fullMask(user)));
  tellOwnJoin(channel, user, session, reader);
  tellChannel(channel, user, reader);
}

function invited(event: Extract<Event, { type: "invited" }>, session: Session, reader: Reader) {
  const { target, channel, who } = event;
  if (who.id !== session.user) return tell(event, session, reader);
  reader.reply(numerics.RPL_INVITING, target.nick, channel);
  if (event.away !== null) reader.reply(numerics.RPL_AWAY, target.nick, event.away);
}

/** One's own words come back by echo-message; so does whether the other is away. */
function said(event: Said | Edited | Redacted | Signalled, session: Session, reader: Reader): void {
  const { to, who } = event;
  if (event.session !== session.id) return tell(event, session, reader);
  // Who takes something back without knowing REDACT reads of it in words.
  const unknown = event.type === "redacted" && !has(session, "draft/message-redaction");
  if (has(session, "echo-message") || unknown) tell(event, session, reader);
  if (!("user" in to)) return;
  // What one says to oneself arrives besides, and is no answer (labeled-response).
  if (to.user.id === who.id) tell(event, session, { ...reader, send: reader.deliver });
  if (to.away !== null && event.type === "said" && event.kind === "PRIVMSG")
    reader.reply(numerics.RPL_AWAY, to.user.nick, to.away);
}
