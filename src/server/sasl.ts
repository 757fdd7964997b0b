/**
 * SASL exchange: one attempt to log in by AUTHENTICATE, step by step. Beside the journey, within
 * login.ts, which reads the lines and checks the passwords. Who is who is looked up by functions
 * that are handed in; it knows no session and no state.
 */
import {
  decodeText,
  encodeText,
  type Mechanism,
  parseBearer,
  parsePlain,
} from "../protocol/sasl.ts";
import { saslprep } from "../protocol/saslprep.ts";
import {
  readClientFirst,
  type ReadFirst,
  serverFinal,
  serverFirst,
  type ServerFirst,
  type Verifier,
} from "../protocol/scram.ts";
import { madeUpSalt, newNonce, scramCrypto } from "./credentials.ts";

/** Whom the exchange asks. */
export interface Directory {
  /** How names are compared. */
  fold(name: string): string;
  /** undefined for who has none: that must not show. */
  verifierOf(account: string): Verifier | undefined;
  /** The account that has this TLS client certificate. */
  accountOf(fingerprint: string): string | undefined;
  /** Whose device has this token now. */
  deviceOf(token: string): { readonly account: string; readonly device: string } | undefined;
  /** Whether a proof may be looked at; there may have been too many. */
  mayGuess(account: string): boolean;
  /** For the salts of those who are not there; the same as long as the folder is. */
  readonly secret: Uint8Array;
  readonly iterations: number;
}

/** What is to be done next. */
export type Step =
  /** Told to the client, whose response is awaited. */
  | { readonly say: Uint8Array }
  /** A password that is to be checked. */
  | { readonly check: { readonly account: string; readonly password: string } }
  /** Proved; `guessed` when it could have been by luck. */
  | { readonly known: string; readonly guessed: boolean; readonly device?: string }
  /** `as` is whom somebody has failed to be, when that has been said. */
  | { readonly failed: string; readonly as?: string };

export interface Exchange {
  /** When the client has begun: milliseconds since the epoch. */
  readonly since: number;
  step(response: Uint8Array): Step;
}

export function beginExchange(
  mechanism: Mechanism,
  directory: Directory,
  fingerprint: string | undefined,
  since: number,
): Exchange {
  switch (mechanism) {
    case "PLAIN":
      return { since, step: (response) => plain(response, directory) };
    case "EXTERNAL":
      return { since, step: (response) => external(response, fingerprint, directory) };
    case "OAUTHBEARER":
      return new Bearing(directory, since);
    case "SCRAM-SHA-256":
      return new Scram(directory, since);
    default:
      mechanism satisfies never;
      throw new Error(mechanism);
  }
}

const failed = (why: string, as?: string): Step => ({ failed: why, ...(as && { as }) });
const unreadable = failed("that is not how it is said");
/** To act as another is nobody's right here. */
const another = failed("nobody can act as another");

function plain(response: Uint8Array, { fold }: Directory): Step {
  const said = parsePlain(response);
  if (!said) return unreadable;
  if (said.authzid !== "" && fold(said.authzid) !== fold(said.authcid)) return another;
  return { check: { account: said.authcid, password: said.password } };
}

/** RFC 4422 appendix A: the response is who one wants to be, or nothing. */
function external(
  response: Uint8Array,
  fingerprint: string | undefined,
  { fold, accountOf }: Directory,
): Step {
  const authzid = decodeText(response);
  if (authzid === undefined) return unreadable;
  const account = fingerprint === undefined ? undefined : accountOf(fingerprint);
  if (account === undefined) return failed("no account has this certificate");
  return authzid !== "" && fold(authzid) !== fold(account)
    ? another
    : { known: account, guessed: false };
}

/** RFC 7628; what is borne is the token of a device. */
class Bearing implements Exchange {
  readonly since: number;
  private readonly directory: Directory;
  private refused: Step | undefined = undefined;

  constructor(directory: Directory, since: number) {
    this.directory = directory;
    this.since = since;
  }

  step(response: Uint8Array): Step {
    // The client has read why, and says so (§3.2.3).
    if (this.refused) return this.refused;
    const said = parseBearer(response);
    if (!said) return unreadable;
    const { fold, deviceOf } = this.directory;
    const owner = deviceOf(said.token);
    if (owner && (said.authzid === "" || fold(said.authzid) === fold(owner.account)))
      return { known: owner.account, guessed: false, device: owner.device };
    this.refused = owner ? another : failed("no device has this token", said.authzid);
    return { say: encodeText('{"status":"invalid_token","schemes":"bearer"}') };
  }
}

class Scram implements Exchange {
  readonly since: number;
  private readonly directory: Directory;
  private first: ReadFirst | undefined = undefined;
  private second: ServerFirst | undefined = undefined;
  private verifier: Verifier | undefined = undefined;
  private proved = false;

  constructor(directory: Directory, since: number) {
    this.directory = directory;
    this.since = since;
  }

  step(response: Uint8Array): Step {
    const { first, second } = this;
    if (!first || !second) return this.begin(response);
    if (this.proved) {
      if (response.length > 0) return failed("there is no more to say");
      return { known: first.user, guessed: true };
    }
    if (!this.directory.mayGuess(first.user)) return failed("there have been too many guesses");
    const answer = serverFinal(first, second, response, this.verifier, scramCrypto);
    if ("fault" in answer) return failed(answer.fault, first.user);
    this.proved = true;
    return { say: answer.message };
  }

  private begin(response: Uint8Array): Step {
    const { fold, secret, iterations, verifierOf } = this.directory;
    const first = readClientFirst(response);
    if ("fault" in first) return failed(first.fault);
    const user = saslprep(first.user);
    if (user === undefined) return unreadable;
    if (first.authzid !== "" && fold(first.authzid) !== fold(user)) return another;
    this.first = { ...first, user };
    this.verifier = verifierOf(user);
    const salted = this.verifier ?? { salt: madeUpSalt(fold(user), secret), iterations };
    this.second = serverFirst(first, salted, newNonce());
    return { say: this.second.message };
  }
}
