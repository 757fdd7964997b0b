/** Timestamps as server-time writes them, such as 2026-11-22T18:04:00.000Z, and milliseconds since
 * the epoch. Pure: it knows the calendar and no clock. */

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** 9999-12-31T23:59:59.999Z: later ones have no such form. */
const timeMax = 253_402_300_799_999;

const form = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?Z$/;

/** undefined for what is no time. Parts of a second may be left out, or finer than milliseconds. */
export function parseTimestamp(text: string): number | undefined {
  const match = form.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(Number);
  if (hour > 23 || minute > 59 || second > 59 || day < 1 || day > daysIn(year, month))
    return undefined;
  const fraction = Number((match[7] ?? "").slice(0, 3).padEnd(3, "0"));
  return (
    daysUntil(year, month, day) * dayMs +
    (hour * 60 + minute) * minuteMs +
    second * 1_000 +
    fraction
  );
}

export function formatTimestamp(time: number): string {
  const at = Math.min(Math.max(Math.floor(time), 0), timeMax);
  const [year, month, day] = dateOf(Math.floor(at / dayMs));
  const ms = at % dayMs;
  const hour = Math.floor(ms / 3_600_000);
  const minute = Math.floor(ms / minuteMs) % 60;
  const second = Math.floor(ms / 1_000) % 60;
  const date = `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
  const clock = `${digits(hour, 2)}:${digits(minute, 2)}:${digits(second, 2)}`;
  return `${date}T${clock}.${digits(ms % 1_000, 3)}Z`;
}

const digits = (value: number, count: number): string => String(value).padStart(count, "0");

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** 0 for a month that there is not. */
function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [0, 31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month] ?? 0;
}

/** Days from 1970-01-01, counted in years that begin with March: so the leap day is the last. */
function daysUntil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const m = (month + 9) % 12;
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return y * 365 + leaps + Math.floor((m * 306 + 5) / 10) + day - 1 - 719_468;
}

function dateOf(days: number): [year: number, month: number, day: number] {
  let year = 1970 + Math.floor(days / 365.2425);
  while (daysUntil(year + 1, 1, 1) <= days) year += 1;
  while (daysUntil(year, 1, 1) > days) year -= 1;
  let month = 12;
  while (daysUntil(year, month, 1) > days) month -= 1;
  return [year, month, days - daysUntil(year, month, 1) + 1];
}
