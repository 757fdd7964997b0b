/**
 * NATS for tests: real servers with JetStream, one or several that are a cluster, each of which can
 * be killed, halted and started again. Knows nothing of Banter.
 */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { programPath } from "./requires.ts";

const folders: string[] = [];
const children = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of children) child.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export class NatsServer {
  readonly name: string;
  readonly port: number;
  private readonly file: string;
  private child: ChildProcess | undefined;

  constructor(name: string, port: number, routePort: number, routes: readonly number[]) {
    this.name = name;
    this.port = port;
    const folder = mkdtempSync(path.join(tmpdir(), `banter-nats-${name}-`));
    folders.push(folder);
    this.file = path.join(folder, "nats.conf");
    const cluster = `cluster {
      name: test, listen: "127.0.0.1:${routePort}"
      no_advertise: true
      routes: [${routes.map((each) => `"nats://127.0.0.1:${each}"`).join()}]
    }`;
    writeFileSync(
      this.file,
      `server_name: ${name}
      listen: "127.0.0.1:${port}"
      jetstream { store_dir: "${folder}/store" }
      ${routes.length > 0 ? cluster : ""}`,
    );
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }
  get pid(): number {
    return this.child?.pid ?? 0;
  }

  async start(): Promise<void> {
    const program = programPath("nats-server");
    assert.ok(program, "nats-server is not here");
    const child = spawn(program, ["-c", this.file], { stdio: ["ignore", "ignore", "pipe"] });
    this.child = child;
    children.add(child);
    child.once("exit", () => children.delete(child));
    await new Promise<void>((ready, failed) => {
      let told = "";
      child.stderr.on("data", (bytes: Buffer) => {
        told = (told + bytes.toString()).slice(-10_000);
        if (told.includes("Server is ready")) ready();
      });
      child.once("exit", () => failed(new Error(`nats-server has ended:\n${told}`)));
    });
  }

  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  }
}

/** Started; several are one cluster. */
export async function startNats(count: number): Promise<NatsServer[]> {
  const ports = await freePorts(count * 2);
  const routes = count > 1 ? ports.slice(count) : [];
  const servers = ports
    .slice(0, count)
    .map((port, n) => new NatsServer(`s${n + 1}`, port, ports[count + n] ?? 0, routes));
  await Promise.all(servers.map((server) => server.start()));
  return servers;
}

export async function freePorts(count: number): Promise<number[]> {
  const held = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(held.map((each) => once(each, "listening")));
  const ports = held.map((each) => (each.address() as { port: number }).port);
  await Promise.all(held.map((each) => new Promise((closed) => void each.close(closed))));
  return ports;
}
