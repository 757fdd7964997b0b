/**
 * Operators, in the configuration: what each may do, by the classes that are named, and with what
 * they do it. A part of config.ts. It knows nobody who is online.
 */
import type { Network } from "../config.ts";

/** What an operator may be allowed to do; banter.example.toml says what each means. */
export const operatorRights = [
  "kill",
  "ban",
  "force",
  "vhost",
  "accounts",
  "rehash",
  "wallops",
  "stats",
  "audit",
  "see-hidden",
  "see-address",
] as const;
export type OperatorRight = (typeof operatorRights)[number];

/** Rights under one name. */
export interface OperatorClassConfig {
  readonly name: string;
  /** "*" is already written out, and so are those of the classes that it extends. */
  readonly rights: readonly OperatorRight[];
  readonly extends: readonly string[];
}

/** Of the password, the accounts and the certificates each that is given must be right. */
export interface OperatorConfig {
  readonly name: string;
  /** As hashPassword() of password.ts makes it. */
  readonly passwordHash: string | undefined;
  /** To one of these they must be logged in. */
  readonly accounts?: readonly string[];
  /** SHA-256 fingerprints of TLS client certificates, lower-case hex: one of them is theirs. */
  readonly certificates?: readonly string[];
  readonly class?: string;
  /** All that they have, the class's too. */
  readonly rights: readonly OperatorRight[];
  /** nick!user@host masks that they may come from; none means from anywhere. */
  readonly masks: readonly string[];
}

/** What others see in place of an address. */
export interface CloakConfig {
  readonly enabled: boolean;
  /** The last part of each cloak. */
  readonly suffix: string;
  /** Who has it can tell addresses from cloaks; undefined for one that is made and kept. */
  readonly secret: string | undefined;
  /** Who is logged in is shown as ACCOUNT.users.SUFFIX instead. */
  readonly accounts: boolean;
}

/** A cloak of three parts and such a suffix has 39 bytes, which every host_length_max allows. */
export const cloakSuffixLengthMax = 12;

/** Bans from the whole server, which operators set. */
export interface BansConfig {
  /** No ban of a network or host means an address in one of these. */
  readonly exempt: readonly Network[];
}

/** As written: what is left out is not there. */
export type GivenClass = Pick<OperatorClassConfig, "name"> & Partial<OperatorClassConfig>;
export type GivenOperator = Pick<OperatorConfig, "name"> & Partial<OperatorConfig>;

/** In the order of the table, each once. */
const together = (rights: readonly OperatorRight[]): readonly OperatorRight[] =>
  operatorRights.filter((right) => rights.includes(right));

/** Each with the rights of all that it extends. They extend each other in no circle. */
export function resolveClasses(given: readonly GivenClass[]): OperatorClassConfig[] {
  const rightsOf = (name: string): readonly OperatorRight[] => {
    const { rights = [], extends: wider = [] } = given.find((each) => each.name === name) ?? {};
    return together([...rights, ...wider.flatMap(rightsOf)]);
  };
  return given.map(({ name, extends: wider = [] }) => {
    return { name, rights: rightsOf(name), extends: wider };
  });
}

/** Who names neither a class nor rights has them all. */
export function resolveOperator(
  given: GivenOperator,
  classes: readonly OperatorClassConfig[],
): OperatorConfig {
  const { class: name, rights } = given;
  const ofClass = classes.find((each) => each.name === name)?.rights;
  const all = ofClass === undefined && rights === undefined;
  return {
    passwordHash: undefined,
    masks: [],
    ...given,
    rights: all ? operatorRights : together([...(ofClass ?? []), ...(rights ?? [])]),
  };
}

/** The classes that a class reaches by what it extends, itself among them if in a circle. */
export function reachedFrom(name: string, given: readonly GivenClass[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (from: string): void => {
    for (const wider of given.find((each) => each.name === from)?.extends ?? []) {
      if (reached.has(wider)) continue;
      reached.add(wider);
      visit(wider);
    }
  };
  visit(name);
  return reached;
}
