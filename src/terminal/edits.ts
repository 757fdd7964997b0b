/**
 * Edits: what can be done to a text being typed, by name, and what is common to some of them.
 */
export type Edit =
  | "backspace"
  | "complete"
  | "complete-back"
  | "delete"
  | "down"
  | "end"
  | "history-next"
  | "history-previous"
  | "home"
  | "kill-after"
  | "kill-before"
  | "left"
  | "newline"
  | "redo"
  | "right"
  | "rub-word"
  | "rub-word-after"
  | "transpose"
  | "undo"
  | "up"
  | "word-left"
  | "word-right"
  | "yank"
  | "yank-pop";

/** Edits that change the text, and can be undone. */
export const changes: ReadonlySet<Edit> = new Set([
  "backspace",
  "complete",
  "complete-back",
  "delete",
  "kill-after",
  "kill-before",
  "newline",
  "rub-word",
  "rub-word-after",
  "transpose",
  "yank",
  "yank-pop",
] as const);

/** Several of the same in a row are undone in one go. */
export const repeats: ReadonlySet<Edit> = new Set([
  "backspace",
  "complete",
  "complete-back",
  "delete",
]);

export const kills: ReadonlySet<Edit | "insert"> = new Set([
  "kill-after",
  "kill-before",
  "rub-word",
  "rub-word-after",
] as const);
