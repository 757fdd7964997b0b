/** Ruling: what whoever keeps order in a room may do about somebody. */
import type { ClientState, Member } from "../client/state.ts";
import { texts } from "./texts.ts";

export interface Ruling {
  readonly words: string;
  /** The command that does it. */
  readonly line: string;
  /** And what is done after it. */
  readonly after?: string;
}

/** What a room can be told to be, where the server knows the mode. */
export function rulesOf({ isupport }: ClientState): { letter: string; words: string }[] {
  const known = (isupport.get("CHANMODES") ?? "").split(",")[3] ?? "";
  const all = [
    { letter: "i", words: texts.inviteOnly },
    { letter: "m", words: texts.moderated },
    { letter: "t", words: texts.topicLocked },
    { letter: "R", words: texts.accountsOnly },
    { letter: "s", words: texts.secret },
  ];
  return all.filter(({ letter }) => known.includes(letter));
}

export function rulingsOn({ nick, prefixes }: Member): Ruling[] {
  return [
    prefixes.includes("@")
      ? { words: texts.takeOp, line: `/deop ${nick}` }
      : { words: texts.giveOp, line: `/op ${nick}` },
    prefixes.includes("+")
      ? { words: texts.takeVoice, line: `/devoice ${nick}` }
      : { words: texts.giveVoice, line: `/voice ${nick}` },
    { words: texts.mute, line: `/mode +b m:${nick}!*@*` },
    { words: texts.kick, line: `/kick ${nick}` },
    { words: texts.ban, line: `/ban ${nick}`, after: `/kick ${nick}` },
  ];
}
