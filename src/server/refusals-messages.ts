/** Refusals about messages: in several lines, taken back. See refusal.ts. */
import { row, type Row } from "./refusal-row.ts";

export const messageRefusals = {
  pushAccount: row(
    "ACCOUNT_REQUIRED",
    "Log in first: devices of accounts are told",
    "Log in first: devices of accounts are told",
  ),
  pushInvalid: row(
    "INVALID_PARAMS",
    "That is no endpoint with its keys",
    "That is no endpoint with its keys",
  ),
  fileExists: row("FILE_EXISTS", "There is such a file", "There is such a file already"),
  filesFull: row("FILES_FULL", "The server has no more room for files", "The server is full"),
  filesOfOneFull: row(
    "QUOTA_EXCEEDED",
    "You have as many files here as you may",
    "You have as many files here as you may",
  ),
  noSuchFile: row("NO_SUCH_FILE", "There is no such file of yours", "You have no such file here"),
  noSuchTokenService: row(
    "INVALID_SERVICE",
    "There is no such service here",
    "There is no such service here",
  ),
  batchTimeout: row("TIMEOUT", "The batch was open for too long", "That took too long"),
  batchTypeUnknown: row("UNKNOWN_TYPE", "No such type of batch", "There is no such batch"),
  editForbidden: row(
    "EDIT_FORBIDDEN",
    "You are not authorised to edit this message",
    "That is not yours to change",
  ),
  editInvalid: row("INVALID_EDIT", "Invalid edit text", "That cannot be said instead"),
  editTarget: row(
    "INVALID_TARGET",
    "You cannot edit messages there",
    "You cannot change anything there",
  ),
  editTooLate: row(
    "EDIT_WINDOW_EXPIRED",
    "You can no longer edit this message",
    "It is too late to change that",
  ),
  unreachable: row(
    "400",
    "The other servers cannot be reached; that was not done",
    "The other servers cannot be reached; that was not done",
  ),
  messageUnknown: row(
    "UNKNOWN_MSGID",
    "This message does not exist or is too old",
    "There is no such message",
  ),
  multilineInvalid: row("MULTILINE_INVALID", "", "{0}"), // the last parameter says what is wrong
  multilineInvalidTarget: row(
    "MULTILINE_INVALID_TARGET",
    "Invalid multiline target",
    "Its lines must all be for {0}",
  ),
  multilineMaxBytes: row(
    "MULTILINE_MAX_BYTES",
    "Multiline batch max-bytes exceeded",
    "That is too long; it was not sent",
  ),
  multilineMaxLines: row(
    "MULTILINE_MAX_LINES",
    "Multiline batch max-lines exceeded",
    "Those are too many lines; they were not sent",
  ),
  nothingSaid: row("NOTHING_SAID", "You have said nothing there", "You have said nothing there"),
  redactForbidden: row(
    "REDACT_FORBIDDEN",
    "You are not authorised to delete this message",
    "That is not yours to take back",
  ),
  redactTarget: row(
    "INVALID_TARGET",
    "You cannot delete messages there",
    "You cannot take anything back there",
  ),
  redactTooLate: row(
    "REDACT_WINDOW_EXPIRED",
    "You can no longer delete this message",
    "It is too late to take that back",
  ),
  relayedNickInvalid: row(
    "INVALID_NICK",
    "That cannot be the nick of somebody elsewhere",
    "{0} cannot be a nick of somebody elsewhere",
  ),
  relayForbidden: row(
    "PRIVS_NEEDED",
    "Only operators of the channel may relay messages",
    "Only operators of {0} may say what others have said",
  ),
} satisfies Record<string, Row>;
