/**
 * Refusal: why not. One row each: the numeric with its text for IRC, and the words for people who
 * type plain lines ({0} is the first parameter). It goes to the asking session alone.
 */
import { row, type Row } from "./refusal-row.ts";
import { accountRefusals } from "./refusals-accounts.ts";
import { channelRefusals } from "./refusals-channels.ts";
import { messageRefusals } from "./refusals-messages.ts";
import { metadataRefusals } from "./refusals-metadata.ts";

export interface Refusal {
  readonly type: "refused";
  readonly reason: RefusalName;
  readonly params: readonly string[];
}

const rows = {
  ...accountRefusals,
  ...channelRefusals,
  ...messageRefusals,
  ...metadataRefusals,
  alreadyRegistered: row("462", "You may not reregister", "You have already said who you are"),
  badServerMask: row("415", "Bad Server/host mask", "{0} is no mask"),
  banFitsYou: row(
    "BAN_FITS_YOU",
    "That means you or everybody; say MYSELF before it if it is to",
    "That means you or everybody; say MYSELF before it if it is to",
  ),
  banned: row("465", "You are banned from this server: {0}", "You are banned here: {0}"),
  erroneousNickname: row("432", "Erroneous nickname", "{0} cannot be a nick"),
  deleteOther: row(
    "NOT_YOUR_ACCOUNT",
    "Name your own account: only its messages can be deleted",
    "To delete all that you have said: /forget and the name of your account",
  ),
  historyError: row("MESSAGE_ERROR", "Messages could not be retrieved", "There is nothing of that"),
  historyLimit: row("INVALID_PARAMS", "Invalid limit", "{1} is no number of lines"),
  historyReference: row(
    "INVALID_MSGREFTYPE",
    "Messages are referred to by timestamp= or msgid=",
    "{2} refers to no message",
  ),
  historySubcommand: row("INVALID_PARAMS", "Unknown command", "There is no {0} of the history"),
  historyTarget: row(
    "INVALID_TARGET",
    "Messages could not be retrieved",
    "There is nothing to read of {1}",
  ),
  historyTime: row("INVALID_PARAMS", "Invalid timestamp", "{1} is no time"),
  historyTooFew: row("INVALID_PARAMS", "Insufficient parameters", "{0}: something is missing"),
  historyTooMany: row("INVALID_PARAMS", "Too many parameters", "{0}: that is too much"),
  needsAccount: row(
    "ACCOUNT_REQUIRED",
    "You must be logged in: without an account nobody knows which messages are yours",
    "Log in first: without an account nobody knows which messages are yours",
  ),
  searchInvalid: row("INVALID_PARAMS", "Invalid parameters", "{0}: that cannot be looked for"),
  inputTooLong: row("417", "Input line was too long", "That line is too long; it was not sent"),
  invalidCapCommand: row("410", "Invalid CAP command", "There is no such CAP command"),
  invalidHost: row("INVALID_HOST", "That cannot be a host", "{0} cannot be a host"),
  invalidRealname: row("INVALID_REALNAME", "Realname is not valid", "That cannot be a real name"),
  invalidUtf8: row(
    "INVALID_UTF8",
    "Message rejected, your IRC software MUST use UTF-8 encoding on this network",
    "That line is not UTF-8; it was not sent",
  ),
  internalError: row("400", "Internal error", "Internal error; the server's people know of it"),
  markreadInvalid: row("INVALID_PARAMS", "Invalid parameters", "{0} cannot be marked as read"),
  markreadParams: row("NEED_MORE_PARAMS", "Missing parameters", "Where? Something is missing"),
  monitorListFull: row("734", "Monitor list is full.", "You watch for {0} people already"),
  needMoreParams: row("461", "Not enough parameters", "{0}: something is missing"),
  nicknameInUse: row(
    "433",
    "Nickname is already in use",
    "{0} is taken; choose another: /nick NAME",
  ),
  noNicknameGiven: row("431", "No nickname given", "Which nick? /nick NAME"),
  noOperatorHost: row("491", "No O-lines for your host", "You may not do that from here"),
  noOrigin: row("409", "No origin specified", "No origin specified"),
  noPrivileges: row(
    "481",
    "Permission Denied- You're not an IRC operator",
    "Only server operators may do that",
  ),
  noRight: row(
    "723",
    "Insufficient oper privileges.",
    "You are not one of the operators who may do that",
  ),
  noRecipient: row("411", "No recipient given ({0})", "To whom? /msg NICK TEXT"),
  noSuchBan: row("NO_SUCH_BAN", "There is no such ban", "There is no such ban"),
  noSuchNick: row("401", "No such nick/channel", "There is nobody called {0}"),
  noSuchServer: row("402", "No such server", "There is no server {0}"),
  noTextToSend: row("412", "No text to send", "There is nothing to say"),
  notRegistered: row("451", "You have not registered", "Say who you are first: /nick NAME"),
  passwordMismatch: row("464", "Password incorrect", "That is not the password"),
  tooManyBans: row("TOO_MANY_BANS", "There are too many bans", "There are too many bans"),
  registeredTellOnly: row(
    "477",
    "You need to be logged in to an account to message this user (+R)",
    "{0} hears only people who are logged in to an account",
  ),
  tooManyTargets: row("407", "Too many targets", "That is for too many at once"),
  unknownCommand: row("421", "Unknown command", "There is no command {0}; /help lists them"),
  unknownSubcommand: row("400", "Unknown subcommand", "There is no {0} {1}"),
  unknownUserMode: row("501", "Unknown MODE flag", "There is no such mode"),
  usersDontMatch: row("502", "Can't change mode for other users", "That is for others to do"),
  wasNoSuchNick: row("406", "There was no such nickname", "There was nobody called {0}"),
} satisfies Record<string, Row>;

export type RefusalName = keyof typeof rows;

export const refuse = (reason: RefusalName, ...params: string[]): Refusal => ({
  type: "refused",
  reason,
  params,
});

/** The refusal in IRC's words: the numeric or code, and what follows it. */
export function inNumbers({ reason, params }: Refusal): { numeric: string; params: string[] } {
  const { numeric, text } = rows[reason];
  if (text === "") return { numeric, params: [...params] };
  if (!text.includes("{")) return { numeric, params: [...params, text] };
  const before = params.filter((_, n) => !text.includes(`{${n}}`));
  return { numeric, params: [...before, filled(text, params)] };
}

/** The refusal in words for people. */
export const inWords = ({ reason, params }: Refusal): string => filled(rows[reason].plain, params);

const filled = (text: string, params: readonly string[]): string =>
  text.replace(/\{(\d)\}/g, (_, n: string) => params[Number(n)] ?? "");

/** What became of a password: it is right; not; right, but its account cannot be used now; not
 * looked at, since there have been too many guesses or there is too much to do. */
export type Verdict = "right" | "wrong" | "locked" | "throttled" | "busy";

export const refusalOf = (verdict: Exclude<Verdict, "right">): Refusal => refuse(reasons[verdict]);

const reasons = {
  wrong: "passwordMismatch",
  locked: "accountLocked",
  throttled: "tooManyGuesses",
  busy: "tooBusy",
} as const satisfies { readonly [V in Exclude<Verdict, "right">]: RefusalName };
