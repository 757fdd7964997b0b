/**
 * Seed: from which all chance in properties (fast-check) and in the fuzz comes. `npm test` gives
 * the one of the tree (BANTER_SEED); a file that is run alone has another each time.
 */
import { randomInt } from "node:crypto";
import fc from "fast-check";

export const anySeed = (): number => randomInt(1, 2 ** 31);

export const seed = Number(process.env["BANTER_SEED"] ?? anySeed());
if (!(Number.isSafeInteger(seed) && seed > 0))
  throw new Error("BANTER_SEED is a whole number from 1 on");
fc.configureGlobal({ seed });

export { fc };
