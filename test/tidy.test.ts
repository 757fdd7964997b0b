/** Tidy: layout and style, held by a test: the tree, and a proof that each rule can fail. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe as group, test } from "node:test";
import { judgeBounds } from "./tidy/bounds.ts";
import { judgeImports } from "./tidy/imports.ts";
import { judgePapers } from "./tidy/papers.ts";
import { describe, parse, type Files, type Violation } from "./tidy/source.ts";
import { judgeTests } from "./tidy/testing.ts";

const root = path.join(import.meta.dirname, "..");

test("the tree is tidy", () => {
  const globs = [
    "{,docs/}*.{md,json,ts}",
    "{bin,src,test,bench,build}/**/*.{ts,tsx,js,c,h,sql,css,md,py,json,toml}",
  ];
  const files = new Map<string, string>();
  for (const file of globSync([...globs, ".ci/run"], { cwd: root }).sort()) {
    const name = file.split(path.sep).join("/");
    if (!name.includes("node_modules/"))
      files.set(name, readFileSync(path.join(root, file), "utf8"));
  }
  const sources = parse(files);
  assert.ok(sources.length > 0);
  const found = [
    ...judgeImports(sources, files),
    ...judgeBounds(sources, files),
    ...judgeTests(sources),
    ...judgePapers(files),
  ];
  if (found.length > 0) assert.fail(`Not tidy:\n${found.map(describe).join("\n")}`);
});

/** Small and without fault; every case below puts one thing wrong into it. */
const tidy: Readonly<Record<string, string>> = {
  "ARCHITECTURE.md": "Read `src/server/server.ts` first.\n\n```\nsrc/protocol/\n```\n",
  "CONTRIBUTING.md": "## Dependencies\n| package | reason |\n|---|---|\n| `ws` | WebSocket |\n",
  "package.json": '{ "dependencies": { "ws": "1.0.0" } }',
  "package-lock.json": "{}",
  "src/main.ts": '/** Main. */\nimport "./server/log/local.ts";\nimport "./server/server.ts";\n',
  "src/protocol/message.ts": "/** Message. */\nexport const entry = { process: 1 }.process;\n",
  "src/client/session.ts": '/** Session. */\nimport "../protocol/message.ts";\n',
  "src/server/event.ts": '/** Event. */\nimport "../protocol/message.ts";\n',
  "src/server/log.ts": '/** Log. */\nimport type {} from "./event.ts";\n',
  "src/server/log/local.ts":
    '/** Local. */\nimport "../log.ts";\nimport type {} from "../event.ts";\nimport "node:net";\n',
  "src/server/transport/websocket.ts": '/** WebSocket. */\nimport "ws";\n',
  "src/server/server.ts": '/** Server. */\nimport "./log.ts";\nconst at = Date.now();\n',
  "src/server/server.test.ts":
    'import "./log/local.ts";\ntest("x", { skip: "a reason" }, () => {\n' +
    "  setTimeout(() => abort(), 1000);\n});\n",
};

