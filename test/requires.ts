/**
 * Requires: the programs that tests use beyond npm, and how a test says that it needs one.
 * test/run.ts installs them where it can and passes on what is missing; a test is then skipped
 * with its reason, never silently. Knows no test.
 *
 *     test("irssi joins", requires("tmux", "irssi"), async () => { … });
 *     test("…", { ...requires("python3"), timeout: 60_000 }, async () => { … });
 */
import { accessSync, constants } from "node:fs";
import path from "node:path";

export interface Program {
  /** What is looked for on the PATH. */
  readonly name: string;
  /** The Debian package that brings it. */
  readonly package: string;
  /** Which tests need it, and for what. */
  readonly reason: string;
  /** Never installed and never missed in CI: its tests add something, they guard nothing. */
  readonly optional?: true;
}

export const programs = [
  { name: "chromium", package: "chromium", reason: "a browser in the room" },
  { name: "gcc", package: "gcc", reason: "the bench's bare epoll loop", optional: true },
  { name: "ip", package: "iproute2", reason: "networks of machines, and what is cut of them" },
  { name: "irssi", package: "irssi", reason: "a real IRC client joins and talks" },
  { name: "nats-server", package: "nats-server", reason: "the log of a cluster, and its nodes" },
  { name: "nc", package: "netcat-openbsd", reason: "plain lines from the plainest client" },
  { name: "ngircd", package: "ngircd", reason: "our clients on another server; bench beside it" },
  { name: "python3", package: "python3", reason: "the report's own client and server scripts" },
  { name: "tmux", package: "tmux", reason: "a terminal for programs that draw one" },
  { name: "weechat", package: "weechat-curses", reason: "a real IRC client joins and talks" },
  { name: "weechat-headless", package: "weechat-headless", reason: "the same, without a screen" },
  { name: "zbarimg", package: "zbar-tools", reason: "reads the QR codes that we draw" },
] as const satisfies readonly Program[];

export type ProgramName = (typeof programs)[number]["name"];

/** For node:test's options: skips, saying why, unless every program is there. */
export function requires(...names: ProgramName[]): { skip: string | false } {
  const told = process.env["BANTER_TEST_MISSING"];
  const missing = names.filter((name) =>
    told === undefined ? programPath(name) === undefined : told.split(",").includes(name),
  );
  return { skip: missing.length > 0 && `needs ${missing.join(", ")}, not installed here` };
}

/** Where the program lies, also outside of an ordinary user's PATH (ngircd in /usr/sbin). */
export function programPath(name: ProgramName): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  return [...folders, "/usr/local/sbin", "/usr/sbin", "/sbin"]
    .filter((folder) => folder !== "")
    .map((folder) => path.join(folder, name))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
