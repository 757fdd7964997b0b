/** SASL for tests: what a client says, in the form of the wire. */
import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import type { Config } from "../src/server/config.ts";
import { journey } from "./journey.ts";
import { type DeepPartial, TestRoom } from "./room.ts";
import assert from "node:assert/strict";
import { decodeBase64, decodeText, encodeText, formatPlain } from "../src/protocol/sasl.ts";
import {
  clientFinal,
  clientFirst,
  readServerFirst,
  type ScramCrypto,
} from "../src/protocol/scram.ts";

/** With the account alice, whose password is "correct horse". */
export async function roomWithAlice(config: DeepPartial<Config> = {}): Promise<TestRoom> {
  const room = new TestRoom(config);
  const maker = `
    maker comes draft/account-registration
    maker > REGISTER alice * :correct horse
    maker << REGISTER SUCCESS alice
    maker goes`;
  await journey(room, maker);
  return room;
}

export async function withAlice(transcript: string, config: DeepPartial<Config> = {}) {
  const room = await roomWithAlice(config);
  await journey(room, transcript);
  room.close();
}

/** The capabilities that such a peer is offered, each with what stands behind its "=". */
export async function offers(
  version: string,
  config: DeepPartial<Config> = {},
  peer: Parameters<TestRoom["connect"]>[0] = {},
): Promise<Map<string, string | undefined>> {
  const room = new TestRoom(config);
  const comer = room.connect(peer);
  comer.write(`CAP LS ${version}\r\n`);
  await room.settled();
  const lines = [...comer.take().matchAll(/^:\S+ CAP \* LS (?:\* )?:?(.*)\r$/gm)];
  room.close();
  const words = lines.flatMap(([, list = ""]) => list.trim().split(" "));
  return new Map(
    words.map((word) => {
      const [, name = "", value] = /^([^=]+)(?:=(.*))?$/.exec(word) ?? [];
      return [name, value];
    }),
  );
}

/** PLAIN's one response; a short one. */
export const plainResponse = (account: string, password: string, authzid = ""): string =>
  formatPlain({ authzid, authcid: account, password }).toBase64();

export const base64 = (text: string): string => encodeText(text).toBase64();

const sha: ScramCrypto = {
  hash: (data) => createHash("sha256").update(data).digest(),
  hmac: (key, data) => createHmac("sha256", key).update(data).digest(),
};

/** A client that logs in by SCRAM-SHA-256, response by response. */
export class ScramClient {
  readonly first;
  private readonly password: string;
  /** What the server must say at the end. */
  expected = "";

  constructor(user: string, password: string, nonce = "clientNonce") {
    this.first = clientFirst(user, nonce);
    this.password = password;
  }

  get opening(): string {
    return this.first.message.toBase64();
  }

  /** @param challenge the server's first message, as it came in AUTHENTICATE */
  answer(challenge: string): string {
    const asked = readServerFirst(this.first, decodeBase64(challenge) ?? new Uint8Array(0));
    assert.ok(!("fault" in asked), "the server's first message is wrong");
    const salted = pbkdf2Sync(this.password, asked.salt, asked.iterations, 32, "sha256");
    const { message, expected } = clientFinal(this.first, asked.text, salted, sha);
    this.expected = expected.toBase64();
    return message.toBase64();
  }
}

/** The salt and iterations of a server's first message. */
export const saltIn = (challenge: string): string =>
  /,(s=.*)$/.exec(decodeText(decodeBase64(challenge) ?? new Uint8Array(0)) ?? "")?.[1] ?? "";
