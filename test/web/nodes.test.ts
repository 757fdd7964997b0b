/** Nodes: a page whose node is gone goes on at another, unseen by the others. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { freePorts } from "../nats.ts";
import { newCluster, nodeConfig, withNats } from "../process/cluster.ts";
import { serve } from "../process/banter.ts";
import { ircPerson } from "../process/person.ts";
import { requires } from "../requires.ts";
import { closeBrowser, visitor } from "./stage.ts";

const needs = { ...requires("chromium", "nats-server"), timeout: 120_000 };
withNats(needs);
after(closeBrowser);

test("a page goes on at another node, also after a reload", needs, async (t) => {
  const cluster = newCluster();
  const ports = await freePorts(2);
  const addresses = `addresses = [${ports.map((port) => `"127.0.0.1:${port}"`).join()}]\n`;
  const start = (n: number) =>
    serve(t, {
      config: nodeConfig(cluster, "ab"[n] ?? "", addresses),
      place: ["127.0.0.1", String(ports[n])],
    });
  const [a, b] = await Promise.all([start(0), start(1)]);
  const alice = await visitor(t, a.port, "alice");
  await alice.enter();
  const bob = await ircPerson(t, b.port, "bob");
  await alice.say("at a");
  await bob.hears(/:alice!\S+ PRIVMSG #lobby :at a/);
  const seen = bob.heard.text.length;
  // What is kept for a page without its server has been put away.
  await alice.page.evaluate("navigator.serviceWorker.ready.then(() => 0)");
  await a.stop("SIGKILL");
  bob.say("PRIVMSG #lobby :meanwhile");
  await alice.say("said while a is gone");
  await bob.hears(/:alice!\S+ PRIVMSG #lobby :said while a is gone/);
  await alice.sees("meanwhile");
  assert.doesNotMatch(bob.heard.text.slice(seen), /:alice!\S+ (?:QUIT|PART|JOIN)/);
  await alice.page.reload();
  await alice.sees("said while a is gone");
  await alice.say("and from there");
  await bob.hears(/:alice!\S+ PRIVMSG #lobby :and from there/);
});

test("a page may connect to its node and to those of its cluster, no further", async (t) => {
  const alone = await serve(t);
  const places = ["a.example:6670", "[::1]:6670", "b.example:443"];
  // Without NATS it is alone, and tells of no other.
  const told = await serve(t, {
    config: `[cluster]\naddresses = [${places.map((place) => `"${place}"`).join()}]\n`,
  });
  const mayGo = async (port: number) => {
    const { headers } = await fetch(`http://127.0.0.1:${port}/`);
    return /connect-src ([^;]*)/.exec(headers.get("content-security-policy") ?? "")?.[1];
  };
  assert.equal(await mayGo(alone.port), "'self'");
  assert.equal(
    await mayGo(told.port),
    "'self' ws://a.example:6670 wss://a.example:6670 ws://b.example:443 wss://b.example:443",
  );
});
