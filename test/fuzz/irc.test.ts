/** Fuzz: a million random and mutated lines, and cuts between their bytes, to the IRC dialect. */
import { test } from "node:test";
import { crowd } from "./crowd.ts";
import { ircLine, registration } from "./irc-lines.ts";
import { rounds } from "./random.ts";

const unitsMax = Number(process.env["BANTER_FUZZ_UNITS"] ?? 1_000_000);

test("whatever IRC clients send, all stays well", async (context) => {
  const told = await rounds(unitsMax, (random) =>
    crowd(random, {
      framings: ["line", "line", "line", "text", "binary"],
      silent: false,
      opening: registration,
      line: ircLine,
    }),
  );
  context.diagnostic(told);
});
