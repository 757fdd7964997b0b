/**
 * Account rules: the rulebook's page on accounts and on the nicks that belong to them; written a
 * second time, as all of it. It shares nothing with the core but the form of its data.
 */
import type { NickProtection } from "../../src/server/account.ts";
import type { RequestOf, RequestType } from "../../src/server/request.ts";
import { asSubject, isBannedHere } from "./server-bans.ts";
import { fold, isNick, type Person, personNamed, type World } from "./world.ts";

/** What matters of an account. */
export interface Known {
  readonly name: string;
  readonly verified: boolean;
  readonly suspended: object | null;
  readonly protect: NickProtection | null;
  readonly fingerprints: readonly string[];
  readonly verification: { readonly codeHash: string } | null;
  readonly alwaysOn: boolean | null;
  readonly pushes: readonly { readonly endpoint: string }[];
  readonly devices: readonly { readonly id: string }[];
  /** What it says of itself. */
  values: Map<string, string>;
}

type AccountRequest = Extract<
  RequestType,
  | `${string}Account`
  | `${string}Certificate`
  | `${string}Device`
  | "login"
  | "addPush"
  | "removePush"
>;
type Verdicts = {
  readonly [T in Exclude<AccountRequest, "registerAccount" | "verifyAccount">]: (
    world: World,
    request: RequestOf<T>,
    by: Person,
  ) => boolean;
};

const called = ({ accounts }: World, name: string): Known | undefined => accounts.get(fold(name));
const usable = (account: Known | undefined): boolean =>
  account !== undefined && account.verified && account.suspended === null;

/** The account that somebody logged in to, if it can be used now. */
export const usableName = (world: World, name: string | null): string | null => {
  const account = name === null ? undefined : called(world, name);
  return account && usable(account) ? account.name : null;
};

export function mayRegister(
  world: World,
  { name }: RequestOf<"registerAccount">,
  by: Person | undefined,
  session: string,
): boolean {
  if (by && by.account !== null) return false;
  if (!isNick(world, name) || called(world, name)) return false;
  if (world.accounts.size >= world.rules.limits.accountsMax) return false;
  const holder = personNamed(world, name);
  return holder === undefined || holder === by || session === "";
}

export const mayVerify = (world: World, asked: RequestOf<"verifyAccount">): boolean =>
  called(world, asked.account)?.verification?.codeHash === asked.codeHash;

const owns = (world: World, name: string, by: Person): Known | undefined => {
  const account = called(world, name);
  return account && by.account === account.name ? account : undefined;
};

export const accountVerdicts: Verdicts = {
  login(world, { account: name }, by) {
    const account = called(world, name);
    if (!account || !usable(account) || by.account === account.name) return false;
    if (isBannedHere(world, { ...asSubject(by), account: account.name })) return false;
    return by.account === null || by.sessions.size === 1;
  },
  changeAccount: (world, { account }, by) => owns(world, account, by) !== undefined,
  dropAccount: (world, { account }, by) => owns(world, account, by) !== undefined,
  addCertificate(world, { account: name, fingerprint }, by) {
    const account = owns(world, name, by);
    if (!account || account.fingerprints.length >= world.rules.limits.certificatesPerAccountMax)
      return false;
    return ![...world.accounts.values()].some((each) => each.fingerprints.includes(fingerprint));
  },
  removeCertificate: (world, { account, fingerprint }, by) =>
    owns(world, account, by)?.fingerprints.includes(fingerprint) ?? false,
  addDevice: (world, { account, id }, by) =>
    owns(world, account, by) !== undefined &&
    ![...world.accounts.values()].some(({ devices }) => devices.some((each) => each.id === id)),
  removeDevice(world, { account: name, id }, by) {
    const account = owns(world, name, by);
    return account !== undefined && (id === null || account.devices.some((each) => each.id === id));
  },
  addPush: (world, { account }, by) => owns(world, account, by) !== undefined,
  removePush: (world, { account, endpoint }, by) =>
    owns(world, account, by)?.pushes.some((push) => push.endpoint === endpoint) ?? false,
  // Nobody in the simulation has the right.
  suspendAccount: () => false,
};

/** Whether the nick is another account's, and how it is kept. */
export function protection(world: World, nick: string, account: string | null): NickProtection {
  const owner = called(world, nick);
  if (!owner?.verified || owner.name === account) return "off";
  const { nickProtection } = world.rules;
  return nickProtection === "off" ? "off" : (owner.protect ?? nickProtection);
}

export function mayRecover(world: World, asked: RequestOf<"recoverNick">, by: Person): boolean {
  if (by.account === null || fold(by.account) !== fold(asked.nick)) return false;
  const holder = personNamed(world, asked.nick);
  return holder !== by && (holder !== undefined || asked.how === "regain");
}

export function mayFree(world: World, { user, nick }: RequestOf<"freeNick">): boolean {
  const holder = world.people.get(user);
  return holder?.nick === nick && protection(world, nick, holder.account) !== "off";
}
