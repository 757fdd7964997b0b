/** webirc: https://ircv3.net/specs/extensions/webirc */
import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultConfig } from "../../src/server/config.ts";
import { readConfig } from "../../src/server/config/read.ts";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";

const certificate = "ab".repeat(32);
const shown = { cloak: { enabled: false } };
const gateway = { from: ["10.1.0.0/16"], password: "hunter2", certificates: [] };
const config = { webirc: [gateway], ...shown };

const register = (name: string) => `
    ${name} > NICK ${name}
    ${name} > USER ${name} 0 * :${name}
    ${name} << 001
    ${name} << 422
`;

test("from then on the person comes from that host and address", () =>
  play(
    `
    alice comes from 10.1.2.3 raw
    alice > WEBIRC hunter2 ExampleGateway 3-100-51-198.location.example-isp.com 198.51.100.3
    ${register("alice")}
    alice > WHOIS alice
    alice < :banter.test 311 alice alice ~alice 3-100-51-198.location.example-isp.com * :alice
    alice << 338 alice alice ~alice@198.51.100.3 198.51.100.3
    alice << 318
  `,
    config,
  ));

test("the address is the host where it has no name, or none that could be one", () =>
  play(
    `
    alice comes from 10.1.2.3 raw
    alice > WEBIRC hunter2 ExampleGateway 198.51.100.3 198.51.100.3
    ${register("alice")}
    alice > USERHOST alice
    alice < :banter.test 302 alice :alice=+~alice@198.51.100.3
    bob comes from 10.1.2.3 raw
    bob > WEBIRC hunter2 ExampleGateway not!a@host 198.51.100.4
    ${register("bob")}
    bob > USERHOST bob
    bob < :banter.test 302 bob :bob=+~bob@198.51.100.4
    carol comes from 10.1.2.3 raw
    carol > WEBIRC hunter2 ExampleGateway ${"long-".repeat(13)}x.example 198.51.100.5
    ${register("carol")}
    carol > USERHOST carol
    carol < :banter.test 302 carol :carol=+~carol@198.51.100.5
  `,
    config,
  ));

test("an IPv6 address comes with a zero before its colon, and is the address that it is", () =>
  play(
    `
    alice comes from 10.1.2.3 raw
    alice > WEBIRC hunter2 ExampleGateway 0::1 0::1
    ${register("alice")}
    alice > WHOIS alice
    alice < :banter.test 311 alice alice ~alice 0::1 * :alice
    alice << 318
    bob comes from 10.1.2.3 raw
    bob > WEBIRC hunter2 ExampleGateway 2001:DB8:0:0:0:0:0:1 2001:DB8:0:0:0:0:0:1
    ${register("bob")}
    bob > WHOIS bob
    bob < :banter.test 311 bob bob ~bob 2001:db8::1 * :bob
    bob << 318
  `,
    config,
  ));

test("where addresses are cloaked the name that the gateway says is not shown either", () =>
  play(
    `
    alice comes from 10.1.2.3 raw
    alice > WEBIRC hunter2 ExampleGateway alice.at.home.example 198.51.100.3
    ${register("alice")}
    alice > WHOIS alice
    alice < :banter.test 311 alice alice ~alice ….cloak * :alice
    alice << 318
  `,
    { webirc: [gateway], cloak: { enabled: true, suffix: "cloak" } },
  ));

test("a wrong password ends the connection with an ERROR", () =>
  play(
    `
    alice comes from 10.1.2.3 raw
    alice > WEBIRC hunter3 ExampleGateway 198.51.100.3 198.51.100.3
    alice < ERROR :Closing Link: 10.1.2.3 (Invalid WebIRC password)
    alice <>
  `,
    config,
  ));

test("so does an address that is not a gateway's, with the right password too", async () => {
  await play(
    `
    alice comes from 10.2.2.3 raw
    alice > WEBIRC hunter2 ExampleGateway 198.51.100.3 198.51.100.3
    alice < ERROR :Closing Link: 10.2.2.3 (WEBIRC is not allowed from your address)
    alice <>
  `,
    config,
  );
  await play(`
    alice comes raw
    alice > WEBIRC hunter2 ExampleGateway 198.51.100.3 198.51.100.3
    alice < ERROR :Closing Link: 127.0.0.1 (WEBIRC is not allowed from your address)
    alice <>
  `);
});

test("it must be the first command, and stands once", async () => {
  for (const before of ["CAP LS 302", "CAP REQ batch", "NICK alice", "PASS x", "USER a 0 * :a"])
    await play(
      `
      alice comes from 10.1.2.3 raw
      alice > ${before}
      ${before.startsWith("CAP") ? "alice <+ …CAP…" : "-- nothing"}
      alice > WEBIRC hunter2 ExampleGateway 198.51.100.3 198.51.100.3
      alice < ERROR :Closing Link: 10.1.2.3 (WEBIRC must come first)
      alice <>
    `,
      config,
    );
  await play(
    `
    alice comes from 10.1.2.3 raw
    alice > WEBIRC hunter2 ExampleGateway 198.51.100.3 198.51.100.3
    alice > WEBIRC hunter2 ExampleGateway 198.51.100.4 198.51.100.4
    alice < ERROR :Closing Link: 198.51.100.3 (WEBIRC must come first)
    bob comes from 10.1.2.3
    bob > WEBIRC hunter2 ExampleGateway 198.51.100.3 198.51.100.3
    bob < :banter.test 462 bob :You may not reregister
  `,
    config,
  );
});

