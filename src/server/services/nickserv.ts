/** NickServ: accounts, for people whose clients know neither SASL nor REGISTER. Its table; what is
 * long is in nickserv-account.ts. */
import { accountNamed } from "../state.ts";
import type { Asking, Service, ServiceCommand } from "../services.ts";
import {
  certificates,
  changePassword,
  drop,
  identify,
  info,
  recover,
  registerNick,
  reset,
  settings,
} from "./nickserv-account.ts";
import { devices } from "./nickserv-devices.ts";
import { verifyAccount } from "../commands/verify.ts";

/** How somebody comes to their nick that another has. */
const recovery = (how: "ghost" | "release" | "regain", help: string): ServiceCommand => ({
  from: "anyone",
  paramsMin: 1,
  help,
  run: (asking, params) => recover(asking, how, params),
});

function suspend({ reader, ask }: Asking, name: string, reason: string | null): void {
  const account = accountNamed(reader.state, name)?.name ?? name;
  const done = reason === null ? "can be used again" : "cannot be used any more";
  ask({ type: "suspendAccount", account, reason }, `The account ${account} ${done}.`);
}

export const nickserv: Service = {
  about: "Makes accounts, and keeps their nicks",
  commands: {
    CERT: {
      from: "loggedIn",
      paramsMin: 1,
      help: "CERT LIST | CERT ADD [<fingerprint>] | CERT DEL <fingerprint> — TLS certificates",
      run: certificates,
    },
    DEVICE: {
      from: "loggedIn",
      paramsMin: 1,
      help: "DEVICE LIST | DEVICE ADD [<name>] | DEVICE DEL <id|*> — stay logged in on devices",
      run: devices,
    },
    DROP: {
      from: "anyone",
      paramsMin: 0,
      help: "DROP [<account>] [<code>] — give up an account, with all that it has",
      run: drop,
    },
    GHOST: recovery("ghost", "GHOST <nick> [<password>] — end the connection that has your nick"),
    IDENTIFY: {
      from: "anyone",
      paramsMin: 1,
      help: "IDENTIFY [<account>] <password> — log in; the account is your nick's if not named",
      run: identify,
    },
    INFO: {
      from: "anyone",
      paramsMin: 0,
      help: "INFO [<account>] — what is known of an account",
      run: info,
    },
    LOGOUT: {
      from: "loggedIn",
      paramsMin: 0,
      help: "LOGOUT — be without an account again",
      run: ({ reader, ask }) =>
        ask({ type: "logout" }, ...(reader.session.plain ? [] : ["You are logged out."])),
    },
    PASSWD: {
      from: "loggedIn",
      paramsMin: 2,
      help: "PASSWD <password> <new> — change your password",
      run: changePassword,
    },
    REGAIN: recovery("regain", "REGAIN <nick> [<password>] — take your nick from whoever has it"),
    REGISTER: {
      from: "anyone",
      paramsMin: 1,
      help: "REGISTER <password> [<e-mail>] — make an account that is called by your nick",
      run: registerNick,
    },
    RELEASE: recovery(
      "release",
      "RELEASE <nick> [<password>] — give whoever has your nick another",
    ),
    RESET: {
      from: { right: "accounts" },
      paramsMin: 1,
      help: "RESET <account> — give an account a new password",
      run: reset,
    },
    SET: {
      from: "loggedIn",
      paramsMin: 2,
      help:
        "SET ALWAYS-ON <on|off|default> | SET PROTECT <strict|friendly|off|default> | " +
        "SET PASSWORD <password> <new> — how your account is to be",
      run: settings,
    },
    SUSPEND: {
      from: { right: "accounts" },
      paramsMin: 2,
      help: "SUSPEND <account> <reason> — keep an account from use",
      run: (asking, [name = "", ...reason]) => suspend(asking, name, reason.join(" ")),
    },
    UNSUSPEND: {
      from: { right: "accounts" },
      paramsMin: 1,
      help: "UNSUSPEND <account> — let it be used again",
      run: (asking, [name = ""]) => suspend(asking, name, null),
    },
    VERIFY: {
      from: "anyone",
      paramsMin: 2,
      help: "VERIFY <account> <code> — confirm your new account",
      run: ({ reader, refuse, say }, [name = "", code = ""]) =>
        verifyAccount(reader, name, code, (outcome) => {
          if (typeof outcome === "string") say(`The account ${outcome} is yours.`);
          else refuse(outcome);
        }),
    },
  },
};
