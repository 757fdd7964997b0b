/** Reading: a peer's bytes become lines, as far as it is read at all. First step of the journey. */
import type { LineReceiver } from "../protocol/lines.ts";
import type { RefusedLine } from "./dialect.ts";
import { beginRun } from "./labels.ts";
import type { Peer } from "./peer.ts";
import type { Server } from "./server.ts";

const newline = Buffer.from("\n");
/** Received bytes that are made into lines at once. */
const pieceBytes = 1_024;

/** In pieces: what comes from a paused peer stays bytes, which as lines would be far larger. */
export function linesIn(peer: Peer, bytes: Buffer, line: LineReceiver): void {
  // A WebSocket message is a line already, but held to the same bounds.
  if (peer.connection.framing !== "line")
    return peer.lines.push(Buffer.concat([bytes, newline]), line);
  let from = 0;
  while (from < bytes.length && !peer.paused) {
    // The first line decides the dialect, and with it how the others are measured.
    const first = peer.decided ? 0 : bytes.indexOf(0x0a, from) + 1;
    const to = Math.min(first || bytes.length, from + pieceBytes);
    peer.lines.push(bytes.subarray(from, to), line);
    from = to;
  }
  if (from === bytes.length) return;
  const rest = bytes.subarray(from);
  peer.unread = peer.unread === undefined ? rest : Buffer.concat([peer.unread, rest]);
}

/** A line that cannot be taken is answered under its label all the same. */
export function refuseLine(server: Server, peer: Peer, { refusal, asked }: RefusedLine): void {
  const run = beginRun(peer, asked);
  server.refused(peer, refusal, asked.command, run);
  if (run) server.partDone(peer, run);
}
