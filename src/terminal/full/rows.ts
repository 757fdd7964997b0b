/**
 * Rows: an item of a conversation → the rows it takes on the screen. The time and the nick stand
 * in columns of their own where there is room, else before the text.
 */
import type { Line } from "../../client/outgoing.ts";
import { tally } from "../../client/notes.ts";
import type { Conversation } from "../../client/state.ts";
import type { Said } from "../../client/timeline.ts";
import { clean } from "../paint.ts";
import type { Clean } from "../paint.ts";
import { fit, width } from "../width.ts";
import type { Content } from "./content.ts";
import type { Style, Styles } from "./styles.ts";
import { wrapSpans } from "./wrap.ts";
import type { Span } from "./wrap.ts";

export interface Row {
  /** What stands in the columns before the text. */
  readonly head: readonly Span[];
  readonly spans: readonly Span[];
}

export interface Measure {
  /** Of the whole conversation. */
  readonly columns: number;
  /** Of the nick; 0 where it stands before the text. */
  readonly nick: number;
}

/** Whether the same person has just spoken, and in the same minute. */
export type Continued = "minute" | "no" | "yes";

const timeColumns = 6;
/** Below this, columns for nicks would leave too little for what is said. */
const columnsForNicks = 50;

export function measureOf(columns: number): Measure {
  if (columns < columnsForNicks) return { columns, nick: 0 };
  return { columns, nick: columns < 72 ? 9 : columns < 120 ? 12 : 15 };
}

