/** BAN: keeps people out of the whole server, or lets them in again. Banter's own; KLINE and DLINE
 * are the old names for some of it. */
import { parseDuration } from "../../protocol/duration.ts";
import { compileMask } from "../../protocol/mask.ts";
import { readBanTarget, type ServerBan } from "../bans.ts";
import type { Command, Reader } from "../command.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { Request } from "../request.ts";

export const ban: Command = {
  from: { right: "ban" },
  paramsMin: 1,
  help:
    "BAN ADD [MYSELF] [<duration>] <target> [:<reason>], BAN DEL <target>, BAN LIST [<mask>] — " +
    "(operators) bans from the server; a target is nick!user@host, a network, account:NAME or " +
    "realname:MASK; a duration 1d12h",
  ask(_session, [verb = "", ...params]) {
    const wanted = verb.toUpperCase();
    if (wanted === "ADD") return [askBan("BAN ADD", params)];
    if (wanted === "DEL") return [askUnban("BAN DEL", params)];
    return wanted === "LIST" ? [] : [refuse("needMoreParams", "BAN")];
  },
  answers: ([verb = ""]) => verb.toUpperCase() === "LIST",
  answer: (reader, [, mask = "*"]) => tellBans(reader, mask),
};

/** "[MYSELF] [duration] target [reason]" */
export function askBan(
  command: string,
  params: readonly string[],
  read = readBanTarget,
): Request | Refusal {
  const rest = [...params];
  const myself = rest.length > 1 && rest[0]?.toUpperCase() === "MYSELF";
  if (myself) rest.shift();
  const duration = rest.length > 1 ? parseDuration(rest[0] ?? "") : undefined;
  if (duration !== undefined) rest.shift();
  // No nick begins with a digit: this was meant as a duration.
  else if (rest.length > 1 && /^[0-9]+[a-z]*$/i.test(rest[0] ?? ""))
    return refuse("badServerMask", rest[0] ?? "");
  const [text = "", reason = ""] = rest;
  if (text === "") return refuse("needMoreParams", command.split(" ")[0] ?? "");
  const target = read(text);
  if (!target) return refuse("badServerMask", text);
  return { type: "ban", command, ...target, durationMs: duration ?? 0, myself, reason };
}

export function askUnban(
  command: string,
  [text = ""]: readonly string[],
  read = readBanTarget,
): Request | Refusal {
  if (text === "") return refuse("needMoreParams", command.split(" ")[0] ?? "");
  const target = read(text);
  return target ? { type: "unban", command, ...target } : refuse("badServerMask", text);
}

function tellBans({ state, host, reply }: Reader, mask: string): void {
  const matches = compileMask(mask, state.fold);
  let left = state.rules.limits.banRepliesMax;
  let count = 0;
  for (const one of state.bans.values()) {
    if (!matches(one.what) || (one.until !== null && one.until <= host.now())) continue;
    count += 1;
    if (left-- > 0) reply("NOTICE", `${banInWords(one, host)}; by ${one.by}`);
  }
  const told = Math.min(count, state.rules.limits.banRepliesMax);
  reply("NOTICE", told < count ? `${told} of ${count} bans` : `${count} bans`);
}

/** "mask *!*@x until 2026-11-22 18:00:00 UTC: spam" */
export function banInWords({ kind, what, until, reason }: ServerBan, host: Reader["host"]): string {
  const time = until === null ? "for ever" : `until ${host.timeInWords(until)}`;
  return `${kind} ${what} ${time}: ${reason}`;
}
