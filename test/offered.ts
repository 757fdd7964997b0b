/** Offered: what CAP LS or LIST tells, put together from its lines, each of which is checked. */
import assert from "node:assert/strict";
import type { TestRoom } from "./room.ts";
import type { MemoryPeer } from "../src/server/transport/memory.ts";

/** The words in order. @param asked such as "LS 302"; all but the last line must be marked then */
export async function offered(
  room: TestRoom,
  peer: MemoryPeer,
  asked: string,
  marked = asked !== "LS",
): Promise<string[]> {
  peer.write(`CAP ${asked}\r\n`);
  await room.settled();
  const lines = peer.take().split("\r\n").slice(0, -1);
  const verb = asked.split(" ")[0];
  const form = new RegExp(`^:banter\\.test CAP (?:\\*|\\S+) ${verb} (\\* )?:?(.*)$`);
  return lines.flatMap((line, n) => {
    assert.ok(Buffer.byteLength(line) <= 510, line);
    const [, more, words] = form.exec(line) ?? [];
    assert.ok(words !== undefined, line);
    assert.equal(more !== undefined, marked && n < lines.length - 1, line);
    return words.split(" ").filter((word) => word !== "");
  });
}
