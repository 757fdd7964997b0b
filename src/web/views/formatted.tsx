/** Formatted: a message's text as elements. Only ever text nodes: nothing that somebody has said
 * becomes markup. */
import { blocksOf } from "../../client/blocks.ts";
import type { Run } from "../../client/blocks.ts";
import type { Piece } from "../../client/formatting.ts";
import type { VNode } from "../preact.ts";

export function Formatted({ text }: { text: string }): VNode {
  return (
    <>
      {blocksOf(text).map((block) =>
        block.type === "code" ? (
          <pre class="code" dir="ltr" tabIndex={0}>
            <code>{block.text}</code>
          </pre>
        ) : (
          <span class="runs" dir="auto">
            {block.runs.map(Shown)}
          </span>
        ),
      )}
    </>
  );
}

function Shown(run: Run): VNode | string {
  if (run.type === "link") {
    return (
      <a href={run.address} target="_blank" rel="noopener noreferrer nofollow ugc" dir="ltr">
        {run.piece.text}
      </a>
    );
  }
  const names = classesOf(run.piece);
  if (run.piece.mono) return <code class={names}>{run.piece.text}</code>;
  return names === "" ? run.piece.text : <span class={names}>{run.piece.text}</span>;
}

const classesOf = ({ bold, italic, underline, strike, reverse }: Piece): string =>
  [
    bold && "bold",
    italic && "italic",
    underline && "underline",
    strike && "strike",
    reverse && "reverse",
  ]
    .filter(Boolean)
    .join(" ");
