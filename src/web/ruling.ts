/** Ruling: what whoever keeps order in a room may do about somebody. */
import type { ClientState, Member } from "../client/state.ts";
import { dialogTexts } from "./dialog-texts.ts";

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
    { letter: "i", words: dialogTexts().inviteOnly },
    { letter: "R", words: dialogTexts().accountsOnly },
    { letter: "s", words: dialogTexts().secret },
    { letter: "m", words: dialogTexts().moderated },
    { letter: "M", words: dialogTexts().accountsSpeak },
    { letter: "n", words: dialogTexts().insiders },
    { letter: "t", words: dialogTexts().topicLocked },
  ];
  return all.filter(({ letter }) => known.includes(letter));
}

export function rulingsOn({ nick, prefixes }: Member): Ruling[] {
  return [
    prefixes.includes("@")
      ? { words: dialogTexts().takeOp, line: `/deop ${nick}` }
      : { words: dialogTexts().giveOp, line: `/op ${nick}` },
    prefixes.includes("+")
      ? { words: dialogTexts().takeVoice, line: `/devoice ${nick}` }
      : { words: dialogTexts().giveVoice, line: `/voice ${nick}` },
    { words: dialogTexts().mute, line: `/mode +b m:${nick}!*@*` },
    { words: dialogTexts().kick, line: `/kick ${nick}` },
    { words: dialogTexts().ban, line: `/ban ${nick}`, after: `/kick ${nick}` },
  ];
}
