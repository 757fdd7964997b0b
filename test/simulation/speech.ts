/** Speech: what people say, by chance; few names, so that they get into each other's way. */
import type { Chance } from "../../src/server/log/simulated.ts";
import { accountLine, gainingLine } from "./account-speech.ts";
import { anyInvitation } from "./inviting.ts";
import { operatorLine } from "./operator-speech.ts";
import type { State, User } from "../../src/server/state.ts";

const nicks = ["ann", "Bob", "cy", "Dee", "eve"];
const channels = ["#a", "#B", "#c", "#d", "#e", "#f", "#g"];
const flags = "CMPRUimnstu".split("");
const ledSettings = "+W 60,+W 60,-W+j 1:60,+m,-m,+U,-U,+u,+u,-u,-i,-bl *!*@*".split(",");
const ledModes = ["+o", "+h", "+h", "+h", "+v", "-o", "-h", "-v", "+b", "+e"];
const modeLetters = "qaoohhvvbbeIkllfjWCMPRUimnstux".split("");

export const anyNick = (chance: Chance): string =>
  chance.oneIn(30) ? "1st" : cased(chance, chance.pick(nicks));

/** The same name in other letters is the same name. */
const cased = (chance: Chance, name: string): string =>
  chance.oneIn(4) ? name.toUpperCase() : name;

export class Speech {
  private readonly chance: Chance;
  private readonly ofAccounts: boolean;
  private words = 0;

  /** @param ofAccounts much of it is of accounts; else there is more of all the rest */
  constructor(chance: Chance, ofAccounts: boolean) {
    this.chance = chance;
    this.ofAccounts = ofAccounts;
  }

  /** One to three lines of this person, by what they see. */
  linesOf(
    plain: boolean,
    user: User | undefined,
    state: State,
    heardOf: readonly string[],
  ): string[] {
    const count = this.chance.pick([1, 1, 1, 2, 3]);
    if (!plain && heardOf.length > 0 && this.chance.oneIn(18))
      return !this.chance.oneIn(3)
        ? [this.edit(this.chance.pick(heardOf))]
        : [`REDACT ${this.chance.pick(heardOf)}${this.chance.oneIn(3) ? " :by chance" : ""}`];
    if (!plain && this.chance.oneIn(30)) return this.several(user, state);
    return Array.from({ length: count }, () =>
      plain ? this.plainLine(user, state) : this.line(user, state),
    );
  }

  private edit(message: string): string {
    const { chance } = this;
    const [target = "", msgid = ""] = message.split(" ");
    const text = chance.pick(["other", "other\\nwords", "", "long".repeat(150)]);
    const words = text === "" ? "" : `${this.word()}\\s${text}`;
    return `@draft/target-msgid=${msgid};draft/edit-text=${words} EDIT ${target}`;
  }

  /** One message in several lines; now and then something is wrong with it. */
  private several(user: User | undefined, state: State): string[] {
    const { chance } = this;
    const target = chance.oneIn(4) ? this.nick(state) : this.channel(user, state);
    const kind = chance.pick(["PRIVMSG", "PRIVMSG", "NOTICE"]);
    const line = (text: string, more = ""): string =>
      `@batch=b${more} ${chance.oneIn(40) ? "TOPIC" : kind} ${target} :${text}`;
    const lines = Array.from({ length: 1 + chance.below(4) }, () =>
      chance.pick([
        () => line(""),
        () => line("more"),
        () => line("more", ";draft/multiline-concat"),
        () => line("é".repeat(chance.pick([10, 235]))),
      ])(),
    );
    const label = chance.oneIn(3) ? `@label=y${chance.below(9)} ` : "";
    return [
      `${label}BATCH +b draft/multiline ${target}`,
      line(`${this.text()} `),
      ...lines,
      ...(chance.oneIn(20) ? [this.line(user, state)] : []),
      chance.oneIn(20) ? "PING" : "BATCH -b",
    ];
  }

  /** A word that is said once only, at the beginning of what is said. */
  private word(): string {
    this.words += 1;
    return `w${this.words}w`;
  }

  private text(): string {
    const long = this.chance.oneIn(40) ? ` ${"long".repeat(150)}` : "";
    return `${this.word()}${long}`;
  }

  /** Mostly where one is. */
  private channel(user: User | undefined, state: State): string {
    const own = [...(user?.channels ?? [])];
    if (own.length > 0 && !this.chance.oneIn(4)) return cased(this.chance, this.chance.pick(own));
    const there = [...state.channels.values()].map(({ name }) => name);
    if (there.length > 0 && this.chance.oneIn(2)) return this.chance.pick(there);
    return this.chance.oneIn(40) ? "#" : cased(this.chance, this.chance.pick(channels));
  }

  /** Mostly someone who is here. */
  private nick(state: State): string {
    const there = [...state.users.values()].map(({ nick }) => nick);
    return there.length > 0 && !this.chance.oneIn(5)
      ? this.chance.pick(there)
      : anyNick(this.chance);
  }

