/**
 * Simulate: `npm run simulate -- --seed N --steps M [--seeds COUNT]` plays one seed, or COUNT of
 * them from N on, and says what was done. Exits 1 at the first that fails, with its seed.
 */
import { parseArgs } from "node:util";
import { simulate } from "./simulation/simulation.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    steps: { type: "string", default: "300" },
    seeds: { type: "string", default: "1" },
  },
});
const [first, steps, count] = [values.seed, values.steps, values.seeds].map(Number);
if (!first || !steps || !count) {
  process.stderr.write("usage: npm run simulate -- --seed N --steps M [--seeds COUNT]\n");
  process.exit(2);
}
const counted = {
  entries: "entries",
  events: "events",
  signals: "signals heard",
  crashes: "crashes",
  copies: "copies for who comes late",
  fetched: "of them fetched",
  forgotten: "entries forgotten",
  leftBehind: "nodes left behind by that",
} as const;
const names = Object.keys(counted) as (keyof typeof counted)[];
const total = new Map<string, number>(names.map((name) => [name, 0]));
const started = performance.now();
for (let seed = first; seed < first + count; seed += 1) {
  try {
    const played = await simulate({ seed, steps });
    for (const name of names) total.set(name, (total.get(name) ?? 0) + played[name]);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.stderr.write(`again: npm run simulate -- --seed ${seed} --steps ${steps}\n`);
    process.exit(1);
  }
}
const seconds = (performance.now() - started) / 1000;
const done = names.map((name) => `${total.get(name)} ${counted[name]}`).join(", ");
process.stdout.write(
  `seeds ${first} to ${first + count - 1}, ${steps} steps each: ${done}; all as it must be ` +
    `(${seconds.toFixed(1)} s, ${(count / seconds).toFixed(1)} seeds/s)\n`,
);
