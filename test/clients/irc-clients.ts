/** irssi and weechat, each with a folder of its own, and how one does the same thing in both. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { scratchFolder, type Test } from "../process/banter.ts";
import { Terminal } from "./terminal.ts";

export interface Wishes {
  readonly port: number;
  readonly nick: string;
  /** Of the certificate, as the server prints it: over TLS. */
  readonly fingerprint?: string;
  readonly login?: Login;
}

export interface Login {
  readonly mechanism: "PLAIN" | "SCRAM-SHA-256" | "EXTERNAL";
  readonly account: string;
  readonly password: string;
  /** A file with a certificate and its key, for EXTERNAL. */
  readonly certificate?: string;
}

export interface IrcClient {
  readonly name: string;
  open(t: Test, wishes: Wishes): Promise<Terminal>;
  /** Seen when it is in the lobby. */
  readonly entered: RegExp;
  /** What to type to see the room, or what the server tells. */
  readonly toRoom: (room: string) => string;
  readonly toStatus: string;
  /** How a line that somebody said looks. */
  readonly said: (nick: string, text: string) => RegExp;
  /** A line of the history, with the hour and minute at which it was said. */
  readonly past: (time: string, nick: string, text: string) => RegExp;
  /** Lines in the window of the server that tell of something wrong. */
  readonly wrong: RegExp;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const wrong =
  /error|unknown (command|mode|cap)|invalid|illegal|fail|cannot|malformed|not enough|refused/i;

export const irssi: IrcClient = {
  name: "irssi",
  open(t, { port, nick, fingerprint, login }) {
    const home = scratchFolder();
    const pin = fingerprint === undefined ? "no" : "yes";
    const own = login?.certificate === undefined ? "" : `tls_cert = "${login.certificate}";`;
    const pinned = `tls_pinned_cert = "${fingerprint ?? ""}";`;
    const tls = `use_tls = "${pin}"; tls_verify = "no"; ${pinned} ${own}`;
    const { mechanism = "", account = "", password = "" } = login ?? {};
    const who = `sasl_username = "${account}"; sasl_password = "${password}";`;
    const sasl = login ? `sasl_mechanism = "${mechanism}"; ${who}` : "";
    const server = `address = "127.0.0.1"; port = "${port}"; autoconnect = "yes"; ${tls}`;
    const config = `
      servers = ( { ${server} chatnet = "test"; } );
      chatnets = { test = { type = "IRC"; nick = "${nick}"; ${sasl} }; };
      channels = ( { name = "#lobby"; chatnet = "test"; autojoin = "yes"; } );
      settings = {
        core = { real_name = "${nick} of Test"; user_name = "${nick}"; nick = "${nick}"; };
      };`;
    writeFileSync(path.join(home, "config"), config);
    // Its own brakes are off; and it shows a line's time only when told to.
    const sets = ["server_reconnect_time 1s", "cmd_queue_speed 10msec", "show_server_time on"];
    const startup = [...sets, "cmds_max_at_once 100"].map((set) => `/^set ${set}\n`);
    writeFileSync(path.join(home, "startup"), startup.join(""));
    return Terminal.open(t, ["irssi", "--home", home], home);
  },
  entered: /\[Act: 2/,
  toRoom: (room) => `/window goto ${room}`,
  toStatus: "/window goto 1",
  said: (nick, text) => new RegExp(`<.?${escaped(nick)}> ${escaped(text)}`),
  past: (time, nick, text) => new RegExp(`${time}\\S* <.?${escaped(nick)}> ${escaped(text)}`),
  wrong,
};

const saslOf = ({ mechanism, account, password, certificate }: Login): string[] => [
  `/set irc.server.test.sasl_mechanism ${mechanism.toLowerCase()}`,
  `/set irc.server.test.sasl_username ${account}`,
  `/set irc.server.test.sasl_password "${password}"`,
  ...(certificate === undefined ? [] : [`/set irc.server.test.ssl_cert ${certificate}`]),
];

export const weechat: IrcClient = {
  name: "weechat",
  open(t, { port, nick, fingerprint, login }) {
    const home = scratchFolder();
    mkdirSync(path.join(home, "weechat"));
    const secure = fingerprint !== undefined;
    const digest = fingerprint?.replaceAll(":", "").toLowerCase() ?? "";
    const commands = [
      // Two lines that it reads at once are not asked about.
      "/set weechat.look.paste_max_lines -1",
      `/server add test 127.0.0.1/${port} -${secure ? "" : "no"}ssl`,
      `/set irc.server.test.nicks ${nick}`,
      `/set irc.server.test.username ${nick}`,
      "/set irc.server.test.autojoin #lobby",
      "/set irc.server.test.autoreconnect_delay 1",
      "/set irc.server.test.capabilities *",
      "/set irc.server.test.anti_flood_prio_high 0",
      "/set irc.server.test.anti_flood_prio_low 0",
      ...(secure ? [`/set irc.server.test.ssl_fingerprint ${digest}`] : []),
      ...(login ? saslOf(login) : []),
      "/set irc.look.server_buffer independent",
      "/connect test",
    ];
    const options = commands.flatMap((command) => ["-r", command]);
    return Terminal.open(t, ["weechat", "-d", path.join(home, "weechat"), ...options], home);
  },
  entered: / #lobby/,
  toRoom: (room) => `/buffer irc.test.${room}`,
  toStatus: "/buffer irc.server.test",
  said: (nick, text) => new RegExp(` @?${escaped(nick)} [│|] ${escaped(text)}`),
  past: (time, nick, text) => new RegExp(`${time}\\S* +@?${escaped(nick)} [│|] ${escaped(text)}`),
  wrong,
};
