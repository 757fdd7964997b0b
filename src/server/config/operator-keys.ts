/** Operator keys: the part of the schema that is about operators and what they do. */
import * as config from "./operators.ts";
import { isPasswordHash } from "../password.ts";
import { isLine, type Keys, list, networks, onOff, required, text, v, word } from "./rules.ts";

/** A host as the nick!user@host mask that it is short for. */
const mask = v.pipe(
  word('a mask such as "*!*@10.0.*" or a host alone', /^[^\s,]{1,200}$/),
  v.transform((value) => {
    if (value.includes("!")) return value;
    return value.includes("@") ? `*!${value}` : `*!*@${value}`;
  }),
);

const rightsAllowed = ["*", ...config.operatorRights].map((right) => `"${right}"`).join(", ");
const rights = v.optional(
  v.pipe(
    v.array(
      v.picklist(["*", ...config.operatorRights], `one of ${rightsAllowed}`),
      `a list of ${rightsAllowed}`,
    ),
    v.transform((given) =>
      config.operatorRights.filter((r) => given.includes("*") || given.includes(r)),
    ),
  ),
);

export const passwordHashAllowed = 'what "banter hash-password" prints';

/** As others show it: "AB:CD:…". */
const bareHex = (text: string): string => text.replaceAll(":", "").toLowerCase();

const oneWord = word("one word of at most 50 characters", /^[^\s:][^\s]{0,49}$/);
export const operatorClass = {
  name: required(oneWord),
  rights,
  extends: list("a list of names of operator_classes", oneWord),
} satisfies Keys<config.OperatorClassConfig>;

export const fingerprint = v.pipe(
  word("a SHA-256 fingerprint: 64 hexadecimal digits", (value) =>
    /^[0-9a-f]{64}$/.test(bareHex(value)),
  ),
  v.transform(bareHex),
);

export const operator = {
  name: required(oneWord),
  password_hash: v.optional(word(passwordHashAllowed, isPasswordHash)),
  accounts: list("a list of names of accounts", oneWord),
  certificates: list("a list of SHA-256 fingerprints of certificates", fingerprint),
  class: v.optional(oneWord),
  rights,
  masks: list('a list of masks, such as ["*!*@10.0.*"]', mask),
} satisfies Keys<config.OperatorConfig>;

export const bans = { exempt: networks } satisfies Keys<config.BansConfig>;

const suffix = `a name of at most ${config.cloakSuffixLengthMax} letters, digits, dots and hyphens`;
export const cloak = {
  enabled: onOff,
  suffix: text(suffix, (value) => {
    return (
      value.length <= config.cloakSuffixLengthMax && /^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$/.test(value)
    );
  }),
  secret: text("one line of 20 to 200 bytes, which nobody could guess", isLine(200, 20)),
  accounts: onOff,
} satisfies Keys<config.CloakConfig>;
