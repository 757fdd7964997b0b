/**
 * Operators: who asks by OPER to be one, and whether they are. Beside host.ts. What they may do
 * then is said by the entry that it appends, and by the rules.
 */
import { compileMask } from "../protocol/mask.ts";
import type { OperatorConfig } from "./config/operators.ts";
import type { Run } from "./labels.ts";
import type { Peer } from "./peer.ts";
import { refuse, type RefusalName } from "./refusal.ts";
import type { Server } from "./server.ts";
import { type User, userOf } from "./state.ts";

export class OperatorDesk {
  private readonly server: Server;

  constructor(server: Server) {
    this.server = server;
  }

  /** Checks the password off the event loop; then the session becomes operator, or not. */
  authenticate(peer: Peer, name: string, password: string | undefined): void {
    const { run } = peer;
    const { config, host } = this.server;
    const operator = config.operators.find((each) => each.name === name);
    // Most clients ask for a password in any case; who needs none may give any.
    if (operator && operator.passwordHash === undefined)
      return this.decideOn(peer, operator, true, run);
    if (password === undefined)
      return this.server.refused(peer, refuse("needMoreParams", "OPER"), "OPER", run);
    if (!host.logins.mayGuess(peer, nameAsOperator(name)))
      return this.server.refused(peer, refuse("passwordMismatch"), "OPER", run);
    // Counted before it is looked at, or a thousand connections would guess at once.
    host.logins.guessedWrong(peer, nameAsOperator(name));
    peer.blocked = true;
    if (run) run.left += 1;
    // A wrong name takes as long as a wrong password.
    const hash = operator?.passwordHash ?? nobodysHash;
    const checked = (right: boolean) => {
      if (right) {
        host.logins.notWrong(peer, nameAsOperator(name));
        host.logins.know(peer, nameAsOperator(name));
      }
      this.checked(peer, operator, right, run);
    };
    this.server.options.verifyPassword(password, hash).then(checked, () => checked(false));
  }

  private checked(
    peer: Peer,
    operator: OperatorConfig | undefined,
    right: boolean,
    run: Run | undefined,
  ): void {
    const { server } = this;
    if (peer.ending) return;
    this.decideOn(peer, operator, right, run);
    if (run) server.partDone(peer, run);
    // Only now: what it has said since is answered after this.
    peer.blocked = false;
    server.waiting.proceed(peer);
  }

  private decideOn(
    peer: Peer,
    operator: OperatorConfig | undefined,
    right: boolean,
    run: Run | undefined,
  ): void {
    const { server } = this;
    const objection = operator && this.unlike(peer, operator);
    if (right && operator && objection === undefined) {
      const { name, rights } = operator;
      server.append(peer, { type: "becomeOperator", name, rights }, "OPER", run);
    } else {
      const { nick = "?" } = userOf(server.state, peer.id) ?? {};
      const as = operator ? `the operator ${operator.name}` : "an operator there is none of";
      server.notices.tell("o", (from) => `${nick} from ${from(peer.address)} is not ${as}`);
      server.refused(peer, refuse(objection ?? "passwordMismatch"), "OPER", run);
    }
  }

  /** What, besides the password, the person has not that this operator has. */
  private unlike(peer: Peer, { masks, accounts, certificates }: OperatorConfig) {
    const { state } = this.server;
    const user = userOf(state, peer.id);
    const { fingerprint = "" } = peer.connection;
    const account = state.fold(user?.account ?? "");
    const fits =
      user !== undefined &&
      (masks.length === 0 || masks.some((mask) => comesFrom(mask, user, state.fold))) &&
      (accounts?.some((name) => state.fold(name) === account) ?? true) &&
      (certificates?.includes(fingerprint) ?? true);
    return fits ? undefined : ("noOperatorHost" satisfies RefusalName);
  }
}

/** Its guesses are counted beside those of accounts, which have no spaces. */
const nameAsOperator = (name: string): string => `OPER ${name}`;

/** As others see it, or as it is: whoever writes the configuration knows the addresses. A host that
 * was given to somebody is no place to come from. */
function comesFrom(mask: string, user: User, fold: (text: string) => string): boolean {
  const matches = compileMask(mask, fold);
  const { nick, username, cloak, address } = user;
  return [cloak, address].some((host) => matches(`${nick}!${username}@${host}`));
}

/** Of a password that nobody has. */
const nobodysHash =
  "$argon2id$v=19$m=19456,t=2,p=1$YmFudGVyLW5vYm9keQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
