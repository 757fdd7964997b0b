/**
 * Filter: a visit without a terminal. Lines of stdin are said in the room, what others say there
 * goes to stdout, everything else to stderr. Ends when stdin has ended and all is confirmed.
 */
import { StringDecoder } from "node:string_decoder";
import type { News } from "../client/news.ts";
import { same } from "../client/state.ts";
import { rest } from "./io.ts";
import type { Io } from "./io.ts";
import { painter } from "./paint.ts";
import type { Face, Visit } from "./visit.ts";

/** Lines that wait before stdin is left alone, and from which on it is read again. */
const waitingMost = 200;
const waitingFew = 50;

/** Runs until the end; gives the exit code. */
export async function filter(visit: Visit, room: string, follow: boolean, io: Io): Promise<number> {
  const paint = painter(false);
  const { session } = visit;
  let failed = false;
  let ended = false;
  /** The server's time of our first coming: what it kept from before is not "what is said". */
  let since: number | null = null;

  const complain = (text: string): void => void io.stderr.write(`${paint("plain", text)}\n`);

  function tell(news: News): void {
    switch (news.type) {
      case "said":
        if (news.own) return;
        if (news.private) return complain(`<${news.nick} to you> ${news.text}`);
        if (!same(session.state, news.room, room)) return;
        if (news.history && (since === null || news.at < since)) return;
        io.stdout.write(
          news.manner === "action"
            ? `${paint("plain", `* ${news.nick} ${news.text}`)}\n`
            : `${paint("plain", `<${news.nick}> ${news.text}`)}\n`,
        );
        return;
      case "joined":
        if (news.own && news.again) complain(`Back in ${news.room}.`);
        if (news.own) since ??= news.at;
        return;
      case "kicked":
        if (news.own) return give(`put out of ${news.room} by ${news.by}: ${news.reason}`);
        return;
      case "refused":
        if (news.what === "room") return give(news.text);
        // Of the nick and the server the visit speaks when it ends.
        if (news.what === "nick" || news.what === "server") return;
        failed ||= news.what === "line";
        return complain(news.line === null ? news.text : `${news.text}: not said: ${news.line}`);
      case "unconfirmed":
        failed = true;
        return complain(`the server has not confirmed: ${news.text}`);
      default:
    }
  }

  const give = (text: string): void => visit.end(1, text);

  function proceed(): void {
    const { waiting } = session.state.outgoing;
    if (!ended && waiting.length > waitingMost) io.stdin.pause();
    else if (!ended && waiting.length < waitingFew) io.stdin.resume();
    if (ended && !follow && session.idle) leave(failed ? 1 : 0);
  }

  function leave(code: number): void {
    if (code === 0) visit.typed("/quit");
    else visit.end(code);
  }

  const face: Face = {
    returns: follow,
    distrusts: null,
    asks: null,
    told(news) {
      for (const each of news) tell(each);
      proceed();
    },
    notice: complain,
    failed: complain,
    lost: (reason) => complain(`Connection lost (${reason}). Trying again …`),
    waiting: () => undefined,
  };

  const stopReading = readLines(
    io,
    (line) => visit.say(room, line),
    () => {
      ended = true;
      proceed();
    },
  );
  const stopListening = io.onStop(() => void visit.typed("/quit"));
  // Whoever reads us has gone (EPIPE): nothing is left to do, and nobody to tell.
  let gone = false;
  io.stdout.on("error", () => {
    gone = true;
    visit.typed("/quit");
  });
  io.stderr.on("error", () => undefined);
  visit.start(face);
  const code = await visit.done;
  stopListening();
  stopReading();
  const lost = session.unconfirmed;
  if (lost.length > 0 && !gone && session.state.before) {
    complain(`not confirmed: ${lost.length === 1 ? lost[0] : `${lost.length} lines`}`);
  }
  await flushed(io);
  return code;
}

/** Reads stdin line by line, whatever it is; the last line needs no newline. */
export function readLines(io: Io, line: (text: string) => void, end: () => void): () => void {
  const decoder = new StringDecoder("utf8");
  let held = "";
  const take = (text: string): void => {
    const clean = text.replace(/^\uFEFF/, "").replace(/\r$/, "");
    if (clean.trim() !== "") line(clean);
  };
  const onData = (chunk: Buffer | string): void => {
    const lines = (held + (typeof chunk === "string" ? chunk : decoder.write(chunk))).split("\n");
    held = lines.pop() ?? "";
    for (const each of lines) take(each);
  };
  const onEnd = (): void => {
    take(held + decoder.end());
    held = "";
    end();
  };
  io.stdin.on("data", onData);
  io.stdin.on("end", onEnd);
  return () => {
    io.stdin.off("data", onData);
    io.stdin.off("end", onEnd);
    rest(io.stdin);
  };
}

/** Everything written to stdout has left the process, or never will. */
export function flushed(io: Io): Promise<void> {
  return new Promise((resolve) => {
    io.stdout.write("", () => resolve());
  });
}
