/** Serve options: what `banter serve` was told on the command line. Starts nothing. */
import { parseArgs } from "node:util";

export interface ServeOptions {
  readonly host?: string;
  readonly port?: number;
  /** The TOML file. */
  readonly config?: string;
  /** The folder with everything that is kept. */
  readonly data?: string;
  /** Print what is said, as the report's server does. */
  readonly showMessages: boolean;
}

export type ServeParsed =
  | { readonly type: "options"; readonly options: ServeOptions }
  | { readonly type: "help" }
  /** Wrong use, in one line. */
  | { readonly type: "fault"; readonly text: string };

export const serveUsage =
  "usage: banter serve [HOST] [PORT] [--config FILE] [--data DIR] [--show-messages]";

export const serveHelp = `${serveUsage}

Starts the room. HOST is an address of this machine, by default 0.0.0.0: all of them; PORT is 6670.

  --config FILE     settings; banter.example.toml shows them all
  --data DIR        the folder with everything that is kept (banter-data)
  --show-messages   print what is said, too
`;

export function parseServe(args: readonly string[]): ServeParsed {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: "string" },
        data: { type: "string" },
        "show-messages": { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    return fault(error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error));
  }
  const { values, positionals } = parsed;
  if (values.help === true) return { type: "help" };
  if (positionals.length > 2) return fault(`what is "${positionals[2]}"?`);
  // A number alone is a port: `banter serve 7000`.
  const [first, second] = positionals;
  const portAlone = second === undefined && first !== undefined && /^[0-9]+$/.test(first);
  const host = portAlone ? undefined : first;
  const portText = portAlone ? first : second;
  const port = portText === undefined ? undefined : Number(portText);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535))
    return fault(`"${portText}" is no port; allowed: 1 to 65535, or 0 for any free one`);
  const { config, data } = values;
  return {
    type: "options",
    options: {
      ...(host !== undefined && { host }),
      ...(port !== undefined && { port }),
      ...(config !== undefined && { config }),
      ...(data !== undefined && { data }),
      showMessages: values["show-messages"] === true,
    },
  };
}

const fault = (text: string): ServeParsed => ({ type: "fault", text });
