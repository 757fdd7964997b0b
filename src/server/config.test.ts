import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { fc } from "../../test/seed.ts";
import { limitsDefault, limitsLeast, limitsMost } from "../protocol/limits.ts";
import type { LimitName } from "../protocol/limits.ts";
import { defaultConfig, defaultListener } from "./config.ts";
import { ConfigFault, readConfig } from "./config/read.ts";
import { changesAtOnce, compareConfig, mergeForRehash } from "./config/rehash.ts";
import type { Config } from "./config.ts";
import { distance } from "./config/faults.ts";
import { operatorRights } from "./config/operators.ts";
import { camel, snake } from "./config/keys.ts";
import { shape } from "./config/schema.ts";
import type { Shape } from "./config/schema.ts";

const hash =
  "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

/** The fault's lines, without the file's name. */
function faults(text: string): string[] {
  try {
    readConfig(text, "banter.toml");
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    assert.equal(error.faults.length, error.message.split("\n").length);
    return error.message.split("\n").map((line) => {
      assert.match(line, /^banter\.toml:\d+: /);
      return line.slice("banter.toml:".length);
    });
  }
  return [];
}

test("nothing said is the default", () => {
  assert.deepEqual(readConfig("", "banter.toml"), defaultConfig);
  assert.deepEqual(readConfig("[server]\n[limits]\n[[listeners]]\n", "b"), defaultConfig);
});

test("what is said is taken up, the rest is as in the base", () => {
  const text = `
    [server]
    motd = """
One
Two
"""
    motd_file = "motd.txt"
    data = "/var/lib/banter"
    default_channel_modes = "tsn"
    default_user_modes = ""
    [[operators]]
    name = "alice"
    password_hash = "${hash}"
    [[operators]]
    name = "bob"
    password_hash = "${hash}"
    rights = ["stats", "kill"]
    masks = ["10.0.*", "bob@*.example.org", "b*!*@*"]
    [[listeners]]
    port = 6697
    tls = "only"
    [[listeners]]
    address = "::1"
    websocket_origins = ["*", "https://chat.example.org"]
    [history]
    lines_max = 5000
    channels = [{ name = "#dev", age_days_max = 7 }]
    [limits]
    nick_length_max = 16
  `;
  const base: Config = { ...defaultConfig, server: { ...defaultConfig.server, name: "a.b" } };
  const config = readConfig(text, "/etc/banter/banter.toml", base);
  assert.deepEqual(config, {
    ...defaultConfig,
    server: {
      ...defaultConfig.server,
      name: "a.b",
      motd: ["One", "Two"],
      motdFile: resolve("/etc/banter/motd.txt"),
      data: resolve("/var/lib/banter"),
      defaultChannelModes: "nst",
      defaultUserModes: "",
    },
    operators: [
      { name: "alice", passwordHash: hash, rights: operatorRights, masks: [] },
      {
        name: "bob",
        passwordHash: hash,
        rights: ["kill", "stats"],
        masks: ["*!*@10.0.*", "*!bob@*.example.org", "b*!*@*"],
      },
    ],
    listeners: [
      { ...defaultListener, port: 6697, tls: "only" },
      {
        ...defaultListener,
        address: "::1",
        websocketOrigins: ["*", "https://chat.example.org"],
      },
    ],
    history: {
      ...defaultConfig.history,
      linesMax: 5000,
      direct: { linesMax: 5000, ageDaysMax: 0 },
      channels: [
        {
          name: "#dev",
          linesOnJoin: 20,
          linesMax: 5000,
          ageDaysMax: 7,
          readers: "members",
          since: "all",
        },
      ],
    },
    limits: { ...limitsDefault, nickLengthMax: 16 },
  });
});

