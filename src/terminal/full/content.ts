/**
 * Content: what a message says → styled spans, line by line: IRC's bold and the like, addresses
 * that the terminal can open. All of it passes the gate.
 */
import { piecesOf } from "../../client/formatting.ts";
import type { Piece } from "../../client/formatting.ts";
import { clean } from "../paint.ts";
import { findLinks } from "./links.ts";
import type { Links } from "./links.ts";
import type { Attribute, Style, Styles } from "./styles.ts";
import type { Span } from "./wrap.ts";

const kept: readonly Attribute[] = ["bold", "italic", "underline", "strike", "reverse"];

export class Content {
  readonly #styles: Styles;
  readonly #links: Links;

  constructor(styles: Styles, links: Links) {
    this.#styles = styles;
    this.#links = links;
  }

  /** One text, of one style, as it is. */
  span(text: string, style: Style): Span {
    return { text: clean(text), style, link: 0 };
  }

  /** Each line of a text for itself. */
  lines(text: string, style: Style): Span[][] {
    return text.split("\n").map((line) => this.#line(line, style));
  }

  #line(line: string, base: Style): Span[] {
    return piecesOf(line).flatMap((piece) => {
      const style = this.#styleOf(piece, base);
      const spans: Span[] = [];
      let from = 0;
      for (const { start, end, address } of findLinks(piece.text)) {
        if (start > from) spans.push(this.span(piece.text.slice(from, start), style));
        const link = this.#links.id(address);
        const shown = this.#styles.with(this.#styles.of("link"), "underline");
        spans.push({
          ...this.span(piece.text.slice(start, end), link === 0 ? style : shown),
          link,
        });
        from = end;
      }
      if (from < piece.text.length) spans.push(this.span(piece.text.slice(from), style));
      return spans;
    });
  }

  #styleOf(piece: Piece, base: Style): Style {
    let style = piece.mono && base === 0 ? this.#styles.of("code") : base;
    for (const attribute of kept) {
      if (piece[attribute as keyof Piece] === true) style = this.#styles.with(style, attribute);
    }
    return style;
  }
}
