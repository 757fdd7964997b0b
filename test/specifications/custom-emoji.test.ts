/** custom-emoji, draft: https://github.com/ircv3/ircv3-specifications (extensions/custom-emoji).
 * What the document names is for clients to show. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readConfig } from "../../src/server/config/read.ts";
import { play } from "../journey.ts";

const emoji = "https://example.org/emoji.json";

test("draft/EMOJI is the address of the server's document, where one is configured", async () => {
  await play(
    `
    alice comes
    alice > ISUPPORT
    alice << draft/EMOJI=${emoji} :are supported by this server
  `,
    { server: { emoji } },
  );
  assert.equal(readConfig(`[server]\nemoji = "${emoji}"`, "b.toml").server.emoji, emoji);
  assert.throws(() => readConfig('[server]\nemoji = "x"', "b.toml"), /server\.emoji is/);
});

test("a channel has its document in its metadata, as draft/emoji; members are told of it", () =>
  play(`
    alice comes batch draft/metadata-3
    bob comes batch draft/metadata-3
    alice > JOIN #a
    alice << BATCH -m
    bob > METADATA * SUB draft/emoji
    bob << BATCH -m
    bob > JOIN #a
    bob << BATCH -m
    alice << JOIN
    alice > METADATA #a SET draft/emoji :${emoji}
    alice < :banter.test 761 alice #a draft/emoji * :${emoji}
    bob < :banter.test 761 bob #a draft/emoji * :${emoji}
  `));
