/**
 * Chaos: `npm run chaos -- --seed N --faults M` does M things to a cluster that the seed chooses,
 * in networks of its own where it may make some, and judges after each. `--each` does every one
 * once, `--fault NAME` that one; what is halted is so for `--halt-seconds`. Exits 1 when something
 * was lost, doubled, or seen in two orders.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { faultNames, play, schedule } from "./cluster/faults.ts";
import { ownNetworks } from "./cluster/machines.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    faults: { type: "string", default: "10" },
    each: { type: "boolean", default: false },
    fault: { type: "string", multiple: true, default: [] },
    "halt-seconds": { type: "string", default: "30" },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
/** Set in the networks that the process outside has made. */
const inside = "BANTER_CHAOS_INSIDE";

if (process.env[inside] === undefined) {
  const [command, ...before] = [...(ownNetworks() ?? []), process.execPath];
  const apart = command === process.execPath ? "no" : "yes";
  const args = [...before, ...process.argv.slice(1)];
  const env = { ...process.env, [inside]: apart };
  const child = spawn(command, args, { env, stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void child.kill(signal));
  const [code] = (await once(child, "exit")) as [number | null];
  process.exitCode = code ?? 1;
} else await playAll();

async function playAll(): Promise<void> {
  const seed = Number(values.seed);
  const named = values.fault.flatMap((name) => faultNames.filter((each) => each === name));
  const all = values.each ? faultNames : schedule(seed, Number(values.faults));
  const chosen = named.length > 0 ? named : all;
  const haltMs = Number(values["halt-seconds"]) * 1_000;
  const apart = process.env[inside] === "yes";
  const cleaning: (() => unknown)[] = [];
  const test = { after: (clean: () => unknown) => void cleaning.push(clean) };
  try {
    const notHere = await play(test, seed, chosen, { apart, haltMs }, say);
    say(`${chosen.length - notHere} faults, all is well; ${notHere} not done here`);
  } catch (error) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    say(`again: npm run chaos -- ${process.argv.slice(2).join(" ")}`);
    process.exitCode = 1;
  }
  for (const clean of cleaning.reverse()) await clean();
}
