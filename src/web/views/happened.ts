/** Happened: what else happened in a room, in words; comings and goings are drawn together. */
import type { Happened } from "../../client/timeline.ts";
import { texts } from "../texts.ts";

/** More than so many are counted. */
const namedMax = 4;

export function happenedWords(items: readonly Happened[]): string {
  const [only] = items;
  const came = nicksOf(items, ["joined"]);
  const left = nicksOf(items, ["parted", "quit"]);
  if (came.length + left.length === 0) {
    return only === undefined ? "" : (texts.happened(only.news) ?? "");
  }
  const parts: string[] = [];
  if (came.length > 0) parts.push(texts.joined(named(came), came.length));
  if (left.length > 0) parts.push(texts.left(named(left), left.length));
  return parts.join(" · ");
}

/** Whoever came and left again, or the other way round, is named where they ended up. */
function nicksOf(items: readonly Happened[], types: readonly string[]): string[] {
  const last = new Map<string, string>();
  for (const { news } of items) {
    if ("nick" in news && typeof news.nick === "string") last.set(news.nick, news.type);
  }
  return [...last].filter(([, type]) => types.includes(type)).map(([nick]) => nick);
}

function named(nicks: readonly string[]): string {
  // Isolated, so that a name of the other direction does not turn the sentence around.
  const isolated = nicks.map((nick) => `\u2068${nick}\u2069`);
  if (nicks.length <= namedMax) return texts.list(isolated);
  return texts.list([
    ...isolated.slice(0, namedMax - 1),
    texts.others(nicks.length - namedMax + 1),
  ]);
}
