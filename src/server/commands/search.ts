/** SEARCH: looks for words in what was said. draft/search (IRCv3, pull request 496). */
import { parseTags } from "../../protocol/tags.ts";
import { parseTimestamp } from "../../protocol/timestamp.ts";
import type { Command, Reader } from "../command.ts";
import { search as searchPast, type Sought } from "../past.ts";
import { refuse, type Refusal } from "../refusal.ts";
import { has } from "../session.ts";

const limitDefault = 50;

export const search: Command = {
  from: "registered",
  paramsMin: 0,
  heavy: true,
  help:
    "SEARCH <text=…;in=…;from=…;after=…;before=…;limit=…> — look for what was said, by any " +
    "of these; spaces are written \\s",
  answer(reader, params, user) {
    if (!has(reader.session, "draft/search"))
      return reader.refuse(refuse("unknownCommand", "SEARCH"));
    const sought = parse(reader, params.join(" "));
    if ("reason" in sought) return reader.refuse(sought);
    reader.replay({ type: "search", asked: true }, searchPast(reader, user, sought));
  },
};

/** Attributes are written as tags are. */
function parse({ state, host }: Reader, attributes: string): Sought | Refusal {
  const given = parseTags(attributes);
  if (given.size === 0) return refuse("searchInvalid", "*");
  const most = state.rules.limits.historyPageLinesMax;
  const wrong: string[] = [];
  const time = (name: string): number | undefined => {
    const text = given.get(name);
    const parsed = text === undefined ? undefined : parseTimestamp(text.replace("timestamp=", ""));
    if (text !== undefined && parsed === undefined) wrong.push(name);
    return parsed;
  };
  for (const name of given.keys()) if (!known.has(name)) wrong.push(name);
  const limit = given.get("limit") ?? String(Math.min(limitDefault, most));
  if (!/^[0-9]{1,9}$/.test(limit) || Number(limit) === 0) wrong.push("limit");
  const [after, before] = [time("after"), time("before")];
  if (wrong.length > 0) return refuse("searchInvalid", wrong.join(","));
  return {
    text: given.get("text") ?? "",
    place: given.get("in"),
    nick: given.get("from"),
    after,
    before: before ?? host.now(),
    count: Math.min(Number(limit), most),
    // "If after is specified, messages SHOULD be searched from that time. Otherwise … from the
    // before time."
    from: after === undefined ? "newest" : "oldest",
  };
}

const known = new Set(["in", "from", "after", "before", "text", "limit"]);
