/** Message tools: what can be done with a message: react, answer, change, take back. */
import { canEdit, canReact, mayRedact } from "../../client/actions.ts";
import type { Conversation } from "../../client/state.ts";
import type { Said } from "../../client/timeline.ts";
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { texts } from "../texts.ts";
import { Icon } from "./icons.tsx";

/** Offered at hand; the others are in the picker. */
const quick = ["👍", "❤️", "😂"];

export function MessageTools({
  app,
  of,
  said,
}: {
  app: App;
  of: Conversation;
  said: Said;
}): VNode | null {
  const { state } = app;
  if (state === null || said.msgid === null) return null;
  const { msgid } = said;
  const { name } = of;
  const reacts = canReact(state);
  const mayDelete = mayRedact(state, of, said);
  return (
    <div class="tools" role="toolbar" aria-label={texts.tools}>
      {reacts &&
        quick.map((value) => (
          <button
            type="button"
            key={value}
            class="tool quick"
            aria-label={texts.react(value)}
            onClick={() => app.act({ type: "react", name, msgid, value, on: true })}
          >
            <span class="emoji">{value}</span>
          </button>
        ))}
      {reacts && (
        <Tool
          icon="emoji"
          words={texts.reactOther}
          run={() => app.show({ type: "picker", name, msgid })}
        />
      )}
      <Tool
        icon="reply"
        words={texts.answer}
        run={() => app.writing.setMode(of, { type: "answer", to: said })}
      />
      {said.own && said.manner === "text" && canEdit(state) && (
        <Tool
          icon="edit"
          words={texts.change}
          run={() => app.writing.setMode(of, { type: "change", said })}
        />
      )}
      {mayDelete && (
        <Tool
          icon="trash"
          words={texts.takeBack}
          run={() => app.show({ type: "takeBack", name, msgid })}
        />
      )}
    </div>
  );
}

/** On a message that has the focus. */
const toolKeys = { emoji: "e", reply: "r", edit: "c", trash: "Delete" } as const;

interface ToolProps {
  readonly icon: "emoji" | "reply" | "edit" | "trash";
  readonly words: string;
  readonly run: () => void;
}

function Tool({ icon, words, run }: ToolProps): VNode {
  return (
    <button
      type="button"
      class="tool"
      data-tool-key={toolKeys[icon]}
      aria-label={words}
      title={`${words} (${toolKeys[icon]})`}
      onClick={run}
    >
      <Icon name={icon} />
    </button>
  );
}
