/** The command line: what is told, and with which exit code it ends when it cannot begin. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import path from "node:path";
import { test } from "node:test";
import { root, run, scratchFolder, serve } from "./banter.ts";
import { Person } from "./person.ts";

const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));

test("--help and --version", async () => {
  for (const flag of ["--help", "-h", "help"]) {
    const { code, out, err } = await run([flag]);
    assert.deepEqual([code, err], [0, ""]);
    assert.match(out, /^usage: banter serve \[HOST\] \[PORT\] /);
    assert.match(out, /banter join \[HOST \[PORT\]\]/);
  }
  for (const flag of ["--version", "-V"])
    assert.deepEqual(await run([flag]), { code: 0, out: `banter ${version}\n`, err: "" });
  for (const args of [
    ["serve", "--help"],
    ["serve", "-h"],
    ["join", "--help"],
    ["invite", "--help"],
  ]) {
    const { code, out, err } = await run(args);
    assert.deepEqual([code, err], [0, ""]);
    assert.match(out, new RegExp(`^usage: banter ${args[0]} .*\n\n`));
  }
});

test("wrong use: what is wrong, the usage, exit 2", async () => {
  const cases: readonly [args: string[], said: RegExp][] = [
    [[], /^usage: banter serve/],
    [["sing"], /^banter: what is "sing"\?\nusage: banter serve/],
    [["serve", "127.0.0.1", "seven"], /^banter serve: "seven" is no port; allowed: .*\nusage: /],
    [["serve", "127.0.0.1", "65536"], /^banter serve: "65536" is no port; allowed: .*\nusage: /],
    [["serve", "127.0.0.1", "-1"], /^banter serve: .*-1.*\nusage: /],
    [["serve", "127.0.0.1", "1", "2"], /^banter serve: what is "2"\?\nusage: /],
    [["serve", "--loud"], /^banter serve: Unknown option '--loud'\nusage: /],
    [["serve", "--config"], /^banter serve: .*--config.*\nusage: /],
    [["join", "a", "b", "c"], /^banter join: .*\nusage: /],
    [["invite", "--days", "0"], /^banter invite: "0" is no number of days; 1 to 3650\nusage: /],
    [["invite", "--uses", "x"], /^banter invite: "x" is no number of people; .*\nusage: /],
    [["invite", "--room", "a b"], /^banter invite: "a b" cannot be a room's name\nusage: /],
    [["hash-password", "secret"], /^usage: banter hash-password/],
  ];
  for (const [args, said] of cases) {
    const { code, out, err } = await run(args);
    assert.deepEqual([code, out], [2, ""], args.join(" "));
    assert.match(err, said);
  }
});

test("hash-password reads a line, and gives the hash for the configuration", async () => {
  const { code, out, err } = await run(["hash-password"], "open sesame\nmore\n");
  assert.deepEqual([code, err], [0, ""]);
  assert.match(out, /^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$[\w+/]+\$[\w+/]+\n$/);
  for (const input of ["", "\n"])
    assert.deepEqual(await run(["hash-password"], input), {
      code: 1,
      out: "",
      err: "banter hash-password: the password is empty\n",
    });
});

test("invite prints an address with a word that opens the server", async (t) => {
  const data = path.join(scratchFolder(), "data");
  const none = await run(["invite", "--data", data]);
  assert.deepEqual([none.code, none.out], [1, ""]);
  assert.equal(none.err, `banter invite: there is no server's folder ${data}: start it first\n`);
  const server = await serve(t, { data, config: '[server]\npassword = "sesame"\n' });
  const place = ["127.0.0.1", String(server.port), "--data", data];
  const { code, out, err } = await run(["invite", ...place, "--room", "dev", "--uses", "1"]);
  assert.deepEqual([code, err], [0, ""]);
  assert.match(out, /^An invitation to #dev for one person, until [\d-]{10} [\d:]{5} UTC:\n/);
  const link = `\n  http://127.0.0.1:${server.port}/#dev?invite=`;
  assert.ok(out.includes(link), out);
  const token = /inv-[\w-]+/.exec(out)?.[0] ?? "";
  assert.ok(!out.includes("█"), "there is no terminal to show a QR code on");
  const comes = (nick: string): Person => {
    const person = new Person(t, connect(server.port, "127.0.0.1"));
    person.say(
      "CAP REQ :standard-replies",
      `PASS ${token}`,
      `NICK ${nick}`,
      "USER b 0 * :b",
      "CAP END",
    );
    return person;
  };
  await comes("bob").hears(/\S+ 001 bob .*/);
  await comes("eve").hears(/.* INVITATION_USED_UP .*/);
});

