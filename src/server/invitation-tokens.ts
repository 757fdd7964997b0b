/**
 * Invitation tokens: an invitation as a word that only this server can have made, and that says by
 * itself where to, until when and for how many. Beside the journey; it keeps nothing.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { type Invitation, invitationPrefix } from "./invitations.ts";

const idBytes = 6;
const proofBytes = 12;
const minuteMs = 60_000;

/** @param id of six random bytes */
export function invitationToken(
  secret: Uint8Array,
  id: Uint8Array,
  { room, until, uses }: Pick<Invitation, "room" | "until" | "uses">,
): string {
  const head = Buffer.alloc(idBytes + 6);
  head.set(id.subarray(0, idBytes));
  head.writeUInt32BE(Math.ceil(until / minuteMs), idBytes);
  head.writeUInt16BE(uses, idBytes + 4);
  const said = Buffer.concat([head, Buffer.from(room)]);
  return invitationPrefix + Buffer.concat([said, proofOf(secret, said)]).toString("base64url");
}

/** What follows a "." is a word of the holder's own choice, by which they are known again.
 * undefined for what is no invitation of ours; its end and its count are for the state to judge. */
export function readInvitation(secret: Uint8Array, token: string): Invitation | undefined {
  const [, encoded = "", holder] = /^inv-([\w-]{32,300})(?:\.([\w-]{8,64}))?$/.exec(token) ?? [];
  const bytes = Buffer.from(encoded, "base64url");
  if (bytes.length < idBytes + 6 + proofBytes) return undefined;
  const said = bytes.subarray(0, -proofBytes);
  if (!timingSafeEqual(proofOf(secret, said), bytes.subarray(-proofBytes))) return undefined;
  return {
    id: said.toString("base64url", 0, idBytes),
    until: said.readUInt32BE(idBytes) * minuteMs,
    uses: said.readUInt16BE(idBytes + 4),
    room: said.toString("utf8", idBytes + 6),
    holder: holder ?? null,
  };
}

const proofOf = (secret: Uint8Array, said: Uint8Array): Uint8Array =>
  createHmac("sha256", secret).update("invitation\0").update(said).digest().subarray(0, proofBytes);
