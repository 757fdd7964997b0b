/**
 * Measurements: the list of what is measured, and how each is. Each starts its own servers, so
 * that none has grown by the one before, and ends them.
 */
import { join } from "node:path";
import { type Figures, runOnce } from "./generator.ts";
import { logins } from "./logins.ts";
import { mixed } from "./mixed.ts";
import { room } from "./rooms.ts";
import {
  complete,
  field,
  interleave,
  type Measurement,
  median,
  newFolder,
  orWords,
  type PerServer,
  serveAll,
  stopAll,
  values,
} from "./rounds.ts";
import { type Maker, type Name, serve, type Server } from "./servers.ts";
import { stayers } from "./stayers.ts";
import { terminal } from "./terminal.ts";
import { uploads } from "./uploads.ts";
import { web } from "./web.ts";
import { atLeast, atMost, rowsOf, type Target, type Value } from "./table.ts";

const connects: Measurement = {
  name: "connects",
  async run(plan) {
    const clients = plan.quick ? 1_000 : 2_000;
    const servers = await serveAll(plan);
    plan.say(`connects: ${clients} registrations, ${plan.rounds + 1} times each`);
    try {
      const warm = 1; // unmeasured, so that compiling is over
      const all = await interleave(servers, plan.rounds + warm, async (server) =>
        complete(await runOnce(plan.programs, "connects", server, { clients, seconds: 30 })),
      );
      for (const figures of all.values()) if (Array.isArray(figures)) figures.splice(0, warm);
      const per = values(all, field("perSecond"));
      const cpu = values(all, field("cpuUs"));
      const row = rowsOf("connects");
      return [
        row("connections, registered", "/s", per, "more"),
        row("CPU per connection", "µs", cpu, "less"),
      ];
    } finally {
      await stopAll(servers);
    }
  },
};

const idle: Measurement = {
  name: "idle",
  async run(plan) {
    const clients = plan.quick ? 2_000 : 10_000;
    const servers = await serveAll(plan);
    plan.say(`idle: ${clients} connections each`);
    try {
      const all = await interleave(servers, 1, async (server) =>
        complete(await runOnce(plan.programs, "idle", server, { clients, seconds: 3 })),
      );
      const row = rowsOf("idle");
      const kilobytes = (of: string) => values(all, (one) => Number(one[of]) / 1_000);
      const each = kilobytes("perConnectionBytes");
      return [
        row(`memory per idle connection (${clients})`, "kB", each, "less", atMost(12)),
        row(`memory with ${clients} idle connections`, "kB", kilobytes("rssBytes"), "less"),
        row("memory before anybody came", "kB", kilobytes("rssBeforeBytes"), "less"),
      ];
    } finally {
      await stopAll(servers);
    }
  },
};

/** The first start makes the folder, the certificate, the database; later ones are felt too. */
const startup: Measurement = {
  name: "startup",
  async run(plan) {
    const first: PerServer<Figures[]> = new Map();
    const makers = new Map<Name, { maker: Maker; folder: string } | string>();
    plan.say("startup");
    for (const maker of plan.makers)
      makers.set(maker.name, maker.missing() ?? { maker, folder: newFolder(plan, maker.name) });
    const again = await interleave(makers, plan.quick ? 3 : 7, async ({ maker, folder }, round) => {
      const server = await serve(maker, folder);
      await server.child.stop();
      const figures = { startMs: server.startMs };
      if (round === 0) first.set(maker.name, [figures]);
      return figures;
    });
    const row = rowsOf("startup");
    const of = (all: PerServer<Figures[]>) => values(all, field("startMs"));
    return [
      row("start to first greeting", "ms", of(again), "less", atMost(400)),
      row("the very first start", "ms", of(first), "less", atMost(400)),
    ];
  },
};

/** What banter's database has, against what was heard: undefined when nothing is lacking. */
async function lacking(server: Server, figures: Figures[]): Promise<string | undefined> {
  const heard = figures.reduce((sum, one) => sum + Number(one["heardEver"]), 0);
  await server.child.stop();
  const { countSaid } = await import("./kept.ts");
  const said = countSaid(join(server.folder, "data"));
  return said >= heard ? undefined : `${heard} were heard and only ${said} are kept`;
}

const kept: Measurement = {
  name: "kept",
  async run(plan) {
    const servers = await serveAll(plan);
    const options = { rooms: 20, window: 32, seconds: plan.seconds, warm: plan.warm };
    plan.say(`kept: 20 rooms of 3, 32 messages under way in each`);
    try {
      const all = await interleave(servers, plan.rounds, async (server) =>
        complete(await runOnce(plan.programs, "throughput", server, options)),
      );
      const [banter, figures] = [servers.get("banter"), all.get("banter")];
      if (typeof banter === "object" && typeof figures === "object") {
        const words = await lacking(banter, figures);
        if (words !== undefined) all.set("banter", words);
      }
      const per = values(all, field("perSecond"));
      const p99 = values(all, field("p99Ms"));
      const row = rowsOf("kept");
      return [
        row("messages through (only banter keeps them)", "/s", per, "more", atLeast(20_000)),
        row("latency p99 at that", "ms", p99, "less"),
      ];
    } finally {
      await stopAll(servers);
    }
  },
};

const ping: Measurement = {
  name: "ping",
  async run(plan) {
    const servers = await serveAll(plan);
    plan.say("ping");
    try {
      const all = await interleave(servers, plan.rounds, async (server) =>
        complete(await runOnce(plan.programs, "ping", server, { seconds: 1 })),
      );
      const row = rowsOf("ping");
      return [
        row("PING alone, p50", "ms", values(all, field("p50Ms")), "less"),
        row("PING alone, p99", "ms", values(all, field("p99Ms")), "less"),
      ];
    } finally {
      await stopAll(servers);
    }
  },
};

const history: Measurement = {
  name: "history",
  async run(plan) {
    const maker = plan.makers.find((one) => one.name === "banter");
    if (!maker) return [];
    const count = plan.quick ? 100_000 : 1_000_000;
    plan.say(`history: a channel of ${count.toLocaleString("en")} messages`);
    const words = maker.missing();
    const { measureHistory } = await import("./history.ts");
    const found =
      words ?? (await orWords(() => measureHistory(maker, newFolder(plan, "history"), count)));
    const of = `of ${count.toLocaleString("en")}`;
    const row = (what: string, value: Value, ...targets: Target[]) =>
      rowsOf("history")(what, "ms", { banter: value }, "less", ...targets);
    if (typeof found === "string") return [row(`history ${of}`, found)];
    return [
      row(`page of ${found.pageLines} lines ${of}`, median(found.pageMs), atMost(5)),
      row(`join with ${found.joinLines} lines ${of}`, median(found.joinMs), atMost(5)),
      row(
        `search in ${count.toLocaleString("en")}, the slowest of ten`,
        found.searchMs,
        atMost(30),
      ),
      row(`start with a channel ${of}`, found.startMs),
    ];
  },
};

export const measurements: readonly Measurement[] = [
  room("fanout", 500, [50, 500, 4_000]),
  room("room-5000", 5_000, [10]),
  room("room-10000", 10_000, [10], ["banter", "bare"]),
  mixed,
  connects,
  idle,
  startup,
  kept,
  ping,
  stayers,
  logins,
  history,
  terminal,
  web,
  uploads,
];
