/**
 * User modes: the rule by which a person's modes change, and which notices of the server an
 * operator hears (mode s, which takes letters of its own). Part of MODE's decide; pure.
 */
import type { ModeChange } from "../protocol/modes.ts";
import { inWords } from "./channel-modes.ts";
import type { Decider } from "./command.ts";
import { audited, whoIs } from "./outcomes.ts";
import { refuse, type Refusal } from "./refusal.ts";
import { fullMask, userNamed } from "./state.ts";

/** What there are notices of. */
export const noticeKinds = {
  a: "accounts",
  b: "bans",
  c: "connections",
  f: "floods",
  k: "kills",
  o: "operators",
} as const;
export type NoticeKind = keyof typeof noticeKinds;

const everyKind = Object.keys(noticeKinds).join("");

export const decideUserModes: Decider<"changeUserModes"> = (state, { request }, by) => {
  const { faults = [], forced = false } = request;
  const target = userNamed(state, request.nick);
  if (!target) return [refuse("noSuchNick", request.nick)];
  if (target !== by && !forced) return [refuse("usersDontMatch")];
  const held = new Set(target.modes);
  let { notices } = target;
  const refusals: Refusal[] = [];
  const changes: ModeChange[] = [];
  const change = (sign: "+" | "-", mode: string): void => {
    if (held.has(mode) === (sign === "+")) return;
    if (sign === "+") held.add(mode);
    else held.delete(mode);
    changes.push({ sign, mode });
  };
  for (const { sign, mode } of request.changes) {
    // Nobody makes an operator of themselves; OPER does. They may stop being one.
    if (mode === "o" && sign === "+") continue;
    if (mode === "s" && sign === "+" && !held.has("o")) {
      refusals.push(refuse("noPrivileges"));
      continue;
    }
    if (mode !== "s") change(sign, mode);
    else notices = sign === "-" ? "" : noticesAfter(notices, request.notices);
    // They are for operators.
    if (!held.has("o")) notices = "";
    change(notices === "" ? "-" : "+", "s");
  }
  refusals.push(...faults);
  if (changes.length === 0 && notices === target.notices) return refusals;
  const changed = {
    type: "userModesChanged" as const,
    who: whoIs(target),
    changes,
    ...(notices !== target.notices && { notices }),
  };
  const deed = forced ? [audited(by, "SAMODE", fullMask(target), inWords(changes))] : [];
  return [changed, ...deed, ...refusals];
};

/** "+bk-c"; without any letters all of them. What means nothing changes nothing. */
function noticesAfter(held: string, asked: string | undefined): string {
  if (asked === undefined || asked === "") return everyKind;
  const letters = new Set(held);
  let on = true;
  for (const letter of asked) {
    if (letter === "+" || letter === "-") on = letter === "+";
    else if (!everyKind.includes(letter)) continue;
    else if (on) letters.add(letter);
    else letters.delete(letter);
  }
  return [...letters].sort().join("");
}
