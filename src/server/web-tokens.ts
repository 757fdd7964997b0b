/**
 * Web tokens: signed words by which a web service knows who somebody is here: JSON Web Tokens
 * (RFC 7519) with HMAC-SHA256. Beside host.ts; what is said in them is the command's business.
 */
import { createHmac } from "node:crypto";
import type { WebServiceConfig } from "./config/web-services.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64url");

const header = base64(JSON.stringify({ alg: "HS256", typ: "JWT" }));

/** @param now milliseconds since the epoch */
export function webToken(
  { secret, seconds }: WebServiceConfig,
  claims: object,
  now: number,
): string {
  const exp = Math.floor(now / 1_000) + seconds;
  const said = `${header}.${base64(JSON.stringify({ exp, ...claims }))}`;
  return `${said}.${createHmac("sha256", secret).update(said).digest("base64url")}`;
}
