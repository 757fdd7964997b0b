/** Hands: a page up is a page, also when a part of it has yet to come. */
import assert from "node:assert/strict";
import test from "node:test";
import type { Gap } from "../../client/timeline.ts";
import type { Visit } from "../visit.ts";
import { Drawn } from "./drawn.case.ts";
import { Hands } from "./hands.ts";

test("over a gap that is being filled one gets as far as without it", () => {
  const drawn = new Drawn();
  const { scene, session } = drawn;
  const visit = { session, do: () => true, typed: () => true } as unknown as Visit;
  const hands = new Hands(scene, visit, {
    now: () => drawn.now,
    write: () => undefined,
    mouse: () => undefined,
    settingsChanged: () => undefined,
  });
  const { here } = scene;
  for (let n = 1; n <= 200; n += 1) drawn.say(n % 2 ? "ann" : "ben", `line ${n}`);
  // The conversation is known from its beginning, but for what was missed in the middle.
  here.complete = true;
  const first = here.log.findIndex((item) => item.type === "said" && item.text === "line 4");
  const gap: Gap = { type: "gap", at: drawn.now, asked: true, missed: true };
  const missed = here.log.splice(first, 97, gap);
  const bottom = (): string => {
    drawn.draw(80, 30);
    const { anchor } = scene.panes.of(here);
    return anchor?.item.type === "said" ? anchor.item.text : "";
  };
  bottom();
  for (let page = 0; page < 6; page += 1) hands.scroll(15);
  assert.notEqual(bottom(), "line 110", "the gap was not reached");
  here.log.splice(here.log.indexOf(gap), 1, ...missed);
  hands.scrollOn();
  assert.equal(bottom(), "line 110");
});
