/**
 * IRC fallback: what clients that have not asked for a thing read of it in words, where the
 * specification lets the server choose and the configuration wants it. Beside irc-events.ts.
 */
import { byteLength } from "../../protocol/text.ts";
import type { View } from "../dialect.ts";
import { fitLines, linesOf } from "../multiline.ts";
import type { Edited, Redacted, Said, SaidBefore } from "../event.ts";

/** "5 minutes ago". @param ms since it was */
export function agoInWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [unit = "second", size = 1] = units.find(([, least]) => seconds >= 2 * least) ?? [];
  const count = Math.floor(seconds / size);
  return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
}
const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

export const sentAgo = (said: SaidBefore, now: number): string =>
  `sent ${agoInWords(now - said.at)}`;

export function redactionNotice(event: Redacted, target: string, view: View): readonly string[] {
  const { who, said, reason, time } = event;
  if (!wasRead(said, view)) return [];
  const what = said.own ? "back a message" : `out a message of ${said.by}'s`;
  const why = reason === "" ? "" : `: ${reason}`;
  return notice(
    "redaction",
    `${who.nick} has taken ${what} ${sentAgo(said, time)}${why}`,
    target,
    view,
  );
}

/** Whether who knows no tags has read anything of it, which then is taken back. */
export const wasRead = (said: SaidBefore, { config }: View): boolean =>
  !said.silent || config.messages.fallbackNotices.includes("reaction");

/** The new words, in as many lines as they need. */
export function editNotice(event: Edited, target: string, view: View): readonly string[] {
  const { who, said, text, time } = event;
  const words = `${who.nick} has changed a message ${sentAgo(said, time)}: `;
  const bytesMax =
    view.state.rules.limits.lineBytesMax - byteLength(`:${view.name} NOTICE ${target} :\r\n`);
  const whole = { text: words + text, joints: [] };
  return linesOf(fitLines(whole, bytesMax)).flatMap((line) =>
    line.text === "" ? [] : notice("edit", line.text, target, view),
  );
}

/** Nothing for a TAGMSG that is no reaction. */
export function reactionNotice({ who, tags }: Said, target: string, view: View): readonly string[] {
  const words = reactionInWords(tags);
  return words === undefined ? [] : notice("reaction", `${who.nick} ${words}`, target, view);
}

/** undefined when it is none. */
export function reactionInWords(tags: Said["tags"]): string | undefined {
  const reaction = tags["+draft/react"] ?? tags["+react"];
  if (reaction !== undefined) return `reacts with ${shown(reaction)}`;
  const undone = tags["+draft/unreact"] ?? tags["+unreact"];
  return undone === undefined ? undefined : `no longer reacts with ${shown(undone)}`;
}

function notice(
  kind: View["config"]["messages"]["fallbackNotices"][number],
  text: string,
  target: string,
  { config, name }: View,
): readonly string[] {
  if (!config.messages.fallbackNotices.includes(kind)) return [];
  return [`:${name} NOTICE ${target} :${text}`];
}

/** A tag's value can be anything, a line end too. */
const shown = (value: string): string => value.replace(/[\x00-\x1f\x7f]/g, " ");
