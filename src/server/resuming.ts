/**
 * Resuming: a word by which a guest who comes again, by whichever node, is known to be the same,
 * and which of their connections goes on. Only a server that has the room's secret can have made
 * it. Beside registering.ts; it keeps nothing.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { SessionId, UserId } from "./state.ts";

export interface Resumed {
  readonly user: UserId;
  readonly session: SessionId;
}

/** It holds for as long as that user is there. */
export function resumeToken(secret: Uint8Array, { user, session }: Resumed): string {
  const said = `${user} ${session}`;
  return `${Buffer.from(said).toString("base64url")}.${proofOf(secret, said)}`;
}

/** undefined for what is none of ours. */
export function readResumeToken(secret: Uint8Array, token: string): Resumed | undefined {
  const [, encoded = "", proof = ""] = /^([\w-]{1,200})\.([\w-]{32})$/.exec(token) ?? [];
  const said = Buffer.from(encoded, "base64url").toString();
  if (proof === "" || !timingSafeEqual(Buffer.from(proof), Buffer.from(proofOf(secret, said))))
    return undefined;
  const [user = "", session = ""] = said.split(" ");
  return { user: Number(user), session };
}

const proofOf = (secret: Uint8Array, said: string): string =>
  createHmac("sha256", secret).update(`resume\0${said}`).digest("base64url").slice(0, 32);
