/** Channel modes: the rule by which a channel's modes change. Part of MODE's decide. Pure. */
import { channelModes, type ModeChange, reaches } from "../protocol/modes.ts";
import { ChannelDraft } from "./channel-draft.ts";
import type { Decider, Outcome } from "./command.ts";
import type { ChannelChange } from "./event.ts";
import { audited, whoIs } from "./outcomes.ts";
import { refuse } from "./refusal.ts";
import { mayChangeMode } from "./ranks.ts";
import { channelNamed, seesChannel, type State, type User, userNamed } from "./state.ts";

export const decideChannelModes: Decider<"changeModes"> = (state, { request }, by) => {
  const channel = channelNamed(state, request.channel);
  if (!channel || !(request.forced === true || seesChannel(by, channel)))
    return [refuse("noSuchChannel", request.channel)];
  const { faults = [] } = request;
  // A letter that means nothing means so to everybody.
  if (request.changes.length === 0) return faults;
  const forced = request.forced === true;
  // Who is not in the channel has no rights there, and reads the same as its other people.
  const letters = forced ? founderLetter : (channel.members.get(by.id) ?? "");
  const draft = new ChannelDraft(state, channel, by, forced);
  const refusals: Outcome[] = [];
  const changes: ChannelChange[] = [];
  let params = 0;
  let denied = false;
  for (const change of request.changes) {
    // ISUPPORT MODES bounds those with a parameter; whatever is over is not done.
    if (change.param !== undefined) params += 1;
    if (params > state.rules.limits.modesPerCommandMax) break;
    if (!mayChangeMode(letters, change.mode) && !givesUpRank(state, change, by)) {
      // Said once, and to whom it is all that there is to say.
      if (!denied) refusals.push(refuse("operatorOnly", channel.name));
      denied = true;
      continue;
    }
    const made = draft.make(change);
    if (made === undefined) continue;
    if ("reason" in made) refusals.push(made);
    else changes.push(made);
  }
  if (!denied || reaches(letters, "h")) refusals.push(...faults);
  if (changes.length === 0) return refusals;
  const { name, key } = channel;
  const changed = { type: "modesChanged" as const, who: whoIs(by), channel: name, key, changes };
  const deed = forced ? [audited(by, "SAMODE", name, inWords(changes))] : [];
  return [changed, ...deed, ...refusals];
};

/** "+o bob -i", for the audit trail, which is no place for passwords. */
export const inWords = (changes: readonly ModeChange[]): string =>
  changes
    .map(({ sign, mode, param }) => {
      const told = channelModes[mode]?.kind === "key" ? "*" : param;
      return sign + mode + (told === undefined ? "" : ` ${told}`);
    })
    .join(" ");

/** Of them all who may change the most. */
const founderLetter = "q";

/** Anybody may step down. */
const givesUpRank = (state: State, { sign, mode, param = "" }: ModeChange, by: User): boolean =>
  sign === "-" && channelModes[mode]?.kind === "prefix" && userNamed(state, param) === by;
