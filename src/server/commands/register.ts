/** REGISTER: makes an account. ircv3 draft/account-registration. NickServ and the plain /register
 * make theirs here, too. */
import { message } from "../../protocol/message.ts";
import { saslprep } from "../../protocol/saslprep.ts";
import { byteLength } from "../../protocol/text.ts";
import type { Credentials, Verification } from "../account.ts";
import type { Command, Reader } from "../command.ts";
import { beforeConnect } from "../offers.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { accountNamed, userOf } from "../state.ts";

export const register: Command = {
  from: "anyone",
  paramsMin: 3,
  help: "REGISTER <account|*> <email|*> <password> — make an account",
  answer(reader, [name = "", email = "", password = ""]) {
    registerAccount(reader, { name, email, password }, (outcome) => {
      if ("refused" in outcome) return reader.refuse(outcome.refused);
      const { account, mailed } = outcome;
      const words = mailed
        ? ["VERIFICATION_REQUIRED", account, `A code has been sent to you: VERIFY ${account} CODE`]
        : ["SUCCESS", account, `The account ${account} is yours, and you are logged in to it`];
      reader.send(message("REGISTER", words, reader.host.name));
    });
  },
};

interface Wanted {
  /** "*": as the nick. */
  readonly name: string;
  /** "*": none. */
  readonly email: string;
  readonly password: string;
}

type Outcome =
  | { readonly refused: Refusal }
  /** `mailed`: it is to be confirmed first. */
  | { readonly account: string; readonly mailed: boolean };

/** What needs no look at the password comes first; what is slow is done by the host. */
export function registerAccount(
  reader: Reader,
  wanted: Wanted,
  then: (outcome: Outcome) => void,
): void {
  const { session, state, config, host } = reader;
  const nick = userOf(state, session.id)?.nick ?? session.nick;
  const name = wanted.name === "*" ? (nick ?? "*") : wanted.name;
  const refused = (refusal: Refusal): void => then({ refused: refusal });
  const objection = nameObjection(reader, name, nick) ?? passwordObjection(reader, name, wanted);
  if (objection) return refused(objection);
  const required = config.accounts.emailRequired;
  if (required && !isEmail(wanted.email)) return refused(refuse("invalidEmail", name));
  if (required && config.accounts.mailCommand.length === 0)
    return refused(refuse("mailFailed", name));
  if (!host.logins.mayRegister(session.address))
    return refused(refuse("tooManyRegistrations", name));
  const prepared = saslprep(wanted.password) ?? "";
  host.logins.hash(reader, prepared, (credentials) => {
    if (!credentials) return refused(refuse("tooBusy", name));
    // Where no address is needed none is kept.
    if (!required) return append(reader, { name, credentials, email: null }, null, then);
    host.logins.sendCode(reader, wanted.email, name, (verification) => {
      if (!verification) return refused(refuse("mailFailed", name));
      append(reader, { name, credentials, email: wanted.email }, verification, then);
    });
  });
}

function append(
  reader: Reader,
  made: { name: string; credentials: Credentials; email: string | null },
  verification: Verification | null,
  then: (outcome: Outcome) => void,
): void {
  const { session, host } = reader;
  // Who comes with a certificate has it from now on.
  const fingerprints = session.fingerprint === undefined ? [] : [session.fingerprint];
  const invitation = reader.config.accounts.registration
    ? undefined
    : host.invitationIn(session.password);
  const by = { fingerprints, verification, ...(invitation && { invitation }) };
  const request = { type: "registerAccount", ...made, ...by } as const;
  reader.ask(request, (refused) => {
    if (refused) return then({ refused });
    const mailed = verification !== null;
    if (mailed || session.user !== 0) return then({ account: made.name, mailed });
    host.logins.enter(reader, made.name, () => then({ account: made.name, mailed }));
  });
}

function nameObjection(
  { session, state, config, host }: Reader,
  name: string,
  nick: string | null,
): Refusal | undefined {
  const account = userOf(state, session.id)?.account ?? session.account;
  if (account !== null) return refuse("alreadyAuthenticated", account);
  const invited = host.invitationIn(session.password) !== undefined;
  if (!config.accounts.registration && !invited) return refuse("registrationClosed", shown(name));
  if (session.user === 0 && !beforeConnect(config) && !invited)
    return refuse("completeConnectionRequired");
  if (nick === null) return refuse("needNick", "*");
  if (!config.accounts.customNames && state.fold(name) !== state.fold(nick))
    return refuse("accountNameMustBeNick", shown(name));
  // The rule is asked again at its place in the order.
  return accountNamed(state, name)?.verified ? refuse("accountExists", name) : undefined;
}

/** Why nobody should have that password; modestly. */
export function passwordObjection(
  { state }: Reader,
  name: string,
  { password }: { readonly password: string },
): Refusal | undefined {
  const { passwordLengthMin, passwordLengthMax } = state.rules.limits;
  const prepared = saslprep(password);
  if (prepared === undefined || byteLength(password) > passwordLengthMax)
    return password === ""
      ? refuse("weakPassword", shown(name))
      : refuse("unacceptablePassword", shown(name));
  const characters = [...prepared];
  const weak =
    characters.length < passwordLengthMin ||
    new Set(characters).size < 3 ||
    state.fold(prepared) === state.fold(name);
  return weak ? refuse("weakPassword", shown(name)) : undefined;
}

/** What the peer sent comes back to it in the middle of a line. */
const shown = (name: string): string => (/^(?:$|:)|[ \0\r\n]/.test(name) ? "*" : name);

/** Not more than must be so for there to be somewhere to send to: a valid one is never refused. */
const isEmail = (text: string): boolean =>
  byteLength(text) <= 254 && /^[^\s\0<>]+@[^\s\0<>@]+$/u.test(text);
