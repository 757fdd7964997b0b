/** Front: stands before a server as a proxy does, and can act as if another version had been
 * installed there: another service worker, and files of the old one gone. */
import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Test } from "../process/banter.ts";

export interface Front {
  readonly port: number;
  /** From now on. @param gone what is not there any more, by path */
  release(gone: RegExp): void;
}

export async function front(t: Test, port: number): Promise<Front> {
  let gone: RegExp | undefined;
  const server = createServer((asked, answer) => {
    if (gone?.test(asked.url ?? "")) answer.writeHead(404).end();
    else void pass(asked, answer, port, gone);
  });
  server.on("upgrade", (asked: IncomingMessage, socket, head: Buffer) => {
    const inner = connect(port, "127.0.0.1");
    const lines = asked.rawHeaders.flatMap((name, at, all) =>
      at % 2 === 0 ? [`${name}: ${all[at + 1]}`] : [],
    );
    inner.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
    inner.write(head);
    socket.pipe(inner).pipe(socket);
    for (const each of [socket, inner]) each.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    release: (files) => (gone = files),
  };
}

/** The browser itself keeps nothing of it: what is still there, the page's worker has kept. */
async function pass(asked: IncomingMessage, answer: ServerResponse, port: number, gone?: RegExp) {
  const { method, url = "", headers } = asked;
  const plain = { ...headers, "accept-encoding": "identity", "if-none-match": "" };
  const inner = request({ port, method, path: url, headers: plain });
  asked.pipe(inner);
  try {
    const [response] = (await once(inner, "response")) as [IncomingMessage];
    const { "content-length": _, ...rest } = response.headers;
    const whole = Buffer.concat(await response.toArray());
    answer.writeHead(response.statusCode ?? 500, { ...rest, "cache-control": "no-store" });
    answer.end(
      gone === undefined ? whole : ofAnother(url, whole.toString("latin1"), gone),
      "latin1",
    );
  } catch {
    answer.destroy();
  }
}

/** Each build has another worker, which names the files of that build. */
function ofAnother(url: string, text: string, gone: RegExp): string {
  if (url === "/worker.js") return text.replace(/banter-[0-9a-f]{12}/, "banter-anotherbuild");
  if (url !== "/assets.json") return text;
  return JSON.stringify((JSON.parse(text) as string[]).filter((file) => !gone.test(file)));
}
