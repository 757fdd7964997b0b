/**
 * Reach: whether what a node has and what is left of the log fit together without a gap. Pure; the
 * cluster keeps to it, and the simulation of one. Messages are counted from 1.
 */

/** The log is kept back to the older one, should the newer be damaged. */
export const copiesKept = 2;

/** Whether who has all up to and with that message can follow a log that begins at `first`. The
 * message itself may be gone. */
export const canFollow = (has: number, first: number): boolean => has >= first - 1;

/** Where the log may begin while copies are kept that go up to and with those messages, the newest
 * first; undefined: nothing of it may be forgotten. */
export const mayBeginAt = (copies: readonly number[]): number | undefined =>
  copies.length < copiesKept ? undefined : copies.at(-1);