  private plainLine(user: User | undefined, state: State): string {
    const { chance } = this;
    return chance.pick([
      () => this.text(),
      () => this.text(),
      () => `/join ${this.channel(user, state)}`,
      () => "/part",
      () => `/nick ${anyNick(chance)}`,
      () => `/msg ${this.nick(state)} ${this.text()}`,
      () => "/who",
      () => `/topic ${this.text()}`,
      () => (chance.oneIn(2) ? "/unsay" : `/unsay ${this.nick(state)}`),
    ])();
  }

  private line(user: User | undefined, state: State): string {
    const { chance } = this;
    const channel = (): string => this.channel(user, state);
    const nick = (): string => this.nick(state);
    const kind = (): string => chance.pick(["PRIVMSG", "PRIVMSG", "NOTICE"]);
    if (user?.channels.size === 0 && chance.oneIn(2)) return `JOIN ${channel()}`;
    if (user?.operator && chance.oneIn(3))
      return operatorLine(chance, {
        own: user.nick,
        nick,
        channel,
        modes: () => this.modes(state),
      });
    const gaining = user && chance.oneIn(10) && gainingLine(chance, user, state);
    if (gaining) return gaining;
    if (chance.oneIn(this.ofAccounts ? 6 : 60)) return accountLine(chance, nick, channel);
    // Somebody is an operator, mostly.
    if (state.tally.operators === 0 && chance.oneIn(12)) return "OPER root secret";
    const led = this.led(user, state);
    if (led && chance.oneIn(4)) return led;
    return chance.pick([
      () => `${kind()} ${channel()} :${this.text()}`,
      () => `${kind()} ${channel()} :${this.text()}`,
      () => `${kind()} ${channel()} :${this.text()}`,
      () => `@label=x${chance.below(9)} PRIVMSG ${channel()} :${this.text()}`,
      () => `${kind()} ${chance.pick(["@", "+", "%", "@+", "~&"])}${channel()} :${this.text()}`,
      () => `${kind()} ${nick()} :${this.text()}`,
      () => `${kind()} ${channel()},${nick()},${channel()} :${this.text()}`,
      () => `PRIVMSG ${channel()} :\x01${chance.pick(["PING", "ACTION"])} ${this.text()}\x01`,
      () => `@+typing=${this.word()} TAGMSG ${chance.oneIn(2) ? channel() : nick()}`,
      () => `@+draft/react=${this.word()} TAGMSG ${chance.oneIn(2) ? channel() : nick()}`,
      () =>
        `RELAYMSG ${channel()} ${anyNick(chance)}${chance.pick(["/x", "/y", ""])} :${this.text()}`,
      () => `JOIN ${channel()} ${chance.oneIn(2) ? "key1" : ""}`,
      () => `JOIN ${channel()} ${anyInvitation(chance, state.time)}`,
      () => `JOIN ${chance.pick(channels)},${chance.pick(channels)}`,
      () => (chance.oneIn(4) ? "JOIN 0" : `PART ${channel()}`),
      () => `KICK ${channel()} ${nick()}${chance.oneIn(3) ? `,${nick()}` : ""} :out`,
      () => `INVITE ${nick()} ${channel()}`,
      () => `MODE ${channel()} ${this.modes(state)}`,
      () => `MODE ${channel()} ${this.modes(state)}`,
      () => `MODE ${channel()} ${chance.pick(["+", "-"])}${chance.pick(flags)}`,
      () => `MODE ${channel()} +b ${this.mask(state)}`,
      () => `MODE ${chance.oneIn(5) ? nick() : (user?.nick ?? "x")} ${chance.pick(userChanges)}`,
      () => `TOPIC ${channel()} :${chance.oneIn(3) ? "" : `topic ${chance.below(3)}`}`,
      () => `RENAME ${channel()} ${this.channel(undefined, state)} :${chance.below(9)}`,
      () => `METADATA ${chance.pick(["*", nick(), channel()])} ${this.profile()}`,
      () => `NICK ${anyNick(chance)}`,
      () => `MARKREAD ${chance.pick([channel(), nick(), "#a", "#a"])} ${this.past(state)}`,
      () => `MARKREAD #a ${this.past(state)}`,
      () => `AWAY${chance.oneIn(2) ? " :lunch" : ""}`,
      () => `SETNAME :${chance.pick(["One", "Two", "x".repeat(300)])}`,
      () => this.rare(nick, channel),
      () => this.rare(nick, channel),
    ])();
  }

  /** A time at which something may have been said, or one to come. */
  private past(state: State): string {
    const time = Math.max(0, state.time) - this.chance.pick([-5_000, 0, 20, 500, 50_000]);
    return `timestamp=${new Date(Math.max(0, time)).toISOString()}`;
  }

