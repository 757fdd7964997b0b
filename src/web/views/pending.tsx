/** Pending: own lines that are not confirmed yet, where they will stand. */
import type { Conversation } from "../../client/state.ts";
import { pendingOf } from "../../client/outgoing.ts";
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { texts } from "../texts.ts";
import { clock } from "../times.ts";
import { Avatar, Name } from "./avatar.tsx";
import { Formatted } from "./formatted.tsx";

/** A short wait is not worth a word. */
const tellAfterMs = 1500;

export function Pending({ app, of }: { app: App; of: Conversation }): VNode | null {
  const { state } = app;
  if (state === null) return null;
  const now = Date.now();
  return (
    <>
      {pendingOf(state.outgoing, state.fold, of.name).map(({ line, state: how }) => {
        const slow = now - line.typedAt > tellAfterMs;
        const words = { doubtful: texts.doubtful, sent: texts.sending, waiting: texts.waits }[how];
        return (
          <li
            class={`message own pending ${how} ${line.manner === "action" ? "action" : ""}`}
            key={`p${line.id}`}
            data-key={`p${line.id}`}
          >
            <div class="gutter">
              <Avatar app={app} nick={state.nick} />
            </div>
            <div class="body">
              <div class="head">
                <span class="nick">
                  <Name app={app} nick={state.nick} />
                </span>
                <time>{clock(line.typedAt)}</time>
                {(how !== "sent" || slow) && <span class="status">{words}</span>}
              </div>
              <div class="text">
                {line.manner === "action" && <bdi class="doer">{state.nick} </bdi>}
                <Formatted text={line.text} />
              </div>
              {how === "doubtful" && (
                <div class="choices">
                  <button type="button" onClick={() => app.visit?.typed("/resend")}>
                    {texts.sendAgain}
                  </button>
                  <button type="button" onClick={() => app.visit?.typed("/forget")}>
                    {texts.drop}
                  </button>
                </div>
              )}
            </div>
          </li>
        );
      })}
    </>
  );
}
