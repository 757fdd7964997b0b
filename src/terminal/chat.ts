/**
 * Chat: a visit with a person at a terminal. News become blocks above the line being typed.
 */
import type { News } from "../client/news.ts";
import { active } from "../client/state.ts";
import { completions } from "../client/completions.ts";
import { emojiNamed } from "../client/emoji.ts";
import type { Io } from "./io.ts";
import { beside, painter, wantsColour, writeLine } from "./paint.ts";
import type { Painted } from "./paint.ts";
import { Prompt } from "./prompt.ts";
import type { PromptOwner } from "./prompt.ts";
import { Teletype } from "./teletype.ts";
import type { Face, Visit } from "./visit.ts";
import { clock, inWords } from "./words.ts";

/** Runs until the person leaves; gives the exit code. */
export async function chat(
  visit: Visit,
  placeName: string,
  still: boolean,
  io: Io,
): Promise<number> {
  const paint = painter(wantsColour(io.env));
  const { state } = visit.session;
  /** Why it ended, told when the terminal is free again. */
  let failure = "";
  let countdown = "";

  const owner: PromptOwner = {
    line: (text) => visit.typed(text),
    quit: () => void visit.typed("/quit"),
    complete: (word, first) => completions(state, word, first, { emojiNamed }),
  };
  const prompt = still ? new Teletype(io, owner) : new Prompt(io, paint, owner);

  function print(...parts: Painted[]): void {
    prompt.print({ head: paint("dim", `${clock(io.now(), io.now())} `), text: beside(...parts) });
  }

  function show(): void {
    const here = active(state);
    prompt.prompt(`${here?.name ?? "(no room)"}> `);
    const waiting = state.outgoing.waiting.length;
    const lines = waiting === 1 ? "1 line waits" : `${waiting} lines wait`;
    prompt.status(countdown === "" || waiting === 0 ? countdown : `${countdown} ${lines}.`);
    prompt.draw();
  }

  const face: Face = {
    returns: true,
    distrusts: null,
    asks(account, why) {
      if (why !== "") print(paint("error", `! ${why}`));
      prompt.ask(`Password of ${account} (Enter alone: go on without):`, (secret) => {
        visit.do({ type: "password", password: secret === "" ? null : secret });
        show();
      });
    },
    told(news) {
      for (const each of news) tell(each);
      show();
    },
    notice(text) {
      print(paint("notice", text));
      show();
    },
    failed(text) {
      failure = text;
    },
    lost(reason) {
      print(paint("error", `* Connection lost (${reason}).`));
      show();
    },
    waiting(seconds) {
      countdown =
        seconds === 0
          ? "Connection lost. Trying again …"
          : `Connection lost. Trying again in ${seconds} s …`;
      show();
    },
  };

  function tell(news: News): void {
    if (news.type === "welcomed") countdown = "";
    // Why the server will not have us, the loss or the end of the connection says.
    if (news.type === "refused" && (news.what === "server" || news.what === "nick")) return;
    const view = { now: io.now(), here: active(state)?.name ?? null, nick: state.nick };
    for (const block of inWords(news, view, paint)) prompt.print(block);
  }

  const stopListening = io.onStop(() => void visit.typed("/quit"));
  countdown = `Connecting to ${placeName} …`;
  show();
  visit.start(face);
  const code = await visit.done;
  stopListening();
  countdown = "";
  for (const line of visit.session.unconfirmed) {
    print(paint("error", "! Not sent: "), paint("plain", line));
  }
  prompt.close();
  if (failure !== "") writeLine(io.stderr, failure);
  return code;
}
