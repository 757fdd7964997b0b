/** Console: what the person who started the server sees. Beside the journey; reads events, changes
 * nothing. */
import { networkInterfaces } from "node:os";
import { printable, stripFormatting } from "../protocol/formatting.ts";
import type { Config, ListenerConfig } from "./config.ts";
import type { Event, Said } from "./event.ts";
import type { Observer } from "./parts.ts";
import { qrFor, type Screen } from "./qr-shown.ts";
import type { Listener } from "./transport.ts";

/** The addresses at which others reach a listener: of this machine's networks, or its own. */
export function addressesOf(address: string): string[] {
  if (address !== "0.0.0.0" && address !== "::") return [address];
  const found = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const wanted = found.filter(
    ({ internal, family, address: own }) =>
      !internal && (family === "IPv4" || (address === "::" && !own.startsWith("fe80"))),
  );
  return [...wanted.map(({ address: own }) => own), "127.0.0.1"];
}

/** The room's addresses, and the line to type for each way of joining. */
export function invitation(
  config: Config,
  listeners: readonly Listener[],
  fingerprint: string,
  screen?: Screen,
): string[] {
  const lines = ["", `  ${config.server.description} is open, on Banter. Join it:`, ""];
  listeners.forEach(({ address, port }, n) => {
    const settings = config.listeners[n] as ListenerConfig;
    for (const host of addressesOf(address)) lines.push(...waysIn(host, port, settings), "");
  });
  if (config.listeners.some(({ tls }) => tls !== "off"))
    lines.push("  The TLS certificate's SHA-256 fingerprint:", `    ${fingerprint}`, "");
  const { emailRequired, mailCommand, registration } = config.accounts;
  if (registration && emailRequired && mailCommand.length === 0)
    lines.push(
      "  Nobody can register: accounts.email_required is on, and there is no",
      "  accounts.mail_command to send the mail with.",
      "",
    );
  lines.push(
    '  Where "banter" is not found, "npx banter" in its own folder is the same.',
    "  Ctrl-C ends the room; everything is kept.",
    "",
  );
  const shown = rootOf(config, listeners);
  if (shown !== undefined) lines.push(...qrFor(shown, screen).slice(1), "");
  return lines;
}

/** Where a browser reaches the first listener that shows pages. @param opened with their ports */
export function rootOf(
  { web, listeners: settings }: Config,
  opened: readonly Pick<Listener, "address" | "port">[],
): string | undefined {
  if (web.address !== undefined) return web.address;
  const n = settings.findIndex(({ http }) => http);
  const listener = opened[n];
  if (!listener) return undefined;
  const [host = "localhost"] = addressesOf(listener.address);
  const scheme = settings[n]?.tls === "only" ? "https" : "http";
  return `${scheme}://${host.includes(":") ? `[${host}]` : host}:${listener.port}/`;
}

function waysIn(host: string, port: number, { tls, http, plain }: ListenerConfig): string[] {
  const shown = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const only = tls === "only";
  const rows: (readonly [way: string, line: string])[] = [];
  if (http) rows.push(["a browser", `${only ? "https" : "http"}://${shown}/`]);
  if (plain && !only) rows.push(["netcat", `nc ${host} ${port}`]);
  if (plain && only) rows.push(["openssl", `openssl s_client -quiet -connect ${shown}`]);
  rows.push(
    ["an IRC client", `/connect ${only ? "-tls " : ""}${host} ${port}`],
    ["this program", `banter join ${host} ${port}${only ? " --tls" : ""}`],
  );
  return [
    `  ${shown}${host === "127.0.0.1" ? "   (on this machine)" : ""}`,
    ...rows.map(([way, line]) => `    ${way.padEnd(18)}${line}`),
  ];
}

/** Only what goes wrong is told. */
export const isQuiet = ({ server: { logLevel } }: Config): boolean =>
  logLevel === "silent" || logLevel === "error";

/** Who comes and goes here, as the report's server prints it; with `showMessages` what is said too,
 * wherever, but for what is said to one person. */
export function consoleObserver(
  print: (line: string) => void,
  config: () => Config,
  showMessages: boolean,
): Observer {
  const told = (line: string): void => {
    if (!isQuiet(config())) print(printable(line));
  };
  return {
    connected: (address) => told(`${address} connected`),
    left: (address, nick) => told(nick === null ? `${address} left` : `${address} (${nick}) left`),
    happened(event: Event, here: boolean) {
      if (event.type === "connected" && here) told(`${event.address} is ${event.who.nick}`);
      else if (event.type === "nickChanged" && here) told(`${event.who.nick} is ${event.nick} now`);
      else if (showMessages && event.type === "said") {
        for (const text of event.text.split("\n")) {
          const line = lineOf(event, text, config());
          if (line !== undefined) told(line);
        }
      }
    },
  };
}

/** `<nick> line`; what is said elsewhere than in the lobby is headed by its room. */
function lineOf(
  { who, kind, to }: Said,
  text: string,
  { server, plain }: Config,
): string | undefined {
  if ("user" in to || kind === "TAGMSG" || text === "") return undefined;
  const name = plain.names === "address" && who.guest ? who.host : who.nick;
  const room = to.channel.toLowerCase() === server.lobby.toLowerCase() ? "" : `${to.channel} `;
  const action = /^\x01ACTION (.*?)\x01?$/s.exec(text)?.[1];
  if (action !== undefined) return `${room}* ${name} ${stripFormatting(action)}`;
  const line = stripFormatting(text);
  return kind === "NOTICE" ? `${room}-${name}- ${line}` : `${room}<${name}> ${line}`;
}
