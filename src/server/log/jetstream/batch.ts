/** Batch: what one node writes into the log in one go, as text, and the places of what is in it. */
import type { Entry, Request } from "../../request.ts";
import type { NodeId, SessionId } from "../../state.ts";
import { ClusterFault } from "./fault.ts";

/** Of what is written in the log. A node that reads a newer one must not guess. */
const protocol = 1;

export interface Batch {
  /** Milliseconds since the epoch, by the stream's clock as the writer knows it. */
  readonly time: number;
  readonly node: NodeId;
  /** Which start of the node. */
  readonly run: string;
  /** How many that start has written before it. */
  readonly count: number;
  readonly asked: readonly (readonly [SessionId, Request])[];
}

/** As many places each message of the stream has. */
const placesEach = 1_024;
export const batchRequestsMax = 512;
/** NATS takes a megabyte unless it is told otherwise. */
export const batchBytesMax = 512 * 1_024;

/** By which NATS knows it again. */
export const idOf = (node: NodeId, run: string, count: number): string => `${node}.${run}.${count}`;

/** The requests are JSON already. */
export const batchText = (batch: Omit<Batch, "asked">, asked: readonly string[]): string => {
  const { time, node, run, count } = batch;
  const head = `{"v":${protocol},"time":${time},"node":"${node}","run":"${run}","count":${count}`;
  return `${head},"asked":[${asked.join()}]}`;
};

export function readBatch(text: string): Batch {
  let read: (Batch & { readonly v?: unknown }) | null;
  try {
    read = JSON.parse(text);
  } catch {
    throw new ClusterFault("the log holds something that is not Banter's");
  }
  const version = typeof read?.v === "number" ? read.v : 0;
  if (!read || version > protocol)
    throw new ClusterFault(
      `the log is written by a newer Banter (version ${version}; this one reads ${protocol}): ` +
        "this node needs to be upgraded",
    );
  return read;
}

export function* entriesOf(batch: Batch, seq: number, base: number): Generator<Entry> {
  const { time, node, asked } = batch;
  for (const [index, [session, request]] of asked.entries())
    yield { place: placeOf(seq, base) + index, time, node, session, request };
}

/** Of a message's first request. */
export const placeOf = (seq: number, base: number): number => base + seq * placesEach;

/** The message that a place is in; 0 for before all. */
export const seqOf = (place: number, base: number): number =>
  Math.max(0, Math.floor((place - base) / placesEach));

/** Which of that message's requests it is. */
export const indexOf = (place: number, base: number): number => (place - base) % placesEach;
