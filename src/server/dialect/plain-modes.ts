/** Plain modes: what a change of a room's modes is, in short words. Beside plain-events.ts. */
import { parseListed } from "../../protocol/extban.ts";
import type { ChannelChange } from "../event.ts";

/** "made bob an operator, let at most 5 in": what somebody has done. */
export const modeWords = (changes: readonly ChannelChange[]): string =>
  changes.map(wordsOf).join(", ");

/** By letter: what it is to set it and to take it back; {0} is the param. */
const words: { readonly [letter: string]: readonly [on: string, off: string] | undefined } = {
  q: ["made {0} a founder", "dismissed {0} as founder"],
  a: ["made {0} an admin", "dismissed {0} as admin"],
  o: ["made {0} an operator", "dismissed {0} as operator"],
  h: ["made {0} a half-operator", "dismissed {0} as half-operator"],
  v: ["given {0} a voice", "taken the voice of {0}"],
  f: ["sent on to {0} whoever cannot come in", "sent nobody on any more"],
  j: ["let so many in in so many seconds: {0}", "let as many in as come"],
  k: ["set the password {0}", "taken the password away"],
  l: ["let at most {0} in", "let any number in"],
  W: ["let each speak every {0} s", "let everybody speak at any time"],
  C: ["forbidden CTCP", "allowed CTCP"],
  M: ["let only people with an account speak", "let people without an account speak"],
  P: ["made the room permanent", "made the room permanent no more"],
  R: ["let only people with an account in", "let people without an account in"],
  U: ["let only operators hear the others", "let everybody hear everybody"],
  i: ["let only those in who are asked", "let everybody in"],
  m: ["let only those with a voice speak", "let everybody speak"],
  n: ["let only those in the room speak", "let others speak who are not in the room"],
  s: ["made the room secret", "made the room secret no more"],
  t: ["let only operators set the topic", "let everybody set the topic"],
  u: ["let people see those who lead, not each other", "let everybody see everybody"],
};

function wordsOf({ sign, mode, param = "" }: ChannelChange): string {
  const on = sign === "+";
  if (mode === "b" || mode === "e" || mode === "I") return listWords(on, mode, param);
  const known = words[mode];
  if (!known) return `${on ? "set" : "taken back"} ${mode} ${param}`.trimEnd();
  return known[on ? 0 : 1].replace("{0}", () => param);
}

function listWords(on: boolean, mode: "b" | "e" | "I", mask: string): string {
  const { mutes } = parseListed(mask);
  const whom = meant(mask);
  if (mode === "I") return on ? `asked ${whom} in` : `asked ${whom} in no more`;
  if (mode === "e") {
    const what = mutes ? "mutes" : "bans";
    return on ? `excepted ${whom} from ${what}` : `excepted ${whom} from ${what} no more`;
  }
  const verb = mutes ? "muted" : "banned";
  return on ? `${verb} ${whom}` : `un${verb} ${whom}`;
}

/** Whom a mask means, as people would say it. */
function meant(mask: string): string {
  const { means, pattern } = parseListed(mask);
  if (means === "account") return pattern === "*" ? "people with an account" : `account ${pattern}`;
  const [, nick = "", user = "", host = ""] = /^(.*)!(.*)@(.*)$/.exec(pattern) ?? [];
  let whom = pattern;
  if (user === "*" && host === "*") whom = nick === "*" ? "everybody" : nick;
  else if (user === "*" && nick === "*") whom = `everybody at ${host}`;
  return means === "unregistered" ? `people without an account (${whom})` : whom;
}
