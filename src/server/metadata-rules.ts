/**
 * Metadata rules: by what a value may be set or taken away. METADATA's decide; its answers are in
 * commands/metadata.ts. Pure.
 */
import type { Decider, Outcome } from "./command.ts";
import {
  isMetadataKey,
  isMetadataValue,
  isTheirs,
  maySetKey,
  mayRule,
  metadataChanged,
  valuesOf,
  visibilityOf,
} from "./metadata.ts";
import { audited } from "./outcomes.ts";
import { refuse } from "./refusal.ts";
import {
  type Channel,
  channelNamed,
  isChannelName,
  seesChannel,
  type State,
  type User,
  userNamed,
} from "./state.ts";

/** Secret channels are there for those who see them. */
export function targetNamed(state: State, user: User, name: string): Channel | User | undefined {
  if (name === "*") return user;
  if (!isChannelName(name)) return userNamed(state, name);
  const channel = channelNamed(state, name);
  return channel && seesChannel(user, channel) ? channel : undefined;
}

export const nameOf = (target: Channel | User): string =>
  "members" in target ? target.name : target.nick;

export const decideSet: Decider<"setMetadata"> = (state, { request, session }, by) => {
  const { target: given, key, value } = request;
  const target = targetNamed(state, by, given);
  if (!target) return [refuse("metadataInvalidTarget", given)];
  if (!isMetadataKey(key, state)) return [refuse("metadataInvalidKey", key)];
  if (!mayRule(by, target) || !maySetKey(state, by, key))
    return [refuse("metadataNoPermission", given, key)];
  if (value !== null && !isMetadataValue(value, state))
    return [refuse("metadataInvalidValue", key)];
  const held = valuesOf(state, target);
  const name = nameOf(target);
  if (value === null && !held.has(key)) return [refuse("metadataIsNot", name, key)];
  if (value !== null && held.get(key) === value)
    return [refuse("metadataIs", name, key, visibilityOf(state, key), value)];
  const most = state.rules.limits.metadataKeysMax;
  if (value !== null && !held.has(key) && held.size >= most)
    return [refuse("metadataLimit", "SET", given, String(most))];
  const outcomes = metadataChanged(state, by, target, [{ key, value }], session);
  return [...outcomes, ...deed(by, target, key, outcomes)];
};

/** Keys that the asker may not set stay. */
export const decideClear: Decider<"clearMetadata"> = (state, { request, session }, by) => {
  const { target: given } = request;
  const target = targetNamed(state, by, given);
  if (!target) return [refuse("metadataInvalidTarget", given)];
  if (!mayRule(by, target)) return [refuse("metadataNoPermission", given, "*")];
  const keys = [...valuesOf(state, target).keys()].filter((key) => maySetKey(state, by, key));
  const changes = keys.sort().map((key) => ({ key, value: null }));
  const outcomes = metadataChanged(state, by, target, changes, session, true);
  return [...outcomes, ...deed(by, target, "*", outcomes)];
};

/** For the audit trail, when it is an operator's right alone that allows it. */
function deed(
  by: User,
  target: Channel | User,
  key: string,
  done: readonly Outcome[],
): readonly Outcome[] {
  if (done.length === 0 || isTheirs(by, target)) return [];
  return [audited(by, "METADATA", `${nameOf(target)} ${key}`)];
}
