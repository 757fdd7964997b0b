/**
 * The schema: what each key of the configuration may be, in words for people beside each rule.
 * It knows the Config and its limits, no file, no line and no default.
 */
import { limitsDefault, limitsLeast, limitsMost } from "../../protocol/limits.ts";
import type { LimitName, Limits } from "../../protocol/limits.ts";
import type * as config from "../config.ts";
import { accounts } from "./account-keys.ts";
import { cluster } from "./cluster-keys.ts";
import { files, previews, push, web } from "./web-keys.ts";
import { fallbackNoticeKinds, type MessagesConfig } from "./messages.ts";
import { snake } from "./keys.ts";
import { bans, cloak, fingerprint, operator, operatorClass } from "./operator-keys.ts";
import { count, file, isLine, type Keys, line, list, networks, number } from "./rules.ts";
import { oneOf, onOff, required, type Snake, text, v, word } from "./rules.ts";
import type { Path, Table } from "./toml.ts";
import type { WebServiceConfig } from "./web-services.ts";

const channelAllowed = '"#" and a name without spaces, commas and colons';
const isChannel = /^#[^\x00-\x20,:\x7f]{1,127}$/;
const isServerName = /^(?=.{3,63}$)[A-Za-z0-9][A-Za-z0-9-]*(\.[A-Za-z0-9-]+)+$/;
const isHost = /^(?=.{1,253}$)(?!.*\.\.)[A-Za-z0-9:][A-Za-z0-9:.%_-]*$/;

/** "+nt" as the letters "nt", in order. */
function modes(letters: string) {
  const example = `"+" and any of the letters ${letters.split("").join(", ")}, each once`;
  const is = new RegExp(`^\\+?(?!.*(.).*\\1)[${letters}]*$`);
  return v.optional(
    v.pipe(
      word(example, is),
      v.transform((value) => value.replace("+", "").split("").sort().join("")),
    ),
  );
}

const motdAllowed = "text, or a list of lines, each of at most 400 bytes";
const motd = v.optional(
  v.pipe(
    v.union([v.string(), v.array(v.string())], motdAllowed),
    v.transform((value) =>
      typeof value === "string" ? value.replace(/\r?\n$/, "").split(/\r?\n/) : value,
    ),
    v.check((lines) => lines.every(isLine(400)), motdAllowed),
  ),
);

const origins = list(
  'a list of origins, such as ["https://chat.example.org"], or ["*"]',
  word('"*", or a scheme, host and port such as "https://chat.example.org:8443"', (value) => {
    return value === "*" || (/^https?:/.test(value) && URL.parse(value)?.origin === value);
  }),
);

/** As a client is given it; a template such as {size} may be in it. */
const address = text("an address such as https://example.org/icon.svg", (value) => {
  return /^https?:\/\/[\x21-\x7e]{1,290}$/.test(value) && URL.canParse(value);
});

const server = {
  name: text("a name with a dot, such as chat.example.org", isServerName),
  description: line(200),
  network: text("one word of at most 32 characters", /^[\w.+-]{1,32}$/),
  motd,
  motd_file: file,
  password: text("one line of 1 to 100 bytes", isLine(100, 1)),
  lobby: text(channelAllowed, isChannel),
  casemapping: oneOf(["ascii", "rfc1459", "precis"]),
  default_channel_modes: modes("CMRUimnstu"),
  default_user_modes: modes("Riw"),
  data: file,
  icon: address,
  filehost: address,
  emoji: address,
  crawlers: oneOf(["allow", "deny"]),
  announce: onOff,
  durability: oneOf(["process", "power"]),
  log_level: oneOf(["silent", "error", "warn", "info", "debug"]),
} satisfies Keys<config.ServerConfig>;

const admin = {
  location: line(300),
  organisation: line(300),
  email: line(300),
} satisfies Keys<config.AdminConfig>;

const listener = {
  address: text("an address of this machine, or 0.0.0.0 or :: for all", isHost),
  port: count(1, 65_535),
  tls: oneOf(["off", "optional", "only"]),
  http: onOff,
  websocket: onOff,
  plain: onOff,
  proxy_protocol_from: networks,
  websocket_origins: origins,
} satisfies Keys<config.ListenerConfig>;

const webirc = {
  from: required(networks),
  password: text("one word of 1 to 100 bytes", /^(?!:)[\x21-\x7e]{1,100}$/),
  certificates: list("a list of SHA-256 fingerprints of certificates", fingerprint),
} satisfies Keys<config.WebircConfig>;

const webService = {
  name: text('"*", or one word of at most 64 characters', /^(?!:)[\x21-\x7e]{1,64}$/),
  secret: required(word("one line of 16 to 200 bytes", isLine(200, 16))),
  seconds: count(1, 86_400),
} satisfies Keys<WebServiceConfig>;

const tls = { certificate: file, key: file } satisfies Keys<config.TlsConfig>;

const sts = {
  duration_seconds: count(0, 4_000_000_000),
  port: count(1, 65_535),
} satisfies Keys<config.StsConfig>;

const flood = {
  lines_burst: count(1, 100_000),
  lines_per_second: v.optional(number(0.1, 100_000)),
  exempt: networks,
} satisfies Keys<config.FloodConfig>;

const connections = {
  per_address_max: count(1, 1_000_000),
  per_address_per_minute_max: count(1, 1_000_000),
  total_max: count(1, 1_000_000),
  exempt: networks,
} satisfies Keys<config.ConnectionsConfig>;

const login = {
  attempts_max: count(1, 10_000),
  account_attempts_max: count(1, 1_000_000),
  window_seconds: count(1, 86_400),
} satisfies Keys<config.LoginConfig>;

