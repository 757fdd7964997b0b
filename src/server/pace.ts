/**
 * Pace: when a turn ends. At once while there is time; when turns keep coming close behind each
 * other, not before half as long again as the last flush took, so that more messages share each
 * write, and reading and accepting (libuv accepts one connection a loop) are not starved. Whoever
 * has to wait, waits a few milliseconds; nobody waits when it is quiet.
 */

/** The longest that a turn is put off for a flush that took long. */
const pauseMsMax = 15;

export interface Clock {
  /** Milliseconds, with fractions; from any beginning. */
  readonly now: () => number;
  readonly soon: (run: () => void) => void;
  readonly after: (ms: number, run: () => void) => void;
}

export const eventLoop: Clock = {
  now: () => performance.now(),
  soon: (run) => void setImmediate(run),
  after: (ms, run) => void setTimeout(run, ms),
};

export function paced({ now, soon, after }: Clock): (end: () => void) => void {
  let endedAt = -pauseMsMax;
  let pauseMs = 0;
  /** Turns in a row that came within the pause. One alone is chance. */
  let closeTurns = 0;
  return (end) => {
    const timed = () => {
      const begin = now();
      end();
      endedAt = now();
      pauseMs = Math.min((endedAt - begin) * 1.5, pauseMsMax);
    };
    const left = endedAt + pauseMs - now();
    closeTurns = left > 0 ? closeTurns + 1 : 0;
    if (closeTurns > 1 && left >= 0.5) after(left, timed);
    else soon(timed);
  };
}
