/** PRIVMSG: saying something to a channel or a person; NOTICE and TAGMSG share its rules.
 * RFC 2812 §3.3.1, message-tags. */
import type { Limits } from "../../protocol/limits.ts";
import type { Message } from "../../protocol/message.ts";
import { channelModes, rankOf, ranks } from "../../protocol/modes.ts";
import { byteLength, cut } from "../../protocol/text.ts";
import { allowedTags, clientTags } from "../client-tags.ts";
import { type Command, type Outcome, split } from "../command.ts";
import type { Who } from "../event.ts";
import { fitLines } from "../multiline.ts";
import { whoIs } from "../outcomes.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { Entry, Request, RequestOf, SayKind } from "../request.ts";
import { objectionToTelling, objectionToWords } from "../access.ts";
import { serviceNamed, tellService } from "../services.ts";
import type { Session } from "../session.ts";
import { channelNamed, fullMask, seesChannel, type State, type User, userNamed } from "../state.ts";

export const privmsg: Command = {
  from: "registered",
  paramsMin: 0,
  help: "PRIVMSG <target>{,<target>} :<text> — say something to a channel or a person",
  ask: (session, params, message, limits) =>
    say(session, "PRIVMSG", params, message, limits).filter(isForUsers),
  // What is said to a service is heard by nobody else, and kept nowhere.
  answers: ([targets]) => split(targets).some((target) => serviceNamed(target) !== undefined),
  answer(reader, [targets, text = ""], user) {
    if (text === "") return;
    for (const target of split(targets)) {
      const service = serviceNamed(target);
      if (service) tellService(reader, user, service, text);
    }
  },
  decide: {
    say(state, asked, by) {
      const entry = withAllowedTags(state, asked);
      if (entry === undefined) return [];
      const { target } = entry.request;
      const [, signs = "", name = ""] = /^([~&@%+]*)(#.*)$/s.exec(target) ?? [];
      if (name === "") return sayTo(state, entry, by);
      return sayInChannel(state, entry, by, name, signs === "" ? "" : lowestRank(signs));
    },
  },
};

/** Not for a service, which is no user. */
export const isForUsers = (asked: Request | Refusal): boolean =>
  asked.type !== "say" || serviceNamed(asked.target) === undefined;

/** STATUSMSG; of several signs the lowest says how far down it goes. */
const lowestRank = (signs: string): string =>
  [...ranks].findLast((rank) => signs.includes(channelModes[rank]?.prefix ?? " ")) ?? "";

/** One request for each target. */
export function say(
  session: Session,
  kind: SayKind,
  [targets, text]: readonly string[],
  message: Message,
  limits: Limits,
): readonly (Request | Refusal)[] {
  if (targets === undefined || targets === "") return [refuse("noRecipient", kind)];
  if (kind !== "TAGMSG" && (text === undefined || text === "")) return [refuse("noTextToSend")];
  const each = split(targets);
  if (each.length === 0) return [refuse("noRecipient", kind)];
  if (each.length > limits.targetsPerCommandMax) return [refuse("tooManyTargets", targets)];
  const tags = clientTags(session, message);
  return each.map((target) => ({ type: "say", kind, target, text: text ?? "", tags }));
}

/** undefined: all that it had to tell is denied. */
function withAllowedTags(state: State, entry: Entry<RequestOf<"say">>): typeof entry | undefined {
  const { tags, kind } = entry.request;
  const allowed = allowedTags(state.rules, tags);
  if (allowed === tags) return entry;
  if (kind === "TAGMSG" && Object.keys(allowed).length === 0) return undefined;
  return { ...entry, request: { ...entry.request, tags: allowed } };
}

function sayInChannel(
  state: State,
  { session, request, time }: Entry<RequestOf<"say">>,
  by: User,
  name: string,
  rank: string,
): readonly Outcome[] {
  const channel = channelNamed(state, name);
  if (!channel) return [refuse("noSuchChannel", name)];
  const objection = objectionToWords(state, channel, by, request, Math.max(state.time, time));
  if (objection !== undefined && objection !== "held")
    return [seesChannel(by, channel) ? objection : refuse("noSuchChannel", name)];
  const { kind, tags } = request;
  const to = { channel: channel.name, key: channel.key, ...hearersOf(rank, objection) };
  const said = fitting(state, by, `${rank && "@"}${channel.name}`, request);
  return [{ type: "said", who: whoIs(by), kind, ...said, tags, session, to }];
}

/** What of the text fits the line that others will read; so what is heard is what is kept. Of what
 * is said in several lines nothing is lost: there may be a line more. */
export function fitting(
  state: State,
  by: Pick<Who, "nick" | "username" | "host">,
  target: string,
  { kind, text, joints }: Pick<RequestOf<"say">, "kind" | "text" | "joints">,
) {
  const around = `:${fullMask(by)} ${kind} ${target} :\r\n`;
  const bytesMax = state.rules.limits.lineBytesMax - byteLength(around);
  return joints === undefined
    ? { text: cut(text, bytesMax) }
    : fitLines({ text, joints }, bytesMax);
}

/** What is held back is for half-operators and above, if it was not meant for fewer anyway. */
const hearersOf = (rank: string, objection: "held" | undefined) =>
  objection === "held" && rankOf(rank) > rankOf("h")
    ? { rank: "h", held: true as const }
    : { rank };

function sayTo(
  state: State,
  { session, request }: Entry<RequestOf<"say">>,
  by: User,
): readonly Outcome[] {
  const user = userNamed(state, request.target);
  if (!user) return [refuse("noSuchNick", request.target)];
  const objection = objectionToTelling(user, by);
  if (objection) return [objection];
  const { kind, tags } = request;
  const to = { user: whoIs(user), away: user.away };
  const said = fitting(state, by, user.nick, request);
  return [{ type: "said", who: whoIs(by), kind, ...said, tags, session, to }];
}
