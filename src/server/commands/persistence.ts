/** PERSISTENCE: whether one stays when one's last device goes. ircv3 draft/persistence. */
import { message } from "../../protocol/message.ts";
import type { Account } from "../account.ts";
import type { Command, Reader } from "../command.ts";
import { accountOf, isAlwaysOn } from "../presence.ts";
import { refuse } from "../refusal.ts";
import { has } from "../session.ts";
import type { User } from "../state.ts";

const wishes = new Map([
  ["ON", true],
  ["OFF", false],
  ["DEFAULT", null],
]);

export const persistence: Command = {
  from: "registered",
  paramsMin: 0,
  help: "PERSISTENCE <GET|SET> [<ON|OFF|DEFAULT>] — whether you stay when your last device goes",
  answer(reader, [subcommand, setting = ""], user) {
    if (subcommand === undefined) return reader.refuse(refuse("persistenceInvalid"));
    switch (subcommand.toUpperCase()) {
      case "GET":
        return withAccount(reader, user, (account) => tell(reader, account));
      case "SET":
        return withAccount(reader, user, (account) => set(reader, account, setting));
      // "Implementations SHOULD ignore unrecognized subcommands".
      default:
    }
  },
};

/** How it is now; nothing for whoever has no account. */
export function tellPersistence(reader: Reader, user: User | undefined): void {
  const account = accountOf(reader.state, user);
  if (account) tell(reader, account);
}

function withAccount(reader: Reader, user: User, then: (account: Account) => void): void {
  const account = accountOf(reader.state, user);
  if (account) then(account);
  else reader.refuse(refuse("persistenceAccount"));
}

function set(reader: Reader, account: Account, setting: string): void {
  const alwaysOn = wishes.get(setting.toUpperCase());
  if (alwaysOn === undefined) return reader.refuse(refuse("persistenceInvalid"));
  if (alwaysOn === account.alwaysOn) return tell(reader, account);
  const request = { type: "changeAccount", account: account.name, changes: { alwaysOn } } as const;
  reader.ask(request, (refused) => {
    if (refused) return reader.refuse(refuse("persistenceError"));
    // With the capability every device is told of the change, this one too.
    if (!has(reader.session, "draft/persistence"))
      tellPersistence(reader, reader.state.users.get(reader.session.user));
  });
}

function tell({ send, state, host }: Reader, account: Account): void {
  const { alwaysOn } = account;
  const wish = alwaysOn === null ? "DEFAULT" : alwaysOn ? "ON" : "OFF";
  const effect = isAlwaysOn(state.rules.alwaysOn, account) ? "ON" : "OFF";
  send(message("PERSISTENCE", ["STATUS", wish, effect], host.name));
}
