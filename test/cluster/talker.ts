/**
 * Talker: somebody who talks in the lobby, hears what is said there, and comes in by the next node
 * when the connection ends. All that it has heard is written down, for the judgement.
 */
import { connect, type Socket } from "node:net";

/** What somebody has read over one connection, in the order in which it came. */
export interface Heard {
  readonly who: string;
  /** The texts that talkers have said, with the msgid of each. */
  readonly said: { readonly text: string; readonly msgid: string }[];
}

export interface Stage {
  /** The ports of the nodes, in the order in which this one tries them. */
  readonly ports: () => readonly number[];
  /** Something has been heard. */
  readonly heard: (text: string) => void;
}

const pauseMs = 15;
const againMs = 200;

export class Talker {
  readonly name: string;
  readonly heards: Heard[] = [];
  /** What it has said and heard again. */
  readonly acknowledged: string[] = [];
  /** The longest that it has waited from saying something to hearing it, milliseconds. */
  waitedMsMax = 0;
  private readonly stage: Stage;
  private readonly first: number;
  private socket: Socket | undefined;
  private connections = 0;
  /** Since it last was in: where it belongs is tried first. */
  private tries = 0;
  private isHome = true;
  private count = 0;
  private waits = { text: "", since: 0 };
  private over = false;

  constructor(name: string, first: number, stage: Stage) {
    this.name = name;
    this.first = first;
    this.stage = stage;
    this.come();
  }

  private come(): void {
    if (this.over) return;
    const ports = this.stage.ports();
    const port = ports[(this.first + this.tries) % ports.length] as number;
    this.isHome = this.tries % ports.length === 0;
    this.tries += 1;
    const nick = `${this.name}x${this.connections}`;
    this.connections += 1;
    const heard: Heard = { who: nick, said: [] };
    this.heards.push(heard);
    const socket = connect(port, "127.0.0.1");
    this.socket = socket;
    let rest = "";
    const send = (line: string): void => void socket.write(`${line}\r\n`);
    send("CAP REQ :echo-message message-tags");
    send(`NICK ${nick}`);
    send(`USER ${nick} 0 * :${nick}`);
    send("CAP END");
    send("JOIN #lobby");
    socket.on("data", (bytes: Buffer) => {
      const lines = (rest + bytes.toString()).split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.line(line, heard, send);
    });
    socket.on("error", () => {});
    socket.on("close", () => void setTimeout(() => this.come(), againMs));
  }

  private line(line: string, heard: Heard, send: (line: string) => void): void {
    if (line.startsWith("PING ")) return send(`PONG ${line.slice(5)}`);
    if (line.includes(" 366 ")) {
      this.tries = 0;
      return this.say(send);
    }
    // Not that its words have been refused, but that it tries again until they are not.
    if (/ 400 \S+ /.test(line)) return void setTimeout(() => this.saySame(send), againMs);
    const said = /^@(?:\S*;)?msgid=([^; ]+)\S* :(\S+?)!\S+ PRIVMSG #lobby :(\S+)$/.exec(line);
    if (said === null) return;
    const [, msgid = "", by, text = ""] = said;
    heard.said.push({ text, msgid });
    this.stage.heard(text);
    if (by !== heard.who || text !== this.waits.text) return;
    this.acknowledged.push(text);
    this.waitedMsMax = Math.max(this.waitedMsMax, performance.now() - this.waits.since);
    setTimeout(() => this.say(send), pauseMs);
  }

  /** What had no answer when the connection ended may have been said or not: it is not repeated. */
  private say(send: (line: string) => void): void {
    if (this.over) return;
    this.count += 1;
    this.waits = { text: `${this.name}-${this.count}`, since: performance.now() };
    this.saySame(send);
  }

  private saySame(send: (line: string) => void): void {
    if (!this.over) send(`PRIVMSG #lobby :${this.waits.text}`);
  }

  /** Comes in again where it did first. */
  goHome(): void {
    if (!this.isHome) this.socket?.end("QUIT\r\n");
  }

  stop(): void {
    this.over = true;
    this.socket?.end("QUIT\r\n");
  }
}
