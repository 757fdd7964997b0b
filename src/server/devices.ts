/**
 * Devices: what a device of an account has been given to log in with, instead of the password: each
 * can be taken back by itself, and ends when it has not been used for long. Kept is only the hash.
 * Part of the core; pure. What comes on the wire is read in device-tokens.ts.
 */
import type { Account, AccountChanges } from "./account.ts";
import { ofOwn, updated } from "./own-account.ts";
import type { Deciders, Outcome } from "./command.ts";
import { without } from "./presence.ts";
import { refuse } from "./refusal.ts";
import { type State, type User, usersOfAccount } from "./state.ts";

export interface Device {
  /** Unique in the room; no secret. */
  readonly id: string;
  /** SHA-256 of the secret, lower-case hex. */
  readonly hash: string;
  /** As its owner calls it. */
  readonly name: string;
  /** Milliseconds since the epoch; of the second, a day is near enough. */
  readonly madeAt: number;
  readonly usedAt: number;
}

const dayMs = 86_400_000;

/** Those that can still be used. @param time milliseconds since the epoch */
export const devicesOf = ({ rules }: State, { devices }: Account, time: number) =>
  devices.filter(({ usedAt }) => rules.deviceMs === 0 || time - usedAt < rules.deviceMs);

export const deviceOf = (state: State, account: Account, id: string, time: number) =>
  devicesOf(state, account, time).find((device) => device.id === id);

/** Somebody has come by it. */
export function deviceUsed(
  state: State,
  account: Account,
  id: string | undefined,
  time: number,
): Outcome[] {
  const device = id === undefined ? undefined : deviceOf(state, account, id, time);
  if (!device || time - device.usedAt < dayMs) return [];
  const devices = devicesOf(state, account, time).map((each) =>
    each === device ? { ...device, usedAt: time } : each,
  );
  return [updated(account, { devices })];
}

export const deviceIdOf = (user: User, session: string): string | undefined =>
  user.sessions.find(({ id }) => id === session)?.device;

/** With another password the other devices have to log in anew. */
export const withPassword = (
  changes: AccountChanges,
  { devices, pushes }: Account,
  own: string | undefined,
): AccountChanges =>
  changes.credentials
    ? {
        ...changes,
        devices: devices.filter(({ id }) => id === own),
        pushes: pushes.filter(({ device }) => device !== undefined && device === own),
      }
    : changes;

export const deviceRules: Deciders = {
  addDevice: (state, { request: { account: name, id, hash, called }, ...entry }, by) =>
    ofOwn(state, name, by, "DEVICE ADD", (account) => {
      const time = Math.max(state.time, entry.time);
      if (state.devices.has(id)) return [refuse("deviceExists", id)];
      // The one that was not used for longest makes room.
      const kept = devicesOf(state, account, time).toSorted((a, b) => b.usedAt - a.usedAt);
      const device = { id, hash, name: called, madeAt: time, usedAt: time };
      const devices = [device, ...kept].slice(0, state.rules.limits.devicesPerAccountMax);
      return [updated(account, { devices })];
    }),
  removeDevice: (state, { request: { account: name, id }, session, time }, by) =>
    ofOwn(state, name, by, "DEVICE DEL", (account) => {
      const own = by.account === account.name ? session : "";
      const ownDevice = own === "" ? undefined : deviceIdOf(by, session);
      const goes = (device: string | undefined): boolean =>
        id === null ? device !== ownDevice || device === undefined : device === id;
      const devices = devicesOf(state, account, Math.max(state.time, time));
      const left = devices.filter((device) => !goes(device.id));
      // With the device goes where it is told; of one without a token nobody knows whose it is.
      const pushes = account.pushes.filter(({ device }) =>
        id === null ? device !== undefined && device === ownDevice : device !== id,
      );
      if (id !== null && left.length === devices.length) return [refuse("noSuchDevice", id)];
      return [
        updated(account, { devices: left, pushes }),
        ...usersOfAccount(state, account.key).flatMap((user) => {
          const going = user.sessions.filter((each) => each.id !== own && goes(each.device));
          const ids = going.map((each) => each.id);
          return ids.length === 0 ? [] : without(state, user, ids, "Logged out");
        }),
      ];
    }),
};
