/**
 * NATS for tests: real servers with JetStream, one or several that are a cluster, each of which can
 * be killed, halted and started again. Knows nothing of Banter.
 */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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

/** Where a server is to be. */
export interface NatsPlace {
  readonly host: string;
  readonly port: number;
  readonly routePort: number;
  /** A program that starts it, with its arguments. */
  readonly under?: readonly string[];
}

export class NatsServer {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  private readonly under: readonly string[];
  private readonly folder: string;
  private readonly file: string;
  private child: ChildProcess | undefined;

  /** The routes to all of its cluster, none for one that is alone. */
  constructor(name: string, place: NatsPlace, routes: readonly string[]) {
    const { host, port, routePort } = place;
    this.name = name;
    this.host = host;
    this.port = port;
    this.under = place.under ?? [];
    const folder = mkdtempSync(path.join(tmpdir(), `banter-nats-${name}-`));
    folders.push(folder);
    this.folder = folder;
    this.file = path.join(folder, "nats.conf");
    const cluster = `cluster {
      name: test, listen: "${host}:${routePort}"
      no_advertise: true
      routes: [${routes.map((each) => `"nats://${each}"`).join()}]
    }`;
    writeFileSync(
      this.file,
      `server_name: ${name}
      listen: "${host}:${port}"
      jetstream { store_dir: "${folder}/store" }
      ${routes.length > 0 ? cluster : ""}`,
    );
  }

  get url(): string {
    return `nats://${this.host}:${this.port}`;
  }
  get pid(): number {
    return this.child?.pid ?? 0;
  }

  async start(): Promise<void> {
    const program = programPath("nats-server");
    assert.ok(program, "nats-server is not here");
    const [command, ...before] = [...this.under, program];
    const args = [...before, "-c", this.file];
    const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"] });
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

  /** While it does not run: what it has stored is kept, and taken back to. What came between is
   * lost, as by a power cut when it has been acknowledged before it was on the disk. */
  keepStore(): void {
    cpSync(path.join(this.folder, "store"), path.join(this.folder, "kept"), { recursive: true });
  }
  loseSinceKept(): void {
    rmSync(path.join(this.folder, "store"), { recursive: true });
    cpSync(path.join(this.folder, "kept"), path.join(this.folder, "store"), { recursive: true });
  }

  /** Halts it, or lets it go on: SIGSTOP, SIGCONT. */
  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
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
  const places = Array.from({ length: count }, (_, n) => {
    const [port = 0, routePort = 0] = ports.slice(n * 2);
    return { host: "127.0.0.1", port, routePort };
  });
  return startNatsAt(places);
}

export async function startNatsAt(places: readonly NatsPlace[]): Promise<NatsServer[]> {
  const all = places.map(({ host, routePort }) => `${host}:${routePort}`);
  const routes = places.length > 1 ? all : [];
  const servers = places.map((place, n) => new NatsServer(`s${n + 1}`, place, routes));
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
