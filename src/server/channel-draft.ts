/**
 * Channel draft: a channel as it is after the changes of one MODE made so far, so that what
 * changes nothing is seen. Beside channel-modes.ts; pure.
 */
import { normalizeListed, parseListed } from "../protocol/extban.ts";
import { channelModes, type ModeChange, withRank } from "../protocol/modes.ts";
import { byteLength } from "../protocol/text.ts";
import type { ChannelChange } from "./event.ts";
import { mayTakeRank } from "./ranks.ts";
import { refuse, type Refusal } from "./refusal.ts";
import {
  type Channel,
  channelNamed,
  hasRight,
  isOperatorOf,
  type ListMode,
  listModes,
  seesChannel,
  type State,
  type User,
  userNamed,
} from "./state.ts";

export class ChannelDraft {
  private readonly state: State;
  private readonly channel: Channel;
  private readonly by: User;
  /** By the server's operators: nobody's rank is in the way. */
  private readonly forced: boolean;
  private readonly mayAll: boolean;
  private readonly modes: Set<string>;
  private password: string | null;
  /** The modes that have a param when set, as it is written. */
  private readonly settings: Map<string, string>;
  private readonly prefixes = new Map<number, string>();
  private readonly lists: Record<ListMode, Set<string>>;

  constructor(state: State, channel: Channel, by: User, forced = false) {
    this.state = state;
    this.channel = channel;
    this.by = by;
    this.forced = forced;
    this.mayAll = hasRight(by, "force");
    this.modes = new Set(channel.modes);
    this.password = channel.password;
    this.settings = new Map(settingsOf(channel));
    const masks = (mode: ListMode) => new Set(channel.lists[mode].map(({ mask }) => mask));
    this.lists = { b: masks("b"), e: masks("e"), I: masks("I") };
  }

  /** The change as it takes effect; undefined when it changes nothing; or why not. */
  make(change: ModeChange): ChannelChange | Refusal | undefined {
    switch (channelModes[change.mode]?.kind) {
      case "list":
        return this.mask(change);
      case "prefix":
        return this.prefix(change);
      case "key":
        return this.key(change);
      case "limit":
        return this.setting(change);
      default:
        return this.flag(change);
    }
  }

  private mask({ sign, mode, param = "" }: ModeChange) {
    const { state } = this;
    const list = this.lists[mode as ListMode];
    const mask = normalizeListed(param);
    const { maskLengthMax, maskListMax } = state.rules.limits;
    if (mask === undefined || byteLength(mask) > maskLengthMax)
      return this.wrong(mode, param, "Not a mask");
    // Nobody is asked in to be silent.
    if (mode === "I" && parseListed(mask).mutes)
      return this.wrong(mode, param, "That is for b and e");
    // One mask in other letters is the same mask.
    const same = [...list].find((held) => state.fold(held) === state.fold(mask));
    if (sign === "-") {
      if (same === undefined) return undefined;
      list.delete(same);
      return { sign, mode, param: same };
    }
    if (same !== undefined) return undefined;
    const held = listModes.reduce((sum, letter) => sum + this.lists[letter].size, 0);
    if (held >= maskListMax) return refuse("maskListFull", this.channel.name, mode);
    list.add(mask);
    return { sign, mode, param: mask };
  }

  private prefix({ sign, mode, param = "" }: ModeChange) {
    const target = userNamed(this.state, param);
    if (!target) return refuse("noSuchNick", param);
    const held = this.prefixes.get(target.id) ?? this.channel.members.get(target.id);
    if (held === undefined) return refuse("userNotInChannel", target.nick, this.channel.name);
    if (held.includes(mode) === (sign === "+")) return undefined;
    const mine = this.channel.members.get(this.by.id) ?? "";
    const own = target === this.by || this.forced;
    if (sign === "-" && !own && !mayTakeRank(mine, held))
      return refuse("rankTooLow", this.channel.name);
    this.prefixes.set(target.id, withRank(held, mode, sign === "+"));
    return { sign, mode, param: target.nick, user: target.id };
  }

