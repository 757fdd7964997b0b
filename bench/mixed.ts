/**
 * Mixed: what it costs that half of a room reads tags, the time and msgids. Two rooms of the same
 * size on one server, in turn: one where all read plain lines, one where every second does not.
 */
import { type Crowd, gather } from "./generator.ts";
import { field, type Measurement, median, newFolder, orWords, type Plan } from "./rounds.ts";
import { type Server, serve } from "./servers.ts";
import { atMost, type Row, rowsOf } from "./table.ts";

const clients = 500;
const rates = [50, 500, 4_000];
const joinSecondsMax = 60;

export const mixed: Measurement = {
  name: "mixed",
  async run(plan) {
    const maker = plan.makers.find((one) => one.name === "banter");
    if (!maker) return [];
    plan.say(`mixed: ${rates.join(", ")} messages/s × ${clients}, half of them with tags`);
    const server = maker.missing() ?? (await orWords(() => serve(maker, newFolder(plan, "mixed"))));
    if (typeof server === "string")
      return [rowsOf("mixed")("half with tags", "", { banter: server })];
    try {
      return await compare(plan, server);
    } finally {
      await server.child.stop();
    }
  },
};

async function compare(plan: Plan, server: Server): Promise<Row[]> {
  const crowdOf = (room: string, tags: 0 | 1) =>
    gather(plan.programs, server, clients, joinSecondsMax, { room, mixed: tags });
  const plain = await crowdOf("#plain", 0);
  const half = await crowdOf("#half", 1);
  try {
    for (const crowd of [plain, half]) await crowd.round(Math.max(...rates), plan.warm, 0);
    const rows: Row[] = [];
    for (const rate of rates) {
      const [of, ofHalf]: [number[], number[]] = [[], []];
      for (let round = 0; round < plan.rounds; round += 1) {
        of.push(await cpu(plain, rate, plan.seconds));
        ofHalf.push(await cpu(half, rate, plan.seconds));
      }
      const row = rowsOf("mixed");
      const load = `${rate}/s × ${clients}`;
      const ratio = median(ofHalf) / median(of);
      rows.push(
        row(`${load}: CPU per delivery, all plain`, "µs", { banter: median(of) }, "less"),
        row(`${load}: the same, half with tags`, "µs", { banter: median(ofHalf) }, "less"),
        row(`${load}: half with tags ÷ plain`, "×", { banter: ratio }, "less", atMost(1.3)),
      );
    }
    return rows;
  } finally {
    await plain.leave();
    await half.leave();
  }
}

const cpu = async (crowd: Crowd, rate: number, seconds: number): Promise<number> =>
  field("cpuUs")(await crowd.round(rate, seconds, 0.5));