test("all faults are named at once, each with line, key and what is allowed", () => {
  const text = `# A configuration with much wrong in it
    [server]
    name = "nodot"
    motd = [ "one",
             2 ]
    casemapping = "unicode"
    default_channel_modes = "+nn"
    lobby = "lobby"
    [[listeners]]
    port = 99999
    [[listeners]]
    port = "6667"
    tls = true
    proxy_protocol_from = [ "10.0.0.0/8",
      "10.0.0.0/99" ]
    [tls]
    key = "key.pem"
    [flood]
    lines_burst = 1.5
    lines_per_second = nan
    exempt = 2020-01-01
    [[operators]]
    name = "alice"
    rights = ["kill", "dance"]
    [limits]
    nick_length_max = 51
    [history]
    channels = [ { name = "#a", lines_max = -1 },
      { name = "#A" }, {} ]
    [[plain]]
    names = "nick"`;
  assert.deepEqual(faults(text), [
    '3: server.name is "nodot"; allowed: a name with a dot, such as chat.example.org',
    "4: server.motd is a list; allowed: text, or a list of lines, each of at most 400 bytes",
    '6: server.casemapping is "unicode"; allowed: "ascii" or "rfc1459" or "precis"',
    '7: server.default_channel_modes is "+nn"; ' +
      'allowed: "+" and any of the letters C, M, R, U, i, m, n, s, t, u, each once',
    '8: server.lobby is "lobby"; allowed: "#" and a name without spaces, commas and colons',
    "10: listeners[0].port is 99999; allowed: 1 to 65535",
    '12: listeners[1].port is "6667"; allowed: a number, 1 to 65535',
    '13: listeners[1].tls is true; allowed: "off" or "optional" or "only"',
    '15: listeners[1].proxy_protocol_from[1] is "10.0.0.0/99"; ' +
      'allowed: a network such as "192.168.0.0/16", "fd00::/8" or "203.0.113.7"',
    "17: tls.key is given without tls.certificate; allowed: both or neither",
    "19: flood.lines_burst is 1.5; allowed: a whole number, 1 to 100000",
    "20: flood.lines_per_second is NaN; allowed: a number, 0.1 to 100000",
    "21: flood.exempt is a date; " +
      'allowed: a list of networks, such as ["192.168.0.0/16", "fd00::/8", "203.0.113.7"]',
    '22: operators[0].password_hash is missing; allowed: what "banter hash-password" prints, ' +
      "or accounts or certificates instead",
    '24: operators[0].rights[1] is "dance"; ' +
      'allowed: one of "*", "kill", "ban", "force", "vhost", "accounts", "rehash", "wallops", ' +
      '"stats", "audit", "see-hidden", "see-address"',
    "26: limits.nick_length_max is 51; allowed: 9 to 50",
    "28: history.channels[0].lines_max is -1; allowed: 0 to 1000000000",
    "29: history.channels[2].name is missing; " +
      'allowed: "#" and a name without spaces, commas and colons',
    "29: history.channels[1].name is that of history.channels[0] too; allowed: each channel once",
    "30: plain is a list; allowed: a table headed [plain]",
  ]);
});

test("a key that does not exist is a fault, and the one that was meant is named", () => {
  assert.deepEqual(faults("[sever]\nname = 1"), ["1: sever is unknown; did you mean server?"]);
  assert.deepEqual(faults("listeners.port = 1"), [
    "1: listeners is a table; allowed: tables headed [[listeners]]",
  ]);
  const text = `[server]
    logLevel = "info"
    Log-Level = "info"
    nmae = "a.b"
    greeting = "hello"
    "a b".c = 1
    [[listeners]]
    porrt = 1
    __proto__ = 1
    [tls]
    toString = 1`;
  assert.deepEqual(faults(text), [
    "2: server.logLevel is unknown; did you mean server.log_level?",
    "3: server.Log-Level is unknown; did you mean server.log_level?",
    "4: server.nmae is unknown; did you mean server.name?",
    "5: server.greeting is unknown; did you mean greeting under [plain]?",
    '6: server."a b" is unknown; known here: name, description, network, motd, motd_file, ' +
      "password, lobby, casemapping, default_channel_modes, default_user_modes, data, " +
      "icon, filehost, emoji, crawlers, announce, durability, log_level",
    "8: listeners[0].porrt is unknown; did you mean listeners[0].port?",
    "9: listeners[0].__proto__ is unknown; known here: address, port, tls, http, websocket, " +
      "plain, proxy_protocol_from, websocket_origins",
    "11: tls.toString is unknown; known here: certificate, key",
  ]);
});

test("one value where a table should be, and the other way round", () => {
  assert.deepEqual(faults("server = 1\nlisteners = [1]\nadmin.email = []\noperators = {}"), [
    "1: server is 1; allowed: a table headed [server]",
    "2: listeners[0] is 1; allowed: a table headed [[listeners]]",
    "3: admin.email is a list; allowed: one line of at most 300 bytes",
    "4: operators is a table; allowed: tables headed [[operators]]",
  ]);
  assert.deepEqual(faults("listeners = []"), ["1: listeners is a list; allowed: at least one"]);
});

test("the same listener or operator twice is a fault", () => {
  const operator = `[[operators]]\nname = "a"\npassword_hash = "${hash}"\n`;
  assert.deepEqual(faults(operator + operator), [
    "5: operators[1].name is that of operators[0] too; allowed: each name once",
  ]);
  assert.deepEqual(faults('[[listeners]]\nport = 6670\n[[listeners]]\naddress = "0.0.0.0"'), [
    "3: listeners[1].port is that of listeners[0] too; allowed: each address and port once",
  ]);
});

