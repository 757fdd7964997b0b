/**
 * Rules: the forms that a key of the configuration may have, each with the words that say what is
 * allowed. Beneath the schema; the only importer of valibot.
 */
import * as v from "valibot";
import { isNetwork } from "../network.ts";

export { v };

export type Rule<Value> = v.GenericSchema<unknown, Value>;

// Each rule has one message, which says what is allowed and stands for all that the rule checks.
export const word = (allowed: string, is: RegExp | ((value: string) => boolean)) =>
  v.pipe(
    v.string(allowed),
    v.check((value) => (typeof is === "function" ? is(value) : is.test(value)), allowed),
  );
export const text = (...rule: Parameters<typeof word>) => v.optional(word(...rule));
export const list = <Value>(allowed: string, item: Rule<Value>) =>
  v.optional(v.array(item, allowed));
export const onOff = v.optional(v.boolean("true or false"));
export const oneOf = <const Options extends readonly string[]>(options: Options) =>
  v.optional(v.picklist(options, options.map((option) => `"${option}"`).join(" or ")));

export function number(least: number, most: number) {
  const range = `${least} to ${most}`;
  return v.pipe(v.number(`a number, ${range}`), v.minValue(least, range), v.maxValue(most, range));
}
export const count = (least: number, most: number) =>
  v.optional(v.pipe(number(least, most), v.integer(`a whole number, ${least} to ${most}`)));

/** The null, which TOML cannot say, stands for "is missing" and fails the rule within. */
export const required = <Value>(rule: Rule<Value>) => v.optional(rule, null as never);

/** One line of text; what would break an IRC line or a terminal is not in it. */
export const isLine =
  (bytesMax: number, bytesLeast = 0) =>
  (value: string) => {
    const bytes = Buffer.byteLength(value);
    return bytes >= bytesLeast && bytes <= bytesMax && !/[\x00-\x1f\x7f]/.test(value);
  };
export const line = (bytesMax: number) =>
  text(`one line of at most ${bytesMax} bytes`, isLine(bytesMax));
export const file = text("the name of a file or folder", isLine(4_096, 1));

/** As keys are written in TOML: lineBytesMax is line_bytes_max. */
export type Snake<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${Snake<Rest>}`
  : "";

/** Every field of a part of the Config under its TOML key, each giving just that field's type. */
export type Keys<Part> = {
  readonly [Name in keyof Part & string as Snake<Name>]: Rule<Part[Name] | undefined>;
};

export const networks = list(
  'a list of networks, such as ["192.168.0.0/16", "fd00::/8", "203.0.113.7"]',
  word('a network such as "192.168.0.0/16", "fd00::/8" or "203.0.113.7"', isNetwork),
);
