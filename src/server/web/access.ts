/**
 * Access: on whose behalf an HTTP request comes, by what its Authorization says: the token of a
 * device, or of a session that is here (Bearer); an account with its password (Basic). Beside
 * web.ts. RFC 6750, RFC 7617.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { saslprep } from "../../protocol/saslprep.ts";
import { isUsable } from "../account.ts";
import { nobodysHash } from "../credentials.ts";
import { looksLikeDeviceToken, ownerOfToken } from "../device-tokens.ts";
import type { Server } from "../server.ts";
import { accountNamed, type User, type UserId } from "../state.ts";
import type { RoutedRequest } from "../transport.ts";

export interface Asker {
  /** null: somebody who is here without one. */
  readonly account: string | null;
  /** For counting. */
  readonly key: string;
}

/** Of one session: as long as it may go on to upload before it asks for another. */
export const sessionTokenMs = 3_600_000;
/** To come in beside a guest: it is used at once. */
const besideTokenMs = 60_000;

export class Access {
  private readonly server: Server;

  constructor(server: Server) {
    this.server = server;
  }

  /** undefined: nobody that we know. */
  async askerOf(request: RoutedRequest): Promise<Asker | undefined> {
    const { authorization = "" } = request.headers;
    const [, scheme = "", word = ""] = /^(\w+) +(\S+)$/.exec(String(authorization)) ?? [];
    if (scheme.toLowerCase() === "bearer") return this.bearer(word);
    if (scheme.toLowerCase() !== "basic") return undefined;
    const said = Buffer.from(word, "base64").toString();
    const colon = said.indexOf(":");
    return this.basic(request.address, said.slice(0, Math.max(colon, 0)), said.slice(colon + 1));
  }

  private bearer(token: string): Asker | undefined {
    const { state, options } = this.server;
    const owner = ownerOfToken(state, token, options.now());
    if (owner) return isUsable(owner.account) ? known(owner.account.name) : undefined;
    return this.ofSession(token);
  }

  private async basic(address: string, name: string, password: string): Promise<Asker | undefined> {
    const { state, options, host } = this.server;
    const account = accountNamed(state, name);
    if (looksLikeDeviceToken(password)) {
      const asker = this.bearer(password);
      return asker && account?.name === asker.account ? asker : undefined;
    }
    if (!host.logins.mayGuess({ address }, name)) return undefined;
    host.logins.guessedWrong({ address }, name);
    const prepared = saslprep(password);
    const kept = account?.credentials.passwordHash;
    const right = await options
      .verifyPassword(prepared ?? "", kept ?? nobodysHash)
      .catch(() => false);
    if (!right || prepared === undefined || !kept || !account || !isUsable(account))
      return undefined;
    host.logins.notWrong({ address }, name);
    return known(account.name);
  }

  // ── Tokens of sessions ────────────────────────────────────────────────────────────────────

  /** For whoever has a session here, with an account or without: it holds as long as they do. */
  sessionToken = (user: UserId): string => this.tokenFor("session", user, sessionTokenMs);

  /** By which a guest's browser opens another session of theirs (PASS): in its next tab. */
  besideToken = (user: UserId): string => this.tokenFor("beside", user, besideTokenMs);

  /** Whose session another one is to be opened beside. */
  guestIn(token: string): UserId | undefined {
    const guest = this.userIn("beside", token);
    return guest?.account === null ? guest.id : undefined;
  }

  private tokenFor(use: Use, user: UserId, ms: number): string {
    const until = Math.floor((this.server.options.now() + ms) / 1000);
    const said = `${user.toString(36)}.${until.toString(36)}`;
    return `${prefixes[use]}${said}.${this.proofOf(use, said)}`;
  }

  private ofSession(token: string): Asker | undefined {
    const here = this.userIn("session", token);
    if (!here) return undefined;
    return here.account === null ? { account: null, key: `u ${here.id}` } : known(here.account);
  }

  private userIn(use: Use, token: string): User | undefined {
    const [, prefix = "", said = "", proof = ""] =
      /^(b\w_)(\w+\.\w+)\.([\w-]{32})$/.exec(token) ?? [];
    if (prefix !== prefixes[use]) return undefined;
    if (!timingSafeEqual(Buffer.from(proof), Buffer.from(this.proofOf(use, said))))
      return undefined;
    const [user = "", until = ""] = said.split(".");
    if (parseInt(until, 36) * 1000 <= this.server.options.now()) return undefined;
    return this.server.state.users.get(parseInt(user, 36));
  }

  private proofOf(use: Use, said: string): string {
    const { secret } = this.server.options;
    return createHmac("sha256", secret).update(`${use}\0${said}`).digest("base64url").slice(0, 32);
  }
}

type Use = "session" | "beside";
const prefixes = { session: "bs_", beside: "bb_" } as const;

const known = (account: string): Asker => ({ account, key: `a ${account}` });