/** One line on stderr, nothing on stdout, exit 1. */
async function cannot(args: readonly string[], said: string | RegExp, options = {}) {
  const { code, out, err } = await run(["serve", ...args], "", options);
  assert.deepEqual([code, out], [1, ""], err);
  assert.match(err, /^[^\n]+\n$/);
  if (typeof said === "string") assert.equal(err, `${said}\n`);
  else assert.match(err, said);
}

test("a port in use, an address that is not ours", async (t) => {
  const data = path.join(scratchFolder(), "data");
  const other = createServer().listen(0, "127.0.0.1");
  t.after(() => other.close());
  await once(other, "listening");
  const { port } = other.address() as { port: number };
  await cannot(
    ["127.0.0.1", String(port), "--data", data],
    `banter serve: port ${port} is in use on 127.0.0.1: another program listens there`,
  );
  await cannot(
    ["192.0.2.1", "0", "--data", data],
    "banter serve: 192.0.2.1 is not an address of this machine",
  );
  await cannot(["no.such.host.invalid", "0", "--data", data], /is not an address/);
});

test("a folder that cannot be used", async () => {
  const folder = scratchFolder();
  const file = path.join(folder, "file");
  writeFileSync(file, "");
  const place = ["127.0.0.1", "0", "--data"];
  await cannot(
    [...place, file],
    `banter serve: the folder ${file} cannot be written: there is a file of that name`,
  );
  await cannot(
    [...place, path.join(file, "data")],
    /cannot be written: a part of its path is a file/,
  );
  const broken = path.join(folder, "broken");
  mkdirSync(broken);
  writeFileSync(path.join(broken, "banter.db"), "This is no database, but a text of some length.");
  await cannot(
    [...place, broken],
    `banter serve: the file ${broken}/banter.db cannot be used: file is not a database`,
  );
});

const isRoot = process.getuid?.() === 0;

test(
  "a folder that may not be written",
  { skip: process.platform === "win32" && "folders have no such rights there" },
  async () => {
    const folder = scratchFolder();
    const locked = path.join(folder, "locked");
    mkdirSync(locked);
    chmodSync(locked, 0o555);
    chmodSync(folder, 0o755);
    const args = ["127.0.0.1", "0", "--data", path.join(locked, "data")];
    // Everything may be written by root, so another has to try.
    await cannot(args, /cannot be written: permission denied/, isRoot ? { uid: 65_534 } : {});
  },
);

test("a second server in the same folder; and one after the first was killed", async (t) => {
  const first = await serve(t);
  await cannot(
    ["127.0.0.1", "0", "--data", first.data],
    `banter serve: another server is running with the folder ${first.data}`,
  );
  await first.stop("SIGKILL");
  const second = await serve(t, { data: first.data });
  assert.equal((await second.stop()).code, 0);
});

test("each fault of a configuration is one line: file, line, key, what is allowed", async () => {
  const folder = scratchFolder();
  const file = path.join(folder, "banter.toml");
  const cases: readonly [text: string, lines: string[]][] = [
    ["[server\n", [":1: this is not TOML: "]],
    ["\n[[listeners]]\nport = 99999\n", [":3: listeners[0].port is 99999; allowed: "]],
    [
      '[server]\ncolour = "red"\n[flood]\nlines_burst = "many"\n',
      [":2: server.colour ", ':4: flood.lines_burst is "many"; allowed: '],
    ],
    [
      '[server]\ndescription = "x"\nmotd_file = "absent.txt"\n',
      [":3: server.motd_file: the file ", "absent.txt cannot be read: there is none of that name"],
    ],
  ];
  for (const [text, lines] of cases) {
    writeFileSync(file, text);
    const { code, out, err } = await run(["serve", "127.0.0.1", "0", "--config", file]);
    assert.deepEqual([code, out], [1, ""], err);
    for (const line of lines) assert.ok(err.includes(line), `${line} is not in: ${err}`);
    for (const line of err.trimEnd().split("\n")) assert.ok(line.startsWith(`${file}:`), line);
  }
  const absent = path.join(folder, "absent.toml");
  await cannot(
    ["--config", absent],
    `banter serve: the file ${absent} cannot be read: there is none of that name`,
  );
  writeFileSync(file, '[tls]\ncertificate = "c.pem"\nkey = "k.pem"\n');
  const data = path.join(folder, "data");
  await cannot(["127.0.0.1", "0", "--config", file, "--data", data], /^banter serve: .*c\.pem/);
});
