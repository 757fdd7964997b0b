/**
 * Stayers: how long a server takes to start when so many people stay in it without a device, and
 * had one when it was killed. Their state is made by the core itself.
 */
import { join } from "node:path";
import { walk } from "../src/server/decide.ts";
import { openFolder } from "../src/server/folder.ts";
import type { Request } from "../src/server/request.ts";
import { emptyState } from "../src/server/state.ts";
import { SqliteStore } from "../src/server/store/sqlite.ts";
import { type Measurement, median, newFolder, orWords } from "./rounds.ts";
import { serve } from "./servers.ts";
import { atMost, rowsOf } from "./table.ts";

const channels = 200;
const channelsEach = 5;

function fill(data: string, people: number): void {
  const store = new SqliteStore({ file: openFolder(data).database, durability: "process" });
  const state = emptyState();
  const credentials = { passwordHash: null, scram: null };
  const from = { host: "127.0.0.1", address: "127.0.0.1", secure: false, salt: 1 };
  const ask = (session: string, request: Request): void =>
    walk(
      state,
      { place: state.place + 1, time: Date.now(), node: "1", session, request },
      {
        told: (event, to) => store.keep(state, event, to.channels),
        refused: ({ reason }) => {
          throw new Error(reason);
        },
      },
    );
  for (let n = 0; n < people; n += 1) {
    const [name, session] = [`stayer${n}`, `1/before.${n}`];
    const own = { fingerprints: [], email: null, verification: null };
    ask(session, { type: "registerAccount", name, credentials, ...own });
    const who = { nick: name, username: name, realname: name, account: name, away: null };
    ask(session, { type: "connect", ...who, ...from });
    ask(session, { type: "changeAccount", account: name, changes: { alwaysOn: true } });
    for (let c = 0; c < channelsEach; c += 1)
      ask(session, { type: "join", channel: `#c${(n * 7 + c * 41) % channels}`, password: "" });
  }
  store.commit(state);
  store.close();
}

export const stayers: Measurement = {
  name: "stayers",
  async run(plan) {
    const maker = plan.makers.find((one) => one.name === "banter");
    if (!maker) return [];
    const people = 5_000;
    plan.say(`stayers: a start with ${people.toLocaleString("en")} who stay without a device`);
    const starts: number[] = [];
    const words = maker.missing();
    for (let round = 0; words === undefined && round < plan.rounds; round += 1) {
      const folder = newFolder(plan, "stayers");
      fill(join(folder, "data"), people);
      const server = await orWords(() => serve(maker, folder));
      if (typeof server === "string")
        return [rowsOf("stayers")("start", "ms", { banter: server }, "less")];
      starts.push(server.startMs);
      await server.child.stop();
    }
    const what = `start with ${people} who stay, each in ${channelsEach} channels`;
    const banter = words ?? median(starts);
    return [rowsOf("stayers")(what, "ms", { banter }, "less", atMost(2_000))];
  },
};
