/**
 * Machines: where the three NATS servers and the three nodes of a test run. Where Linux lets us
 * they are six hosts with networks of their own: each node beside one NATS server at a switch, the
 * three switches at a fourth, and each node with a second line, by which people come. Elsewhere all
 * is on loopback, and no line can be cut. Knows neither NATS nor Banter.
 */
import { spawnSync } from "node:child_process";
import type { NatsPlace } from "../nats.ts";
import { freePorts } from "../nats.ts";

/** What can be cut. */
export interface Lines {
  /** The node from all NATS servers. */
  readonly node: string;
  /** The node and its NATS server from the other machines. */
  readonly machine: string;
  /** The node from its people. */
  readonly people: string;
}

export interface Machine {
  readonly nats: NatsPlace;
  /** What starts a program where the node is. */
  readonly under: readonly string[];
  /** Where its node listens for people, and where these find it. */
  readonly listens: string;
  readonly address: string;
  readonly port: number;
  readonly lines: Lines | undefined;
}

const numbers = [1, 2, 3] as const;

const network = `set -e
mount -t tmpfs tmpfs /run
ip link set lo up
ip link add name core type bridge
ip addr add 10.88.0.254/24 dev core
ip link set core up
at_switch() { # name address machine
  ip netns add $1
  ip link add name to-$1 type veth peer name eth0 netns $1
  ip link set to-$1 master switch$3 up
  ip -n $1 addr add $2/24 dev eth0
  ip -n $1 link set lo up
  ip -n $1 link set eth0 up
}
for n in ${numbers.join(" ")}; do
  ip link add name switch$n type bridge
  ip link set switch$n up
  ip link add name up$n type veth peer name down$n
  ip link set up$n master core up
  ip link set down$n master switch$n up
  at_switch nats$n 10.88.0.$n $n
  at_switch node$n 10.88.0.1$n $n
  ip link add name people$n type veth peer name eth1 netns node$n
  ip addr add 10.88.$n.1/30 dev people$n
  ip link set people$n up
  ip -n node$n addr add 10.88.$n.2/30 dev eth1
  ip -n node$n link set eth1 up
done
`;

/** Goes before a command that is to run in networks of its own: they are gone with it, and so is
 * all that it has started. undefined where there is no leave for that. */
export function ownNetworks(): readonly string[] | undefined {
  const who = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
  const apart = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  // The shell stays as the first process, and reaps those that are left.
  const shell = ["sh", "-c", `${network}\nset +e\n"$@"\nexit $?`, "sh"];
  const [command, ...args] = ["unshare", ...who, ...apart, ...shell];
  const { status } = spawnSync(command, [...args, "true"], { stdio: "ignore", timeout: 30_000 });
  return status === 0 ? [command, ...args] : undefined;
}

/** @param apart whether this process runs in networks of its own */
export async function threeMachines(apart: boolean): Promise<Machine[]> {
  const ports = apart ? [] : await freePorts(9);
  return numbers.map((n) => {
    if (apart)
      return {
        nats: { host: `10.88.0.${n}`, port: 4222, routePort: 6222, under: inside(`nats${n}`) },
        under: inside(`node${n}`),
        listens: "0.0.0.0",
        address: `10.88.${n}.2`,
        port: 6670,
        lines: { node: `to-node${n}`, machine: `up${n}`, people: `people${n}` },
      };
    const [port = 0, natsPort = 0, routePort = 0] = ports.splice(0, 3);
    const host = "127.0.0.1";
    const nats = { host, port: natsPort, routePort };
    return { nats, under: [], listens: host, address: host, port, lines: undefined };
  });
}

const inside = (name: string): readonly string[] => ["ip", "netns", "exec", name];

/** A cable is pulled out, or put in again: what is sent is lost, and nobody is told. */
export function setLine(line: string, is: "up" | "down"): void {
  const { status, stderr } = spawnSync("ip", ["link", "set", line, is], { encoding: "utf8" });
  if (status !== 0) throw new Error(`ip link set ${line} ${is}: ${stderr}`);
}
