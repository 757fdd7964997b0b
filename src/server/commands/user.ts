/** USER: the rest of who one is; with a nick it completes the registration. RFC 2812 §3.1.3.
 * The rule of connecting stands here. */
import { cut } from "../../protocol/text.ts";
import type { Account } from "../account.ts";
import { usableAccount } from "../accountbook.ts";
import type { Subject } from "../bans.ts";
import type { Command } from "../command.ts";
import { deviceOf, deviceUsed } from "../devices.ts";
import { accountHost } from "../hosts.ts";
import { invitationObjection, invitationUsed } from "../invitations.ts";
import { earlyChanges, toldOfAccount } from "../metadata.ts";
import { attached, resumed, userToJoin } from "../presence.ts";
import { refuse } from "../refusal.ts";
import type { Entry, RequestOf } from "../request.ts";
import { bannedAs } from "../server-bans.ts";
import type { State, User, UserId } from "../state.ts";
import { freeGuestNick, nickObjection } from "./nick.ts";

export const user: Command = {
  from: "registering",
  paramsMin: 4,
  help: "USER <username> 0 * :<realname> — say who you are when connecting",
  ask(session, [username = "", , , realname = ""]) {
    if (username === "" || realname === "") return [refuse("needMoreParams", "USER")];
    session.username = username;
    session.realname = realname;
    return [];
  },
  answers: () => true,
  answer: ({ host, session }) => host.register(session),
  decide: {
    connect(state, entry) {
      const { request, session } = entry;
      if (state.sessions.has(session)) return [refuse("alreadyRegistered")];
      const { limits, userModes } = state.rules;
      const account = request.account === null ? undefined : usableAccount(state, request.account);
      const time = Math.max(state.time, entry.time);
      const { device } = request;
      if (device !== undefined && !(account && deviceOf(state, account, device, time)))
        return [refuse("deviceEnded")];
      const banned = bannedAs(state, subjectOf(state, entry, account), entry.time);
      if (banned) return [banned];
      const { resumes } = request;
      const again = resumes && !account ? state.users.get(resumes.user) : undefined;
      if (resumes && again?.resumable && again.account === null)
        return resumed(again, entry, resumes.session);
      const { invitation } = request;
      const name = account?.name ?? null;
      const over = invitation && invitationObjection(state, invitation, name, entry.time);
      if (over) return [over];
      const invited = (id: UserId) =>
        invitation ? [invitationUsed(state, invitation, name, entry.time, id)] : [];
      const guest = account ? undefined : guestBeside(state, request);
      if (!account && !guest && !invitation && state.rules.accountRequired)
        return [refuse("accountRequired")];
      const present = account ? userToJoin(state, account, request.nick) : guest;
      const metadata = earlyChanges(state, account, request.metadata);
      if (present && present.sessions.length < limits.sessionsPerUserMax)
        return [
          ...toldOfAccount(state, account, metadata),
          ...attached(present, entry),
          ...(account ? deviceUsed(state, account, device, time) : []),
          ...invited(present.id),
        ];
      const nick = request.nick ?? freeNick(state, account, request.salt);
      const objection = nickObjection(state, nick, undefined, name);
      if (objection) return [objection];
      return [
        {
          type: "connected",
          who: {
            id: entry.place,
            nick,
            username: usernameOf(state, request),
            host: accountHost(state, name) ?? request.host,
            account: name,
            guest: request.nick === null && nick !== name,
          },
          session,
          realname: cut(request.realname, limits.realnameLengthMax),
          cloak: request.host,
          address: request.address,
          secure: request.secure,
          modes: userModes,
          away: request.away,
          ...(device !== undefined && { device }),
          ...(request.resumable && !account && { resumable: true }),
          ...(metadata.length > 0 && { metadata }),
        },
        ...(account ? deviceUsed(state, account, device, time) : []),
        ...toldOfAccount(state, account, metadata),
        ...invited(entry.place),
      ];
    },
  },
};

/** Who may have logged in, or gone, since the token was looked at. */
function guestBeside({ users }: State, { beside }: RequestOf<"connect">): User | undefined {
  const guest = beside === undefined ? undefined : users.get(beside);
  return guest?.account === null ? guest : undefined;
}

/** As bans look at whoever comes; a nick that will be given means nobody. */
const subjectOf = (
  state: State,
  { request }: Entry<RequestOf<"connect">>,
  account: Account | undefined,
): Subject => ({
  nick: request.nick ?? "",
  username: usernameOf(state, request),
  host: accountHost(state, account?.name ?? null) ?? request.host,
  cloak: request.host,
  address: request.address,
  account: account?.name ?? null,
  realname: request.realname,
});

/** For whoever asks for none: the account's name, or a guest's. */
function freeNick(state: State, account: Account | undefined, salt: number): string {
  if (account && !state.nicks.has(account.key)) return account.name;
  return freeGuestNick(state, salt);
}

/** "~" says that no ident server has confirmed it; what would break a mask is left out. */
function usernameOf(state: State, request: RequestOf<"connect">): string {
  const clean = request.username.replace(/[^A-Za-z0-9._-]/g, "");
  return `~${cut(clean === "" ? "user" : clean, state.rules.limits.userLengthMax - 1)}`;
}
