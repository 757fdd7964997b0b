/** Refusals about channels: coming in, speaking, ruling. Rows of refusal.ts. */
import { row, type Row } from "./refusal-row.ts";

export const channelRefusals = {
  badChannelKey: row("475", "Cannot join channel (+k)", "{0} has a password: /join {0} PASSWORD"),
  badChannelMask: row("476", "Bad Channel Mask", "{0} cannot be a room's name"),
  bannedFromChannel: row("474", "Cannot join channel (+b)", "You are banned from {0}"),
  cannotRename: row("CANNOT_RENAME", "", "{2}"),
  cannotSend: row("404", "Cannot send to channel", "You may not speak in {0}"),
  channelIsFull: row("471", "Cannot join channel (+l)", "{0} is full"),
  channelNameInUse: row(
    "CHANNEL_NAME_IN_USE",
    "The channel name is already taken",
    "There is a room {1} already",
  ),
  channelRenamed: row(
    "CHANNEL_RENAMED",
    "The channel has been renamed",
    "{0} is called {1} now: /join {1}",
  ),
  forwarded: row("470", "Forwarding to another channel", "{0} sends you on to {1}"),
  forwardedTooFar: row(
    "NOTICE",
    "You have been sent from channel to channel too often; {0} is where it ends.",
    "You have been sent from room to room too often; {0} is where it ends",
  ),
  founderOnly: row(
    "482",
    "You're not the registered founder of the channel",
    "Only who has founded {0}, and has an account, may do that",
  ),
  invalidModeParam: row("696", "", "Mode {1}: {3}"), // the last parameter says what is wrong
  inviteOnly: row("473", "Cannot join channel (+i)", "One needs an invitation to {0}"),
  linkChannel: row("470", "The channel has been renamed", "{0} is called {1} now"),
  maskListFull: row("478", "Channel list is full", "The list {1} of {0} is full"),
  noCtcp: row(
    "404",
    "Cannot send to channel (+C): no CTCP but actions",
    "That may not be sent to {0}",
  ),
  noSuchChannel: row("403", "No such channel", "There is no room {0}"),
  notOnChannel: row("442", "You're not on that channel", "You are not in {0}"),
  operatorOnly: row("482", "You're not channel operator", "Only operators of {0} may do that"),
  rankTooLow: row(
    "482",
    "You're not channel operator enough for that",
    "Your rank in {0} is too low for that",
  ),
  registeredOnly: row(
    "477",
    "Cannot join channel (+R): you need to be logged in to an account",
    "Only who is logged in to an account may enter {0}",
  ),
  registeredSpeakOnly: row(
    "404",
    "Cannot send to channel (+M): you need to be logged in to an account",
    "Only who is logged in to an account may speak in {0}",
  ),
  tooManyChannels: row("405", "You have joined too many channels", "You are in too many rooms"),
  tooManyJoins: row(
    "437",
    "Cannot join channel (+j): too many joins at once; try again later",
    "Too many people are entering {0}; try again later",
  ),
  tooManyRooms: row("437", "The server has too many channels", "There are too many rooms"),
  tooManyFounded: row(
    "437",
    "You have made too many channels in which nobody is",
    "You have made too many rooms in which nobody is",
  ),
  tooSoon: row(
    "404",
    "Cannot send to channel (+W): wait {1} s",
    "In {0} one waits between two lines; {1} s are left",
  ),
  unknownMode: row("472", "is unknown mode char to me", "There is no mode {0}"),
  userNotInChannel: row("441", "They aren't on that channel", "{0} is not in {1}"),
  userOnChannel: row("443", "is already on channel", "{0} is already in {1}"),
} satisfies Record<string, Row>;
