/**
 * Lives: nodes come, end and come again, with their folder or without; copies are made, and the
 * log is forgotten behind them. Beside simulation.ts.
 */
import { Archive } from "./archive.ts";
import { SimulatedNode } from "./node.ts";
import type { Simulation } from "./simulation.ts";

const nodesMax = 7;
const names = "abcdefghijklmnopqrstuvwxyz";

export class Lives {
  readonly nodes: SimulatedNode[];
  readonly archive: Archive;
  crashes = 0;
  /** Fell so far behind that the log had forgotten what they lacked. */
  leftBehind = 0;
  private readonly simulation: Simulation;
  /** Nodes that stay away for a while: for so many more steps. */
  private readonly away = new Map<SimulatedNode, number>();

  constructor(simulation: Simulation) {
    const { chance, order, parts } = simulation;
    this.simulation = simulation;
    this.archive = new Archive(order, parts.keeping);
    this.nodes = Array.from({ length: 2 + chance.below(4) }, (_, n) => this.newNode(n));
  }

  private newNode(count: number): SimulatedNode {
    return new SimulatedNode(this.simulation, names.charAt(count));
  }

  /** What a step brings beside what people do. */
  async step(): Promise<void> {
    const { chance } = this.simulation;
    for (const [node, steps] of this.away)
      if (steps > 0) this.away.set(node, steps - 1);
      else this.away.delete(node);
    if (chance.oneIn(25)) await this.copy(chance.pick(this.nodes));
    if (chance.oneIn(80) && this.nodes.length < nodesMax)
      this.nodes.push(this.newNode(this.nodes.length));
  }

  /** Of what it has committed; not while it is writing. */
  private async copy(node: SimulatedNode): Promise<void> {
    if (node.mayBeCopied) await this.archive.make(node.disk);
  }

  crash(node: SimulatedNode): void {
    const { chance } = this.simulation;
    if (!node.server) return;
    this.crashes += 1;
    node.stop(chance.oneIn(4));
    if (chance.oneIn(4)) this.away.set(node, 20 + chance.below(100));
    if (chance.oneIn(6)) node.loseFolder();
  }

  fallBehind(node: SimulatedNode): void {
    this.leftBehind += 1;
    node.stop(false);
  }

  /** It comes, sooner or later: with what it has, or with a copy where that is too old. */
  async begin(node: SimulatedNode): Promise<void> {
    if (this.away.has(node)) return;
    const { chance } = this.simulation;
    if (this.archive.isNeeded(node.placeHad))
      node.takeFolder(await this.archive.fetch(chance.oneIn(3) ? 1 : 0));
    node.start();
  }

  /** In the end all are there, and one who has never been. */
  async beginAll(): Promise<void> {
    this.away.clear();
    this.nodes.push(this.newNode(this.nodes.length));
    for (const node of this.nodes) if (!node.server) await this.begin(node);
  }

  close(): void {
    for (const node of this.nodes) node.close();
    this.archive.close();
  }
}
