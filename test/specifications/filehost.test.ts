/** filehost, draft: https://ircv3.net/specs/extensions/filehost. The service is Banter's own, or
 * one that an administrator runs; how ours answers is in test/journeys/files.test.ts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readConfig } from "../../src/server/config/read.ts";
import { play } from "../journey.ts";

const filehost = "https://example.org/upload?for=irc";

test("draft/FILEHOST is the address to upload to, where one is configured", () =>
  play(
    `
    alice comes
    alice > ISUPPORT
    alice << draft/FILEHOST=${filehost} soju.im/FILEHOST=${filehost} :are supported by this server
  `,
    { server: { filehost } },
  ));

test("its value must be an address", () => {
  const read = (value: string) => readConfig(`[server]\nfilehost = "${value}"`, "b.toml");
  assert.equal(read(filehost).server.filehost, filehost);
  assert.throws(() => read("/upload"), /server\.filehost is .*allowed: an address/);
});

test("it is ours where it is known how others reach it", () =>
  play(
    `
    alice comes
    alice > ISUPPORT
    alice << draft/FILEHOST=https://chat.example.org/files
  `,
    { web: { address: "https://chat.example.org/" } },
  ));

test("without files there is none", () =>
  play(
    `
    alice comes
    alice > TOKEN SERVICELIST
    alice < … NOTE TOKEN SERVICE SESSION * …
    alice < … NOTE TOKEN SERVICE PREVIEW /preview …
    alice < … TOKEN END_OF_LIST …
    alice > TOKEN GENERATE FILEHOST
    alice < …There is no such service here
    alice > TOKEN VALIDATE x
    alice < …Unknown subcommand
  `,
    { web: { address: "https://chat.example.org/" }, files: { enabled: false } },
  ));