group("each rule can fail", () => {
  const long = (lines: number) => "f();\n".repeat(lines);
  const cases: readonly [file: string, text: string, told: string][] = [
    // Directions.
    ["src/other/x.ts", "/** X. */\n", ":1 [zone] belongs to no zone"],
    ["src/protocol/tags.ts", '/** . */\nimport "../server/event.ts";\n', ":2 [direction] protocol"],
    ["src/protocol/tags.ts", '/** . */\nexport * from "node:net";\n', ":2 [direction] protocol"],
    ["src/server/decide.ts", '/** . */\nimport "./log.ts";\n', "core must not import contracts"],
    ["src/server/commands/nick.ts", '/** . */\nimport "ws";\n', "core imports no package"],
    ["src/server/store.ts", '/** . */\nimport "./log/local.ts";\n', "contracts must not import"],
    ["src/server/log/far.ts", '/** . */\nimport "../event.ts";\n', "but for types: src/server/ev"],
    ["src/server/log/far.ts", '/** . */\nimport "../server.ts";\n', "log must not import server"],
    ["src/server/log/far.ts", '/** . */\nimport "../store.ts";\n', "must not import contracts"],
    [
      "src/server/outbox.ts",
      '/** . */\nawait import("./log/local.ts");\n',
      "server must not import",
    ],
    ["src/server/outbox.ts", '/** . */\nlet x: import("./log/local.ts").X;\n', "server must not"],
    ["src/client/x.ts", '/** . */\nimport "../server/event.ts";\n', "client must not import core"],
    ["src/client/x.ts", '/** . */\nimport "node:net";\n', "client imports no node: module"],
    ["src/terminal/x.ts", '/** . */\nimport "../web/page.ts";\n', "terminal must not import web"],
    ["src/web/x.ts", '/** . */\nimport "../server/log.ts";\n', "web must not import contracts"],
    ["src/server/outbox.ts", '/** . */\nimport "./a.test.ts";\n', "only tests import tests"],
    ["src/server/outbox.ts", '/** . */\nimport "../../test/x.ts";\n', "a place outside src/"],
    // Purity.
    ["src/server/apply.ts", "/** . */\nconst at = Date.now();\n", ":2 [pure] must be pure"],
    ["src/server/apply.ts", "/** . */\nf(new Date(0));\n", "but here Date"],
    ["src/server/apply.ts", "/** . */\nMath.random();\n", "but here Math.random"],
    ["src/server/apply.ts", "/** . */\nasync function f() {}\n", "but here async"],
    ["src/protocol/tags.ts", "/** . */\nawait f();\n", "but here await"],
    ["src/protocol/tags.ts", "/** . */\nfor await (const x of f) g(x);\n", "but here await"],
    ["src/server/commands/nick.ts", "/** . */\nsetTimeout(f, 1);\n", "but here setTimeout"],
    // Packages.
    ["src/server/outbox.ts", '/** . */\nimport "ws";\n', "[package-once] ws is imported in one"],
    ["src/terminal/x.ts", '/** . */\nimport "@a/b/c";\n', "[package-declared] @a/b is not among"],
    // Bounds.
    ["src/server/utils.ts", "/** . */\n", ':1 [name] "utils" says nothing'],
    ["src/client/types.test.ts", "", ':1 [name] "types" says nothing'],
    ["src/server/outbox.ts", `/** . */\n// ${"x".repeat(98)}\n`, ":2 [columns] 101 columns"],
    ["src/server/outbox.ts", "// No header.\n", ":1 [header] begins with"],
    ["src/server/outbox.ts", `/** . */\n${long(300)}`, ":301 [file-lines] 301 lines"],
    ["src/server/outbox.ts", `/** . */\n\nfunction f() {\n${long(69)}}\n`, ":3 [function-lines] a"],
    ["test/peer.ts", `/** . */\nconst f = () => {\n${long(69)}};\n`, ":2 [function-lines] a"],
    // Tests.
    ["test/x.test.ts", 'test("x", { skip: true }, f);\n', ":1 [skip] skip: give the reason"],
    ["test/x.test.ts", 'test.skip("x", f);\n', "[skip] test.skip gives no reason"],
    ["test/x.test.ts", 'test("x", (t) => t.skip());\n', "[skip] t.skip() gives no reason"],
    ["test/x.test.ts", 'test.todo("x");\n', "[skip] test.todo gives no reason"],
    ["test/x.test.ts", 'it.only("x", f);\n', "[only] it.only leaves all other tests out"],
    ["test/x.test.ts", 'test("x", { only: true }, f);\n', "[only] only: leaves all other"],
    ["src/server/log.case.ts", "await new Promise((ok) => setTimeout(ok, 9));\n", "[sleep] sleeps"],
    ["test/x.test.ts", "new Promise((ok) => { setTimeout(() => ok(), 9); });\n", "[sleep] sleeps"],
    ["test/x.test.ts", 'import { setTimeout } from "node:timers/promises";\n', "[sleep] sleeps"],
    ["test/x.test.ts", "const sleep = promisify(setTimeout);\n", "[sleep] sleeps"],
    ["test/x.test.ts", "Atomics.wait(a, 0, 0, 9);\n", "[sleep] sleeps"],
    // Papers.
    ["ARCHITECTURE.md", "See `server/gone.ts`.\n", ":1 [architecture] names server/gone.ts"],
    ["ARCHITECTURE.md", "```\nsrc/gone/   nothing\n```\n", ":2 [architecture] names src/gone/"],
    ["CONTRIBUTING.md", "## Dependencies\n", "[dependencies] no row says why ws is needed"],
    ["package.json", "{}", "[dependencies] ws is no dependency any more"],
    ["package-lock.json", '{\n"resolved": "https://x"}', ":2 [lockfile] names a download address"],
    [
      "package-lock.json",
      '{ "packages": { "node_modules/a": { "optionalDependencies": { "a-win": "1" } } } }',
      ":1 [lockfile] has no entry for a-win, which node_modules/a names",
    ],
    ["test/specifications/a.test.ts", "f();\n", "[specifications] has no row for test/specificat"],
    ["docs/specifications.md", "| a | `test/a.test.ts` |\n", "[specifications] names test/a.test"],
    ["README.md", `In ${"/ho"}me/me/banter.\n`, ":1 [place] names a path of one machine"],
  ];

  test("and says nothing of a tree without fault", () => {
    assert.deepEqual(judge(new Map(Object.entries(tidy))).map(describe), []);
  });

  for (const [file, text, told] of cases) {
    test(`${file}: ${told}`, () => {
      const found = judge(new Map(Object.entries({ ...tidy, [file]: text }))).map(describe);
      assert.ok(
        found.some((line) => line.includes(told)),
        `expected "${told}" among:\n${found.join("\n")}`,
      );
    });
  }

  test("ARCHITECTURE.md is wanted", () => {
    const { "ARCHITECTURE.md": _, ...others } = tidy;
    const found = judge(new Map(Object.entries(others))).map(describe);
    assert.deepEqual(found, ["ARCHITECTURE.md:1 [architecture] is missing"]);
  });

  test("an exception that is not needed any more is told", () => {
    const files: Files = new Map(Object.entries(tidy));
    const sources = parse(files);
    const mayBeLong = { "src/server/server.ts": { linesMax: 400, reason: "a made-up one" } };
    const maySleep = { "src/server/server.test.ts": "a made-up reason" };
    assert.match(
      judgeBounds(sources, files, mayBeLong).map(describe).join(),
      /\[file-lines\] need/,
    );
    assert.match(judgeTests(sources, maySleep).map(describe).join(), /\[sleep\] need not/);
  });

  test("small functions inside a maker count for themselves, not for it", () => {
    const method = `  const f = () => {\n${"    g();\n".repeat(40)}  };\n`;
    const text = `/** . */\nfunction make() {\n${method.repeat(3)}}\n`;
    const files = new Map(Object.entries({ ...tidy, "src/server/outbox.ts": text }));
    assert.deepEqual(judge(files).map(describe), []);
  });
});

function judge(files: Files): readonly Violation[] {
  const sources = parse(files);
  return [
    ...judgeImports(sources, files),
    ...judgeBounds(sources, files, {}),
    ...judgeTests(sources, {}),
    ...judgePapers(files),
  ];
}
