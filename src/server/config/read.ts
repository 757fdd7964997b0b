/**
 * Reading a configuration: TOML text into a Config, or all that is wrong with it, by its lines.
 * Before the journey begins, and again at REHASH. It opens no file: it is given the text.
 */
import { dirname, resolve } from "node:path";
import {
  type Config,
  defaultConfig,
  defaultListener,
  type HistoryBounds,
  type HistoryChannelConfig,
  type HistoryConfig,
  type HistoryKeptConfig,
  type ListenerConfig,
  type WebircConfig,
} from "../config.ts";
import { examine } from "./faults.ts";
import type { Fault } from "./faults.ts";
import { camel } from "./keys.ts";
import {
  type GivenClass,
  type GivenOperator,
  resolveClasses,
  resolveOperator,
} from "./operators.ts";
import { readToml } from "./toml.ts";
import { noWebService, type WebServiceConfig } from "./web-services.ts";

/** A configuration that cannot be used. The message has one line for each fault:
 * `banter.toml:12: listeners[0].port is 99999; allowed: 1 to 65535`. */
export class ConfigFault extends Error {
  override readonly name = "ConfigFault";
  readonly faults: readonly Fault[];

  constructor(file: string, faults: readonly Fault[]) {
    super(faults.map(({ line, message }) => `${file}:${line}: ${message}`).join("\n"));
    this.faults = faults;
  }
}

/** `file` names the text in faults, and its folder is where file names in the text begin.
 * What the text leaves out is as in `base`. Throws ConfigFault with all that is wrong. */
export function readConfig(text: string, file: string, base: Config = defaultConfig): Config {
  const toml = readToml(text);
  if ("reason" in toml) {
    const { line, reason } = toml;
    throw new ConfigFault(file, [{ line, key: "", message: `this is not TOML: ${reason}` }]);
  }
  const result = examine(toml, { ...defaultListener });
  if ("faults" in result) throw new ConfigFault(file, result.faults);
  return fill(base, inCamelCase(result.given) as Partly, dirname(resolve(file)));
}

type Sections = Omit<
  Config,
  "operatorClasses" | "operators" | "listeners" | "webirc" | "webServices" | "history"
>;
type Partly = { readonly [Name in keyof Sections]?: Partial<Sections[Name]> } & {
  readonly operatorClasses?: readonly GivenClass[];
  readonly operators?: readonly GivenOperator[];
  readonly listeners?: readonly Partial<ListenerConfig>[];
  readonly webirc?: readonly Partial<WebircConfig>[];
  readonly webServices?: readonly Partial<WebServiceConfig>[];
  readonly history?: Partial<HistoryKeptConfig> & {
    readonly linesTotalMax?: number;
    readonly direct?: Partial<HistoryBounds>;
    readonly channels?: readonly (Pick<HistoryChannelConfig, "name"> &
      Partial<HistoryKeptConfig>)[];
  };
};

function inCamelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inCamelCase);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [camel(key), inCamelCase(inner)]),
  );
}

const noGateway: WebircConfig = { from: [], password: undefined, certificates: [] };

/** Sections are laid over the base; lists of tables take its place, each over its own defaults. */
function fill(base: Config, given: Partly, folder: string): Config {
  const files = <Part extends object>(part: Part, ...names: (keyof Part)[]): Part =>
    Object.fromEntries(
      Object.entries(part).map(([name, value]) => [
        name,
        names.includes(name as keyof Part) ? resolve(folder, value) : value,
      ]),
    ) as Part;
  const classes = given.operatorClasses && resolveClasses(given.operatorClasses);
  const operatorClasses = classes ?? base.operatorClasses;
  return {
    server: { ...base.server, ...files(given.server ?? {}, "motdFile", "data") },
    admin: { ...base.admin, ...given.admin },
    operatorClasses,
    operators:
      given.operators?.map((operator) => resolveOperator(operator, operatorClasses)) ??
      base.operators,
    accounts: { ...base.accounts, ...given.accounts },
    listeners:
      given.listeners?.map((listener) => ({ ...defaultListener, ...listener })) ?? base.listeners,
    webirc: given.webirc?.map((gateway) => ({ ...noGateway, ...gateway })) ?? base.webirc,
    webServices:
      given.webServices?.map((service) => ({ ...noWebService, ...service })) ?? base.webServices,
    tls: { ...base.tls, ...files(given.tls ?? {}, "certificate", "key") },
    sts: { ...base.sts, ...given.sts },
    flood: { ...base.flood, ...given.flood },
    connections: { ...base.connections, ...given.connections },
    cloak: { ...base.cloak, ...given.cloak },
    cluster: {
      ...base.cluster,
      ...files(given.cluster ?? {}, "credentials", "tlsCa", "tlsCertificate", "tlsKey"),
    },
    bans: { ...base.bans, ...given.bans },
    login: { ...base.login, ...given.login },
    history: fillHistory(base.history, given.history ?? {}),
    messages: { ...base.messages, ...given.messages },
    audit: { ...base.audit, ...given.audit },
    metadata: { ...base.metadata, ...given.metadata },
    plain: { ...base.plain, ...given.plain },
    web: { ...base.web, ...given.web },
    files: { ...base.files, ...given.files },
    previews: { ...base.previews, ...given.previews },
    push: { ...base.push, ...given.push },
    limits: { ...base.limits, ...given.limits },
  };
}

/** What a channel leaves out is as for all; so it is with what two people say to each other. */
function fillHistory(base: HistoryConfig, given: NonNullable<Partly["history"]>): HistoryConfig {
  const { linesTotalMax = base.linesTotalMax, channels, direct, ...over } = given;
  const { linesOnJoin, linesMax, ageDaysMax, readers, since } = { ...base, ...over };
  const kept: HistoryKeptConfig = { linesOnJoin, linesMax, ageDaysMax, readers, since };
  return {
    ...kept,
    linesTotalMax,
    direct: { linesMax, ageDaysMax, ...direct },
    channels: channels?.map((channel) => ({ ...kept, ...channel })) ?? base.channels,
  };
}
