/**
 * IRC metadata: what is read when a value changes: by the session that changed it, as its answer,
 * and by those who have subscribed to the key. Beside irc-events.ts.
 */
import { capabilityBits as bits } from "../../protocol/capabilities.ts";
import { numerics } from "../../protocol/numerics.ts";
import { cut } from "../../protocol/text.ts";
import type { Reader } from "../command.ts";
import type { Text, View } from "../dialect.ts";
import type { MetadataChanged } from "../event.ts";
import { visibilityOf } from "../metadata.ts";
import { type Draft, inBatch, tellValue } from "../metadata-words.ts";
import type { MetadataChange } from "../request.ts";
import type { Session } from "../session.ts";
import { maskOf, timeOf } from "./irc-events.ts";

const nameOf = ({ target }: MetadataChanged): string =>
  "key" in target ? target.channel : target.user.nick;

/** To the session that asked; the others read notices. */
export function tellChanged(event: MetadataChanged, session: Session, reader: Reader): void {
  if (event.session !== session.id) return;
  const name = nameOf(event);
  const tell = (to: Reader): void => {
    for (const { key, value } of event.changes)
      tellValue(to, name, key, visibilityOf(reader.state, key), value);
  };
  if (event.cleared) inBatch(reader, "metadata", [name], tell);
  else tell(reader);
}

/** To a subscriber; a NUL stands where the reader's nick goes. */
export function noticeOf(
  event: MetadataChanged,
  { key, value }: MetadataChange,
  draft: Draft,
  capabilities: number,
  view: View,
): Text {
  const time = capabilities & bits["server-time"] ? `@time=${timeOf(event.time)} ` : "";
  const name = nameOf(event);
  const visibility = visibilityOf(view.state, key);
  const { lineBytesMax, nickLengthMax } = view.state.rules.limits;
  const body =
    value === null
      ? `:${view.name} ${numerics.RPL_KEYNOTSET} \0 ${name} ${key} :Key not set`
      : draft === 3
        ? `:${view.name} ${numerics.RPL_KEYVALUE} \0 ${name} ${key} ${visibility} :${value}`
        : `:${maskOf(event.who)} METADATA ${name} ${key} ${visibility} :${value}`;
  return `${time}${cut(body, lineBytesMax - 2 - nickLengthMax)}\r\n`;
}
