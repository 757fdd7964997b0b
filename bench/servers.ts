/**
 * Servers: how each server under test is configured and started, all with the same limits: no
 * penalties, room for everybody, long send queues, no DNS, no ident, no log.
 */
import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type Child, isRunning, start } from "./children.ts";
import { Lines } from "./lines.ts";

export const names = ["banter", "bare", "ngircd", "inspircd"] as const;
export type Name = (typeof names)[number];

export interface Maker {
  readonly name: Name;
  /** Registrations under way at a time that suit it best. */
  readonly atOnce: number;
  /** Why it cannot run here; undefined when it can. */
  missing(): string | undefined;
  /** Writes its configuration into the folder and gives its command line. */
  line(folder: string, port: number): string[];
}

export interface Server {
  readonly maker: Maker;
  readonly port: number;
  readonly child: Child;
  readonly folder: string;
  /** From starting the process to the first byte of the answer to a registration. */
  readonly startMs: number;
}

const startSecondsMax = 15;
const sendQueueBytesMax = 100 * 1024 * 1024;
const root = process.getuid?.() === 0;
const main = join(import.meta.dirname, "..", "bin", "banter.js");

/** Also where an ordinary person's PATH does not lead. */
function find(program: string): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  return folders
    .map((folder) => join(folder, program))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

const notInstalled = (program: string) => () =>
  find(program) === undefined ? `${program} is not installed` : undefined;

const banterConfig = `
[server]
name = "banter.bench.test"
log_level = "error"
[flood]
exempt = ["127.0.0.0/8"]
[connections]
total_max = 100000
exempt = ["127.0.0.0/8"]
[limits]
send_queue_bytes_max = ${sendQueueBytesMax}
silent_greeting_ms = 10000
`;

const banter: Maker = {
  name: "banter",
  atOnce: 100,
  missing: () => (existsSync(main) ? undefined : "src/main.ts is not there"),
  line(folder, port) {
    const config = join(folder, "banter.toml");
    writeFileSync(config, banterConfig);
    const data = join(folder, "data");
    const options = ["--data", data, "--config", config];
    return [process.execPath, main, "serve", "127.0.0.1", String(port), ...options];
  },
};

const ngircdConfig = (port: number) => `
[Global]
Name = ngircd.bench.test
Info = bench
AdminInfo1 = bench
AdminEMail = bench@bench.test
MotdPhrase = bench
Listen = 127.0.0.1
Ports = ${port}
${root ? "ServerUID = nobody\nServerGID = nogroup" : ""}
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxNickLength = 30
MaxPenaltyTime = 0
PingTimeout = 600
PongTimeout = 600
[Options]
DNS = no
Ident = no
PAM = no
`;

const ngircd: Maker = {
  name: "ngircd",
  atOnce: 8, // its backlog is 10, fixed: what comes beyond waits seconds for TCP to try again
  missing: notInstalled("ngircd"),
  line(folder, port) {
    const config = join(folder, "ngircd.conf");
    writeFileSync(config, ngircdConfig(port));
    return [find("ngircd") ?? "", "-n", "-f", config];
  },
};

const inspircdConfig = (port: number) => `
<server name="inspircd.bench.test" description="bench" network="bench">
<admin name="bench" nick="bench" email="bench@bench.test">
<bind address="127.0.0.1" port="${port}" type="clients">
<power diepass="bench" restartpass="bench">
<connect name="all" allow="*" timeout="60" pingfreq="600" hardsendq="${sendQueueBytesMax}"
  softsendq="${sendQueueBytesMax}" recvq="1048576" threshold="1000000" commandrate="1000000000"
  fakelag="no" localmax="100000" globalmax="100000" maxconnwarn="no" limit="100000"
  resolvehostnames="no" useident="no" useconnectban="no" maxchans="100">
<performance softlimit="100000" somaxconn="4096" netbuffersize="65536" quietbursts="yes"
  clonesonconnect="no">
<options defaultmodes="nt">
<limits maxnick="30">
`;

const inspircd: Maker = {
  name: "inspircd",
  atOnce: 1_000, // it completes registrations once a second
  missing: notInstalled("inspircd"),
  line(folder, port) {
    const config = join(folder, "inspircd.conf");
    writeFileSync(config, inspircdConfig(port));
    const options = ["--nofork", "--nolog", "--nopid", "--config", config];
    return [find("inspircd") ?? "", ...(root ? ["--runasroot"] : []), ...options];
  },
};

export function makers(bare: string): Maker[] {
  const loop: Maker = {
    name: "bare",
    atOnce: 100,
    missing: () => undefined,
    line: (_folder, port) => [bare, String(port)],
  };
  return [banter, loop, ngircd, inspircd];
}

/** Of what it said at its end the line that tells most. */
function lastWords(child: Child): string {
  const lines = child.words().split("\n");
  return (lines.find((line) => /error|cannot/i.test(line)) ?? lines.at(-1) ?? "").trim();
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", () => resolve()));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

/** Starts it and waits until it has answered a registration. Throws with its last words. */
export async function serve(maker: Maker, folder: string): Promise<Server> {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const line = maker.line(folder, port);
  const began = performance.now();
  const child = start("server", line);
  for (;;) {
    const lines = await Lines.open(port);
    if (lines) {
      lines.send("NICK starter", "USER starter 0 * :bench");
      const answered = await lines.firstByte(startSecondsMax * 1_000);
      const startMs = performance.now() - began;
      lines.close();
      if (answered) return { maker, port, child, folder, startMs };
    }
    if (!isRunning(child)) throw new Error(`it ended: ${lastWords(child)}`);
    if (performance.now() - began > startSecondsMax * 1_000) {
      await child.stop();
      throw new Error(`no answer: ${lastWords(child)}`);
    }
    await setTimeout(2); // who knocks without pause takes the other's time
  }
}
