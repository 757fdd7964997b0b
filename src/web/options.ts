/** Options: how the session is to begin; some of it is known only later, or changes. */
import type { Credentials } from "../client/login.ts";
import type { SessionOptions } from "../client/session.ts";
import type { ScramClient } from "../protocol/scram.ts";

export class Options implements SessionOptions {
  nick = "";
  readonly username = "web";
  realname = "";
  rooms: readonly string[] = [];
  /** Asked for at first: a screen full and some. */
  readonly historyLines = 100;
  readonly attentive = true;
  readonly pushes = "PushManager" in globalThis;
  /** One was in before, and comes back. */
  returning = false;
  declare credentials: Credentials;
  declare password: string;
  /** Loaded when somebody logs in. */
  declare scram: ScramClient;

  /** At first one is told that a name is taken; who comes back takes another one rather. */
  get nickFixed(): boolean {
    return !this.returning;
  }

  nonce(): string {
    return [...crypto.getRandomValues(new Uint8Array(18))]
      .map((byte) => byte.toString(36))
      .join("");
  }
}
