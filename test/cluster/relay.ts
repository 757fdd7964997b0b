/** Relay: the network between a node and a NATS server. Cut, it carries nothing and says nothing of
 * that, as a network does whose cable is out. */
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

export class Relay {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private isCut = false;
  port = 0;

  async open(to: number): Promise<void> {
    this.server = createServer((near) => this.carry(near, connect(to, "127.0.0.1")));
    await once(this.server.listen(0, "127.0.0.1"), "listening");
    this.port = (this.server.address() as { port: number }).port;
  }

  private carry(near: Socket, far: Socket): void {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(from);
      from.on("data", (bytes: Buffer) => void (this.isCut || to.write(bytes)));
      from.on("error", () => {});
      from.on("close", () => {
        this.sockets.delete(from);
        if (!this.isCut) to.destroy();
      });
    }
  }

  cut(): void {
    this.isCut = true;
  }

  /** What was on the way when it was cut is lost, and with it those connections. */
  heal(): void {
    this.isCut = false;
    for (const socket of this.sockets) socket.destroy();
  }

  close(): void {
    this.server?.close();
    for (const socket of this.sockets) socket.destroy();
  }
}
