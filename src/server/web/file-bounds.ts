/**
 * File bounds: what somebody may upload, told before they choose it. Asked for by GET, as ours: the
 * FILEHOST draft tells no more than the kinds (Accept-Post). Pure.
 */
import type { FilesConfig } from "../config/web.ts";
import { roomFor } from "../files.ts";
import type { State } from "../state.ts";
import type { RoutedAnswer } from "../transport.ts";
import type { Asker } from "./access.ts";
import { jsonAnswer } from "./answers.ts";

export const megabyte = 1_000_000;

/** In bytes; `left` is null without bound, and `max` 0 for whoever may upload nothing. */
export function boundsFor(state: State, config: FilesConfig, { account }: Asker): RoutedAnswer {
  const { own, all } = roomFor(state, account === null ? null : state.fold(account));
  const left = Math.max(0, Math.min(own, all));
  return jsonAnswer(200, {
    max: account === null && !config.guests ? 0 : config.fileMegabytesMax * megabyte,
    left: left === Infinity ? null : left,
    kinds: config.kinds,
  });
}
