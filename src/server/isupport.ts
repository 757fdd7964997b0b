/** ISUPPORT: what this server supports, in true numbers. modern.ircdocs, "RPL_ISUPPORT". */
import { accountExtbans, extbanTypes } from "../protocol/extban.ts";
import { formatIsupport } from "../protocol/isupport.ts";
import {
  channelModes,
  formatChanmodes,
  formatPrefix,
  prefixesOf,
  ranks,
} from "../protocol/modes.ts";
import type { Config } from "./config.ts";
import type { Rules } from "./state.ts";

export type Tokens = Readonly<Record<string, string | true>>;

/** Of the configuration, or ours where it is known how others reach it. */
export const fileHostOf = ({ server, web, files }: Config): string | undefined =>
  server.filehost ??
  (files.enabled && web.address !== undefined ? `${web.address}files` : undefined);

let made: { rules: Rules; config: Config; lines: string[][] } | undefined;

/** The tokens, in lines of at most 13; made again only when what they say may have changed. */
export function isupportLines(rules: Rules, config: Config): string[][] {
  if (made?.rules !== rules || made.config !== config)
    made = { rules, config, lines: formatIsupport(isupportTokens(rules, config)) };
  return made.lines;
}

/** The tokens that are otherwise than they were; "-NAME" for those that are no more. */
export function changedSupport(before: Tokens, now: Tokens): string[][] {
  const fresh = Object.entries(now).filter(([name, value]) => before[name] !== value);
  const gone = Object.keys(before).filter((name) => !(name in now));
  return formatIsupport(
    Object.fromEntries([...fresh, ...gone.map((name) => [`-${name}`, true] as const)]),
  );
}

export function isupportTokens(rules: Rules, config: Config): Tokens {
  const { server, accounts, webServices } = config;
  const { limits } = rules;
  const targets = limits.targetsPerCommandMax;
  const filehost = fileHostOf(config);
  const { network, icon, emoji, crawlers } = server;
  return {
    ACCOUNTEXTBAN: accountExtbans,
    AWAYLEN: String(limits.awayLengthMax),
    BOT: "B",
    // Clients that know no other fold ASCII (the rfc8265 casemapping for IRC).
    CASEMAPPING: rules.casemapping === "precis" ? "ascii" : rules.casemapping,
    CHANLIMIT: `#:${limits.channelsPerUserMax}`,
    CHANMODES: formatChanmodes(channelModes),
    CHANNELLEN: String(limits.channelLengthMax),
    CHANTYPES: "#",
    // "Omitting the token entirely is recommended" when all are allowed (message-tags).
    ...(rules.clientTagsDenied.length > 0 && {
      CLIENTTAGDENY: rules.clientTagsDenied.join(","),
    }),
    CHATHISTORY: String(limits.historyPageLinesMax),
    ...(crawlers !== undefined && { CRAWLER: `index:${crawlers}` }),
    ELIST: "CMNTU",
    EXCEPTS: "e",
    EXTBAN: extbanTypes,
    ...(webServices.length > 0 && { EXTJWT: "1" }),
    FORWARD: "f",
    HOSTLEN: String(limits.hostLengthMax),
    INVEX: "I",
    KEYLEN: String(limits.keyLengthMax),
    KICKLEN: String(limits.kickLengthMax),
    LINELEN: String(limits.lineBytesMax),
    MAXLIST: `beI:${limits.maskListMax}`,
    MODES: String(limits.modesPerCommandMax),
    MONITOR: String(limits.monitorTargetsMax),
    MSGREFTYPES: "msgid,timestamp",
    NAMELEN: String(limits.realnameLengthMax),
    NETWORK: network,
    NICKLEN: String(limits.nickLengthMax),
    PREFIX: formatPrefix(channelModes),
    SAFELIST: true,
    STATUSMSG: prefixesOf(ranks, channelModes),
    TARGMAX:
      "JOIN:,KICK:,LIST:,NAMES:,PART:,WHOIS:1," +
      ["NOTICE", "PRIVMSG", "TAGMSG"].map((command) => `${command}:${targets}`).join(","),
    TOPICLEN: String(limits.topicLengthMax),
    USERLEN: String(limits.userLengthMax),
    ...(rules.casemapping === "precis" && { UTF8MAPPING: "rfc8265" }),
    UTF8ONLY: true,
    WHOX: true,
    ...(accounts.required && { "draft/ACCOUNTREQUIRED": true as const }),
    ...(emoji !== undefined && { "draft/EMOJI": emoji }),
    ...(filehost !== undefined && { "draft/FILEHOST": filehost, "soju.im/FILEHOST": filehost }),
    ...(icon !== undefined && { "draft/ICON": icon }),
  };
}
