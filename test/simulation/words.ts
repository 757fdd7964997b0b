/** Words: what has been said, as the history must have it, and all that ever was. Beside the
 * simulation. */
import assert from "node:assert/strict";
import {
  type Event,
  type EventOf,
  msgidOf,
  type Renamed,
  type Said,
} from "../../src/server/event.ts";
import { keyAfter } from "./renaming.ts";

export class Words {
  /** What has been said and not been taken back, in its order. */
  said: readonly Said[] = [];
  private readonly ever = new Map<string, Said>();
  private readonly changed = new Set<string>();

  take(event: Event): void {
    if (event.type === "said") {
      this.said = [...this.said, event];
      this.ever.set(msgidOf(event), event);
    } else if (event.type === "edited") {
      this.changed.add(msgidOf(event.said));
      this.said = this.said.map((each) => inOtherWords(each, event));
    } else if (event.type === "redacted") {
      const gone = msgidOf(event.said);
      this.said = this.said.filter((each) => msgidOf(each) !== gone);
    } else if (event.type === "renamed") this.said = this.said.map((each) => refiled(each, event));
  }

  withId(msgid: string): Said {
    const event = this.ever.get(msgid);
    assert.ok(event, `${msgid} was never said`);
    return event;
  }

  /** What is told of it again may be the old words or the new ones: nodes lag behind each other. */
  hasOthers(msgid: string): boolean {
    return this.changed.has(msgid);
  }
}

function refiled(event: Said, renamed: Renamed): Said {
  const { to } = event;
  return "key" in to ? { ...event, to: { ...to, key: keyAfter(to.key, renamed) } } : event;
}

function inOtherWords(before: Said, { said, text, joints }: EventOf<"edited">): Said {
  if (msgidOf(before) !== msgidOf(said)) return before;
  const { joints: _, ...rest } = before;
  return { ...rest, text, ...(joints && { joints }) };
}
