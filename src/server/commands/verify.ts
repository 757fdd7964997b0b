/** VERIFY: confirms the address of a new account by the code that was sent there.
 * ircv3 draft/account-registration. */
import { message } from "../../protocol/message.ts";
import type { Command, Reader } from "../command.ts";
import { beforeConnect } from "../offers.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { accountNamed, userOf } from "../state.ts";

export const verify: Command = {
  from: "anyone",
  paramsMin: 2,
  help: "VERIFY <account|*> <code> — confirm your new account",
  answer(reader, [name = "", code = ""]) {
    verifyAccount(reader, name, code, (outcome) => {
      if (typeof outcome !== "string") return reader.refuse(outcome);
      const words = `The account ${outcome} is yours, and you are logged in to it`;
      reader.send(message("VERIFY", ["SUCCESS", outcome, words], reader.host.name));
    });
  },
};

/** @param name "*": as the nick @param then the account's name, or why not */
export function verifyAccount(
  reader: Reader,
  name: string,
  code: string,
  then: (outcome: string | Refusal) => void,
): void {
  const { session, state, config, host } = reader;
  const user = userOf(state, session.id);
  const logged = user?.account ?? session.account;
  if (logged !== null) return then(refuse("alreadyAuthenticated", logged));
  if (!user && !beforeConnect(config)) return then(refuse("completeConnectionRequired"));
  const wanted = name === "*" ? (user?.nick ?? session.nick ?? "*") : name;
  const shown = /^(?:$|:)|[ \0\r\n]/.test(wanted) ? "*" : wanted;
  if (!host.logins.mayTry(reader, wanted)) return then(refuse("tooBusy", shown));
  const account = accountNamed(state, wanted)?.name ?? shown;
  const codeHash = host.logins.codeHashOf(code);
  reader.ask({ type: "verifyAccount", account, codeHash }, (refused) => {
    if (refused) return then(refused);
    host.logins.triedRight(reader, wanted);
    if (session.user !== 0) return then(account);
    host.logins.enter(reader, account, () => then(account));
  });
}
