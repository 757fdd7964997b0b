/** Web keys: what each key of [web], [files] and the like may be. A part of the schema. */
import { count, type Keys, list, onOff, text, v } from "./rules.ts";
import {
  fileKinds,
  type FilesConfig,
  type PreviewsConfig,
  type PushConfig,
  type WebConfig,
} from "./web.ts";

const isRoot = (value: string): boolean =>
  /^https?:\/\/[\x21-\x7e]{1,290}\/$/.test(value) &&
  URL.canParse(value) &&
  new URL(value).search + new URL(value).hash + new URL(value).username === "";

export const web = {
  address: text('an address that ends with "/", such as https://chat.example.org/', isRoot),
} satisfies Keys<WebConfig>;

const kinds = fileKinds.map((kind) => `"${kind}"`).join(", ");

export const files = {
  enabled: onOff,
  guests: onOff,
  kinds: list(`a list of ${kinds}`, v.picklist(fileKinds, `one of ${kinds}`)),
  file_megabytes_max: count(1, 100_000),
  account_megabytes_max: count(0, 1_000_000_000),
  guests_megabytes_max: count(0, 1_000_000_000),
  total_megabytes_max: count(0, 1_000_000_000),
  days_max: count(0, 36_500),
} satisfies Keys<FilesConfig>;

export const previews = { enabled: onOff } satisfies Keys<PreviewsConfig>;

export const push = { enabled: onOff } satisfies Keys<PushConfig>;
