/** Typing: who has signalled that they type, and who has heard of it. Signals may come late or get
 * lost, but nobody hears one twice. Beside the simulation. */
import assert from "node:assert/strict";
import { fold } from "./world.ts";

interface Signalled {
  readonly by: string;
  readonly target: string;
  readonly heardBy: Set<string>;
}

export class Typing {
  private readonly signalled = new Map<string, Signalled>();
  /** How often somebody has heard of somebody's typing. */
  heard = 0;

  /** A session says a line, which may be a signal. Each bears a word of its own. */
  said(session: string, line: string): void {
    const [, word, target = ""] = /^@\+typing=(\w+) TAGMSG (\S+)$/.exec(line) ?? [];
    if (word !== undefined) this.signalled.set(word, { by: session, target, heardBy: new Set() });
  }

  /** One's own comes back by echo, and besides when it is to oneself. */
  hears(session: string, word: string, target: string): void {
    const signal = this.signalled.get(word);
    assert.ok(signal, `nobody has typed ${word}`);
    if (target.startsWith("#")) assert.equal(fold(target), fold(signal.target));
    assert.ok(session === signal.by || !signal.heardBy.has(session), `${word} is heard twice`);
    signal.heardBy.add(session);
    this.heard += 1;
  }
}
