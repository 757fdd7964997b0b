/** What an administrator decides about messages. Part of the Config, see config.ts. */

/** What goes with messages and after them. */
export interface MessagesConfig {
  /** As CLIENTTAGDENY has them: names without "+", "*" first for all, "-name" for exceptions. */
  readonly clientTagsDenied: readonly string[];
  /** For how long one may take back what one has said; 0 is without bound, and so below. */
  readonly redactMinutesMax: number;
  /** The same for changing it. */
  readonly editMinutesMax: number;
  /** Of what IRC clients read in words when they do not know it. */
  readonly fallbackNotices: readonly FallbackNotice[];
}

export const fallbackNoticeKinds = ["redaction", "edit", "reaction"] as const;
export type FallbackNotice = (typeof fallbackNoticeKinds)[number];

export const messagesDefault: MessagesConfig = {
  clientTagsDenied: [],
  redactMinutesMax: 1_440, // a day: what was said in the evening can be taken back in the morning
  editMinutesMax: 1_440,
  fallbackNotices: ["redaction", "edit"], // a reaction is a small thing, and there are many of them
};
