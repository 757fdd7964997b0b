/**
 * Clients: our full-screen client and weechat, each started in a terminal and on its way into the
 * room. It knows how each is told where to go, not what is measured.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { Pane, type PaneSize, type Room } from "./pane.ts";
import type { Column } from "./table.ts";

export const room = "#busy";
export const size: PaneSize = [120, 40];

export type Client = (port: number, nick: string, folder: string, where: Room) => Pane;

const ours: Client = (port, nick, folder, where) => {
  const main = join(import.meta.dirname, "..", "bin", "banter.js");
  const at = ["127.0.0.1", String(port), "--nick", nick, "--room", room];
  const command = [process.execPath, main, "join", ...at];
  return new Pane(command, [`XDG_CONFIG_HOME=${folder}`], size, where);
};

const weechat: Client = (port, nick, folder, where) => {
  const commands = [
    "/set weechat.history.max_buffer_lines_number 0",
    "/set logger.file.auto_log off",
    "/set irc.look.server_buffer independent",
    `/server add bench 127.0.0.1/${port} -nossl -notls`,
    `/set irc.server.bench.nicks ${nick}`,
    `/set irc.server.bench.autojoin ${room}`,
    "/connect bench",
  ];
  const options = commands.flatMap((command) => ["-r", command]);
  return new Pane(["weechat", "-d", join(folder, "weechat"), ...options], [], size, where);
};

export const clients: readonly (readonly [Column, Client])[] = [
  ["banter", ours],
  ["weechat", weechat],
];
export const missing = (name: Column): string | undefined =>
  name === "weechat" && spawnSync("weechat", ["--version"]).error
    ? "weechat is not installed"
    : undefined;
