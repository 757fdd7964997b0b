/**
 * Chaos: `npm run chaos -- --seed N --faults M` does M things to a cluster that the seed chooses,
 * and says what came of it. Exits 1 when something was lost, doubled, or seen in two orders.
 */
import { parseArgs } from "node:util";
import { Chance } from "../src/server/log/simulated.ts";
import { faultNames, play } from "./cluster/chaos.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    faults: { type: "string", default: "10" },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const seed = Number(values.seed);
const chance = new Chance(seed);
const chosen = Array.from({ length: Number(values.faults) }, () => chance.pick(faultNames));
const cleaning: (() => unknown)[] = [];
try {
  await play({ after: (clean) => void cleaning.push(clean) }, seed, chosen, say);
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  say(`again: npm run chaos -- --seed ${seed} --faults ${values.faults}`);
  process.exitCode = 1;
}
for (const clean of cleaning.reverse()) await clean();
