/** *playback: the history for clients that know it from ZNC: PLAY, LIST and CLEAR. Whoever has its
 * capability keeps the time of the last message read, and asks for what came after.
 * https://wiki.znc.in/Playback */
import { compileMask } from "../../protocol/mask.ts";
import { split } from "../command.ts";
import { personKey } from "../history-keys.ts";
import { type Past, pageOf, pastNamed, targetsOf } from "../past.ts";
import type { Asking, Service } from "../services.ts";
import { isChannelName } from "../state.ts";
import { markOf } from "../traces.ts";

/** Conversations and channels of which it knows at once. */
const buffersMax = 200;

export const playback: Service = {
  about: "Plays what was said before",
  verb: "PRIVMSG",
  commands: {
    CLEAR: {
      from: "anyone",
      paramsMin: 1,
      help: "CLEAR <buffer(s)> — what is there now is played no more",
      run: (asking, params) => clear(asking, params[0] ?? ""),
    },
    LIST: {
      from: "anyone",
      paramsMin: 0,
      help: "LIST [<buffer(s)>] — what there is, with the times of the first and the last message",
      run: (asking, params) => list(asking, params[0] ?? "*"),
    },
    PLAY: {
      from: "anyone",
      paramsMin: 1,
      help: "PLAY <buffer(s)> [<from>] [<to>] — play them; * for all, times as seconds since 1970",
      run: play,
    },
  },
};

/** A channel or a conversation, and from when on there is anything for this person. */
interface Buffer {
  readonly past: Past;
  readonly clearedAt: number;
}

/** Those in which something was said after that time, which was said last first.
 * @param wanted names with wildcards, separated by commas */
function buffersOf({ reader, user }: Asking, wanted: string, after: number): Buffer[] {
  const { state } = reader;
  const masks = split(wanted).map((mask) => compileMask(mask, state.fold));
  const asked = {
    after,
    before: Number.MAX_SAFE_INTEGER,
    count: buffersMax,
    from: "newest",
  } as const;
  const person = personKey(state.fold, user);
  return targetsOf(reader, user, asked).flatMap(({ name }) => {
    const past = masks.some((matches) => matches(name)) && pastNamed(reader, user, name);
    return past ? [{ past, clearedAt: markOf(state, person, "cleared", name) ?? 0 }] : [];
  });
}

/** What was said at the first time has been read already, by whoever kept its time. */
function play(asking: Asking, [wanted = "", from, to]: readonly string[]): void {
  const { reader, user, say } = asking;
  const [after, until] = [timeOf(from ?? "0"), timeOf(to ?? "9999999999")];
  if (after === undefined || until === undefined)
    return say("Times are seconds since 1970, such as 1795370400.123");
  const buffers = buffersOf(asking, wanted, after);
  // Of each its last lines, so that all together are not too many.
  const most = reader.state.rules.limits.historyPageLinesMax;
  const count = Math.max(Math.floor(most / Math.max(buffers.length, 1)), 1);
  for (const { past, clearedAt } of buffers) {
    const events = pageOf(reader, user, past, {
      after: { time: Math.max(after, clearedAt) },
      before: { time: until + 1 },
      count,
      from: "newest",
      events: false,
    });
    reader.replay({ target: past.name }, events);
  }
}

function list(asking: Asking, wanted: string): void {
  const { reader, user, say } = asking;
  for (const { past, clearedAt } of buffersOf(asking, wanted, 0)) {
    const end = (from: "oldest" | "newest") =>
      pageOf(reader, user, past, { after: { time: clearedAt }, count: 1, from, events: false })[0];
    const [first, last] = [end("oldest"), end("newest")];
    if (first && last) say(`${past.name} ${seconds(first.time)} ${seconds(last.time)}`);
  }
}

function clear(asking: Asking, wanted: string): void {
  const buffers = buffersOf(asking, wanted, 0).map(({ past }) => past.name);
  const channels = buffers.filter(isChannelName).length;
  const [first, ...others] = buffers;
  const words =
    `[${channels}] channel and [${buffers.length - channels}] query buffers matching ` +
    `[${wanted}] have been cleared`;
  if (first === undefined) return asking.say(words);
  const at = asking.reader.host.now();
  for (const target of others) asking.ask({ type: "mark", kind: "cleared", target, at });
  asking.ask({ type: "mark", kind: "cleared", target: first, at }, words);
}

/** Milliseconds; undefined for what is no number of seconds. */
const timeOf = (text: string): number | undefined =>
  /^\d{1,11}(\.\d{1,9})?$/.test(text) ? Math.floor(Number(text) * 1_000 + 0.5) : undefined;

const seconds = (time: number): string => (time / 1_000).toFixed(3);
