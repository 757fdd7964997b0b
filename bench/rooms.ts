/** Rooms: fan-out, everybody in one room hearing everybody, at several rates. */
import { type Crowd, type Figures, gather } from "./generator.ts";
import {
  field,
  interleave,
  type Measurement,
  orWords,
  type PerServer,
  type Plan,
  serveAll,
  stopAll,
  type Values,
  values,
} from "./rounds.ts";
import type { Name } from "./servers.ts";
import { atMost, belowOthers, noWorseThanOthers, type Row, rowsOf, withinOfBare } from "./table.ts";

const joinSecondsMax = 300;

/** Where few messages come, each counts for much, and so does what the machine does beside: then
 * there are more rounds. */
const few = { rate: 100, times: 3 };
const roundsAt = (rate: number, { rounds, quick }: Plan): number =>
  rate < few.rate && !quick ? rounds * few.times : rounds;

/** One room of so many people, at each rate. */
export function room(
  name: string,
  clients: number,
  rates: number[],
  only?: readonly Name[],
): Measurement {
  const run = async (plan: Plan): Promise<Row[]> => {
    const servers = await serveAll(plan, only);
    const crowds: PerServer<Crowd> = new Map();
    const joined: PerServer<Figures[]> = new Map();
    const rows: Row[] = [];
    try {
      for (const [of, server] of servers) {
        plan.say(`${name}: ${clients} people join on ${of}`);
        const crowd =
          typeof server === "string"
            ? server
            : await orWords(() => gather(plan.programs, server, clients, joinSecondsMax));
        crowds.set(of, crowd);
        joined.set(of, typeof crowd === "string" ? crowd : [crowd.joined]);
      }
      plan.say(`${name}: ${rates.join(", ")} messages/s × ${clients}`);
      // A server runs for weeks: what its first seconds cost, compiling among it, counts for none.
      await interleave(crowds, 1, (crowd) => crowd.round(Math.max(...rates), plan.warm, 0));
      for (const rate of rates) {
        const rounds = roundsAt(rate, plan);
        const all = await interleave(crowds, rounds, (crowd) =>
          crowd.round(rate, plan.seconds, 0.5),
        );
        rows.push(...roomRows(name, `${rate}/s × ${clients}`, rounds, all));
      }
      const seconds = values(joined, field("joinSeconds"));
      return [...rows, rowsOf(name)(`${clients} register and join`, "s", seconds, "less")];
    } finally {
      for (const crowd of crowds.values()) if (typeof crowd !== "string") await crowd.leave();
      await stopAll(servers);
    }
  };
  return { name, run };
}

function roomRows(name: string, load: string, rounds: number, all: PerServer<Figures[]>): Row[] {
  const behind: Values = {};
  for (const [of, figures] of all)
    behind[of] =
      typeof figures === "string"
        ? figures
        : figures.filter((one) => one["behind"] === true).length;
  const row = rowsOf(name);
  const of = (key: string) => values(all, field(key));
  const cpuTargets = [belowOthers, withinOfBare(1.4)];
  return [
    row(`${load}: CPU per delivery`, "µs", of("cpuUs"), "less", ...cpuTargets),
    row(`${load}: CPU, of its core`, "share", of("cpuShare")),
    row(`${load}: the load, of its core`, "share", of("ownShare")),
    row(`${load}: latency p50`, "ms", of("p50Ms"), "less"),
    row(`${load}: latency p99`, "ms", of("p99Ms"), "less", noWorseThanOthers),
    row(`${load}: latency max`, "ms", of("maxMs"), "less"),
    row(`${load}: fell behind`, `of ${rounds} rounds`, behind, undefined, atMost(0)),
  ];
}
