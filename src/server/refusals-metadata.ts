/** Refusals of METADATA, in the words of its newest draft; and in those of the older where they are
 * others (metadata-words.ts says which for which). */
import { row, type Row } from "./refusal-row.ts";

export const metadataRefusals = {
  metadataInvalidKey: row("INVALID_KEY", "Invalid key", "{0} cannot be a key"),
  metadataInvalidTarget: row("INVALID_TARGET", "Invalid metadata target", "There is no {0}"),
  metadataInvalidValue: row("INVALID_VALUE", "Invalid value", "{0} cannot have that value"),
  // These two are no errors: what was asked for is so already.
  metadataIs: row("761", "", "{1} of {0} is {3}"),
  metadataIsNot: row("766", "Key not set", "{0} has no {1}"),
  metadataLimit: row("LIMIT_REACHED", "Limit reached", "There are {2} already, which is the limit"),
  metadataNoPermission: row("KEY_NO_PERMISSION", "Permission denied", "You may not set {1} of {0}"),
  metadataRateLimited: row("775", "", "Too many changes; try again in {0} s"),
  metadataTooFewParams: row("INVALID_PARAMS", "Not enough parameters", "Something is missing"),
  metadataTooManyParams: row("INVALID_PARAMS", "Too many parameters", "That is too much"),
  metadataUnknownSubcommand: row("INVALID_PARAMS", "Unknown subcommand", "There is no {0}"),

  metadata2InvalidKey: row("KEY_INVALID", "Invalid key", "{0} cannot be a key"),
  metadata2InvalidSubcommand: row("SUBCOMMAND_INVALID", "Invalid subcommand", "There is no {0}"),
  metadata2InvalidValue: row("VALUE_INVALID", "Value is too long", "That value is too long"),
  metadata2KeyNotSet: row("KEY_NOT_SET", "Key not set", "{0} has no {1}"),
  metadata2Limit: row("LIMIT_REACHED", "Metadata limit reached", "{0} has too many"),
  metadata2RateLimited: row("RATE_LIMITED", "Too many changes", "Try again in {2} s"),
  metadata2TooManySubs: row("TOO_MANY_SUBS", "Too many subscriptions", "{0} is one too many"),
} satisfies Record<string, Row>;
