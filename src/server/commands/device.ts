/**
 * DEVICE: tokens by which one's devices stay logged in, without the password: made, listed, taken
 * back. A command of Banter's own; the token is given by SASL (OAUTHBEARER, RFC 7628), or wherever
 * a password is asked for.
 *
 *   DEVICE ADD [<name>]    DEVICE ADD <id> <token>
 *   DEVICE LIST            DEVICE LIST <id> <made> <used> <here|there|-> :<name>, … DEVICE END
 *   DEVICE DEL <id>        DEVICE DEL <id>
 *   DEVICE DEL *           all others, which are put out; DEVICE DEL *
 */
import { message } from "../../protocol/message.ts";
import { formatTimestamp as iso } from "../../protocol/timestamp.ts";
import { cut } from "../../protocol/text.ts";
import type { Account } from "../account.ts";
import type { Command, Reader } from "../command.ts";
import { deviceIdOf, devicesOf } from "../devices.ts";
import { accountOf } from "../presence.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { type User, usersOfAccount } from "../state.ts";

const nameBytesMax = 60;

export const device: Command = {
  from: "registered",
  paramsMin: 1,
  help: "DEVICE ADD [<name>] | DEVICE LIST | DEVICE DEL <id|*> — stay logged in on your devices",
  answer(reader, [what = "", value], user) {
    const account = accountOf(reader.state, user);
    if (!account) return reader.refuse(refuse("notLoggedIn"));
    const tell = (...params: string[]): void =>
      reader.send(message("DEVICE", params, reader.host.name));
    const done = (refused: Refusal | undefined, ...params: string[]): void =>
      refused ? reader.refuse(refused) : tell(...params);
    switch (what.toUpperCase()) {
      case "ADD":
        return addDevice(reader, account, value, (refused, made) =>
          done(refused, "ADD", made.id, made.token),
        );
      case "LIST":
        for (const { id, madeAt, usedAt, where, name } of listed(reader, account, user))
          tell("LIST", id, iso(madeAt), iso(usedAt), where, name);
        return tell("END");
      case "DEL":
        if (value === undefined) return reader.refuse(refuse("needMoreParams", "DEVICE"));
        return removeDevice(reader, account, value, (refused) => done(refused, "DEL", value));
      default:
        return reader.refuse(refuse("unknownSubcommand", "DEVICE", what));
    }
  },
};

export function addDevice(
  reader: Reader,
  account: Account,
  name: string | undefined,
  then: (refused: Refusal | undefined, made: { id: string; token: string }) => void,
): void {
  const { id, hash, token } = reader.host.logins.newDevice();
  const called = cut((name ?? "").trim(), nameBytesMax) || "unnamed";
  reader.ask({ type: "addDevice", account: account.name, id, hash, called }, (refused) =>
    then(refused, { id, token }),
  );
}

/** @param id "*" for all others */
export function removeDevice(
  reader: Reader,
  account: Account,
  id: string,
  then: (refused: Refusal | undefined) => void,
): void {
  const which = id === "*" ? null : id;
  reader.ask({ type: "removeDevice", account: account.name, id: which }, then);
}

/** `where`: it is the asking one, another that is connected, or none that is. */
export function* listed({ state, host, session }: Reader, account: Account, user: User) {
  const own = deviceIdOf(user, session.id);
  const sessions = usersOfAccount(state, account.key).flatMap((each) => each.sessions);
  for (const each of devicesOf(state, account, host.now())) {
    const there = sessions.some((other) => other.device === each.id) ? "there" : "-";
    yield { ...each, where: each.id === own ? "here" : there };
  }
}
