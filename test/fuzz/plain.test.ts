/** Fuzz: a million random and mutated lines, and cuts between their bytes, to the plain dialect. */
import { test } from "node:test";
import { crowd } from "./crowd.ts";
import { registration } from "./irc-lines.ts";
import { plainLine } from "./plain-lines.ts";
import { rounds } from "./random.ts";

const unitsMax = Number(process.env["BANTER_FUZZ_UNITS"] ?? 1_000_000);

test("whatever people type, all stays well", async (context) => {
  const told = await rounds(unitsMax, (random) =>
    crowd(random, {
      framings: ["line"],
      silent: true,
      // Some turn out to be IRC clients, so that both kinds read one another.
      opening: (chance) => (chance.oneIn(6) ? registration(chance) : [plainLine(chance)]),
      line: plainLine,
    }),
  );
  context.diagnostic(told);
});
