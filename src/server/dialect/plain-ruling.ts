/**
 * Plain ruling: the commands by which people at nc rule a room: /op, /voice, /ban, /mute. Each
 * takes back with a "-" before the nick. What /kick and /mode do stands in plain-commands.ts.
 */
import { message } from "../../protocol/message.ts";
import type { View } from "../dialect.ts";
import type { Session } from "../session.ts";
import { channelNamed, isMember, type User, userNamed } from "../state.ts";
import { type Asked, headAndTail, here, type PlainCommand, send, wrong } from "./plain-asking.ts";

const rank = (word: string, letter: string, does: string): PlainCommand => ({
  usage: `/${word} [-]NICK`,
  does,
  ask: here((room, text) => {
    const { off, nick } = wanted(text);
    return nick === ""
      ? wrong(`Whom? /${word} NICK`)
      : send("MODE", room, signed(off, letter), nick);
  }),
});

export const op = rank("op", "o", "make a person an operator; with - take it back");
export const voice = rank("voice", "v", "let a person speak where few may; with - not");

export const ban = shutting("ban", "", "put a person out for good; with - let them in again");
export const mute = shutting("mute", "m:", "let a person say nothing; with - speak again");

function shutting(word: string, type: "" | "m:", does: string): PlainCommand {
  const ask = (text: string, session: Session, view: View): Asked => {
    const { off, nick } = wanted(text);
    if (nick === "") return wrong(`Whom? /${word} NICK`);
    return (off ? opened : shut)(nick, type, session, view);
  };
  return {
    usage: `/${word} [-]NICK`,
    does,
    ask: (text, session, view) => here(() => ask(text, session, view))(text, session, view),
  };
}

function wanted(text: string): { off: boolean; nick: string } {
  const [word] = headAndTail(text);
  return word.startsWith("-") ? { off: true, nick: word.slice(1) } : { off: false, nick: word };
}

const signed = (off: boolean, letters: string): string => (off ? "-" : "+") + letters;

/** The masks by which a person may be shut out, the best first: an account is one person, a host
 * often; a nick can be changed. */
function masksOf(user: User | undefined, nick: string): string[] {
  const byNick = /[!@:*]/.test(nick) ? nick : `${nick}!*@*`;
  if (!user) return [byNick];
  const { account, host } = user;
  return [...(account === null ? [] : [`a:${account}`]), `*!*@${host}`, byNick];
}

function shut(nick: string, type: "" | "m:", { room, user: id }: Session, { state }: View): Asked {
  const user = userNamed(state, nick);
  const own = state.users.get(id)?.host;
  // Who comes from where one comes from oneself cannot be shut out by that.
  const [mask = nick] = masksOf(user, nick).filter((each) => each !== `*!*@${own}`);
  const channel = channelNamed(state, room);
  const present = type === "" && user && channel && isMember(channel, user);
  return {
    messages: [
      message("MODE", [room, "+b", type + mask]),
      ...(present ? [message("KICK", [room, user.nick, "Banned"])] : []),
    ],
  };
}

/** All that means the person, or is written so. */
function opened(nick: string, type: "" | "m:", { room }: Session, { state }: View): Asked {
  const masks = new Set(
    masksOf(userNamed(state, nick), nick).map((mask) => state.fold(type + mask)),
  );
  const held = (channelNamed(state, room)?.lists.b ?? []).filter(({ mask }) =>
    masks.has(state.fold(mask)),
  );
  if (held.length === 0) return wrong(`${nick} is not on the list; /mode b shows it`);
  return send("MODE", room, signed(true, "b".repeat(held.length)), ...held.map(({ mask }) => mask));
}
