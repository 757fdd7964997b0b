/** Visit: one connection of a talker, from coming in to its end, whatever ends it. */
import { connect, type Socket } from "node:net";
import type { Heard, Place, Said, Talker } from "./talker.ts";

const pauseMs = 40;
const againMs = 200;
/** Longer than a cluster may take to choose another leader: then the line is dead. */
const answerMsMax = 40_000;
const connectMsMax = 3_000;
const secret = "secret-word";
const pageLines = 100;

export class Visit {
  readonly place: Place;
  isIn = false;
  private awaits: Omit<Said, "heardAt"> | undefined;
  private readonly talker: Talker;
  private readonly socket: Socket;
  private readonly number: number;
  private heard: Heard;
  /** The pages that it missed have been read. */
  private hasPages = false;
  private page = 0;
  private newest: string | undefined;
  private patience: NodeJS.Timeout | undefined;

  constructor(talker: Talker, place: Place, number: number) {
    this.talker = talker;
    this.place = place;
    this.number = number;
    this.heard = { who: talker.name, said: [] };
    this.socket = connect(place.port, place.address);
    let rest = "";
    this.socket.on("data", (bytes: Buffer) => {
      const lines = (rest + bytes.toString()).split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.line(line);
    });
    this.socket.on("error", () => {});
    this.socket.on("close", () => {
      clearTimeout(this.patience);
      this.isIn = false;
      this.awaits = undefined;
      talker.hasLeft();
    });
    const { name } = talker;
    this.send("CAP REQ :echo-message message-tags server-time batch draft/chathistory");
    if (talker.hasAccount) this.send(`PASS ${name}:${secret}`);
    this.send(`NICK ${name}`, `USER ${name} 0 * :${name}`, "CAP END");
    this.socket.once("connect", () => this.wait());
    this.wait(connectMsMax);
  }

  get isIdle(): boolean {
    return this.isIn && !this.awaits && (this.hasPages || !this.talker.isMember);
  }

  leave(): void {
    this.isIn = false;
    this.socket.end("QUIT\r\n");
    this.wait();
  }

  private send(...lines: string[]): void {
    this.socket.write(lines.map((line) => `${line}\r\n`).join(""));
  }

  /** For an answer, but not for ever. */
  private wait(msMax = answerMsMax): void {
    clearTimeout(this.patience);
    this.patience = setTimeout(() => void this.socket.destroy(), msMax);
  }

  private line(line: string): void {
    const [, tags = "", source = "", command = "", rest = ""] =
      /^(?:@(\S+) )?(?::(\S+) )?(\S+) ?(.*)$/.exec(line) ?? [];
    const nick = source.split("!", 1)[0] ?? "";
    switch (command) {
      case "PING":
        return this.send(`PONG ${rest}`);
      case "433":
        if (!this.isIn) this.rename();
        return;
      case "001":
        return this.send("JOIN #lobby");
      case "366":
        return this.comeIn();
      case "REGISTER":
        this.talker.hasAccount = rest.startsWith("SUCCESS");
        return this.ask();
      case "400":
        return this.refused();
      case "NOTICE":
        if (rest.includes("The other servers cannot be reached")) this.talker.told += 1;
        return;
      case "BATCH":
        if (rest.startsWith("-")) this.turnPage();
        return;
      case "FAIL":
      case "JOIN":
      case "QUIT":
      case "PART":
        if (nick !== this.heard.who) this.talker.stage.seen(this.heard.who, line);
        return;
      case "PRIVMSG":
        return this.said(new Map(tags.split(";").map(pair)), nick, rest.replace(/^\S+ :/, ""));
    }
  }

  private rename(): void {
    const who = `${this.talker.name}_${this.number}`;
    this.heard = { who, said: [] };
    this.send(`NICK ${who}`);
  }

  private comeIn(): void {
    const { talker } = this;
    clearTimeout(this.patience);
    this.isIn = true;
    talker.heards.push(this.heard);
    talker.isIn();
    if (!talker.isMember) return this.talk();
    if (!talker.hasAccount) this.send(`REGISTER * * :${secret}`);
    else this.ask();
  }

  private ask(): void {
    const after = this.talker.readTo === undefined ? "*" : `msgid=${this.talker.readTo}`;
    this.page = 0;
    this.send(`CHATHISTORY ${after === "*" ? "LATEST" : "AFTER"} #lobby ${after} ${pageLines}`);
    this.wait();
  }

  private turnPage(): void {
    if (this.page === pageLines && this.talker.readTo !== undefined) return this.ask();
    this.hasPages = true;
    this.talker.readTo = this.newest ?? this.talker.readTo;
    this.talk();
  }

  /** Says the next, unless it is to be quiet, or waits for an answer. */
  readonly talk = (): void => {
    const { talker } = this;
    if (!this.isIn || this.awaits || talker.isQuiet) return;
    this.awaits = { text: talker.nextText(), saidAt: Date.now() };
    this.send(`PRIVMSG #lobby :${this.awaits.text}`);
    this.wait();
  };

  /** Not said: it is said again until it is not refused. */
  private refused(): void {
    const { talker, awaits } = this;
    talker.told += 1;
    if (!this.isIn) setTimeout(() => this.send("JOIN #lobby"), againMs);
    if (!awaits) return;
    clearTimeout(this.patience);
    if (talker.isQuiet) this.awaits = undefined;
    else setTimeout(() => this.again(awaits.text), againMs);
  }

  private again(text: string): void {
    if (this.awaits?.text !== text) return;
    this.awaits = { text, saidAt: Date.now() };
    this.send(`PRIVMSG #lobby :${text}`);
    this.wait();
  }

  private said(tags: ReadonlyMap<string, string>, by: string, text: string): void {
    const { talker, awaits } = this;
    const msgid = tags.get("msgid");
    talker.read.add(text);
    if (tags.has("batch")) {
      this.page += 1;
      talker.readTo = msgid;
      return;
    }
    this.heard.said.push(text);
    this.newest = msgid;
    if (this.hasPages) talker.readTo = msgid;
    if (by !== this.heard.who || text !== awaits?.text) return;
    clearTimeout(this.patience);
    this.awaits = undefined;
    talker.hearsItself({ ...awaits, heardAt: Date.now() });
    setTimeout(this.talk, pauseMs);
  }
}

const pair = (tag: string): [string, string] => {
  const [key = "", value = ""] = tag.split("=", 2);
  return [key, value];
};
