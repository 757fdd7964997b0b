/** Refusals about accounts, nicks and logging in: rows of refusal.ts. */
import { row, type Row } from "./refusal-row.ts";

export const accountRefusals = {
  accountExists: row(
    "ACCOUNT_EXISTS",
    "Account already exists",
    "There is an account {0} already; /login {0} PASSWORD if it is yours",
  ),
  accountLocked: row(
    "902",
    "This account cannot be used now",
    "That account cannot be used now; ask those who run this server",
  ),
  accountNameMustBeNick: row(
    "ACCOUNT_NAME_MUST_BE_NICK",
    "An account is called by the nick of whoever registers it",
    "An account is called by the nick of whoever registers it",
  ),
  accountRequired: row(
    "ACCOUNT_REQUIRED",
    "An account is needed here: log in by SASL, or register one, before you come in",
    "An account is needed here, and one must log in by IRC",
  ),
  alreadyAuthenticated: row(
    "ALREADY_AUTHENTICATED",
    "You are logged in already",
    "You are logged in as {0} already",
  ),
  alreadyLoggedIn: row(
    "907",
    "You are logged in with other devices too",
    "You are logged in with other devices too",
  ),
  badAccountName: row(
    "BAD_ACCOUNT_NAME",
    "Account name is not allowed",
    "{0} cannot be an account's name",
  ),
  noSuchAccount: row("ACCOUNT_UNKNOWN", "No such account", "There is no account {0}"),
  noSuchService: row("NO_SUCH_SERVICE", "No such service", "There is no service {0}"),
  certificateInUse: row(
    "CERTIFICATE_IN_USE",
    "Another account has that certificate",
    "Another account has that certificate",
  ),
  completeConnectionRequired: row(
    "COMPLETE_CONNECTION_REQUIRED",
    "Say who you are first; then register",
    "Say who you are first; then register",
  ),
  deviceEnded: row(
    "902",
    "This device has been logged out: log in with your password",
    "This device has been logged out: log in with your password",
  ),
  deviceExists: row("DEVICE_EXISTS", "There is such a device", "There is such a device already"),
  noSuchDevice: row("NO_SUCH_DEVICE", "There is no such device", "There is no device {0}"),
  invitationEnded: row(
    "INVITATION_ENDED",
    "This invitation has ended: ask for another",
    "That invitation has ended: ask for another",
  ),
  invitationInvalid: row(
    "INVALID_INVITATION",
    "That is no invitation to this server",
    "That is no invitation to this server",
  ),
  invitationUsedUp: row(
    "INVITATION_USED_UP",
    "As many have come by this invitation as may: ask for another",
    "As many have come by that invitation as may: ask for another",
  ),
  invalidCode: row(
    "INVALID_CODE",
    "That is not the code, or it has expired",
    "That is not the code, or it has expired",
  ),
  invalidEmail: row(
    "INVALID_EMAIL",
    "An e-mail address is needed to which mail can be sent",
    "An e-mail address is needed to which mail can be sent",
  ),
  persistenceAccount: row(
    "ACCOUNT_REQUIRED",
    "An account is required",
    "Only who is logged in to an account can stay",
  ),
  persistenceError: row("INTERNAL_ERROR", "An error occurred", "That could not be changed"),
  persistenceInvalid: row("INVALID_PARAMETERS", "Invalid parameters", "on, off or default?"),
  needNick: row("NEED_NICK", "Choose a nick first", "Choose a nick first"),
  nickIsYours: row("NICK_IS_YOURS", "You have that nick already", "You are {0} already"),
  nicknameReserved: row(
    "433",
    "Nickname belongs to an account; log in first, or choose another",
    "{0} belongs to an account: log in first, or choose another nick",
  ),
  nickOfAnother: row(
    "BAD_ACCOUNT_NAME",
    "Somebody else has that nick now",
    "Somebody else is called {0} now",
  ),
  noSuchCertificate: row(
    "NO_SUCH_CERTIFICATE",
    "The account has no such certificate",
    "The account has no such certificate",
  ),
  notYourNick: row("NOT_YOUR_NICK", "That nick is not your account's", "{0} is not your nick"),
  notLoggedIn: row("NOT_LOGGED_IN", "You are not logged in", "You are not logged in"),
  notYourAccount: row("NOT_YOUR_ACCOUNT", "That is another's account", "{0} is another's account"),
  registrationClosed: row(
    "TEMPORARILY_UNAVAILABLE",
    "Nobody can register an account here",
    "Nobody can register an account here",
  ),
  tooBusy: row(
    "TEMPORARILY_UNAVAILABLE",
    "There is too much to do; try again later",
    "There is too much to do; try again later",
  ),
  tooManyAccounts: row(
    "TEMPORARILY_UNAVAILABLE",
    "There are too many accounts here",
    "There are too many accounts here",
  ),
  tooManyCertificates: row(
    "TOO_MANY_CERTIFICATES",
    "The account has too many certificates",
    "The account has too many certificates",
  ),
  tooManyGuesses: row(
    "464",
    "Too many wrong passwords; try again later",
    "There have been too many wrong passwords; try again later",
  ),
  tooManyRegistrations: row(
    "TEMPORARILY_UNAVAILABLE",
    "Too many accounts have been registered from your address; try again later",
    "Too many accounts have been registered from your address; try again later",
  ),
  mailFailed: row(
    "TEMPORARILY_UNAVAILABLE",
    "No mail can be sent now, and without it nobody can register; try again later",
    "No mail can be sent now, and without it nobody can register; try again later",
  ),
  unacceptablePassword: row(
    "UNACCEPTABLE_PASSWORD",
    "That cannot be a password: it is too long, or has invisible characters in it",
    "That cannot be a password: it is too long, or has invisible characters in it",
  ),
  weakPassword: row(
    "WEAK_PASSWORD",
    "That is too easy to guess; take a longer one",
    "That is too easy to guess; take a longer one",
  ),
} satisfies Record<string, Row>;
