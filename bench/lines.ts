/** Lines: one quiet connection that reads and writes lines, for what the C program does not do. */
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export class Lines {
  readonly #socket: Socket;
  #rest = "";
  #lines: string[] = [];
  #wake: () => void = () => {};
  #closed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      const parts = (this.#rest + chunk).split("\n");
      this.#rest = parts.pop() ?? "";
      for (const part of parts) this.#lines.push(part.replace(/\r$/, ""));
      this.#wake();
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      this.#closed = true;
      this.#wake();
    });
  }

  /** Undefined, after a moment, when nobody listens there (yet). */
  static async open(port: number): Promise<Lines | undefined> {
    const socket = connect(port, "127.0.0.1");
    const open = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    if (open) return new Lines(socket);
    await sleep(1);
    return undefined;
  }

  send(...lines: string[]): void {
    this.#socket.write(lines.map((line) => `${line}\r\n`).join(""));
  }

  /** All lines up to the first one that `is`, that one included; undefined when it never comes. */
  async until(is: (line: string) => boolean, msMax = 10_000): Promise<string[] | undefined> {
    const read: string[] = [];
    const end = performance.now() + msMax;
    for (;;) {
      for (let line = this.#lines.shift(); line !== undefined; line = this.#lines.shift()) {
        read.push(line);
        if (line.startsWith("PING ")) this.send(line.replace("PING", "PONG"));
        if (is(line)) return read;
      }
      if (this.#closed || !(await this.#more(end))) return undefined;
    }
  }

  /** Whether anything at all has come within the time. */
  async firstByte(msMax: number): Promise<boolean> {
    const end = performance.now() + msMax;
    while (this.#lines.length === 0 && this.#rest === "")
      if (this.#closed || !(await this.#more(end))) return false;
    return true;
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Waits for bytes or the end of the connection; false when the time is over. */
  async #more(end: number): Promise<boolean> {
    const left = end - performance.now();
    if (left <= 0) return false;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), left);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = () => {};
        resolve(true);
      };
    });
  }
}
