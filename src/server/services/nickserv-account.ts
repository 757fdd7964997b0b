/** NickServ's longer commands: coming to an account, changing it, giving it up. Beside
 * nickserv.ts. */
import { saslprep } from "../../protocol/saslprep.ts";
import { type Account, nickProtections } from "../account.ts";
import { passwordObjection, registerAccount } from "../commands/register.ts";
import { type Refusal, refusalOf, refuse } from "../refusal.ts";
import type { Reader } from "../command.ts";
import type { Asking } from "../services.ts";
import { accountNamed, hasRight } from "../state.ts";

export function registerNick(
  { reader, user, say, refuse: tell }: Asking,
  words: readonly string[],
): void {
  if (user.guest) return tell(refuse("needNick"));
  // The address comes last, as everywhere.
  const last = words.at(-1) ?? "";
  const mailed = words.length > 1 && last.includes("@");
  const password = (mailed ? words.slice(0, -1) : words).join(" ");
  registerAccount(reader, { name: "*", email: mailed ? last : "*", password }, (outcome) => {
    if ("refused" in outcome) return tell(outcome.refused);
    const { account } = outcome;
    if (outcome.mailed) say(`A code has been sent to you: /msg NickServ VERIFY ${account} CODE`);
    else say(`The account ${account} is yours. Its password is known to nobody but you.`);
  });
}

export function identify(asking: Asking, [first = "", ...more]: readonly string[]): void {
  const { reader, user, say, refuse: tell } = asking;
  const [account, password] = more.length === 0 ? [user.nick, first] : [first, more.join(" ")];
  logIn(asking, account, password, (refusal) => {
    if (refusal) return tell(refusal);
    // The plain dialect says it by itself.
    if (!reader.session.plain) say(`You are logged in as ${user.account}.`);
    // Whoever has chosen no nick yet has one now, if nobody else does.
    if (user.guest && user.account !== null)
      reader.ask({ type: "changeNick", nick: user.account }, () => {});
  });
}

/** @param then undefined: the password was right, and the user is logged in */
function logIn(
  { reader }: Asking,
  account: string,
  password: string,
  then: (refusal: Refusal | undefined) => void,
): void {
  const { logins } = reader.host;
  logins.check(reader, account, password, (verdict) => {
    if (verdict === "right") logins.enter(reader, account, then);
    else then(refusalOf(verdict));
  });
}

export function recover(
  asking: Asking,
  how: "ghost" | "release" | "regain",
  [nick = "", ...password]: readonly string[],
): void {
  const { reader, ask, refuse: tell } = asking;
  const words = {
    ghost: `Whoever was called ${nick} is gone.`,
    release: `${nick} is free again.`,
    regain: `You are ${nick} again.`,
  };
  const go = (): void =>
    ask({ type: "recoverNick", nick, how, salt: reader.host.chance() }, words[how]);
  if (password.length === 0) return go();
  logIn(asking, nick, password.join(" "), (refusal) => (refusal ? tell(refusal) : go()));
}

export function changePassword(asking: Asking, [old = "", ...words]: readonly string[]): void {
  const { reader, user, refuse: tell, ask } = asking;
  const account = user.account ?? "";
  const password = words.join(" ");
  const objection = passwordObjection(reader, account, { password });
  if (objection) return tell(objection);
  const { logins } = reader.host;
  // What a device has been given is not the password.
  if (old.startsWith("bt_")) return tell(refusalOf("wrong"));
  logins.check(reader, account, old, (verdict) => {
    if (verdict !== "right") return tell(refusalOf(verdict));
    logins.hash(reader, saslprep(password) ?? "", (credentials) => {
      if (!credentials) return tell(refuse("tooBusy"));
      ask({ type: "changeAccount", account, changes: { credentials } }, "You have a new password.");
    });
  });
}

/** By an operator, for somebody who has forgotten theirs. */
export function reset({ reader, ask, refuse: tell }: Asking, [name = ""]: readonly string[]): void {
  const account = accountNamed(reader.state, name);
  if (!account) return tell(refuse("noSuchAccount", name));
  const { logins } = reader.host;
  const password = logins.newPassword();
  logins.hash(reader, password, (credentials) => {
    if (!credentials) return tell(refuse("tooBusy"));
    const words = `The account ${account.name} has the password ${password} now; tell its owner.`;
    ask({ type: "changeAccount", account: account.name, changes: { credentials } }, words);
  });
}

