/**
 * Backoff: how long to wait before connecting again. Pure: chance is handed in.
 */

/** The longest wait: a server that is back is found within half a minute. */
const waitSecondsMax = 30;

/**
 * Seconds to wait before try number `attempt` (from 0): 1, 2, 4 … 30, and up to a quarter more.
 * @param chance from 0 to below 1; it spreads the clients of a server that has just restarted.
 */
export function backoffSeconds(attempt: number, chance: number): number {
  const seconds = Math.min(waitSecondsMax, 2 ** Math.min(attempt, 10));
  return seconds * (1 + chance / 4);
}
