/** Reserved: nicks that nobody can have, since people take whoever bears them for a service. Part
 * of the core. */
import type { State } from "./state.ts";

/** What can be spoken to here. */
export const serviceNicks = ["NickServ", "ChanServ", "*playback"] as const;
export type ServiceNick = (typeof serviceNicks)[number];

/** Known from other networks. */
const others = ["BotServ", "Global", "HistServ", "HostServ", "MemoServ", "OperServ", "StatServ"];

export const isReservedNick = ({ fold }: State, nick: string): boolean =>
  [...serviceNicks, ...others].some((each) => fold(each) === fold(nick));
