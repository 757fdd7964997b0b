/** Lock: that only one process keeps a folder. The kernel lets go of it when the process ends,
 * however it ends. Beside sqlite.ts. */
import { DatabaseSync } from "node:sqlite";

/** false when another process holds it. */
export function lock(file: string): boolean {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch {
    database.close();
    return false;
  }
  held.push(database);
  return true;
}

const held: DatabaseSync[] = [];