test("what is no address is refused, and too few parameters", () =>
  play(
    `
    alice comes from 10.1.2.3 raw
    alice > WEBIRC hunter2 ExampleGateway host.example somewhere
    alice < ERROR :Closing Link: 10.1.2.3 (Invalid WebIRC address)
    bob comes from 10.1.2.3 raw
    bob > WEBIRC hunter2 ExampleGateway host.example
    bob < :banter.test 461 * WEBIRC :Not enough parameters
  `,
    config,
  ));

test("secure only with that option and over TLS from the gateway, whatever its value", async () => {
  const gatewayed = async (tls: boolean, options: string): Promise<boolean> => {
    const room = new TestRoom(config);
    const peer = room.connect({ address: "10.1.2.3", secure: tls });
    peer.write(`WEBIRC hunter2 Example 198.51.100.3 198.51.100.3${options}\r\n`);
    peer.write("NICK alice\r\nUSER alice 0 * :alice\r\nWHOIS alice\r\n");
    await room.settled();
    room.close();
    return peer.received.includes(" 671 alice alice ");
  };
  assert.equal(await gatewayed(true, " secure"), true);
  assert.equal(
    await gatewayed(true, " :secure=examplevalue local-port=6697 remote-port=21726"),
    true,
  );
  assert.equal(await gatewayed(true, " :local-port=6697 secure"), true);
  assert.equal(await gatewayed(true, ""), false);
  assert.equal(await gatewayed(true, " :insecure secured remote-port=1"), false);
  assert.equal(await gatewayed(false, " secure"), false);
});

test("a gateway can be known by its certificate, of no use to who comes through", async () => {
  const webirc = [{ from: ["10.1.2.3"], password: undefined, certificates: [certificate] }];
  const room = new TestRoom({ webirc, ...shown });
  const known = room.connect({ address: "10.1.2.3", secure: true, fingerprint: certificate });
  const unknown = room.connect({ address: "10.1.2.3", secure: true, fingerprint: "cd".repeat(32) });
  const bare = room.connect({ address: "10.1.2.3" });
  for (const peer of [known, unknown, bare])
    peer.write("WEBIRC x Example 198.51.100.3 198.51.100.3 secure\r\nNICK a\r\nUSER a 0 * :a\r\n");
  await room.settled();
  assert.match(known.received, / 001 a /);
  for (const peer of [unknown, bare]) assert.match(peer.received, /^ERROR .*Invalid WebIRC/);
  assert.equal([...room.server.door.peers.values()][0]?.fingerprint, undefined);
  room.close();
});

test("limits and bans are those of the person's own address", async () => {
  const room = new TestRoom({
    ...config,
    connections: { perAddressMax: 2, perAddressPerMinuteMax: 100, totalMax: 100, exempt: [] },
  });
  const through = (address: string) => {
    const peer = room.connect({ address: "10.1.2.3" });
    peer.write(`WEBIRC hunter2 Example ${address} ${address}\r\n`);
    return peer;
  };
  const first = through("198.51.100.3");
  await room.settled();
  through("198.51.100.3");
  await room.settled();
  const third = through("198.51.100.3");
  await room.settled();
  assert.match(third.received, /Too many connections from your address/);
  // The gateway has taken no place of its own, and one that goes makes room.
  first.destroy();
  await room.settled();
  const fourth = through("198.51.100.3");
  await room.settled();
  assert.equal(fourth.received, "");
  const other = through("198.51.100.4");
  await room.settled();
  assert.equal(other.received, "");
  room.close();
});

test("a gateway is configured with networks, and a password or certificates", () => {
  const read = (text: string) => readConfig(`[[webirc]]\n${text}`, "b.toml").webirc;
  assert.deepEqual(defaultConfig.webirc, []);
  assert.deepEqual(read('from = ["10.0.0.1"]\npassword = "x"'), [
    { from: ["10.0.0.1"], password: "x", certificates: [] },
  ]);
  assert.deepEqual(read(`from = ["::1"]\ncertificates = ["${certificate.toUpperCase()}"]`), [
    { from: ["::1"], password: undefined, certificates: [certificate] },
  ]);
  assert.throws(() => read('password = "x"'), /webirc\[0\]\.from is missing/);
  assert.throws(() => read('from = ["::1"]'), /webirc\[0\]\.password is missing; allowed: it, or/);
});

test("a person who was greeted as plain can still turn out to be a gateway's", async () => {
  const room = new TestRoom(config);
  await journey(
    room,
    `
    alice comes from 10.1.2.3 plain
    alice << You are in
    alice > WEBIRC hunter2 ExampleGateway 198.51.100.3 198.51.100.3
    ${register("alice")}
    alice > USERHOST alice
    alice < :banter.test 302 alice :alice=+~alice@198.51.100.3
  `,
  );
  room.close();
});
