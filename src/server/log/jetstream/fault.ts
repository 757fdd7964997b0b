/**
 * Fault: why a node cannot be of its cluster, or not any more, and how long that is not believed.
 * Beneath the cluster and all of its log; knows no NATS.
 */

/** Why there is no cluster to be had: a sentence for people. */
export class ClusterFault extends Error {
  override name = "ClusterFault";
}

/** What this node has of the log is not what others have: NATS has taken back what it had told. */
export class Contradiction extends ClusterFault {}

/** How long is waited for a NATS that is not there, or has no leader. */
export interface Patience {
  readonly msMax: number;
  /** Told why, once that has lasted for a moment; each reason once. */
  readonly waiting?: (why: string) => void;
}

export const patient: Patience = { msMax: 30_000 };
const againMs = 250;
/** A leader is mostly chosen within that time. */
const quietMs = 1_000;

/** Rejects with ClusterFault: the work's own at once, others when patience is at its end. */
export async function patiently<T>(
  work: () => Promise<T>,
  why: string,
  { msMax, waiting }: Patience,
) {
  const told = new Set<string>();
  for (const began = performance.now(); ;) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ClusterFault) throw error;
      const words = `${why}: ${wordsOf(error)}`;
      const ms = performance.now() - began;
      if (ms > msMax) throw new ClusterFault(words);
      if (ms > quietMs && !told.has(words)) {
        told.add(words);
        waiting?.(words);
      }
    }
    await new Promise((resolve) => void setTimeout(resolve, againMs));
  }
}

export const wordsOf = (error: unknown): string =>
  error instanceof Error ? error.message || error.name : String(error);
