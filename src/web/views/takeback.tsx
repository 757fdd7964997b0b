/** Take back: asked once more, with what would go. */
import { find } from "../../client/state.ts";
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { dialogTexts } from "../dialog-texts.ts";
import { focused } from "../focused.ts";
import { texts } from "../texts.ts";
import { Formatted } from "./formatted.tsx";

interface TakeBackProps {
  readonly app: App;
  readonly name: string;
  readonly msgid: string;
}

export function TakeBack({ app, name, msgid }: TakeBackProps): VNode {
  const said = app.state === null ? undefined : find(app.state, name)?.byId.get(msgid);
  return (
    <div class="stack">
      <blockquote class="text">
        {said?.type === "said" && <Formatted text={said.text} />}
      </blockquote>
      <p>{dialogTexts().takeBackAll}</p>
      <div class="choices">
        <button
          type="button"
          class="danger"
          ref={focused}
          onClick={() => {
            app.act({ type: "redact", name, msgid, reason: "" });
            app.show(null);
          }}
        >
          {texts.takeBack}
        </button>
        <button type="button" onClick={() => app.show(null)}>
          {texts.cancel}
        </button>
      </div>
    </div>
  );
}
