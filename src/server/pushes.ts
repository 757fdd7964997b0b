/**
 * Pushes: where an account's devices can be told of something while they are asleep (Web Push): a
 * subscription goes with the device that it belongs to. Part of the core; pure. How they are told
 * is in web/push-desk.ts.
 */
import type { Account } from "./account.ts";
import type { Deciders, Outcome } from "./command.ts";
import { deviceIdOf } from "./devices.ts";
import { ofOwn, updated } from "./own-account.ts";
import type { State } from "./state.ts";

/** A subscription. Keys in base64url, as the browser has them. */
export interface Push {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
  /** Of the token by which its session had come. */
  readonly device?: string;
}

const without = (account: Account, endpoint: string): readonly Push[] =>
  account.pushes.filter((push) => push.endpoint !== endpoint);

/** An endpoint is one browser's: whoever registered it before is not told there any more. */
const taken = ({ accounts }: State, endpoint: string): Outcome[] =>
  [...accounts.values()]
    .filter(({ pushes }) => pushes.some((push) => push.endpoint === endpoint))
    .map((account) => updated(account, { pushes: without(account, endpoint) }));

export const pushRules: Deciders = {
  addPush: (state, { request: { account: name, endpoint, p256dh, auth }, session }, by) =>
    ofOwn(state, name, by, "WEBPUSH", (account) => {
      const device = deviceIdOf(by, session);
      const push = { endpoint, p256dh, auth, ...(device !== undefined && { device }) };
      const pushes = [push, ...without(account, endpoint)];
      return [
        ...taken(state, endpoint).filter((each) => !("key" in each) || each.key !== account.key),
        updated(account, { pushes: pushes.slice(0, state.rules.limits.pushesPerAccountMax) }),
      ];
    }),
  removePush: (state, { request: { account: name, endpoint } }, by) =>
    ofOwn(state, name, by, "WEBPUSH", (account) => gone(account, endpoint)),
  dropPush(state, { request: { account: name, endpoint } }) {
    const account = state.accounts.get(state.fold(name));
    return account ? gone(account, endpoint) : [];
  },
};

const gone = (account: Account, endpoint: string): Outcome[] => {
  const pushes = without(account, endpoint);
  return pushes.length === account.pushes.length ? [] : [updated(account, { pushes })];
};
