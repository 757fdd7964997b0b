/**
 * Archive: the copies that nodes make of all that they have, for those who come late, and how far
 * the log is kept back for them. What cluster.ts does over NATS, over the simulated log.
 */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { canFollow, copiesKept, mayBeginAt } from "../../src/server/log/jetstream/reach.ts";
import type { SimulatedOrder } from "../../src/server/log/simulated.ts";
import { copyDatabase } from "../../src/server/store/copy.ts";

/** What it keeps to: a test may put something broken in its place. */
export interface Keeping {
  readonly canFollow: typeof canFollow;
  readonly mayBeginAt: typeof mayBeginAt;
  readonly copy: typeof copyDatabase;
}

export const wholeKeeping: Keeping = { canFollow, mayBeginAt, copy: copyDatabase };

/** Of one process, so that two simulations have no disk in common. */
let disks = 0;

/** A database that is there while it is held. */
export class Disk {
  readonly file: string;
  readonly database: DatabaseSync;

  constructor() {
    disks += 1;
    this.file = `file:/banter-simulation-${disks}?vfs=memdb`;
    this.database = new DatabaseSync(this.file);
  }
}

interface Copy {
  readonly place: number;
  readonly disk: Disk;
}

export class Archive {
  private readonly order: SimulatedOrder;
  private readonly keeping: Keeping;
  /** The newest first. */
  private copies: Copy[] = [];
  made = 0;
  fetched = 0;

  constructor(order: SimulatedOrder, keeping: Keeping) {
    this.order = order;
    this.keeping = keeping;
  }

  /** Nobody may be writing there. The log is forgotten as far as it may be. */
  async make(from: Disk): Promise<void> {
    const disk = new Disk();
    const place = await this.keeping.copy(from.file, disk.file);
    // Another has come further.
    if (place <= (this.copies[0]?.place ?? 0)) return disk.database.close();
    this.made += 1;
    this.copies.unshift({ place, disk });
    for (const old of this.copies.splice(copiesKept)) old.disk.database.close();
    const kept = this.copies.map((copy) => this.order.seqOf(copy.place));
    const first = this.keeping.mayBeginAt(kept);
    if (first !== undefined) this.order.trim(first);
  }

  /** Whether who has come to that place, 0 for nobody who has been here, begins with a copy. */
  isNeeded(place: number): boolean {
    const { order, copies, keeping } = this;
    return (
      (place === 0 && copies.length > 0) || !keeping.canFollow(order.seqOf(place), order.first)
    );
  }

  /** One of the copies; not always the newest, which may be damaged. */
  async fetch(which: number): Promise<Disk> {
    const copy = this.copies[which % this.copies.length];
    assert.ok(copy, "the log has been forgotten, and nobody has a copy");
    this.fetched += 1;
    const disk = new Disk();
    await copyDatabase(copy.disk.file, disk.file);
    return disk;
  }

  close(): void {
    for (const { disk } of this.copies) disk.database.close();
  }
}
