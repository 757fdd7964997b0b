import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

/** How large the room for the young becomes, in MB, while many come and stay. */
async function roomForMany(bound: boolean): Promise<number> {
  const program = `
    import { getHeapSpaceStatistics } from "node:v8";
    import { setImmediate } from "node:timers/promises";
    import { boundYoung } from ${JSON.stringify(import.meta.resolve("./young.ts"))};
    if (${bound}) boundYoung();
    const stay = [];
    let bytes = 0;
    for (let n = 0; n < 2_000; n += 1) {
      for (let m = 0; m < 200; m += 1) stay.push({ n, m, name: [n, m], more: new Map() });
      await setImmediate();
      const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
      bytes = Math.max(bytes, young.space_size);
    }
    console.log(bytes / 1e6);
  `;
  const args = ["--input-type=module", "--eval", program];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return Number(stdout);
}

test("the room for what is young stays small, though many come", async () => {
  const [free, bound] = [await roomForMany(false), await roomForMany(true)];
  assert.ok(bound < free * 0.7, `${bound} MB, and ${free} MB without a bound`);
});