test("an operator has the rights of its class, of what that extends, and its own", () => {
  const text = `
    [[operator_classes]]
    name = "helper"
    rights = ["see-hidden"]
    [[operator_classes]]
    name = "moderator"
    rights = ["kill", "ban"]
    extends = ["helper"]
    [[operator_classes]]
    name = "empty"
    [[operators]]
    name = "a"
    class = "moderator"
    accounts = ["alice"]
    rights = ["stats", "ban"]
    [[operators]]
    name = "b"
    class = "empty"
    certificates = ["${"AB:".repeat(31)}AB"]
    [[operators]]
    name = "c"
    password_hash = "${hash}"`;
  const config = readConfig(text, "b");
  assert.deepEqual(config.operatorClasses, [
    { name: "helper", rights: ["see-hidden"], extends: [] },
    { name: "moderator", rights: ["kill", "ban", "see-hidden"], extends: ["helper"] },
    { name: "empty", rights: [], extends: [] },
  ]);
  const none = { passwordHash: undefined, masks: [] };
  assert.deepEqual(config.operators, [
    {
      ...none,
      name: "a",
      class: "moderator",
      accounts: ["alice"],
      rights: ["kill", "ban", "stats", "see-hidden"],
    },
    { ...none, name: "b", class: "empty", certificates: ["ab".repeat(32)], rights: [] },
    { ...none, name: "c", passwordHash: hash, rights: operatorRights },
  ]);
});

test("classes that are not there, or extend themselves", () => {
  const known = `name = "x"\npassword_hash = "${hash}"`;
  assert.deepEqual(faults(`[[operators]]\n${known}\nclass = "boss"`), [
    '4: operators[0].class is "boss"; allowed: none, as there are no operator_classes',
  ]);
  const circle = `[[operator_classes]]
name = "a"
extends = ["b", "z"]
[[operator_classes]]
name = "b"
extends = ["a"]
[[operator_classes]]
name = "b"
extends = "a"
[[operators]]
${known}
class = "c"`;
  assert.deepEqual(faults(circle), [
    '3: operator_classes[0].extends[1] is "z"; allowed: a, b',
    "3: operator_classes[0].extends leads back to the class itself; allowed: no circle",
    "6: operator_classes[1].extends leads back to the class itself; allowed: no circle",
    "8: operator_classes[2].name is that of operator_classes[1] too; allowed: each name once",
    '9: operator_classes[2].extends is "a"; allowed: a list of names of operator_classes',
    '13: operators[0].class is "c"; allowed: a, b',
  ]);
  assert.deepEqual(faults('[[operators]]\nname = "a"\ncertificates = ["ab"]'), [
    '3: operators[0].certificates[0] is "ab"; ' +
      "allowed: a SHA-256 fingerprint: 64 hexadecimal digits",
  ]);
});

test("no password is told, nor what stands in a line that is not TOML", () => {
  const secrets = [
    '[server]\npassword = "hunter\\u00072"',
    '[[operators]]\nname = "a"\npassword_hash = "hunter2"',
    '[server]\npasword = "hunter2"',
    '[server]\npassword = "hunter2',
    "[server]\npassword = hunter2",
  ];
  for (const text of secrets) {
    assert.equal(faults(text).length, 1, text);
    assert.doesNotMatch(faults(text).join(), /hunter/, text);
  }
});

test("text that is not TOML is told with its line", () => {
  assert.deepEqual(faults("\n[server]\nname = banter"), ["3: this is not TOML: invalid value"]);
  assert.deepEqual(faults("[server]\n[server]").length, 1);
});

test("each number of the limits can be set to its bounds and not beyond", () => {
  for (const name of Object.keys(limitsDefault) as LimitName[]) {
    const [least, normal, most] = [limitsLeast[name], limitsDefault[name], limitsMost[name]];
    assert.ok(least <= normal && normal <= most, name);
    const set = (value: number) => `[limits]\n${snake(name)} = ${value}`;
    assert.equal(readConfig(set(most), "b").limits[name], most);
    assert.equal(readConfig(set(least), "b").limits[name], least);
    const allowed = `allowed: ${least} to ${most}`;
    assert.deepEqual(faults(set(most + 1)), [
      `2: limits.${snake(name)} is ${most + 1}; ${allowed}`,
    ]);
    assert.deepEqual(faults(set(least - 1)), [
      `2: limits.${snake(name)} is ${least - 1}; ${allowed}`,
    ]);
  }
});

