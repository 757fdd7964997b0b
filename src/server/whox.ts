/**
 * WHOX: what the second parameter of WHO asks for: whom to match by what, and which fields to tell
 * of them. Part of WHO; pure text. ircv3 whox; the flags and the fields d and o are ircu's.
 */

export interface WhoAsked {
  /** Only server operators. */
  readonly operators: boolean;
  /** What the mask is held against; none named means all that everybody sees. */
  readonly by: readonly MatchFlag[];
  /** undefined: the common answer, 352. */
  readonly fields: ReadonlySet<string> | undefined;
  /** Given back in each row where "t" is asked for. */
  readonly token: string;
}

const matchFlags = ["n", "u", "h", "i", "s", "r", "a"] as const;
export type MatchFlag = (typeof matchFlags)[number];

/** In the order in which a row holds them, whatever the order they were asked for in. */
export const whoxFields = "tcuihsnfdlaor".split("");

const form = /^([^%]*)(?:%([^,]*)(?:,(.*))?)?$/s;

/** "[flags][%fields[,token]]". Letters that mean nothing are ignored (whox). */
export function parseWho(text: string): WhoAsked {
  const [, flags = "", fields, token = ""] = form.exec(text) ?? [];
  return {
    operators: flags.includes("o"),
    by: matchFlags.filter((flag) => flags.includes(flag)),
    fields: fields === undefined ? undefined : new Set(fields),
    // Who asks for "t" must give a token: up to three digits.
    token: /^[0-9]{1,3}$/.test(token) ? token : "0",
  };
}
