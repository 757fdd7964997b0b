/**
 * Help: what can be typed, made of the table of commands, and which keys do what.
 */
import type { Told } from "./choices.ts";
import type { TextRow } from "./panels.ts";

/** What is said of a command stands behind so many columns, and two. */
const usageColumns = 26;

/** Told to people; what they do is in press.ts. */
const keys: readonly (readonly [string, string])[] = [
  ["Enter", "send; Alt-Enter or Ctrl-J begins a new line"],
  ["Tab", "complete a nick, #room, /command or :emoji"],
  ["Ctrl-K", "go anywhere: rooms, people, commands"],
  ["Ctrl-N Ctrl-P", "next and previous conversation; Alt-1 … Alt-9 by number"],
  ["Alt-A", "the next conversation with something new"],
  ["PgUp PgDn", "scroll; Shift-Up and Shift-Down by a row; End to the newest"],
  ["Alt-Up Alt-Down", "pick a message: answer, react, edit, delete, copy"],
  ["Ctrl-R", "search"],
  [
    "Ctrl-W Alt-D",
    "cut a word; Ctrl-U and Alt-K a line; Ctrl-Y puts it back, Alt-Y an earlier one",
  ],
  ["Ctrl-_", "undo; Alt-_ redo"],
  ["Ctrl-L", "draw the screen anew; Ctrl-Z suspends"],
  ["Ctrl-C", "drop what is typed; twice leaves"],
];

export function helpRows(commands: readonly Told[]): TextRow[] {
  const width = Math.max(...keys.map(([key]) => key.length));
  return [
    { text: "Keys", style: "strong" },
    ...keys.map(([key, does]): TextRow => ({
      text: `${key.padEnd(width)}  ${does}`,
      style: "plain",
      indent: width + 2,
    })),
    { text: "", style: "plain" },
    { text: "Commands", style: "strong" },
    ...[...commands, { usage: "//TEXT", help: "say /TEXT" }].map(({ usage, help }): TextRow => ({
      text: `${usage.padEnd(usageColumns)}  ${help}`,
      style: "plain",
      indent: Math.max(usage.length, usageColumns) + 2,
    })),
  ];
}
