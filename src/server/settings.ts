/**
 * Settings: the configuration that a server runs with: the defaults, the file's, then the command
 * line's. Read before the journey and again at REHASH; it starts nothing.
 */
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { byteLength } from "../protocol/text.ts";
import { validHostname } from "../protocol/names.ts";
import { type Config, defaultConfig } from "./config.ts";
import type { ServeOptions } from "./serve-options.ts";

/** Why there are no settings: one sentence for people. */
export class SettingsFault extends Error {
  override name = "SettingsFault";
}

const motdLineBytesMax = 400; // as in the configuration itself: one numeric holds it

/** Throws ConfigFault and SettingsFault, with all that is wrong. */
export async function settingsFor(options: ServeOptions): Promise<Config> {
  const { config: file, host, port, data } = options;
  const read = file === undefined ? ownDefaults() : await fromFile(file);
  const { server } = read;
  const [first, ...others] = read.listeners;
  return {
    ...read,
    server: { ...server, data: data ?? server.data },
    // The command line speaks of the first listener.
    listeners: first
      ? [{ ...first, address: host ?? first.address, port: port ?? first.port }, ...others]
      : [],
  };
}

/** With this machine's own name. */
function ownDefaults(): Config {
  const own = hostname().toLowerCase();
  const named = own.includes(".") ? own : `${own}.local`;
  const name = validHostname(named) ? named : defaultConfig.server.name;
  return { ...defaultConfig, server: { ...defaultConfig.server, name } };
}

async function fromFile(file: string): Promise<Config> {
  // Only who has a file needs what reads and judges it, a quarter of the time a start takes.
  const { ConfigFault, readConfig } = await import("./config/read.ts");
  const text = textOf(file);
  const read = readConfig(text, file, ownDefaults());
  const { motd, motdFile } = read.server;
  if (motdFile === undefined) return read;
  const line = text.split("\n").findIndex((each) => /^\s*motd_file\b/.test(each)) + 1;
  const key = "server.motd_file";
  try {
    return { ...read, server: { ...read.server, motd: [...motd, ...motdOf(motdFile)] } };
  } catch (error) {
    if (!(error instanceof SettingsFault)) throw error;
    throw new ConfigFault(file, [{ line, key, message: `${key}: ${error.message}` }]);
  }
}

function motdOf(motdFile: string): string[] {
  const lines = textOf(motdFile).trimEnd().split(/\r?\n/);
  const long = lines.findIndex((each) => byteLength(each) > motdLineBytesMax);
  if (long >= 0)
    throw new SettingsFault(
      `line ${long + 1} of ${motdFile} is over ${motdLineBytesMax} bytes long`,
    );
  return lines;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new SettingsFault(`the file ${file} cannot be read: ${reasons[code] ?? code}`);
  }
}

const reasons: { readonly [code: string]: string } = {
  EACCES: "permission denied",
  EISDIR: "it is a folder",
  ENOENT: "there is none of that name",
  ENOTDIR: "a part of its path is no folder",
};
