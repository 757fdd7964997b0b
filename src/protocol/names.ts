/**
 * Names: what may be called a nick, a channel, a host. Asked before a name enters the state.
 * Pure text: knows nothing of who holds a name. Lengths are bytes of UTF-8, as on the wire.
 */
import { isIdentifier } from "./precis.ts";
import { byteLength } from "./text.ts";

/** Letters, digits and the specials of RFC 2812 §2.3.1; begins with no digit and no "-". */
const asciiNick = /^[A-Za-z[\]\\`_^{|}][A-Za-z0-9[\]\\`_^{|}-]*$/;

/** The same with the letters, digits and marks of every script. */
const precisNick = /^[\p{L}[\]\\`_^{|}][\p{L}\p{M}\p{Nd}[\]\\`_^{|}-]*$/u;

/**
 * Stricter than modern.ircdocs asks: everything that means something elsewhere (channel types,
 * prefixes, masks, lists, the plain dialect's "<nick>") stays out. With `precis`, letters of every
 * script, as precis.ts has it.
 */
export function validNick(nick: string, nickLengthMax: number, precis = false): boolean {
  if (nick.length > nickLengthMax) return false;
  if (asciiNick.test(nick)) return true;
  if (!precis || !precisNick.test(nick)) return false;
  return byteLength(nick) <= nickLengthMax && isIdentifier(nick);
}

/** In the nick of somebody who is heard from another network (draft/relaymsg), and in no other. */
export const relayedSeparator = "/";

/** What means something elsewhere: in masks, targets, prefixes, lists, the plain dialect. */
const reserved = /[!+%@&#$:'"?*,.~<>]/;

/** Such a nick: any text with the separator in it that is no part of a line's form. */
export function validRelayedNick(nick: string, lengthMax: number): boolean {
  if (!nick.includes(relayedSeparator) || byteLength(nick) > lengthMax) return false;
  return !reserved.test(nick) && !unseen.test(nick) && nick.normalize("NFC") === nick;
}

/** Space, comma, BEL end a name (modern.ircdocs); so do here all characters without a look:
 * controls, joiners, variation selectors, fillers, the Braille blank. */
const unseen = /[,\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** A regular channel, "#" and at least one character; composed (NFC), so one look is one name. With
 * `precis` only what can be folded by it, for which the "#" before it does not count. */
export function validChannel(name: string, channelLengthMax: number, precis = false): boolean {
  if (name.length < 2 || name.charCodeAt(0) !== 0x23) return false;
  if (byteLength(name) > channelLengthMax || unseen.test(name)) return false;
  if (!precis) return name.normalize("NFC") === name;
  const rest = name.replace(/^#+/, "");
  return rest === "" || isIdentifier(rest);
}

const label = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const hostname = new RegExp(`^${label}(?:\\.${label})*\\.?$`);

/** RFC 1123 §2.1 with at least one dot, so that a server's name is never a nick's. */
export function validHostname(text: string): boolean {
  return text.length <= 253 && text.includes(".") && hostname.test(text);
}

/** Text that can stand in a line: no CR, LF or NUL. */
export function validText(text: string): boolean {
  return !text.includes("\n") && !text.includes("\r") && !text.includes("\0");
}
