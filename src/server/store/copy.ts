/** Copy: the whole of a database as another file, while it is written to. Beside sqlite.ts. */
import { backup, DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";

/** How long it waits for others to let the file go: backup() itself gives up at once, and tells it
 * as "not an error". */
const busyMsMax = 10_000;

/** As it was committed at one moment; resolves with the place in the log that it is at. */
export async function copyDatabase(file: string, to: string): Promise<number> {
  const source = new DatabaseSync(file, { readOnly: true, timeout: busyMsMax });
  try {
    // In one step: in several, each write between them would begin it anew.
    await backup(source, to, { rate: 2 ** 31 - 1 });
  } finally {
    source.close();
  }
  return placeIn(to);
}

/** Up to which place a copy is; throws when it is damaged. */
export function placeIn(file: string): number {
  const copy = new DatabaseSync(unwritten(file), { readOnly: true });
  try {
    const check = copy.prepare("PRAGMA quick_check(1)").get();
    if (check?.["quick_check"] !== "ok") throw new Error("it is damaged");
    const row = copy.prepare("SELECT value FROM meta WHERE key = 'place'").get();
    return Number(row?.["value"] ?? 0);
  } finally {
    copy.close();
  }
}

/** Nobody writes to it: what SQLite lays beside a file for its writers would stay there. What has
 * an address is in memory. */
function unwritten(file: string): string | URL {
  if (file.startsWith("file:")) return file;
  const address = pathToFileURL(file);
  address.search = "immutable=1";
  return address;
}
