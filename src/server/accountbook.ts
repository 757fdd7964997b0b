/**
 * Account book: how accounts are written into the state and found there. Part of the core; the
 * rules are in accounts.ts.
 */
import { type Account, type AccountKey, isUsable, type NickProtection } from "./account.ts";
import { accountNamed, type State } from "./state.ts";

/** In place of what there was of that name; also when it is loaded from the store. */
export function putAccount(state: State, account: Account): void {
  removeAccount(state, account.key);
  state.accounts.set(account.key, account);
  for (const fingerprint of account.fingerprints) state.certificates.set(fingerprint, account.key);
  for (const { id } of account.devices) state.devices.set(id, account.key);
}

export function removeAccount(state: State, key: AccountKey): void {
  const account = state.accounts.get(key);
  for (const fingerprint of account?.fingerprints ?? []) state.certificates.delete(fingerprint);
  for (const { id } of account?.devices ?? []) state.devices.delete(id);
  state.accounts.delete(key);
}

/** The account, if somebody can log in to it now. */
export function usableAccount(state: State, name: string): Account | undefined {
  const account = accountNamed(state, name);
  return account && isUsable(account) ? account : undefined;
}

/** How the nick is kept from who is logged in to that account, or to none. */
export function protectionOf(state: State, nick: string, account: string | null): NickProtection {
  const owner = accountNamed(state, nick);
  if (!owner?.verified || owner.name === account) return "off";
  const { nickProtection } = state.rules;
  return nickProtection === "off" ? "off" : (owner.protect ?? nickProtection);
}

export function accountWith(state: State, fingerprint: string | undefined): Account | undefined {
  const key = fingerprint === undefined ? undefined : state.certificates.get(fingerprint);
  return key === undefined ? undefined : state.accounts.get(key);
}