export function settings(asking: Asking, [what = "", ...values]: readonly string[]): void {
  const { user, say, ask } = asking;
  const [value = ""] = values.map((word) => word.toLowerCase());
  const account = user.account ?? "";
  switch (what.toUpperCase()) {
    case "ALWAYS-ON": {
      const wishes = { on: true, off: false, default: null } as const;
      if (!Object.hasOwn(wishes, value)) break;
      const alwaysOn = wishes[value as keyof typeof wishes];
      return ask({ type: "changeAccount", account, changes: { alwaysOn } }, saysAlwaysOn(alwaysOn));
    }
    case "PROTECT": {
      const protect = value === "default" ? null : nickProtections.find((each) => each === value);
      if (protect === undefined) break;
      const words = `Your nick is kept as ${protect ?? "the server keeps nicks"}.`;
      return ask({ type: "changeAccount", account, changes: { protect } }, words);
    }
    case "PASSWORD":
      return changePassword(asking, values);
    default:
  }
  say("There is no such setting: HELP SET lists them.");
}

const saysAlwaysOn = (on: boolean | null): string => {
  if (on === null) return "Whether you stay without a device is as the server has it.";
  return on ? "You stay when your last device goes." : "You go with your last device.";
};

export function certificates(
  { reader, user, say, ask }: Asking,
  [what = "", given]: readonly string[],
): void {
  const account = user.account ?? "";
  const own = accountNamed(reader.state, account)?.fingerprints ?? [];
  const current = reader.session.fingerprint;
  const fingerprint = given === undefined ? current : bareHex(given);
  switch (what.toUpperCase()) {
    case "LIST":
      if (own.length === 0) return say("You have no certificates.");
      return say(...own.map((each) => `${each}${each === current ? " (in use now)" : ""}`));
    case "ADD":
      if (fingerprint === undefined) return say("You have come without a certificate.");
      if (!/^[0-9a-f]{64}$/.test(fingerprint)) return say("That is no SHA-256 fingerprint.");
      return ask({ type: "addCertificate", account, fingerprint }, "It lets you in from now on.");
    case "DEL":
      if (given === undefined) break;
      return ask(
        { type: "removeCertificate", account, fingerprint: bareHex(given) },
        "It lets nobody in any more.",
      );
    default:
  }
  say("CERT LIST, CERT ADD or CERT DEL FINGERPRINT?");
}

/** As others show it: "AB:CD:…". */
const bareHex = (text: string): string => text.replaceAll(":", "").toLowerCase();

export function info({ reader, user, say, refuse: tell }: Asking, [name]: readonly string[]): void {
  const { state, host } = reader;
  const account = accountNamed(state, name ?? user.account ?? user.nick);
  if (!account) return tell(refuse("noSuchAccount", name ?? user.nick));
  const since = host.timeInWords(account.registeredAt);
  const there = (state.loggedIn.get(account.key)?.size ?? 0) > 0;
  say(
    `The account ${account.name} is there since ${since}; its owner is ${there ? "" : "not "}here.`,
  );
  if (!account.verified) say("It has not been confirmed yet.");
  if (user.account === account.name || hasRight(user, "accounts"))
    say(...secretsOf(account, reader));
}

function* secretsOf(account: Account, { host }: Reader): Generator<string> {
  const { email, fingerprints, alwaysOn, protect, suspended } = account;
  if (email !== null) yield `Its e-mail address is ${email}.`;
  yield `It has ${fingerprints.length} certificates.`;
  if (alwaysOn !== null) yield `Always on: ${alwaysOn ? "on" : "off"}.`;
  if (protect !== null) yield `Its nick is kept as ${protect}.`;
  if (suspended !== null)
    yield `Kept from use since ${host.timeInWords(suspended.at)}: ${suspended.reason}`;
}

export function drop({ reader, user, say, ask, refuse: tell }: Asking, words: readonly string[]) {
  const { state, host } = reader;
  const [name = user.account, code] = words;
  if (name === null) return tell(refuse("notLoggedIn"));
  const account = accountNamed(state, name);
  if (!account) return tell(refuse("noSuchAccount", name));
  // The rule is asked again at its place in the order.
  if (user.account !== account.name && !hasRight(user, "accounts"))
    return tell(refuse("notYourAccount", account.name));
  const needed = host.logins.confirmation(`drop ${account.key} ${account.registeredAt}`);
  if (code !== needed)
    return say(
      `With the account ${account.name} goes all that it has, its channels' ranks too.`,
      `If you mean it: /msg NickServ DROP ${account.name} ${needed}`,
    );
  ask({ type: "dropAccount", account: account.name }, `The account ${account.name} is no more.`);
}
