/**
 * Signals: what the process is told from outside while the server runs: SIGHUP to take up its
 * configuration, SIGINT and SIGTERM to end. Beside the journey.
 */
import type { Config } from "./config.ts";
import { isQuiet } from "./console.ts";
import type { Server } from "./server.ts";
import type { Listener } from "./transport.ts";

export interface Running {
  readonly server: Server;
  readonly listeners: readonly Listener[];
  readonly node: {
    readonly store: { close(): void };
    /** Of a cluster: its people go to the others. */
    leave(server: Server): Promise<void>;
  };
  readonly config: () => Config;
  readonly print: (line: string) => void;
  /** Says goodbye to the local network, where it was told of the room. */
  readonly unannounce: () => Promise<unknown>;
}

export function obeySignals(running: Running): void {
  const { server, print } = running;
  let ending = false;
  process.on("SIGHUP", () => void server.host.reload().then((lines) => lines.forEach(print)));
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      // Who asks twice does not want to wait for those who read slowly.
      if (ending) end(running);
      ending = true;
      void stop(running);
    });
}

/** Everybody reads a goodbye, as far as they read at all. */
async function stop(running: Running): Promise<void> {
  const { server, listeners, config } = running;
  await running.node.leave(server);
  setTimeout(() => end(running), config().limits.shutdownMs);
  server.stop("The server is ending");
  await Promise.all([running.unannounce(), ...listeners.map((listener) => listener.close())]);
  await server.door.empty();
  end(running);
}

function end({ node, config, print }: Running): never {
  node.store.close();
  if (!isQuiet(config())) print("Goodbye.");
  process.exit(0);
}