  private key({ sign, mode, param = "" }: ModeChange) {
    if (sign === "-") {
      if (this.password === null) return undefined;
      const was = this.password;
      this.password = null;
      return { sign, mode, param: was };
    }
    const { keyLengthMax } = this.state.rules.limits;
    const tooLong = byteLength(param) > keyLengthMax;
    if (param === "" || tooLong || /[\s,\0]/.test(param) || param.startsWith(":"))
      return this.wrong(mode, param, `Not one word of ${keyLengthMax} bytes at most`);
    if (param === this.password) return undefined;
    this.password = param;
    return { sign, mode, param };
  }

  private setting({ sign, mode, param = "" }: ModeChange) {
    const was = this.settings.get(mode);
    if (sign === "-") return this.settings.delete(mode) ? { sign, mode } : undefined;
    const wanted = this.settingOf(mode, param);
    if (typeof wanted !== "string") return wanted;
    if (wanted === was) return undefined;
    this.settings.set(mode, wanted);
    return { sign, mode, param: wanted };
  }

  /** The param as it is kept, or why it cannot be. */
  private settingOf(mode: string, param: string): string | Refusal {
    const { limits } = this.state.rules;
    switch (mode) {
      case "f":
        return this.forwardTo(param);
      case "j": {
        const [, joins, seconds] = /^([0-9]{1,9}):([0-9]{1,9})$/.exec(param) ?? [];
        const { throttleJoinsMax, throttleSecondsMax } = limits;
        const wrong = `Not JOINS:SECONDS, 1:1 to ${throttleJoinsMax}:${throttleSecondsMax}`;
        return isFrom1To(joins, throttleJoinsMax) && isFrom1To(seconds, throttleSecondsMax)
          ? `${Number(joins)}:${Number(seconds)}`
          : this.wrong(mode, param, wrong);
      }
      case "W":
        return isFrom1To(param, limits.slowSecondsMax)
          ? String(Number(param))
          : this.wrong(mode, param, `Not a number of seconds, 1 to ${limits.slowSecondsMax}`);
      default:
        return isFrom1To(param, Infinity)
          ? String(Number(param))
          : this.wrong(mode, param, "Not a number from 1 on");
    }
  }

  /** Nobody sends crowds into what is not theirs. */
  private forwardTo(name: string): string | Refusal {
    const target = channelNamed(this.state, name);
    if (!target || !(this.mayAll || seesChannel(this.by, target)))
      return this.wrong("f", name, "There is no such channel");
    if (target === this.channel) return this.wrong("f", name, "That is this channel");
    return isOperatorOf(target, this.by) || this.mayAll
      ? target.name
      : refuse("operatorOnly", target.name);
  }

  private wrong(mode: string, param: string, why: string): Refusal {
    return refuse("invalidModeParam", this.channel.name, mode, named(param), why);
  }

  private flag({ sign, mode }: ModeChange) {
    if (this.modes.has(mode) === (sign === "+")) return undefined;
    if (mode === "P" && !this.mayMakePermanent()) return refuse("founderOnly", this.channel.name);
    if (sign === "+") this.modes.add(mode);
    else this.modes.delete(mode);
    return { sign, mode };
  }

  private mayMakePermanent(): boolean {
    const { account } = this.channel.founder;
    return (account !== null && account === this.by.account) || this.mayAll;
  }
}

/** As one parameter among others; what cannot be one is not repeated. */
const named = (param: string): string => (/^[^:\s\0][^\s\0]*$/.test(param) ? param : "*");

const isFrom1To = (digits: string | undefined, most: number): boolean =>
  digits !== undefined &&
  /^[0-9]{1,9}$/.test(digits) &&
  Number(digits) >= 1 &&
  Number(digits) <= most;

/** What has a param when it is set, by letter, in the order in which it is shown. */
export function settingsOf(channel: Channel): readonly (readonly [mode: string, param: string])[] {
  const { forward, throttle, limit, slow } = channel;
  const settings: [string, string][] = [];
  if (forward !== null) settings.push(["f", forward]);
  if (throttle !== null) settings.push(["j", `${throttle.joins}:${throttle.seconds}`]);
  if (limit !== null) settings.push(["l", String(limit)]);
  if (slow !== null) settings.push(["W", String(slow)]);
  return settings;
}
