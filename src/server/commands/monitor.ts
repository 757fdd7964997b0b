/** MONITOR: asks to be told when people come and go. ircv3 monitor. */
import { numerics } from "../../protocol/numerics.ts";
import { joinWords } from "../../protocol/text.ts";
import { type Command, type Reader, split } from "../command.ts";
import { tellPresent } from "../metadata-sync.ts";
import { mayBeNick } from "../naming.ts";
import { refuse } from "../refusal.ts";
import { fullMask, type User, userNamed } from "../state.ts";

export const monitor: Command = {
  from: "registered",
  paramsMin: 1,
  heavy: true,
  help: "MONITOR <+|-|C|L|S> [<nick>{,<nick>}] — be told when these people come and go",
  answer(reader, [modifier = "", targets], user) {
    const { session } = reader;
    const { watches } = reader.host;
    switch (modifier.toUpperCase()) {
      case "+":
        return targets ? add(reader, split(targets), user) : tooFew(reader);
      case "-":
        if (!targets) return tooFew(reader);
        for (const nick of split(targets)) watches.remove(session, reader.state.fold(nick));
        return;
      case "C":
        return watches.forget(session);
      case "L":
        tell(reader, numerics.RPL_MONLIST, [...watches.of(session).values()]);
        return reader.reply(numerics.RPL_ENDOFMONLIST, "End of MONITOR list");
      case "S":
        return tellPresence(reader, [...watches.of(session).values()], user);
      default:
        reader.refuse(refuse("unknownSubcommand", "MONITOR", modifier));
    }
  },
};

const tooFew = (reader: Reader): void => reader.refuse(refuse("needMoreParams", "MONITOR"));

/** "Targets already in the list MUST NOT be added again"; what cannot be a nick never comes. */
function add(reader: Reader, nicks: readonly string[], viewer: User): void {
  const { state, session } = reader;
  const { watches } = reader.host;
  const { monitorTargetsMax } = state.rules.limits;
  const added = new Map<string, string>();
  const left: string[] = [];
  for (const nick of nicks) {
    const key = state.fold(nick);
    if (!mayBeNick(state, nick)) continue;
    if (!watches.of(session).has(key)) {
      if (watches.of(session).size >= monitorTargetsMax) {
        left.push(nick);
        continue;
      }
      watches.add(session, key, nick);
    }
    added.set(key, nick);
  }
  tellPresence(reader, [...added.values()], viewer);
  const most = String(monitorTargetsMax);
  for (const line of joinWords(left, bytesMax, ","))
    reader.refuse(refuse("monitorListFull", most, line));
}

/** 730 for those who are here, with what they say of themselves; 731 for the others. */
function tellPresence(reader: Reader, nicks: readonly string[], viewer: User): void {
  const here: string[] = [];
  const present: User[] = [];
  const away: string[] = [];
  for (const nick of nicks) {
    const user = userNamed(reader.state, nick);
    if (user) {
      here.push(fullMask(user));
      present.push(user);
    } else away.push(nick);
  }
  tell(reader, numerics.RPL_MONONLINE, here);
  tell(reader, numerics.RPL_MONOFFLINE, away);
  for (const user of present) tellPresent(reader, user, viewer);
}

/** What a line holds beside source, numeric, nick, and the words at the end of 734. */
const bytesMax = 350;

function tell({ reply }: Reader, numeric: string, targets: readonly string[]): void {
  for (const line of joinWords(targets, bytesMax, ",")) reply(numeric, line);
}