  /** What those may do who lead a channel with others in it. */
  private led(user: User | undefined, state: State): string | undefined {
    const { chance } = this;
    const channel = state.channels.get(chance.pick([...(user?.channels ?? [])]));
    const letters = (user && channel?.members.get(user.id)) ?? "";
    if (!user || !channel || !/[qaoh]/.test(letters)) return undefined;
    const nicks = [...channel.members.keys()].map((id) => state.users.get(id)?.nick ?? "");
    const nick = chance.pick(nicks);
    // What operators alone may do, half-operators try.
    if (letters === "h" && chance.oneIn(2))
      return `MODE ${channel.name} ${chance.pick(["+o", "-o", "+h", "-h"])} ${nick}`;
    if (chance.oneIn(8)) return `MODE ${channel.name} +h ${nick}`;
    if (chance.oneIn(9)) return `RENAME ${channel.name} ${chance.pick(channels)}`;
    if (chance.oneIn(2)) return `KICK ${channel.name} ${nick} :led out`;
    if (chance.oneIn(3)) return `MODE ${channel.name} ${chance.pick(ledSettings)}`;
    const other = state.channels.get(chance.pick([...user.channels]))?.name ?? "";
    if (chance.oneIn(4)) return `MODE ${channel.name} +if ${other}`;
    return `MODE ${channel.name} ${chance.pick(ledModes)} ${nick}`;
  }

  private profile(): string {
    const { chance } = this;
    const key = chance.pick(["avatar", "status", "bot", "Bad", "constructor"]);
    return chance.pick([
      () => `SET ${key} :${chance.below(3)}`,
      () => `SET ${key} :${chance.below(3)}`,
      () => `SET ${key}`,
      () => (chance.oneIn(3) ? "CLEAR" : `SUB ${key} status`),
      () => chance.pick(["LIST", "SYNC", "SUBS", `GET ${key}`]),
    ])();
  }

  private rare(nick: () => string, channel: () => string): string {
    const { chance } = this;
    return chance.pick([
      () => "OPER root secret",
      () => "OPER root secret",
      () => "OPER root wrong",
      () => `KILL ${nick()} :by chance`,
      () => "WALLOPS :to all",
      () => "TIME",
      () => `UNSAY ${chance.oneIn(2) ? channel() : nick()}`,
      () => "REHASH",
      () => `QUIT :${chance.below(9)}`,
      () => `NAMES ${channel()}`,
      () => `WHO ${channel()}`,
      () => `WHOIS ${nick()}`,
      () => `WHOWAS ${nick()}`,
      () => `HISTORY ${channel()} 5`,
      () => `MODE ${channel()}`,
      () => "LIST",
      () => "LUSERS",
      () => `CONNECT ${"?".repeat(chance.below(600))}`,
    ])();
  }

  /** Several changes with their params, some of which mean nothing. */
  private modes(state: State): string {
    const { chance } = this;
    let letters = "";
    const params: string[] = [];
    for (let count = 1 + chance.below(5); count > 0; count -= 1) {
      const letter = chance.pick(modeLetters);
      const sign = chance.oneIn(3) ? "-" : "+";
      letters += sign + letter;
      if ("qaohv".includes(letter)) params.push(this.nick(state));
      else if ("beI".includes(letter)) params.push(this.mask(state));
      else if (letter === "k") params.push(chance.pick(["key1", "key2", "a,b"]));
      else if (sign === "+") params.push(...this.setting(letter));
    }
    return [letters, ...params].join(" ");
  }

  private setting(letter: string): string[] {
    const { chance } = this;
    if (letter === "l") return [chance.pick(["1", "2", "5", "0", "x"])];
    if (letter === "W") return [chance.pick(["1", "60", "0", "x:1"])];
    if (letter === "j") return [chance.pick(["1:60", "2:10", "1:0", "3"])];
    return letter === "f" ? [cased(chance, chance.pick(channels))] : [];
  }

  /** Somebody's, or the end of it. */
  private host(state: State): string {
    const users = [...state.users.values()];
    const { host, cloak } = this.chance.pick(users) ?? { host: "nowhere", cloak: "nowhere" };
    const one = this.chance.oneIn(2) ? host : cloak;
    return this.chance.oneIn(2) ? one : `*${one.slice(one.indexOf("."))}`;
  }

  private mask(state: State): string {
    const { chance } = this;
    return chance.pick([
      () => this.nick(state),
      () => `${this.nick(state)}!*@*`,
      () => `*!*@10.0.0.${1 + chance.below(3)}`,
      () => `*!~u${chance.below(3)}@*`,
      () => `*!*@${this.host(state)}`,
      () => (chance.oneIn(4) ? "*!*@*" : anyNick(chance)),
      () => `m:${this.mask(state)}`,
      () => chance.pick(["U:", "m:U:", "mute:*", `a:${anyNick(chance)}`, "x:y", "account:"]),
    ])();
  }
}

const userChanges = ["+R", "-R", "+i", "-i", "+w", "+w", "-w", "+B", "-o", "+o", "+iwx", "+s"];
