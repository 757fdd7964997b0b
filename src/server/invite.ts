/**
 * Invite: `banter invite`, an address with an invitation in it. It reads the configuration and the
 * folder's secret; whether the server runs makes no difference to it.
 */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { roomLink } from "../protocol/room-link.ts";
import { rootOf } from "./console.ts";
import { FolderFault, secretIn } from "./folder.ts";
import { invitationToken } from "./invitation-tokens.ts";
import { qrFor, type Screen } from "./qr-shown.ts";
import { parseServe, type ServeOptions } from "./serve-options.ts";
import { settingsFor } from "./settings.ts";

export interface InviteOptions {
  readonly serve: ServeOptions;
  /** With its "#"; "" for none. */
  readonly room: string;
  readonly days: number;
  readonly uses: number;
}

export type InviteParsed =
  | { readonly type: "options"; readonly options: InviteOptions }
  | { readonly type: "help" }
  | { readonly type: "fault"; readonly text: string };

export const inviteUsage =
  "usage: banter invite [HOST [PORT]] [--room ROOM] [--days N] [--uses N] [--config FILE] " +
  "[--data DIR]";

export const inviteHelp = `${inviteUsage}

Prints an address with an invitation: who opens it comes in, whatever else the server or the room
asks for: its password, an account, an invitation by somebody there. HOST and PORT are how others
reach this machine, when it is not as the server itself says.

  --room ROOM     into this room; without it, into the server alone
  --days N        for so many days (7); 1 to 3650
  --uses N        for so many people (10); 1 to 65535
  --config FILE   the server's settings
  --data DIR      the server's folder (banter-data)
`;

export function parseInvite(args: readonly string[]): InviteParsed {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: "string" },
        data: { type: "string" },
        days: { type: "string", default: "7" },
        help: { type: "boolean", short: "h" },
        room: { type: "string", default: "" },
        uses: { type: "string", default: "10" },
      },
    });
  } catch (error) {
    return fault(error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error));
  }
  const { values, positionals } = parsed;
  if (values.help === true) return { type: "help" };
  const { config, data } = values;
  const named = [
    config !== undefined && `--config=${config}`,
    data !== undefined && `--data=${data}`,
  ];
  const serve = parseServe([...named.filter((each) => each !== false), "--", ...positionals]);
  if (serve.type !== "options") return serve;
  const [days, uses] = [Number(values.days), Number(values.uses)];
  if (!isCount(days, 3_650)) return fault(`"${values.days}" is no number of days; 1 to 3650`);
  if (!isCount(uses, 65_535)) return fault(`"${values.uses}" is no number of people; 1 to 65535`);
  const room = values.room === "" || values.room.startsWith("#") ? values.room : `#${values.room}`;
  if (/[\0-\x20,:\x7f]/.test(room) || Buffer.byteLength(room) > 128 || room === "#")
    return fault(`"${values.room}" cannot be a room's name`);
  return { type: "options", options: { serve: serve.options, room, days, uses } };
}

const isCount = (value: number, most: number): boolean =>
  Number.isInteger(value) && value >= 1 && value <= most;

const fault = (text: string): InviteParsed => ({ type: "fault", text });

/** What is printed. Throws ConfigFault, SettingsFault and FolderFault. */
export async function invite(
  { serve, room, days, uses }: InviteOptions,
  now: number,
  screen: Screen | undefined,
): Promise<string[]> {
  const config = await settingsFor(serve);
  const secret = join(config.server.data, "secret");
  if (!existsSync(secret))
    throw new FolderFault(`there is no server's folder ${config.server.data}: start it first`);
  const until = now + days * 86_400_000;
  const token = invitationToken(secretIn(secret), randomBytes(6), { room, until, uses });
  const root = rootOf(config, config.listeners) ?? "http://localhost/";
  const link = roomLink(root, room, token);
  const end = new Date(until).toISOString().slice(0, 16).replace("T", " ");
  const people = uses === 1 ? "one person" : `${uses} people`;
  return [
    `An invitation ${room === "" ? "" : `to ${room} `}for ${people}, until ${end} UTC:`,
    "",
    `  ${link}`,
    "",
    `In an IRC client the server's password is ${token}`,
    ...(room === "" ? [] : [`or, for who is there already: /join ${room} ${token}`]),
    ...qrFor(link, screen),
  ];
}
