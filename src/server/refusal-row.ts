/** Refusal row: the form of a refusal, in IRC's words and in people's. Beside refusal.ts. */

export interface Row {
  /** A numeric of modern.ircdocs, or a code of standard-replies that goes with FAIL. */
  readonly numeric: string;
  /** Parameters that the text names, as {0}, are in it; the others stand before it. */
  readonly text: string;
  readonly plain: string;
}

export const row = (numeric: string, text: string, plain: string): Row => ({
  numeric,
  text,
  plain,
});
