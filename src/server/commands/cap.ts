/** CAP: negotiates capabilities. ircv3 capability-negotiation. */
import { capabilityNames, changed, holds, isCapability } from "../../protocol/capabilities.ts";
import { message } from "../../protocol/message.ts";
import { byteLength, joinWords } from "../../protocol/text.ts";
import type { Command, Reader } from "../command.ts";
import { isAware } from "../metadata-words.ts";
import { has } from "../session.ts";
import { isPolicy, offersTo } from "../offers.ts";
import { refuse } from "../refusal.ts";

const names = capabilityNames.toSorted();

export const cap: Command = {
  from: "anyone",
  paramsMin: 1,
  help: "CAP <LS|LIST|REQ|END> — negotiate capabilities",
  answer(reader, [subcommand = "", param]) {
    switch (subcommand.toUpperCase()) {
      case "LS":
        return list(reader, param);
      case "LIST":
        return listEnabled(reader);
      case "REQ":
        return request(reader, param ?? "");
      case "END":
        return end(reader);
      default:
        reader.refuse(refuse("invalidCapCommand", subcommand));
    }
  },
};

function list(reader: Reader, version: string | undefined): void {
  const { session } = reader;
  if (session.user === 0) session.negotiating = true;
  const asked = Number(version) || 0;
  session.capVersion = Math.max(session.capVersion, asked);
  // Whoever knows 302 is told of new capabilities without asking.
  if (session.capVersion >= 302)
    session.capabilities = changed(session.capabilities, "cap-notify", true);
  // The answer is as this one asks, whatever has been asked before.
  const values = asked >= 302;
  const words: string[] = [];
  for (const [name, value] of offersTo(reader.config, session)) {
    if (value !== true && values) words.push(`${name}=${value}`);
    else if (values || !isPolicy(name)) words.push(name);
  }
  if (values) return tell(reader, "LS", words, asked);
  // Several lines are what 302 brought ("MUST NOT send these new features"): drafts make room.
  const [line = ""] = joinWords([...words].sort(draftsLast), bytesMax);
  answer(reader, "LS", line);
}

const draftsLast = (a: string, b: string): number =>
  Number(a.startsWith("draft/")) - Number(b.startsWith("draft/"));

function listEnabled(reader: Reader): void {
  const { session } = reader;
  const enabled = names.filter((name) => has(session, name));
  tell(reader, "LIST", enabled, session.capVersion);
}

function tell(reader: Reader, verb: string, words: readonly string[], version: number): void {
  for (const params of capLines(words, version >= 302)) answer(reader, verb, ...params);
}

const bytesMax = 400; // beside the source, a long nick and the verb

/** What follows the verb in each of as many lines as needed; all but the last are marked, for
 * those who know 302 ("MUST have a parameter containing only an asterisk"). */
export function capLines(words: readonly string[], marked: boolean): string[][] {
  const lines = joinWords(words, bytesMax);
  if (lines.length === 0) lines.push("");
  return lines.map((line, n) => (marked && n < lines.length - 1 ? ["*", line] : [line]));
}

function answer({ session, send, host, state }: Reader, verb: string, ...params: string[]): void {
  const nick = state.users.get(session.user)?.nick ?? "*";
  send(message("CAP", [nick, verb, ...params], host.name));
}

/** All or nothing (ircv3 "CAP REQ"). */
function request(reader: Reader, list: string): void {
  const { session, config } = reader;
  if (session.user === 0) session.negotiating = true;
  const offers = offersTo(config, session);
  let wanted = session.capabilities;
  const known = list.split(" ").every((word) => {
    if (word === "") return true;
    const off = word.startsWith("-");
    const name = off ? word.slice(1) : word;
    if (!isCapability(name)) return false;
    // What is no more can be given up.
    if (isPolicy(name) || (!off && !offers.has(name))) return false;
    // cap-notify stays with those who know 302, as the specification has it.
    if (off && name === "cap-notify" && session.capVersion >= 302) return false;
    wanted = changed(wanted, name, !off);
    return true;
  });
  // "Servers MUST NOT accept these requests": of the two drafts of metadata.
  const both = holds(wanted, "draft/metadata-2") && holds(wanted, "draft/metadata-3");
  const granted = known && !both;
  const aware = isAware(session);
  // As it was sent, as long as that fits a line.
  const lines = byteLength(list) > bytesMax ? joinWords(list.split(/ +/), bytesMax) : [list];
  for (const line of lines) answer(reader, granted ? "ACK" : "NAK", line);
  // "MUST NOT change the capabilities of the client until the last ACK of the set has been sent".
  if (granted) session.capabilities = wanted;
  // "If a client removes this capability or the batch capability" (metadata).
  if (aware && !isAware(session)) session.metadata?.subscriptions.clear();
}

function end({ session, host }: Reader): void {
  if (session.user !== 0) return;
  session.negotiating = false;
  host.register(session);
}
