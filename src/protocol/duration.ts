/**
 * Duration: how long something shall last, as people write it: "1d12h", "30m", "0" for always.
 * Pure text: knows no clock.
 */
const second = 1_000;
const unitsMs: Readonly<Record<string, number>> = {
  y: 365 * 86_400 * second,
  w: 7 * 86_400 * second,
  d: 86_400 * second,
  h: 3_600 * second,
  m: 60 * second,
  s: second,
};

/** Longer than anybody will wait, and still a time that a Date can hold. */
const mostMs = 100 * (unitsMs["y"] as number);

/**
 * Milliseconds; 0 for always. A bare number counts minutes, as servers have always had it.
 * undefined when it is no duration, or longer than a hundred years.
 */
export function parseDuration(text: string): number | undefined {
  if (/^[0-9]{1,9}$/.test(text)) return within(Number(text) * 60 * second);
  if (!/^(?:[0-9]{1,9}[ywdhms])+$/i.test(text)) return undefined;
  let ms = 0;
  for (const [, count, unit = ""] of text.matchAll(/([0-9]+)([a-z])/gi))
    ms += Number(count) * (unitsMs[unit.toLowerCase()] as number);
  return within(ms);
}

const within = (ms: number): number | undefined => (ms <= mostMs ? ms : undefined);

/** The same again, to the second: "1d12h"; "0" for always. */
export function formatDuration(ms: number): string {
  let rest = Math.floor(ms / second) * second;
  let text = "";
  for (const [unit, unitMs] of Object.entries(unitsMs)) {
    const count = Math.floor(rest / unitMs);
    rest -= count * unitMs;
    if (count > 0) text += `${count}${unit}`;
  }
  return text === "" ? "0" : text;
}
