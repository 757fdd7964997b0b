/**
 * Logins: how many people can log in by SASL in a second, and what a room hears of it: the latency
 * of its messages meanwhile. A client salts its password once, as RFC 5802 §5.1 lets it.
 */
import { pbkdf2Sync } from "node:crypto";
import { decodeBase64, formatPlain } from "../src/protocol/sasl.ts";
import { clientFinal, clientFirst, readServerFirst } from "../src/protocol/scram.ts";
import { scramCrypto } from "../src/server/credentials.ts";
import { type Crowd, type Figures, gather } from "./generator.ts";
import { Lines } from "./lines.ts";
import { type Measurement, median, newFolder, orWords, type Plan } from "./rounds.ts";
import { type Maker, serve } from "./servers.ts";
import { type Row, rowsOf, type Value } from "./table.ts";

const [account, password] = ["bench", "correct horse battery staple"];
const [people, rate] = [50, 50];
/** Who wants in at the same time. */
const atOnce = 20;

type Login = (lines: Lines) => Promise<boolean>;

async function said(lines: Lines, response: string, answer: RegExp): Promise<string> {
  lines.send(`AUTHENTICATE ${response}`);
  const read = await lines.until((line) => answer.test(line) || / 90[4-8] /.test(line));
  return answer.exec(read?.at(-1) ?? "")?.[1] ?? "";
}

const plain: Login = async (lines) => {
  await said(lines, "PLAIN", /AUTHENTICATE (\+)/);
  const response = formatPlain({ authzid: "", authcid: account, password }).toBase64();
  return (await said(lines, response, / (903) /)) !== "";
};

let salted: { readonly salt: string; readonly key: Uint8Array } | undefined;

const scram: Login = async (lines) => {
  await said(lines, "SCRAM-SHA-256", /AUTHENTICATE (\+)/);
  const first = clientFirst(account, "bench");
  const challenge = await said(lines, first.message.toBase64(), /AUTHENTICATE (\S+)/);
  const asked = readServerFirst(first, decodeBase64(challenge) ?? new Uint8Array(0));
  if ("fault" in asked) return false;
  const salt = asked.salt.toBase64();
  if (salted?.salt !== salt) {
    const key = pbkdf2Sync(password, asked.salt, asked.iterations, 32, "sha256");
    salted = { salt, key };
  }
  const { message } = clientFinal(first, asked.text, salted.key, scramCrypto);
  await said(lines, message.toBase64(), /AUTHENTICATE (v\S*|\S+)/);
  return (await said(lines, "+", / (903) /)) !== "";
};

async function open(port: number): Promise<Lines> {
  const lines = await Lines.open(port);
  if (!lines) throw new Error("the server is gone");
  lines.send("CAP REQ :sasl draft/account-registration");
  await lines.until((line) => line.includes(" ACK "));
  return lines;
}

/** Each comes, logs in, and goes, again and again. */
async function loginsIn(port: number, login: Login, stop: () => boolean): Promise<number> {
  let done = 0;
  const person = async (): Promise<void> => {
    while (!stop()) {
      const lines = await open(port);
      if (await login(lines)) done += 1;
      else if (!stop()) throw new Error("somebody could not log in");
      lines.close();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, person));
  return done;
}

/** One round of the room, alone or while people log in. */
async function meanwhile(plan: Plan, crowd: Crowd, login: Login | undefined) {
  let over = false;
  const began = performance.now();
  const logins = login && loginsIn(crowd.server.port, login, () => over);
  const figures: Figures = await crowd.round(rate, plan.seconds, 0.5);
  over = true;
  const count = (await logins) ?? 0;
  const seconds = (performance.now() - began) / 1_000;
  return { perSecond: count / seconds, p99Ms: Number(figures["p99Ms"]) };
}

async function measure(plan: Plan, maker: Maker): Promise<Row[]> {
  const server = await serve(maker, newFolder(plan, "logins"));
  const row = rowsOf("logins");
  try {
    const maker = await open(server.port);
    maker.send("NICK maker", `REGISTER ${account} * :${password}`);
    if (!(await maker.until((line) => line.includes(" REGISTER SUCCESS "))))
      throw new Error("there is no account");
    maker.close();
    const crowd = await gather(plan.programs, server, people, 60);
    await crowd.round(rate, plan.warm, 0);
    const rows: Row[] = [];
    for (const [name, login] of [
      ["nobody logs in", undefined],
      ["SASL PLAIN", plain],
      ["SASL SCRAM-SHA-256", scram],
    ] as const) {
      const all: Awaited<ReturnType<typeof meanwhile>>[] = [];
      for (let n = 0; n < plan.rounds; n += 1) all.push(await meanwhile(plan, crowd, login));
      const of = (key: "perSecond" | "p99Ms"): { banter: Value } => ({
        banter: median(all.map((one) => one[key])),
      });
      if (login) rows.push(row(`${name}: logins`, "/s", of("perSecond"), "more"));
      const room = `latency p99 of ${rate}/s × ${people}`;
      rows.push(row(`${name}: ${room}`, "ms", of("p99Ms"), "less"));
    }
    await crowd.leave();
    return rows;
  } finally {
    await server.child.stop();
  }
}

export const logins: Measurement = {
  name: "logins",
  async run(plan) {
    const maker = plan.makers.find((one) => one.name === "banter");
    if (!maker) return [];
    plan.say(`logins: ${atOnce} people at once, beside a room of ${people}`);
    const found = maker.missing() ?? (await orWords(() => measure(plan, maker)));
    if (typeof found !== "string") return found;
    return [rowsOf("logins")("logins by SASL", "/s", { banter: found }, "more")];
  },
};
