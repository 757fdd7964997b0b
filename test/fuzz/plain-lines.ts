/** Plain lines: what people type, and what comes by mistake. */
import { ircLine } from "./irc-lines.ts";
import type { Random } from "./random.ts";
import { list, mask, modes, nick, number, room, target, text, word } from "./words.ts";

const commands: readonly ((random: Random) => string)[] = [
  (r) => `/away ${r.oneIn(2) ? "" : text(r)}`,
  (r) => `/history ${number(r)}`,
  (r) => `/invite ${nick(r)}`,
  (r) => `/join ${room(r)} ${r.oneIn(3) ? word(r) : ""}`,
  (r) => `/join ${room(r)}`,
  (r) => `/kick ${nick(r)} ${text(r)}`,
  (r) => `/me ${text(r)}`,
  (r) => `/mode ${modes(r)} ${r.pick([nick(r), mask(r), number(r)])} ${word(r)}`,
  (r) => `/msg ${list(r, target)} ${text(r)}`,
  (r) => `/nick ${nick(r)}`,
  (r) => `/part ${r.oneIn(2) ? "" : room(r)}`,
  (r) => `/quit ${r.oneIn(20) ? text(r) : ""}`,
  () => "/rooms",
  (r) => `/topic ${text(r)}`,
  (r) => `/who ${r.oneIn(2) ? "" : room(r)}`,
  (r) => `/whois ${nick(r)}`,
  () => "/help",
  (r) => `/${word(r)} ${text(r)}`,
  (r) => `//${text(r)}`,
  (r) => `/ ${text(r)}`,
  (r) => `/__proto__ ${word(r)}`,
];

export function plainLine(random: Random): string {
  if (random.oneIn(2)) return text(random);
  if (random.oneIn(40)) return ircLine(random);
  if (random.oneIn(60)) return text(random).repeat(random.below(200));
  const made = random.pick(commands)(random);
  // Who always leaves says nothing.
  if (made.startsWith("/quit") && !random.oneIn(10)) return text(random);
  return random.oneIn(30) ? made.toUpperCase() : made;
}
