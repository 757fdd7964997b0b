/** Times: hours and days as they are written in the language that is spoken. */
import { locale, texts } from "./texts.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${name}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, made);
  return made;
}

export const clock = (at: number): string => format("clock", { timeStyle: "short" }).format(at);

export const moment = (at: number): string =>
  format("moment", { dateStyle: "full", timeStyle: "medium" }).format(at);

const dayOf = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

export const sameDay = (one: number, other: number): boolean => dayOf(one) === dayOf(other);

export function day(at: number, now: number): string {
  const days = Math.round((dayOf(now) - dayOf(at)) / 86_400_000);
  if (days === 0) return texts.today;
  if (days === 1) return texts.yesterday;
  return format("day", { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(
    at,
  );
}

/** The time today, else the day too. */
export const shortMoment = (at: number, now: number): string =>
  sameDay(at, now) ? clock(at) : format("short", { dateStyle: "medium" }).format(at);
