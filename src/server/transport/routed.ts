/**
 * Routed: a request's body as it comes, and an answer that may be long, each no faster than the
 * other side takes it. Behind http.ts. It knows no route.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { RoutedAnswer } from "../transport.ts";

/** The peer is told to send it when somebody begins to take it. */
export async function* bodyOf(
  request: IncomingMessage,
  response: ServerResponse,
): AsyncGenerator<Uint8Array> {
  if (request.headers.expect?.toLowerCase() === "100-continue") response.writeContinue();
  // Not by its own iterator: whoever stops early would break the connection before the answer.
  for (;;) {
    const bytes = request.read() as Buffer | null;
    if (bytes !== null) yield bytes;
    else if (request.readableEnded || request.complete) return;
    else await more(request);
  }
}

/** Resolves when there may be more, or the end; throws when the peer has gone. */
function more(request: IncomingMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    const gone = (): void => settle(() => reject(new Error("the peer has gone")));
    const ready = (): void => settle(resolve);
    const settle = (then: () => void): void => {
      request.off("readable", ready).off("end", ready).off("close", gone);
      then();
    };
    if (request.destroyed) return gone();
    request.on("readable", ready).on("end", ready).on("close", gone);
  });
}

/** @param otherwise headers that it has unless the answer says otherwise */
export async function sendRouted(
  response: ServerResponse,
  method: string | undefined,
  { status, headers, body }: RoutedAnswer,
  otherwise: Readonly<Record<string, string>>,
): Promise<void> {
  response.shouldKeepAlive = false;
  response.statusCode = status;
  for (const [name, value] of Object.entries({ ...otherwise, ...headers }))
    response.setHeader(name, value);
  const whole = typeof body === "string" || body instanceof Uint8Array;
  if (whole && status !== 204) response.setHeader("Content-Length", Buffer.byteLength(body));
  response.setHeader("Connection", "close");
  if (method === "HEAD" || status === 204) return void response.end();
  if (whole) return void response.end(body);
  for await (const bytes of body) {
    if (response.destroyed) return;
    if (!response.write(bytes)) await taken(response);
  }
  response.end();
}

/** Resolves when the peer has taken what it was given, or has gone. */
function taken(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off("drain", done).off("close", done).off("error", done);
      resolve();
    };
    response.on("drain", done).on("close", done).on("error", done);
  });
}