/** HH:MM in local time. */
export function hourOf(at: number): string {
  const then = new Date(at);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${two(then.getHours())}:${two(then.getMinutes())}`;
}

export class Rows {
  readonly #styles: Styles;
  readonly #content: Content;

  constructor(styles: Styles, content: Content) {
    this.#styles = styles;
    this.#content = content;
  }

  /** @param continued it goes on from what the same person said just before, in that minute: it
   * needs no time, and, where nicks have a column, no nick */
  said(said: Said, of: Conversation, measure: Measure, continued: Continued): Row[] {
    const { nick, manner, own, mention, notes } = said;
    const nickStyle = own ? this.#styles.of("own") : this.#styles.nick(nick);
    const style = mention && !said.private ? this.#styles.of("mention") : nickStyle;
    const shown = manner === "action" ? `* ${nick}` : manner === "notice" ? `-${nick}-` : nick;
    const hidden = continued !== "no" && measure.nick > 0;
    const head = this.#head(
      hidden && continued === "minute" ? null : said.at,
      hidden ? "" : shown,
      style,
      measure,
    );
    const body = notes?.redacted ? this.#redacted(said) : this.#body(said);
    const rows = this.#wrapped(head, body, measure);
    const reply = this.#reply(said, of, measure);
    const reactions = this.#reactions(said, measure);
    return [...reply, ...rows, ...reactions];
  }

  /** Before what goes on at the top of the screen, where it cannot be seen who is speaking. */
  speaker({ at, nick, own }: Said, measure: Measure): Span[] {
    return this.#head(at, nick, own ? this.#styles.of("own") : this.#styles.nick(nick), measure);
  }

  #body(said: Said): Span[][] {
    const base = said.manner === "notice" ? this.#styles.of("notice") : 0;
    const lines = this.#content.lines(said.text, base);
    const marks = [
      ...(said.notes?.edited ? ["(edited)"] : []),
      ...(said.typedAt === null ? [] : [`(typed ${hourOf(said.typedAt)})`]),
    ];
    if (marks.length > 0) {
      lines.at(-1)?.push(this.#content.span(` ${marks.join(" ")}`, this.#styles.of("dim")));
    }
    return lines;
  }

  #redacted({ notes }: Said): Span[][] {
    const { by = "", reason = "" } = notes?.redacted ?? {};
    const words = `deleted by ${by}${reason === "" ? "" : `: ${reason}`}`;
    const style = this.#styles.with(this.#styles.of("dim"), "italic");
    return [[this.#content.span(words, style)]];
  }

  /** Above an answer stands what it answers. */
  #reply(said: Said, of: Conversation, measure: Measure): Row[] {
    if (said.replyTo === null) return [];
    const answered = of.byId.get(said.replyTo);
    const dim = this.#styles.of("dim");
    const gone = answered?.type === "said" && answered.notes?.redacted;
    const words =
      answered?.type !== "said"
        ? "something earlier"
        : `${answered.nick}: ${gone ? "(deleted)" : answered.text.replaceAll("\n", " ")}`;
    const text = cut(clean(`╭ ${words}`), this.#room(measure));
    return [this.#besideText([{ text, style: dim, link: 0 }], measure)];
  }

  #reactions(said: Said, measure: Measure): Row[] {
    const tallies = said.notes?.redacted ? [] : tally(said);
    if (tallies.length === 0) return [];
    const spans = tallies.flatMap(({ value, nicks, own }) => {
      const style = this.#styles.of(own ? "mine" : "dim");
      const count = nicks.length > 1 ? ` ${nicks.length}` : "";
      // Of one person the name says more than the number.
      const who = nicks.length === 1 && !own ? ` ${nicks[0] ?? ""}` : count;
      return [this.#content.span(`${value}${who}`, style), this.#content.span("  ", 0)];
    });
    const rows = wrapSpans(spans, this.#room(measure));
    return rows.map((row) => this.#besideText(row, measure));
  }

  /** A line that is on its way, or waits. */
  pending(line: Line, words: string, nick: string, measure: Measure): Row[] {
    const dim = this.#styles.of("dim");
    const head = this.#head(line.typedAt, nick, dim, measure);
    const lines = this.#content.lines(line.text, dim);
    lines.at(-1)?.push(this.#content.span(` ${words}`, this.#styles.with(dim, "italic")));
    return this.#wrapped(head, lines, measure);
  }

  /** Something that happened, in words. @param sign stands where a nick would */
  happened(at: number, sign: string, words: string, style: Style, measure: Measure): Row[] {
    const head = this.#head(at, sign, style, measure);
    return this.#wrapped(
      head,
      words.split("\n").map((line) => [this.#content.span(line, style)]),
      measure,
    );
  }

  /** A line across with words in it. */
  rule(words: string, style: Style, { columns }: Measure): Row {
    const text = words === "" ? "" : ` ${words} `;
    const left = Math.max(2, Math.floor((columns - width(text)) / 2));
    const right = Math.max(0, columns - left - width(text));
    const line = `${"─".repeat(left)}${text}${"─".repeat(right)}`;
    return { head: [], spans: [{ text: fit(clean(line), columns) as Clean, style, link: 0 }] };
  }

  #head(at: number | null, who: string, style: Style, measure: Measure): Span[] {
    const hour = at === null ? " ".repeat(timeColumns) : `${hourOf(at)} `;
    const time = this.#content.span(hour, this.#styles.of("dim"));
    if (measure.nick === 0) {
      return who === "" ? [time] : [time, this.#content.span(who, style), blank(1)];
    }
    const name = cut(clean(who), measure.nick);
    const padding = blank(measure.nick - width(name));
    return [time, padding, { text: name, style, link: 0 }, blank(1)];
  }

  /** The columns that the text has. */
  #room(measure: Measure): number {
    return Math.max(8, measure.columns - this.#indent(measure));
  }

  #indent(measure: Measure): number {
    return timeColumns + (measure.nick === 0 ? 0 : measure.nick + 1);
  }

  #besideText(spans: readonly Span[], measure: Measure): Row {
    return { head: [blank(this.#indent(measure))], spans };
  }

  #wrapped(head: readonly Span[], lines: readonly Span[][], measure: Measure): Row[] {
    // Without a column of its own the nick is part of the text, and that flows around it.
    const [time, ...name] = head;
    const inline = measure.nick === 0 && time !== undefined;
    const rows: Row[] = [];
    for (const [index, line] of lines.entries()) {
      const text = inline && index === 0 ? [...name, ...line] : line;
      for (const spans of wrapSpans(text, this.#room(measure))) {
        if (rows.length > 0) rows.push(this.#besideText(spans, measure));
        else rows.push({ head: inline ? [time] : head, spans });
      }
    }
    return rows;
  }
}

const blank = (columns: number): Span => ({
  text: " ".repeat(Math.max(0, columns)) as Clean,
  style: 0,
  link: 0,
});

/** What does not fit ends in an ellipsis. */
export function cut(text: Clean, columns: number): Clean {
  if (width(text) <= columns) return text;
  return `${fit(text, columns - 1)}…` as Clean;
}
