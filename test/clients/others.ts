/** Whoever else is in the room: nc, and a page that speaks IRC over WebSocket. */
import { spawn } from "node:child_process";
import { Program, type Test } from "../process/banter.ts";
import { Watched } from "../process/watched.ts";

/** The real nc; what is typed goes to its input. */
export async function netcat(t: Test, port: number, nick: string): Promise<Program> {
  const program = new Program(spawn("nc", ["127.0.0.1", String(port)]));
  t.after(() => program.stop("SIGKILL"));
  await program.out.until(/Welcome to this chatroom!\n[^]*You are in #lobby/);
  program.child.stdin?.write(`/nick ${nick}\n`);
  await program.out.until(new RegExp(`You are ${nick} now`));
  return program;
}

export class WebPerson {
  readonly heard = new Watched();
  private readonly socket: WebSocket;

  constructor(t: Test, port: number, nick: string) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/`, ["text.ircv3.net"]);
    this.socket.addEventListener("message", ({ data }) => this.heard.add(`${String(data)}\r\n`));
    this.socket.addEventListener("close", () => this.heard.end());
    this.socket.addEventListener("open", () => {
      this.say(`NICK ${nick}`, `USER ${nick} 0 * :${nick} of Test`, "JOIN #lobby");
    });
    t.after(() => this.socket.close());
  }

  say(...lines: readonly string[]): void {
    for (const line of lines) this.socket.send(line);
  }
}
