/**
 * Access: into which channel a person may come, where they may speak, and who hears it. Pure, part
 * of the core. What one may read of the past is in rights.ts, what one may do to others in
 * ranks.ts.
 */
import { isBanned, isInvited, isMuted } from "./masks.ts";
import { linesOf } from "./multiline.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { RequestOf } from "./request.ts";
import type { Channel, State, User } from "./state.ts";

/** Why this channel is closed to this person (b, R, i, k, l, j); an invitation opens i, k, l and j:
 * by whom one is asked in says nothing of a ban, nor of whether one has an account.
 * @param time of the entry, milliseconds since the epoch */
export function closedTo(
  state: State,
  channel: Channel,
  by: User,
  password: string,
  time: number,
): Refusal | undefined {
  const { name, modes, limit, throttle, joins } = channel;
  if (isBanned(state, channel, by)) return refuse("bannedFromChannel", name);
  if (modes.includes("R") && by.account === null) return refuse("registeredOnly", name);
  if (by.invitedTo.has(channel.key)) return undefined;
  if (modes.includes("i") && !isInvited(state, channel, by)) return refuse("inviteOnly", name);
  if (channel.password !== null && channel.password !== password)
    return refuse("badChannelKey", name);
  if (limit !== null && channel.members.size >= limit) return refuse("channelIsFull", name);
  if (
    throttle !== null &&
    joins.count >= throttle.joins &&
    time - joins.since < throttle.seconds * 1000
  )
    return refuse("tooManyJoins", name);
  return undefined;
}

/** Of the client-to-client protocol mode C lets actions pass: they are something said. */
const isCtcp = (text: string): boolean =>
  text.charCodeAt(0) === 1 && !/^\x01ACTION(?: |\x01|$)/.test(text);
const holdsCtcp = ({ text, joints }: Words): boolean =>
  joints === undefined ? isCtcp(text) : linesOf({ text, joints }).some((line) => isCtcp(line.text));

type Words = Pick<RequestOf<"say">, "kind" | "text" | "joints">;

/** Why these words are not for this channel; "held" when its operators alone hear them (mode U);
 * undefined when there is nothing against them.
 * @param time of the entry, milliseconds since the epoch */
export function objectionToWords(
  state: State,
  channel: Channel,
  by: User,
  words: Words,
  time: number,
): Refusal | "held" | undefined {
  const { name, modes } = channel;
  const letters = channel.members.get(by.id);
  if (letters === undefined && modes.includes("n")) return refuse("cannotSend", name);
  if (modes.includes("C") && holdsCtcp(words)) return refuse("noCtcp", name);
  // Whoever has a rank speaks.
  if (letters !== undefined && letters !== "") return undefined;
  if (isBanned(state, channel, by)) return refuse("cannotSend", name);
  if (channel.slow !== null && words.kind !== "TAGMSG") {
    const left = (channel.spoke.get(by.id) ?? -Infinity) + channel.slow * 1000 - time;
    if (left > 0) return refuse("tooSoon", name, String(Math.ceil(left / 1000)));
  }
  if (modes.includes("U")) return "held";
  if (modes.includes("m") || isMuted(state, channel, by)) return refuse("cannotSend", name);
  if (modes.includes("M") && by.account === null) return refuse("registeredSpeakOnly", name);
  return undefined;
}

/** Why this person is not to be told these words; people with an account can be spoken to. */
export const objectionToTelling = (user: User, by: User): Refusal | undefined =>
  user.modes.includes("R") && by.account === null && user !== by && by.operator === null
    ? refuse("registeredTellOnly", user.nick)
    : undefined;
