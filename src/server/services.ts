/**
 * Services: who can be spoken to and is no user: NickServ for accounts, ChanServ for channels,
 * *playback for the history; for clients that know no better way. The contract, and how what is
 * said to them finds its command; `services/` holds the tables. Nothing said to a service enters
 * the log: it may be a password.
 */
import { message } from "../protocol/message.ts";
import { lacking, type Reader } from "./command.ts";
import { inWords, type Refusal, refuse } from "./refusal.ts";
import type { Request } from "./request.ts";
import { type ServiceNick, serviceNicks } from "./reserved.ts";
import { hasRight, type User } from "./state.ts";
import { chanserv } from "./services/chanserv.ts";
import { nickserv } from "./services/nickserv.ts";
import { playback } from "./services/playback.ts";

/** Who asks, and how they are answered. */
export interface Asking {
  readonly reader: Reader;
  readonly user: User;
  /** Lines from the service. */
  say(...lines: readonly string[]): void;
  refuse(refusal: Refusal): void;
  /** Asks for something on their behalf, and says so when it is done. */
  ask(request: Request, ...done: readonly string[]): void;
}

export interface ServiceCommand {
  /** Who may use it: anybody here, who has logged in, or who has an operator's right. */
  readonly from: "anyone" | "loggedIn" | { readonly right: string };
  readonly paramsMin: number;
  /** `USAGE — what it does`, for HELP. */
  readonly help: string;
  run(asking: Asking, params: readonly string[]): void;
}

export interface Service {
  /** In a few words. */
  readonly about: string;
  /** How it speaks; by NOTICE when absent. */
  readonly verb?: "PRIVMSG";
  readonly commands: { readonly [name: string]: ServiceCommand | undefined };
}

const services: { readonly [Nick in ServiceNick]: Service } = {
  ChanServ: chanserv,
  NickServ: nickserv,
  "*playback": playback,
};

/** The service that a target names, as "NickServ" or "nickserv@services.example.org". */
export function serviceNamed(target: string): ServiceNick | undefined {
  const [name = ""] = target.split("@", 1);
  const folded = name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return serviceNicks.find((nick) => nick.toLowerCase() === folded);
}

export const aboutService = (nick: ServiceNick): string => services[nick].about;

/** The host of its mask; the nick is its username, too. */
export const serviceHost = (server: string): string => `services.${server}`;

/** Something is said to a service, in words. */
export function tellService(reader: Reader, user: User, nick: ServiceNick, text: string): void {
  // What clients say to each other (CTCP) is nothing to a service.
  if (text.startsWith("\x01")) return;
  askService(
    reader,
    user,
    nick,
    text.split(" ").filter((word) => word !== ""),
  );
}

/** @param words the command and what it is given */
export function askService(
  reader: Reader,
  user: User,
  nick: ServiceNick,
  words: readonly string[],
): void {
  const [word = "HELP", ...params] = words;
  const name = word.replace(/[a-z]/g, (letter) => letter.toUpperCase());
  const asking = askingOf(reader, user, nick);
  const { commands } = services[nick];
  if (name === "HELP") return help(asking, nick, params[0]);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) return asking.say(`There is no such command here; HELP lists those there are.`);
  const objection = objectionTo(command, user);
  if (objection) return asking.refuse(objection);
  if (params.length < command.paramsMin) return asking.say(`Say it as: ${command.help}`);
  command.run(asking, params);
}

/** What is declared is enforced here and nowhere else. */
function objectionTo({ from }: ServiceCommand, user: User): Refusal | undefined {
  if (from === "loggedIn" && user.account === null) return refuse("notLoggedIn");
  if (typeof from === "object" && !hasRight(user, from.right)) return lacking(user, from.right);
  return undefined;
}

function askingOf(reader: Reader, user: User, service: ServiceNick): Asking {
  const source = `${service}!${service}@${serviceHost(reader.host.name)}`;
  const say = (...lines: readonly string[]): void => {
    // It may be called otherwise by now.
    const { verb = "NOTICE" } = services[service];
    for (const line of lines) reader.send(message(verb, [user.nick, line], source));
  };
  const refused = (refusal: Refusal): void => say(`${inWords(refusal)}.`);
  return {
    reader,
    user,
    say,
    refuse: refused,
    ask: (request, ...done) =>
      reader.ask(request, (refusal) => (refusal ? refused(refusal) : say(...done))),
  };
}

function help({ user, say }: Asking, nick: ServiceNick, about: string | undefined): void {
  const { commands } = services[nick];
  const name = about?.toUpperCase();
  const shown = Object.entries(commands).flatMap(([word, command]) =>
    command && (name === undefined || name === word) && maySee(command, user) ? command.help : [],
  );
  if (shown.length === 0) return say("There is no such command here.");
  say(...shown);
  if (name === undefined) say(`For one of them: /msg ${nick} HELP COMMAND`);
}

const maySee = ({ from }: ServiceCommand, user: User): boolean =>
  typeof from !== "object" || hasRight(user, from.right);
