/**
 * Time: the `time` tag of a message (server-time) ↔ milliseconds since the epoch. Arithmetic only:
 * the client's state reads no clock.
 */
const form = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?Z$/;

/** Days since 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
function daysOf(year: number, month: number, day: number): number {
  const fromMarch = month <= 2 ? year - 1 : year;
  const era = Math.floor(fromMarch / 400);
  const yearOfEra = fromMarch - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * 146_097 + dayOfEra + dayOfYear - 719_468;
}

/** Null when it is no time of the form that server-time asks for. */
export function parseTime(text: string): number | null {
  const parts = form.exec(text);
  if (parts === null) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number);
  const days = daysOf(year ?? 0, month ?? 0, day ?? 0);
  const seconds = days * 86_400 + (hour ?? 0) * 3600 + (minute ?? 0) * 60 + (second ?? 0);
  return seconds * 1000 + Math.floor(Number(`0.${parts[7] ?? "0"}`) * 1000);
}

/** As server-time writes it, with milliseconds. */
export const formatTime = (at: number): string => new Date(at).toISOString();
