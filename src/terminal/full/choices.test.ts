/** Choices: what is offered shows why. */
import assert from "node:assert/strict";
import test from "node:test";
import { foundEntries } from "./choices.ts";
import { Drawn } from "./drawn.case.ts";

test("of a long message that was found, the part is shown in which it was", () => {
  const drawn = new Drawn();
  drawn.say("ann", "Needle first");
  drawn.say("ann", "one two three four five six needle and then some");
  drawn.say("ann", "the server found it otherwise");
  const found = drawn.scene.here.log.flatMap((item) => (item.type === "said" ? [item] : []));
  const shown = (words: string) =>
    foundEntries(found, words, "", () => {}).map(({ label }) => label);
  assert.deepEqual(shown("NEEDLE"), [
    "ann: Needle first",
    "ann: … three four five six needle and then some",
    "ann: the server found it otherwise",
  ]);
  assert.equal(shown("from:ann needle")[1], "ann: … three four five six needle and then some");
});
