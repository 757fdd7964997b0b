/**
 * Plain: raw lines, the protocol of the report: what is typed is sent, what comes is printed.
 * At a terminal or as a filter. Servers of this kind greet without a newline, so what has come of
 * a line is shown when nothing follows for a moment.
 */
import type { Place } from "./dial.ts";
import { placeName } from "./dial.ts";
import { flushed, readLines } from "./filter.ts";
import type { Io } from "./io.ts";
import { Link } from "./link.ts";
import { beside, painter, wantsColour, writeLine } from "./paint.ts";
import type { Painted } from "./paint.ts";
import { PlainLines } from "./plain-lines.ts";
import { Prompt } from "./prompt.ts";
import type { PromptOwner } from "./prompt.ts";
import { Teletype } from "./teletype.ts";

/** Longer than the pause within one line, shorter than one notices. */
const quietMs = 200;
/** After the end of stdin: how long answers are waited for. */
const farewellQuietMs = 500;

interface PlainFace {
  came(line: string): void;
  notice(text: string): void;
  lost(reason: string): boolean;
  waiting(seconds: number): void;
  opened(): void;
  drained(): void;
}

/** The link, and the lines on it. */
class PlainVisit {
  readonly link: Link;
  readonly #io: Io;
  readonly #face: PlainFace;
  #lines = new PlainLines();
  #cancelQuiet: () => void = () => undefined;
  /** Called when nothing has come for a while. */
  onQuiet: () => void = () => undefined;

  constructor(place: Place, io: Io, face: PlainFace) {
    this.#io = io;
    this.#face = face;
    this.link = new Link(place, io, {
      opened: (stranger) => {
        if (stranger !== null) face.notice(`certificate nobody vouches for: SHA-256 ${stranger}`);
        this.#lines = new PlainLines();
        face.opened();
      },
      received: (chunk) => this.#received(chunk),
      drained: () => face.drained(),
      lost: (reason) => {
        this.flush();
        return face.lost(reason);
      },
      waiting: (seconds) => face.waiting(seconds),
    });
  }

  /** What has come of an unfinished line is shown as one. */
  flush(): void {
    this.#cancelQuiet();
    const rest = this.#lines.flush();
    if (rest !== null) this.#face.came(rest);
  }

  /** Waits for the next pause in what comes, or the first if nothing comes. */
  awaitQuiet(ms: number): void {
    this.#cancelQuiet();
    this.#cancelQuiet = this.#io.after(ms, () => {
      this.flush();
      this.onQuiet();
    });
  }

  #received(chunk: Buffer): void {
    for (const line of this.#lines.push(chunk)) this.#face.came(line);
    this.awaitQuiet(quietMs);
  }
}

/** At a terminal. */
export async function plainChat(
  place: Place,
  first: readonly string[],
  still: boolean,
  io: Io,
): Promise<number> {
  const paint = painter(wantsColour(io.env));
  const { promise, resolve } = Promise.withResolvers<number>();
  const waiting: string[] = [];
  let before = false;
  let up = false;
  let failure = "";

  const visit = new PlainVisit(place, io, {
    came(line) {
      print(paint("plain", line));
      prompt.draw();
    },
    notice(text) {
      print(paint("notice", text));
      prompt.draw();
    },
    opened() {
      if (before) print(paint("dim", "* Back again."));
      before = true;
      up = true;
      visit.link.settled();
      prompt.status("");
      for (const line of first) visit.link.write(`${line}\n`);
      for (const line of waiting.splice(0)) send(line);
      prompt.draw();
    },
    lost(reason) {
      if (!before) {
        failure = reason;
        resolve(1);
        return false;
      }
      // A further try that fails is told by the next countdown alone.
      if (up) print(paint("error", `* Connection lost (${reason}).`));
      up = false;
      return true;
    },
    waiting(seconds) {
      const again = seconds === 0 ? "Trying again …" : `Trying again in ${seconds} s …`;
      prompt.status(`Connection lost. ${again}`);
      prompt.draw();
    },
    drained: () => undefined,
  });

  const owner: PromptOwner = {
    line(text) {
      if (text === "/quit") leave();
      else if (visit.link.open) send(text);
      else wait(text);
      return true;
    },
    quit: leave,
    complete: () => [],
  };
  const prompt = still ? new Teletype(io, owner) : new Prompt(io, paint, owner);

  function print(...parts: Painted[]): void {
    prompt.print({ head: paint("plain", ""), text: beside(...parts) });
  }
  function send(line: string): void {
    visit.link.write(`${line}\n`);
    print(paint("plain", "<"), paint("own", "You"), paint("plain", `> ${line}`));
  }
  function wait(line: string): void {
    waiting.push(line);
    print(paint("dim", `<You> ${line}  (not sent yet)`));
  }
  function leave(): void {
    visit.link.end(() => resolve(0));
  }

  const stopListening = io.onStop(leave);
  prompt.prompt("> ");
  prompt.status(`Connecting to ${placeName(place)} …`);
  prompt.draw();
  visit.link.connect();
  const code = await promise;
  stopListening();
  for (const line of waiting) print(paint("error", "! Not sent: "), paint("plain", line));
  prompt.close();
  if (failure !== "") writeLine(io.stderr, failure);
  return code;
}

/** Without a terminal. */
export async function plainFilter(
  place: Place,
  first: readonly string[],
  follow: boolean,
  io: Io,
): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const waiting: string[] = [];
  let ended = false;
  let before = false;

  const complain = (text: string): void => writeLine(io.stderr, text);
  const leave = (code: number): void => visit.link.end(() => resolve(code));

  const visit: PlainVisit = new PlainVisit(place, io, {
    came: (line) => writeLine(io.stdout, line),
    notice: complain,
    opened() {
      before = true;
      visit.link.settled();
      for (const line of first) visit.link.write(`${line}\n`);
      for (const line of waiting.splice(0)) send(line);
      if (ended) finish();
    },
    lost(reason) {
      complain(before ? `Connection lost (${reason}).` : reason);
      if (before && follow) return true;
      resolve(1);
      return false;
    },
    waiting: () => undefined,
    drained: () => void (ended || io.stdin.resume()),
  });

  function send(line: string): void {
    if (!visit.link.write(`${line}\n`)) io.stdin.pause();
    writeLine(io.stdout, `<You> ${line}`);
  }
  /** Such a server confirms nothing: what it still says is read until it pauses. */
  function finish(): void {
    if (follow) return;
    visit.onQuiet = () => leave(0);
    visit.awaitQuiet(farewellQuietMs);
  }

  const stopReading = readLines(
    io,
    (line) => (visit.link.open ? send(line) : void waiting.push(line)),
    () => {
      ended = true;
      if (visit.link.open) finish();
    },
  );
  const stopListening = io.onStop(() => leave(0));
  io.stdout.on("error", () => leave(0));
  io.stderr.on("error", () => undefined);
  visit.link.connect();
  const code = await promise;
  visit.flush();
  stopListening();
  stopReading();
  await flushed(io);
  return code;
}
