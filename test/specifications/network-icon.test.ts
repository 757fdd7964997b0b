/** network-icon, draft: https://ircv3.net/specs/extensions/network-icon */
import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultConfig } from "../../src/server/config.ts";
import { readConfig } from "../../src/server/config/read.ts";
import { play } from "../journey.ts";

const icon = "https://example.net/icon.png?size={size}";

test("draft/ICON is the address of an image, with its template as it was configured", () =>
  play(
    `
    alice comes
    alice > ISUPPORT
    alice << draft/ICON=${icon} :are supported by this server
  `,
    { server: { icon } },
  ));

test("it can be had before registration (extended-isupport)", () =>
  play(
    `
    alice comes raw
    alice > CAP REQ draft/extended-isupport
    alice < …ACK…
    alice > ISUPPORT
    alice << draft/ICON=${icon} :are
  `,
    { server: { icon } },
  ));

test("where none is configured there is no token", () =>
  play(`
    alice comes
    alice > ISUPPORT
    alice <+ :banter.test 005 alice …
  `));

test("the value must be an address", () => {
  const read = (value: string) => readConfig(`[server]\nicon = ${JSON.stringify(value)}`, "b.toml");
  assert.equal(read(icon).server.icon, icon);
  assert.equal(read("https://example.org/icon.svg").server.icon, "https://example.org/icon.svg");
  assert.equal(defaultConfig.server.icon, undefined);
  for (const wrong of ["icon.svg", "", "https://a b/", "javascript:1", "https://"])
    assert.throws(() => read(wrong), /server\.icon is .*allowed: an address/, wrong);
});