const bounds = {
  lines_max: count(0, 1_000_000_000),
  age_days_max: count(0, 36_500),
} satisfies Keys<config.HistoryBounds>;

const kept = {
  ...bounds,
  lines_on_join: count(0, 1_000),
  readers: oneOf(["members", "accounts"]),
  since: oneOf(["all", "join"]),
} satisfies Keys<config.HistoryKeptConfig>;

const historyChannel = {
  name: required(word(channelAllowed, isChannel)),
  ...kept,
} satisfies Keys<config.HistoryChannelConfig>;

const history = {
  ...kept,
  lines_total_max: count(0, 10_000_000_000),
  direct: v.optional(v.object(bounds)),
  channels: v.optional(v.array(v.object(historyChannel))),
} satisfies Keys<Omit<config.HistoryConfig, "channels" | "direct">> & {
  readonly channels: unknown;
  readonly direct: unknown;
};

const tagsAllowed =
  'names of client-only tags without their "+", such as "typing"; or "*", and after it ' +
  'exceptions such as "-draft/reply"';
const isTagName = /^[\w.][\w.-]{0,99}(\/[\w.-]{1,100})?$/;
const areTagNames = ([first = "", ...others]: readonly string[]) =>
  first === "*"
    ? others.every((name) => name.startsWith("-") && isTagName.test(name.slice(1)))
    : [first, ...others].every((name) => isTagName.test(name));
const fallbackNames = fallbackNoticeKinds.map((kind) => `"${kind}"`).join(", ");
const messages = {
  client_tags_denied: v.optional(
    v.pipe(
      v.array(v.string(), tagsAllowed),
      v.check((names) => names.length === 0 || areTagNames(names), tagsAllowed),
    ),
  ),
  redact_minutes_max: count(0, 52_560_000),
  edit_minutes_max: count(0, 52_560_000),
  fallback_notices: list(
    `a list of ${fallbackNames}`,
    v.picklist(fallbackNoticeKinds, `one of ${fallbackNames}`),
  ),
} satisfies Keys<MessagesConfig>;

const metadataKeys = list(
  'a list of keys such as ["avatar", "example.org/*"]',
  word('a key such as "avatar", or a beginning such as "example.org/*"', /^[a-z0-9_./-]{0,60}\*?$/),
);
const metadata = {
  allowed: metadataKeys,
  blocked: metadataKeys,
  restricted: metadataKeys,
} satisfies Keys<config.Config["metadata"]>;

const plain = {
  names: oneOf(["nick", "address"]),
  greeting: line(400),
  show_joins: onOff,
  times: oneOf(["none", "history", "all"]),
} satisfies Keys<config.PlainConfig>;

const limits = Object.fromEntries(
  (Object.keys(limitsDefault) as LimitName[]).map((name) => [
    snake(name),
    count(limitsLeast[name], limitsMost[name]),
  ]),
) as unknown as Keys<Limits>;

const schema = v.object({
  server: v.optional(v.object(server)),
  admin: v.optional(v.object(admin)),
  operator_classes: v.optional(v.array(v.object(operatorClass))),
  operators: v.optional(v.array(v.object(operator))),
  accounts: v.optional(v.object(accounts)),
  listeners: v.optional(v.pipe(v.array(v.object(listener)), v.minLength(1, "at least one"))),
  webirc: v.optional(v.array(v.object(webirc))),
  web_services: v.optional(v.array(v.object(webService))),
  tls: v.optional(v.object(tls)),
  sts: v.optional(v.object(sts)),
  flood: v.optional(v.object(flood)),
  connections: v.optional(v.object(connections)),
  cloak: v.optional(v.object(cloak)),
  cluster: v.optional(v.object(cluster)),
  bans: v.optional(v.object(bans)),
  login: v.optional(v.object(login)),
  history: v.optional(v.object(history)),
  messages: v.optional(v.object(messages)),
  audit: v.optional(v.object(bounds)),
  metadata: v.optional(v.object(metadata)),
  plain: v.optional(v.object(plain)),
  web: v.optional(v.object(web)),
  files: v.optional(v.object(files)),
  previews: v.optional(v.object(previews)),
  push: v.optional(v.object(push)),
  limits: v.optional(v.object(limits)),
} satisfies { readonly [Name in keyof config.Config as Snake<Name>]: unknown });

/** What the schema says of a tree: the values as the Config has them, under TOML's keys, or
 * where it is wrong and what is allowed there. */
export function judge(table: Table) {
  const { success, output, issues } = v.safeParse(schema, table, { abortPipeEarly: true });
  if (success) return { given: output, wrong: [] };
  const wrong = issues.map((issue) => ({
    path: (issue.path ?? []).map((item) => item.key) as Path,
    allowed: issue.message,
  }));
  return { given: undefined, wrong };
}

export type Given = v.InferOutput<typeof schema>;

/** The schema's bare form: which keys there are. A list of tables is `many`. */
export type Shape = { readonly many: boolean; readonly keys: ReadonlyMap<string, Shape> };

interface Inner {
  readonly type: string;
  readonly wrapped?: Inner;
  readonly item?: Inner;
  readonly entries?: { readonly [key: string]: Inner };
}

function shapeOf(rule: Inner): Shape {
  if (rule.type === "optional" && rule.wrapped) return shapeOf(rule.wrapped);
  if (rule.type === "array" && rule.item) return { ...shapeOf(rule.item), many: true };
  const entries = Object.entries(rule.entries ?? {});
  return { many: false, keys: new Map(entries.map(([key, inner]) => [key, shapeOf(inner)])) };
}

/** A shape without keys is a plain value, or a list of such. */
export const shape: Shape = shapeOf(schema as unknown as Inner);
