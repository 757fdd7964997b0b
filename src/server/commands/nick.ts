/** NICK: the name one goes by, chosen before registration or changed after. RFC 2812 §3.1.2. */
import { protectionOf } from "../accountbook.ts";
import type { Command } from "../command.ts";
import { guestNick } from "../guest.ts";
import { mayBeNick } from "../naming.ts";
import { whoIs } from "../outcomes.ts";
import { gone } from "../presence.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { isReservedNick } from "../reserved.ts";
import { bannedAs } from "../server-bans.ts";
import { type State, type User, userNamed } from "../state.ts";

export const nick: Command = {
  from: "anyone",
  paramsMin: 0,
  help: "NICK <nick> — choose the name you go by",
  ask(session, [name]) {
    if (name === undefined || name === "") return [refuse("noNicknameGiven")];
    return session.user === 0 ? [] : [{ type: "changeNick", nick: name }];
  },
  answers: () => true,
  answer({ host, session, state, refuse: tell }, [name]) {
    if (session.user !== 0 || name === undefined || name === "") return;
    // Said early, for people; the rule is asked again when the registration has its place. By then
    // one may have logged in as whoever has the nick, and be there with one device more; or one is
    // the guest of that nick.
    const holder = userNamed(state, name);
    const again = session.resume !== null && holder?.resumable;
    const own = again || host.guestIn(session.password) !== undefined;
    const objection = own ? undefined : nickObjection(state, name);
    const kept = objection?.reason === "nicknameReserved" || holder?.account;
    if (objection && (kept ?? null) === null) return tell(objection);
    session.nick = name;
    host.register(session);
  },
  decide: {
    changeNick(state, entry, by) {
      const { request } = entry;
      const objection = nickObjection(state, request.nick, by);
      if (objection) return [objection];
      if (request.nick === by.nick) return [];
      if (bannedAs(state, { ...by, nick: request.nick }, entry.time))
        return [refuse("erroneousNickname", request.nick)];
      return [renamed(by, request.nick)];
    },
    freeNick(state, { request: { user: id, nick: name, salt } }) {
      const user = state.users.get(id);
      const wrongly = user?.nick === name && protectionOf(state, name, user.account) !== "off";
      return wrongly ? [renamed(user, freeGuestNick(state, salt))] : [];
    },
    recoverNick(state, { request: { nick: name, how, salt } }, by) {
      if (by.account === null || state.fold(by.account) !== state.fold(name))
        return [refuse("notYourNick", name)];
      const holder = userNamed(state, name);
      if (holder === by) return [refuse("nickIsYours", by.nick)];
      if (!holder) return how === "regain" ? [renamed(by, name)] : [refuse("noSuchNick", name)];
      if (how === "ghost") return [gone(holder, `Ghost of ${by.nick}`)];
      const freed = renamed(holder, freeGuestNick(state, salt));
      return how === "release" ? [freed] : [freed, renamed(by, name)];
    },
  },
};

export const renamed = (user: User, nick: string) => ({
  type: "nickChanged" as const,
  who: whoIs(user),
  nick,
});

/** @param salt makes the choice */
export function freeGuestNick(state: State, salt: number): string {
  for (let attempt = 0; ; attempt += 1) {
    const nick = guestNick(salt, attempt);
    const key = state.fold(nick);
    if (!state.nicks.has(key) && !state.accounts.has(key)) return nick;
  }
}

/** Why this nick cannot be had; also at registration. Changing only the case of one's own can.
 * @param account that whoever wants it is logged in to */
export function nickObjection(
  state: State,
  name: string,
  by?: User,
  account: string | null = by?.account ?? null,
): Refusal | undefined {
  if (!mayBeNick(state, name))
    // An empty parameter, or one with a space, would garble the line that names it.
    return refuse("erroneousNickname", name === "" || /[ \0\r\n]/.test(name) ? "*" : name);
  const holder = state.nicks.get(state.fold(name));
  if (holder !== undefined && holder === by?.id) return undefined;
  if (holder !== undefined || isReservedNick(state, name)) return refuse("nicknameInUse", name);
  const strict = protectionOf(state, name, account) === "strict";
  return strict ? refuse("nicknameReserved", name) : undefined;
}
