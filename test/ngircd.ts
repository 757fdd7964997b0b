/** Another IRC server: Debian's ngircd, which has little beyond RFC 2812. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import net, { type AddressInfo } from "node:net";
import path from "node:path";
import { Program, scratchFolder, type Test } from "./process/banter.ts";
import { programPath } from "./requires.ts";

/** On a free port of 127.0.0.1, which it gives; ended after the test. */
export async function serveNgircd(t: Test): Promise<number> {
  const port = await freePort();
  const file = path.join(scratchFolder(), "ngircd.conf");
  writeFileSync(
    file,
    `[Global]
Name = irc.test.local
Info = test
Listen = 127.0.0.1
Ports = ${port}
MotdPhrase = Hello there
[Limits]
MaxConnectionsIP = 0
MaxNickLength = 20
[Options]
Ident = no
DNS = no
PAM = no
`,
  );
  const program = programPath("ngircd") ?? "ngircd";
  const server = new Program(spawn(program, ["-n", "-f", file]));
  t.after(() => server.stop());
  assert.ok(await server.out.until(/ready/), server.out.text);
  return port;
}

/** One that was free a moment ago: ngircd takes no 0. */
async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
