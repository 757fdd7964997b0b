/** crawler-preference, draft: https://github.com/ircv3/ircv3-specifications
 * (extensions/crawler-preference). */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readConfig } from "../../src/server/config/read.ts";
import { play } from "../journey.ts";

for (const crawlers of ["allow", "deny"] as const)
  test(`CRAWLER has the key index, with ${crawlers} as it is configured`, () =>
    play(
      `
      alice comes
      alice > ISUPPORT
      alice << CRAWLER=index:${crawlers} ELIST
      alice <+ …005…
    `,
      { server: { crawlers } },
    ));

test("where nothing is configured nothing is said; what could not be said is refused", async () => {
  await play(`
    alice comes
    alice > ISUPPORT
    alice < …CHATHISTORY=1000 ELIST=…
    alice <+ …005…
  `);
  assert.throws(
    () => readConfig('[server]\ncrawlers = "maybe"', "b.toml"),
    /server\.crawlers is .*allowed: "allow" or "deny"/,
  );
});
