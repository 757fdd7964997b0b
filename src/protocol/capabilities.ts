/**
 * Capabilities: what a client may ask for with CAP (IRCv3 capability negotiation).
 * A table: what each changes stands where it is done. A session keeps the set as one number, in
 * which each has a bit by its place in the table. Never stored, so free to change.
 */
import { relayedSeparator } from "./names.ts";

export interface Capability {
  /** Told in CAP LS 302 after "=". What depends on the configuration is in offers.ts. */
  readonly value?: string;
}

/** Those that change how a message is written. At most 31: their bits are tested by `&`, which
 * looks at the low ones of a number only. */
const telling = {
  "account-notify": {},
  "account-tag": {},
  "away-notify": {},
  batch: {},
  "draft/channel-rename": {},
  chghost: {},
  "draft/oper-tag": {},
  "draft/message-edit": {}, // needs message-tags
  "draft/message-redaction": {},
  "draft/multiline": {}, // needs batch
  "draft/relaymsg": { value: relayedSeparator },
  "extended-join": {},
  "invite-notify": {},
  "labeled-response": {}, // needs batch
  "message-tags": {}, // with it come msgid and TAGMSG
  "server-time": {},
  setname: {},
} as const satisfies Record<string, Capability>;

/** All others: about negotiation, or the answer to the session's own commands. */
const answering = {
  "banter/nodes": {}, // where else the same rooms are; not to be asked for: see offers.ts
  "banter/resume": {}, // guests are told the word by which they are known again
  "cap-notify": {}, // implied by CAP LS 302
  "draft/chathistory": {},
  "draft/event-playback": {},
  "draft/extended-isupport": {},
  "draft/metadata-2": {}, // needs batch, as the next, and not both of them
  "draft/metadata-3": {},
  "draft/no-implicit-names": {}, // as the next was called until 2026
  "no-implicit-names": {},
  "draft/account-registration": {},
  "draft/persistence": {},
  "draft/pre-away": {},
  "draft/read-marker": {},
  "draft/sasl-ir": {}, // holds for those too who have not asked for it
  "draft/search": {},
  "draft/webpush": {},
  "echo-message": {},
  "extended-monitor": {},
  "multi-prefix": {},
  sasl: {},
  "standard-replies": {},
  sts: {}, // a policy, not to be asked for: see offers.ts
  "userhost-in-names": {},
  "znc.in/playback": {},
  "znc.in/self-message": {}, // what it lets us do is done for all
} as const satisfies Record<string, Capability>;

const table = { ...telling, ...answering };

export type CapabilityName = keyof typeof table;
export type TellingName = keyof typeof telling;

export const capabilities: Readonly<Record<CapabilityName, Capability>> = table;

export const capabilityNames = Object.keys(table) as readonly CapabilityName[];

const places = new Map(capabilityNames.map((name, n) => [name, 2 ** n]));

/** The number with only that capability's bit set. */
export const capabilityBits = Object.fromEntries(
  Object.keys(telling).map((name, n) => [name, 2 ** n]),
) as Readonly<Record<TellingName, number>>;

/** Whether the set holds it. */
export const holds = (set: number, name: CapabilityName): boolean =>
  Math.floor(set / (places.get(name) as number)) % 2 === 1;

/** The set with it, or without. */
export function changed(set: number, name: CapabilityName, on: boolean): number {
  if (holds(set, name) === on) return set;
  return on ? set + (places.get(name) as number) : set - (places.get(name) as number);
}

/** Whether a name that a client sent is one of ours ("constructor" is not). */
export function isCapability(name: string): name is CapabilityName {
  return Object.hasOwn(table, name);
}
