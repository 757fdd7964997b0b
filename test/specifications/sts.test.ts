/** sts: https://ircv3.net/specs/extensions/sts */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Config, defaultListener } from "../../src/server/config.ts";
import { readConfig } from "../../src/server/config/read.ts";
import { journey, play } from "../journey.ts";
import { offered } from "../offered.ts";
import { configWith, type DeepPartial, TestRoom } from "../room.ts";

const tls = { certificate: "fullchain.pem", key: "privkey.pem" };
const port = (number: number, understands: "off" | "optional" | "only") => ({
  ...defaultListener,
  port: number,
  tls: understands,
});
const config = {
  tls,
  sts: { durationSeconds: 15_552_000 },
  listeners: [port(6667, "off"), port(6697, "only")],
};

/** What LS says of it; undefined when it says nothing. */
async function policy(over: DeepPartial<Config>, secure: boolean, asked = "LS 302") {
  const room = new TestRoom(over);
  const words = await offered(room, room.connect({ secure }), asked);
  room.close();
  return words.find((word) => word.startsWith("sts"));
}

test("in cleartext the upgrade policy: the port where TLS is, and no duration", async () => {
  assert.equal(await policy(config, false), "sts=port=6697");
});

test("over TLS the persistence policy: the duration in seconds, and no port", async () => {
  assert.equal(await policy(config, true), "sts=duration=15552000");
});

test("the port can be configured, as for a proxy before the server", async () => {
  const sts = { durationSeconds: 1, port: 7000 };
  assert.equal(await policy({ ...config, sts }, false), "sts=port=7000");
});

test("it has a value always: whoever is not told of values is not told of it", async () => {
  assert.equal(await policy(config, false, "LS"), undefined);
  assert.equal(await policy(config, true, "LS"), undefined);
});

test("asking for it is refused", () =>
  play(
    `
    alice comes secure raw
    alice > CAP REQ sts
    alice < :banter.test CAP * NAK sts
    alice > CAP REQ :batch sts
    alice < :banter.test CAP * NAK :batch sts
    alice > CAP LIST
    alice < :banter.test CAP * LIST :
  `,
    config,
  ));

test("a duration of 0 takes it back: over TLS alone, and nobody is sent anywhere", async () => {
  const sts = { durationSeconds: 0 };
  assert.equal(await policy({ ...config, sts }, true), "sts=duration=0");
  assert.equal(await policy({ ...config, sts }, false), undefined);
});

test("it is off by default, and without a certificate or a port for TLS", async () => {
  for (const secure of [false, true]) {
    assert.equal(await policy({ tls }, secure), undefined);
    assert.equal(await policy({ sts: { durationSeconds: 5 } }, secure), undefined);
  }
  assert.equal(await policy({ ...config, listeners: [port(6667, "off")] }, false), undefined);
  assert.throws(
    () => readConfig("[sts]\nduration_seconds = 5", "b.toml"),
    /b\.toml:2: sts\.duration_seconds is given without tls\.certificate/,
  );
});

test("a rehash that changes it is told by NEW, one that takes it away never by DEL", async () => {
  const room = new TestRoom(config);
  await journey(
    room,
    `
    alice comes secure raw
    alice > CAP LS 302
    alice <+ …LS…
    bob comes secure cap-notify
  `,
  );
  room.server.takeUp(configWith({ ...config, sts: { durationSeconds: 0 } }));
  await journey(room, "time passes 0\nalice < :banter.test CAP * NEW sts=duration=0");
  room.server.takeUp(configWith(config));
  await journey(room, "time passes 0\nalice < :banter.test CAP * NEW sts=duration=15552000");
  room.server.takeUp(configWith({}));
  await journey(room, "time passes 0");
  room.close();
});
