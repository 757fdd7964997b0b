/**
 * Chance: fast-check as the tests use it. Of one tree they say the same each time: every property
 * begins at one seed, or at BANTER_SEED. To look for more is `npm run properties` (test/hunt.ts).
 */
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env["BANTER_SEED"] ?? 1) });

export { fc };
