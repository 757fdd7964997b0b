/** Account keys: what each key of [accounts] may be. A part of the schema. */
import { alwaysOnKinds, nickProtections } from "../account.ts";
import type { AccountsConfig } from "./accounts.ts";
import { count, isLine, type Keys, list, oneOf, onOff, text, word } from "./rules.ts";

export const accounts = {
  always_on: oneOf(alwaysOnKinds),
  required: onOff,
  registration: onOff,
  registrations_per_address_max: count(1, 1_000_000),
  registration_window_seconds: count(1, 86_400),
  custom_names: onOff,
  nick_protection: oneOf(nickProtections),
  nick_grace_seconds: count(1, 3_600),
  device_days_max: count(0, 36_500),
  email_required: onOff,
  mail_command: list("a program and its arguments, as a list of words", word("text", isLine(400))),
  mail_from: text("an e-mail address", /^[^\s<>@]{1,64}@[^\s<>@]{1,253}$/),
} satisfies Keys<AccountsConfig>;
