/** Join options: every way to say where to, and every wrong use. */
import assert from "node:assert/strict";
import test from "node:test";
import { parseJoin } from "./join-options.ts";

test("where to can be said in every usual way", () => {
  const ways: [string[], string, number][] = [
    [["localhost", "7000"], "localhost", 7000],
    [["localhost:7000"], "localhost", 7000],
    [["localhost"], "localhost", 6670],
    [["[::1]:7000"], "::1", 7000],
    [["[::1]", "7000"], "::1", 7000],
    [["[::1]"], "::1", 6670],
    [["fe80::1%eth0"], "fe80::1%eth0", 6670],
    [["::1", "7000"], "::1", 7000],
  ];
  for (const [args, host, port] of ways) {
    assert.deepEqual(parseJoin(args), { type: "options", options: { host, port } });
  }
  const all =
    "h 1 --nick bob --room dev --tls --plain --follow --password p --realname B --insecure";
  assert.deepEqual(parseJoin(all.split(" ")), {
    type: "options",
    options: {
      host: "h",
      port: 1,
      nick: "bob",
      room: "dev",
      tls: true,
      plain: true,
      follow: true,
      password: "p",
      realname: "B",
      insecure: true,
    },
  });
  assert.deepEqual(parseJoin(["--help"]), { type: "help" });
});

test("a link says where to, whether by TLS, and into which room", () => {
  const ways: [string, object][] = [
    ["banter://h", { host: "h", port: 6670 }],
    ["banter://h:7000/", { host: "h", port: 7000 }],
    ["banters://h/dev", { host: "h", port: 6670, tls: true, room: "dev" }],
    ["banter://[::1]:7/#dev", { host: "::1", port: 7, room: "#dev" }],
    [
      "ircs://irc.example.org/%23dev",
      { host: "irc.example.org", port: 6697, tls: true, room: "#dev" },
    ],
    ["irc://h/##x,needkey?key=y", { host: "h", port: 6667, tls: false, room: "##x" }],
    ["IRCS://me@h:1", { host: "h", port: 1, tls: true }],
  ];
  for (const [link, options] of ways)
    assert.deepEqual(parseJoin([link]), { type: "options", options });
  assert.deepEqual(parseJoin([]), { type: "options", options: {} });
  assert.deepEqual(parseJoin(["h", "--no-tls"]), {
    type: "options",
    options: { host: "h", port: 6670, tls: false },
  });
});

test("wrong use is told in one line", () => {
  const wrong = [
    ["--plain"],
    ["https://h/"],
    ["banter://"],
    ["banter://h:x/"],
    ["banter://h", "1"],
    ["ircs://h/%E0%A4%A"],
    ["ircs://h/a%20b"],
    ["h", "--account", "a b"],
    ["h", "0"],
    ["h", "65536"],
    ["h", "x"],
    ["h:x"],
    ["h:1", "2"],
    [":1"],
    ["[]:1"],
    ["a", "1", "b"],
    ["h", "--bogus"],
    ["h", "--nick"],
    ["h", "--nick", "a b"],
    ["h", "--nick", "#a"],
    ["h", "--room", ""],
    ["h", "--room", "a,b"],
    ["h", "--tls=yes"],
    ["h", "--fingerprint", "ab"],
    ["h", "--tls", "--fingerprint", "abc"],
  ];
  for (const args of wrong) {
    const parsed = parseJoin(args);
    assert.equal(parsed.type, "fault", args.join(" "));
    if (parsed.type === "fault") assert.doesNotMatch(parsed.text, /\n/);
  }
});
