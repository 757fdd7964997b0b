/**
 * Connecting: to NATS, as the configuration has it; and whether what went wrong may pass by itself.
 * Beneath nats.ts.
 */
import { readFileSync } from "node:fs";
import {
  type ConnectionOptions,
  connect,
  credsAuthenticator,
  errors,
  type NatsConnection,
} from "@nats-io/transport-node";
import type { ClusterConfig } from "../../config/cluster.ts";
import { wordsOf } from "./fault.ts";

export type Connection = NatsConnection;

/** It will not pass by itself: one of us does not trust the other, or has the wrong settings. */
export class Refused extends Error {}

/** Rejects with Refused, and with other errors while a server is only not there. */
export async function connectionTo(settings: ClusterConfig): Promise<Connection> {
  const options = optionsFor(settings);
  try {
    return await connect(options);
  } catch (error) {
    const words = wordsOf(error);
    if (undefinedError.test(words)) throw new Error("it closes the connection", { cause: error });
    // Of a certificate; after that comes Node's advice to its own users.
    if (!mayPass(error)) throw new Refused(words.split("; if ")[0]);
    if (!(options.tls && error instanceof errors.TimeoutError)) throw error;
    const hint = "NATS' own log says if it refuses our certificate";
    throw new Error(`${words} (${hint})`, { cause: error });
  }
}

function mayPass(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { readonly code?: unknown; readonly cause?: unknown };
  const { code: inner } = (cause ?? {}) as { readonly code?: unknown };
  return (
    error instanceof errors.TimeoutError ||
    error instanceof errors.ClosedConnectionError ||
    passing.has(String(code ?? inner)) ||
    wordsOf(error) === "connection refused"
  );
}

/** So NATS' client tells of a connection that was closed before it was open. */
const undefinedError = /provided an undefined error/;

const passing: ReadonlySet<string> = new Set(
  "ECONNREFUSED ECONNRESET EHOSTUNREACH ENETUNREACH ETIMEDOUT ENOTFOUND EAI_AGAIN EPIPE".split(" "),
);

function optionsFor(settings: ClusterConfig): ConnectionOptions {
  const { servers, credentials, user, password } = settings;
  const { tlsCa, tlsCertificate, tlsKey } = settings;
  const files = {
    ...(tlsCa !== undefined && { caFile: tlsCa }),
    ...(tlsCertificate !== undefined && { certFile: tlsCertificate }),
    ...(tlsKey !== undefined && { keyFile: tlsKey }),
  };
  const asked = Object.keys(files).length > 0 || servers.some((each) => each.startsWith("tls:"));
  return {
    name: `banter ${settings.node}`,
    servers: servers.map((each) => each.replace(/^(?:nats|tls):\/\//, "")),
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 100,
    // So that a line that is dead without a word is noticed within seconds.
    pingInterval: 2_000,
    maxPingOut: 2,
    timeout: 5_000,
    ignoreAuthErrorAbort: true,
    // A stack for each request costs more than the rest of it.
    noAsyncTraces: true,
    ...(asked && { tls: files }),
    ...(user !== undefined && { user }),
    ...(password !== undefined && { pass: password }),
    ...(credentials !== undefined && {
      authenticator: credsAuthenticator(readCredentials(credentials)),
    }),
  };
}

function readCredentials(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Refused(`cluster.credentials: ${wordsOf(error)}`);
  }
}

/** Whether several of its servers may come to have different messages, once one of them has been
 * halted for some seconds: 2.9.10 did after 3 to 20 halts, 2.10.27 and 2.15.1 after none of 26. */
export const mayDiffer = (version: string): boolean => /^(?:[01]|2\.[0-9])\./.test(version);
