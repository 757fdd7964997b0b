/**
 * Join options: what `banter join` was told on the command line. Pure: reads words, says what
 * they mean or what is wrong with them; starts nothing.
 */
import { parseArgs } from "node:util";
import { isWrongRoom, parsePlace, portDefault } from "./place-words.ts";

export interface JoinOptions {
  /** Without it one chooses among the rooms that are found and remembered. */
  readonly host?: string;
  readonly port?: number;
  readonly nick?: string;
  readonly room?: string;
  readonly tls?: boolean;
  /** The account to log in to. */
  readonly account?: string;
  /** Speak raw lines instead of IRC. */
  readonly plain?: boolean;
  /** Line by line, what comes above what is typed, instead of the full screen. */
  readonly lines?: boolean;
  /** Line by line, and nothing is drawn twice: for screen readers, and TERM=dumb. */
  readonly "screen-reader"?: boolean;
  /** Not in a terminal: go on after the end of stdin. */
  readonly follow?: boolean;
  readonly password?: string;
  readonly realname?: string;
  /** Say nothing of a certificate that nobody vouches for. */
  readonly insecure?: boolean;
  /** SHA-256 of the certificate in hexadecimal, with or without colons; another is refused. */
  readonly fingerprint?: string;
}

export type JoinParsed =
  | { readonly type: "options"; readonly options: JoinOptions }
  | { readonly type: "help" }
  /** Wrong use: what is wrong, in one line. */
  | { readonly type: "fault"; readonly text: string };

export const joinUsage =
  "usage: banter join [HOST [PORT]] [--nick NAME] [--room ROOM] [--tls] [--account NAME]";

export const joinHelp = `${joinUsage}

HOST PORT, HOST:PORT, [IPV6]:PORT or HOST alone (port ${portDefault}), or a link:
banter://HOST/ROOM, banters:// with TLS, irc:// and ircs:// for other servers. Without one: the
rooms that are found on the local network, and those you were in. In a terminal it is a chat on the
full screen; with its input or output elsewhere it says each line of its input in the room, and
ends.

  --nick NAME        your name there
  --room ROOM        the room to enter, "#lobby" when not given; "#" may be left out
  --tls, --no-tls    speak TLS, or not; when not given, as the last time
  --account NAME     log in to this account; the password is asked for
  --lines            line by line, instead of the full screen
  --screen-reader    line by line, and nothing is drawn twice
  --plain            speak raw lines, as \`nc\` does, instead of IRC
  --follow           not in a terminal: print what is said until stopped
  --fingerprint HEX  accept only the certificate with this SHA-256
  --insecure         say nothing of a certificate that nobody vouches for
  --password TEXT    the server's password
  --realname TEXT    your name in full
  --help             this text
`;

const options = {
  nick: { type: "string" },
  room: { type: "string" },
  tls: { type: "boolean" },
  account: { type: "string" },
  plain: { type: "boolean" },
  lines: { type: "boolean" },
  "screen-reader": { type: "boolean" },
  follow: { type: "boolean" },
  password: { type: "string" },
  realname: { type: "string" },
  insecure: { type: "boolean" },
  fingerprint: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** Reads what stands after `banter join`. Never throws. */
export function parseJoin(args: readonly string[]): JoinParsed {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      allowNegative: true,
    });
  } catch (error) {
    // Node's own first sentence names the option; the rest of it explains parseArgs.
    const text = error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error);
    return fault(text);
  }
  const { values, positionals } = parsed;
  if (values.help === true) return { type: "help" };
  const { help: _, ...given } = values;
  if (positionals.length > 2) return fault(`what is "${positionals[2]}"?`);
  const [first, second] = positionals;
  const place = first === undefined ? {} : parsePlace(first, second);
  if (typeof place === "string") return fault(place);
  const all: JoinOptions = { ...place, ...given };
  const wrong = wrongValue(all);
  return wrong === null ? { type: "options", options: all } : fault(wrong);
}

const fault = (text: string): JoinParsed => ({ type: "fault", text });

function wrongValue(given: JoinOptions): string | null {
  const { nick, room, fingerprint, tls, account, host, plain } = given;
  if (nick !== undefined && /^$|^[:#&+!$@]|[\s,\p{Cc}]/u.test(nick)) return `"${nick}" is no nick`;
  if (account !== undefined && /^$|[\s,\p{Cc}]/u.test(account)) return `"${account}" is no account`;
  if (room !== undefined && isWrongRoom(room)) return `"${room}" is no room`;
  if (host === undefined && plain === true) return "where to? HOST is missing";
  if (fingerprint === undefined) return null;
  if (tls !== true) return "--fingerprint needs --tls";
  const hex = fingerprint.replaceAll(":", "");
  return /^[0-9a-fA-F]{64}$/.test(hex) ? null : "--fingerprint needs the 64 digits of a SHA-256";
}