test("names go from TOML to the Config and back", () => {
  for (const name of Object.keys(limitsDefault)) assert.equal(camel(snake(name)), name);
  assert.equal(snake("perAddressPerMinuteMax"), "per_address_per_minute_max");
});

test("the distance between words", () => {
  assert.deepEqual(
    [distance("", ""), distance("", "ab"), distance("nmae", "name"), distance("prot", "port")],
    [0, 2, 1, 1],
  );
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => distance(a, b) === distance(b, a)));
});

// The example: what people read first, so nothing in it may be untrue.

const example = readFileSync(new URL("../../banter.example.toml", import.meta.url), "utf8");
const off = /^#(?=[^ #\n])/gm;
const full = example.replace(off, "");

interface Setting {
  /** `listeners.port` */
  readonly key: string;
  readonly value: unknown;
  /** The comments that it stands under, its own and its table's. */
  readonly said: string;
  readonly line: string;
}

/** Takes the example apart: each setting with what is said of it. */
function settings(): Setting[] {
  const found: Setting[] = [];
  let table = "";
  let tableSaid = "";
  let said = "";
  for (const line of example.split("\n")) {
    const [, header] = /^#?\[\[?([^\]]*)\]/.exec(line) ?? [];
    const [, key, value] = /^#([a-z_]+) = (.*)$/.exec(line) ?? [];
    if (header !== undefined) [table, tableSaid, said] = [header, said, ""];
    else if (key !== undefined && value !== undefined) {
      const name = `${table}.${key}`;
      found.push({ key: name, value: valueOf(value), said: `${tableSaid}\n${said}`, line });
    } else said = line.startsWith("# ") ? `${said} ${line.slice(said === "" ? 0 : 2)}`.trim() : "";
  }
  return found;
}

