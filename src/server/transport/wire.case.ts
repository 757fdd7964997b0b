/** For the transport's tests: a real peer on loopback, and a receiver that writes down what it
 * hears. Both are waited for by what they have heard, never by time. */

import { connect, type Socket } from "node:net";
import type { TestContext } from "node:test";
import type { Accept, Connection, Listener, Page, Receiver } from "../transport.ts";
import { listen, type ListenOptions } from "./listener.ts";

/** Something that grows, and can be waited for. */
class Heard {
  text = "";
  private waiters: { satisfied: () => boolean; done: () => void }[] = [];

  changed(): void {
    const ready = this.waiters.filter(({ satisfied }) => satisfied());
    this.waiters = this.waiters.filter((waiter) => !ready.includes(waiter));
    for (const { done } of ready) done();
  }

  when(satisfied: () => boolean): Promise<void> {
    if (satisfied()) return Promise.resolve();
    return new Promise((done) => void this.waiters.push({ satisfied, done }));
  }

  until(words: string): Promise<void> {
    return this.when(() => this.text.includes(words));
  }
}

/** The server's side: "(silent)" and "(closed: …)" stand in the text where they were told. */
export class Told extends Heard implements Receiver {
  readonly connection: Connection;
  closings = 0;
  onReceived: ((told: Told) => void) | undefined = undefined;

  constructor(connection: Connection) {
    super();
    this.connection = connection;
  }

  silent(): void {
    this.text += "(silent)";
    this.changed();
  }

  received(bytes: Buffer): void {
    const { framing } = this.connection;
    this.text += framing === "line" ? bytes.toString("latin1") : `[${bytes.toString()}]`;
    this.onReceived?.(this);
    this.changed();
  }

  closed(reason: string): void {
    this.closings++;
    this.text += `(closed: ${reason})`;
    // What every receiver does; a peer that has turned to HTTP or TLS must not be hurt by it.
    this.connection.write(Buffer.from("too late"));
    this.connection.end();
    this.changed();
  }
}

/** Opens a listener that closes, with all its peers, when the test is over. */
export async function open(
  t: TestContext,
  options: Partial<ListenOptions> = {},
): Promise<{ gate: Gate; listener: Listener; peer: () => Promise<Wire> }> {
  const gate = new Gate();
  const listener = await listen({ ...defaults, ...options }, gate.accept);
  const wires: Wire[] = [];
  t.after(async () => {
    await listener.close();
    for (const wire of wires) wire.socket.destroy();
    for (const { connection } of gate.told) connection.end(true);
  });
  const peer = async (): Promise<Wire> => {
    const wire = await dial(listener.port);
    wires.push(wire);
    return wire;
  };
  return { gate, listener, peer };
}

/** Accepts, and hands out whom it has accepted in their order. */
export class Gate extends Heard {
  readonly told: Told[] = [];
  private given = 0;
  readonly accept: Accept = (connection) => {
    const told = new Told(connection);
    this.told.push(told);
    this.changed();
    return told;
  };

  async next(): Promise<Told> {
    const at = this.given++;
    await this.when(() => this.told.length > at);
    return this.told[at]!;
  }
}

/** The peer's side. */
export class Wire extends Heard {
  readonly socket: Socket;
  ended = false;
  closed = false;
  error: NodeJS.ErrnoException | undefined = undefined;

  constructor(socket: Socket) {
    super();
    this.socket = socket;
    socket.on("data", (bytes: Buffer) => {
      this.text += bytes.toString("latin1");
      this.changed();
    });
    socket.on("end", () => {
      this.ended = true;
      this.changed();
    });
    socket.on("error", (error) => (this.error = error));
    socket.on("close", () => {
      this.closed = this.ended = true;
      this.changed();
    });
  }

  /** Resolves when the other side has finished; all that it said has then been heard. */
  async end(): Promise<string> {
    await this.when(() => this.ended);
    return this.text;
  }

  write(data: string | Uint8Array): this {
    this.socket.write(data);
    return this;
  }

  /** Writes in pieces, each as far as loopback allows in a segment of its own: cut at the given
   * offsets, or after every byte. */
  async dribble(data: string | Uint8Array, cuts?: readonly number[]): Promise<void> {
    const bytes = Buffer.from(data as Uint8Array);
    const ends = [...(cuts ?? bytes.keys()), bytes.length];
    for (const [at, end] of ends.entries()) {
      const piece = bytes.subarray(at === 0 ? 0 : ends[at - 1], end);
      await new Promise<void>((sent) => this.socket.write(piece, () => sent()));
      await new Promise(setImmediate);
    }
  }
}

async function dial(port: number): Promise<Wire> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true, allowHalfOpen: true });
  const wire = new Wire(socket);
  await new Promise((resolve) => socket.once("connect", resolve));
  return wire;
}

export const page: Page = ({ method, path, secure }) => ({
  status: 200,
  headers: { "Content-Type": "text/plain" },
  body: `page ${method} ${path} ${secure ? "secure" : "clear"}`,
});

/** Never greets unless told to: a test that is slow must not be greeted by surprise. */
export const defaults: ListenOptions = {
  address: "127.0.0.1",
  port: 0,
  http: true,
  websocket: true,
  proxyFrom: [],
  websocketOrigins: [],
  page,
  silentGreetingMs: 60_000,
};
