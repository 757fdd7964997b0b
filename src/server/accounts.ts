/**
 * Accounts: the rules by which they are made, entered, left, changed and dropped. Part of decide.
 * A password has been checked, and hashed, before the request: nothing here knows one.
 */
import { type Account, isUsable } from "./account.ts";
import { type Deciders, lacking, type Outcome } from "./command.ts";
import { deviceIdOf, deviceOf, deviceUsed, withPassword } from "./devices.ts";
import { ofOwn, updated } from "./own-account.ts";
import { filesLeft } from "./files.ts";
import { hostByAccount } from "./hosts.ts";
import { invitationObjection, invitationUsed } from "./invitations.ts";
import { metadataOfAccount } from "./metadata.ts";
import { mayBeNick } from "./naming.ts";
import { audited, whoIs } from "./outcomes.ts";
import { orphaned, ranksGained } from "./owners.ts";
import { gone } from "./presence.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { Entry, RequestOf } from "./request.ts";
import { isReservedNick } from "./reserved.ts";
import { bannedAs } from "./server-bans.ts";
import {
  accountNamed,
  hasRight,
  type State,
  type User,
  userNamed,
  usersOfAccount,
} from "./state.ts";

export const accountRules: Deciders = {
  registerAccount(state, entry, by) {
    const objection = nameObjection(state, entry, by);
    if (objection) return [objection];
    const { request, session, time } = entry;
    const { name, email, credentials, fingerprints, verification, invitation } = request;
    const over = invitation && invitationObjection(state, invitation, name, time);
    if (over) return [over];
    const account: Account = {
      key: state.fold(name),
      name,
      registeredAt: Math.max(state.time, entry.time),
      credentials,
      fingerprints: fingerprints.filter((each) => !state.certificates.has(each)),
      devices: [],
      pushes: [],
      email,
      verified: verification === null,
      verification,
      suspended: null,
      alwaysOn: null,
      protect: null,
    };
    const used = invitation ? [invitationUsed(state, invitation, name, time)] : [];
    const registered: Outcome[] = [{ type: "accountRegistered", account, session }, ...used];
    // Not there yet: the session keeps it for when its user connects.
    if (!(by as User | undefined) || !account.verified) return registered;
    return [...registered, ...accountChanged(state, by, name)];
  },
  verifyAccount(state, { request, time }, by) {
    const account = accountNamed(state, request.account);
    const { codeHash, until } = account?.verification ?? {};
    if (!account || codeHash !== request.codeHash || (until ?? 0) < Math.max(state.time, time))
      return [refuse("invalidCode", request.account)];
    const verified = updated(account, { verified: true, verification: null });
    if (!(by as User | undefined) || by.account !== null) return [verified];
    return [verified, ...accountChanged(state, by, account.name)];
  },
  login(state, { request, time }, by) {
    const account = accountNamed(state, request.account);
    if (!account) return [refuse("noSuchAccount", request.account)];
    if (!isUsable(account)) return [refuse("accountLocked")];
    const now = Math.max(state.time, time);
    const { device } = request;
    if (device !== undefined && !deviceOf(state, account, device, now))
      return [refuse("deviceEnded")];
    const banned = bannedAs(state, { ...by, account: account.name }, time);
    if (banned) return [banned];
    if (by.account === account.name) return [];
    // Its other devices have not asked to change.
    if (by.account !== null && by.sessions.length > 1) return [refuse("alreadyLoggedIn")];
    return [...accountChanged(state, by, account.name), ...deviceUsed(state, account, device, now)];
  },
  logout(state, _entry, by) {
    if (by.account === null) return [refuse("notLoggedIn")];
    return accountChanged(state, by, null);
  },
  changeAccount: (state, { request, session }, by) =>
    ofOwn(state, request.account, by, "RESET", (account) => [
      updated(account, withPassword(request.changes, account, deviceIdOf(by, session))),
    ]),
  addCertificate: (state, { request: { account: name, fingerprint } }, by) =>
    ofOwn(state, name, by, "CERT ADD", (account) => {
      const { fingerprints } = account;
      if (fingerprints.includes(fingerprint)) return [];
      if (state.certificates.has(fingerprint)) return [refuse("certificateInUse")];
      if (fingerprints.length >= state.rules.limits.certificatesPerAccountMax)
        return [refuse("tooManyCertificates")];
      return [updated(account, { fingerprints: [...fingerprints, fingerprint] })];
    }),
  removeCertificate: (state, { request: { account: name, fingerprint } }, by) =>
    ofOwn(state, name, by, "CERT DEL", (account) => {
      const left = account.fingerprints.filter((each) => each !== fingerprint);
      if (left.length === account.fingerprints.length) return [refuse("noSuchCertificate")];
      return [updated(account, { fingerprints: left })];
    }),
  suspendAccount(state, { request: { account: name, reason }, time }, by) {
    const account = accountNamed(state, name);
    if (!account) return [refuse("noSuchAccount", name)];
    if (!hasRight(by, "accounts")) return [lacking(by, "accounts")];
    if (reason === null)
      return [updated(account, { suspended: null }), audited(by, "UNSUSPEND", account.name)];
    const suspended = { by: by.nick, reason, at: Math.max(state.time, time) };
    return [
      updated(account, { suspended }),
      ...leftBehind(state, account, "Account suspended"),
      audited(by, "SUSPEND", account.name, reason),
    ];
  },
  dropAccount: (state, { request }, by) =>
    ofOwn(state, request.account, by, "DROP", (account) => {
      const { key, name } = account;
      return [
        ...orphaned(state, by, name),
        ...filesLeft(state, key),
        { type: "accountDropped", key, name },
        ...leftBehind(state, account, "Account dropped"),
      ];
    }),
};

/** Why there can be no account of that name. */
function nameObjection(
  state: State,
  { request: { name }, session, time }: Entry<RequestOf<"registerAccount">>,
  by: User | undefined,
): Refusal | undefined {
  if (by && by.account !== null) return refuse("alreadyAuthenticated", by.account);
  if (!mayBeNick(state, name) || isReservedNick(state, name))
    return refuse("badAccountName", name === "" || /[ \0\r\n]/.test(name) ? "*" : name);
  const account = accountNamed(state, name);
  const { until = Infinity } = account?.verification ?? {};
  // One that nobody has confirmed in time is as if it were not there.
  if (account && Math.max(state.time, time) <= until) return refuse("accountExists", name);
  if (!account && state.accounts.size >= state.rules.limits.accountsMax)
    return refuse("tooManyAccounts", name);
  // With the account its nick would go to somebody else; the server itself may do that.
  const holder = userNamed(state, name);
  return holder && holder !== by && session !== "" ? refuse("nickOfAnother", name) : undefined;
}

/** Its users are there without it; those that nobody is behind have no reason to be. */
const leftBehind = (state: State, { key }: Account, reason: string): Outcome[] =>
  usersOfAccount(state, key).flatMap((user) =>
    user.sessions.length > 0 ? accountChanged(state, user, null) : [gone(user, reason)],
  );

/** With it may go the host, what others see the person say of themselves, and what they are in
 * their channels. */
const accountChanged = (state: State, user: User, account: string | null): readonly Outcome[] => [
  { type: "accountChanged", who: whoIs(user), account },
  ...hostByAccount(state, user, account),
  ...metadataOfAccount(state, user, account),
  ...(account === null ? [] : ranksGained(state, user, account)),
];