const valueOf = (text: string): unknown => JSON.parse(text.replace(/ +# .*$/, ""));

function* keysOf(at: Shape, path: string): Generator<string> {
  for (const [name, inner] of at.keys) {
    const key = path === "" ? name : `${path}.${name}`;
    if (inner.keys.size === 0) yield key;
    else yield* keysOf(inner, key);
  }
}

test("the example says just what holds without it", () => {
  assert.deepEqual(readConfig(example, "banter.example.toml"), defaultConfig);
});

test("the example with all of its settings on is right", () => {
  assert.deepEqual(
    full.split("\n").filter((line) => /^#[^ ]/.test(line)),
    [],
  );
  const config = readConfig(full, "banter.example.toml");
  assert.equal(config.operators.length, 1);
  assert.deepEqual(config.operators[0]?.rights, ["kill", "ban", "stats", "see-hidden"]);
  assert.equal(config.history.channels.length, 1);
  assert.equal(config.history.channels[0]?.name, "#help");
});

test("the example has each key once, and no other", () => {
  assert.deepEqual(
    settings()
      .map(({ key }) => key)
      .sort(),
    [...keysOf(shape, "")].sort(),
  );
});

test("denied tags: names, or all but names", () => {
  const set = (names: string) => faults(`[messages]\nclient_tags_denied = [${names}]`);
  for (const right of ["", '"typing", "draft/reply"', '"*"', '"*", "-typing", "-a.example/b"'])
    assert.deepEqual(set(right), [], right);
  for (const wrong of ['"+typing"', '"-typing"', '"*", "typing"', '"typing", "*"', '"a b"', '""'])
    assert.match(
      set(wrong)[0] ?? "",
      /^2: messages\.client_tags_denied is .*; allowed: names/,
      wrong,
    );
});

test("each default that the example states is the true one", () => {
  for (const { key, value, said, line } of settings()) {
    if (/^(operators|operator_classes|webirc|web_services|history\.channels)\./.test(key)) {
      assert.match(said, /None by default/, line);
      continue;
    }
    const [table = "", ...fields] = key.split(".");
    const part = table === "listeners" ? defaultListener : defaultConfig[table as keyof Config];
    const normal = fields.reduce(
      (inner: unknown, field) => (inner as { [field: string]: unknown })[camel(field)],
      part,
    );
    const none = normal === undefined || (Array.isArray(normal) && normal.length === 0);
    if (none) assert.match(said, /None by default/, line);
    else {
      assert.deepEqual(value, key.endsWith("_modes") ? `+${normal as string}` : normal, line);
      assert.doesNotMatch(said.split("\n")[1] ?? "", /None by default/, line);
    }
  }
});

test("the example marks with * what waits for a restart, and states each limit's bounds", () => {
  for (const { key, said, line } of settings()) {
    const [table = "", field = ""] = key.split(".");
    const answer = changesAtOnce[camel(table) as keyof Config];
    const atOnce =
      typeof answer === "boolean"
        ? answer
        : (answer as { [field: string]: boolean })[camel(field)] !== false;
    assert.equal(/^# \* /m.test(said) || line.endsWith(" *"), !atOnce, line);
    if (table !== "limits") continue;
    const name = camel(field) as LimitName;
    assert.ok(line.includes(`# ${limitsLeast[name]} to ${limitsMost[name]}`), line);
  }
});

test("whatever becomes of the example's text, the answer is a Config or a ConfigFault", () => {
  const at = fc.nat(full.length);
  const change = fc.tuple(at, fc.nat(20), fc.string({ maxLength: 8 }));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      let text = full;
      for (const [from, length, put] of changes) {
        text = text.slice(0, from) + put + text.slice(from + length);
      }
      const lines = text.split("\n").length;
      for (const fault of faults(text)) assert.ok(Number.parseInt(fault, 10) <= lines, fault);
    }),
    { numRuns: 1_000 },
  );
});

// REHASH.

const read = (text: string): Config => readConfig(text, "/etc/banter.toml");

test("a rehash takes up what it can, and keeps and names what it cannot", () => {
  const old = read("");
  const next = read(`
    [server]
    name = "other.example.org"
    motd = ["hello"]
    casemapping = "rfc1459"
    [[operators]]
    name = "alice"
    password_hash = "${hash}"
    [[listeners]]
    port = 6697
    [limits]
    nick_length_max = 20
    line_bytes_max = 1024`);
  assert.deepEqual(compareConfig(old, next), {
    changed: ["server.motd", "operators", "limits.nick_length_max"],
    needsRestart: ["server.name", "server.casemapping", "listeners", "limits.line_bytes_max"],
  });
  assert.deepEqual(mergeForRehash(old, next), {
    ...defaultConfig,
    server: { ...defaultConfig.server, motd: ["hello"] },
    operators: next.operators,
    limits: { ...limitsDefault, nickLengthMax: 20 },
  });
  assert.deepEqual(compareConfig(old, old), { changed: [], needsRestart: [] });
});

test("a setting that goes away is back at its default", () => {
  const old = read('[server]\npassword = "x"\nmotd_file = "motd"');
  assert.deepEqual(compareConfig(old, read("")).changed, ["server.motd_file", "server.password"]);
  assert.deepEqual(mergeForRehash(old, read("")), defaultConfig);
});

const mapped = (part: object, make: (value: unknown) => fc.Arbitrary<unknown>) =>
  fc.record(Object.fromEntries(Object.entries(part).map(([name, value]) => [name, make(value)])));
const anyConfig = mapped(defaultConfig, (part) =>
  Array.isArray(part)
    ? fc.constantFrom(part, ["other"])
    : mapped(part as object, (value) => fc.constantFrom(value, "other")),
) as unknown as fc.Arbitrary<Config>;

test("after any rehash only what waits for a restart differs, and it does so again", () => {
  fc.assert(
    fc.property(anyConfig, anyConfig, (old, next) => {
      const { changed, needsRestart } = compareConfig(old, next);
      const merged = mergeForRehash(old, next);
      assert.deepEqual(compareConfig(old, merged), { changed, needsRestart: [] });
      assert.deepEqual(compareConfig(merged, next), { changed: [], needsRestart });
      const both = [...changed, ...needsRestart];
      assert.equal(both.length === 0, JSON.stringify(old) === JSON.stringify(next));
    }),
  );
});

test("half a cluster is told with what is missing", () => {
  assert.deepEqual(faults('[cluster]\nservers = ["nats://10.0.0.1:4222"]'), [
    "1: cluster.node is missing; allowed: this node's name, another on each",
  ]);
  assert.deepEqual(faults('[cluster]\nnode = "a"\nuser = "x"\nreplicas = 2'), [
    "1: cluster.servers is missing; allowed: where NATS is, for a node of a cluster",
    "1: cluster.password is missing; allowed: user and password, or neither",
    "4: cluster.replicas is 2; allowed: 1, 3 or 5",
  ]);
  assert.deepEqual(faults('[cluster]\nservers = ["10.0.0.1"]\nnode = "a.b"'), [
    '2: cluster.servers[0] is "10.0.0.1"; allowed: an address such as "nats://10.0.0.1:4222", or ' +
      '"tls://…"',
    '3: cluster.node is "a.b"; allowed: a word of at most 32 letters (a to z), digits and dashes',
  ]);
});
