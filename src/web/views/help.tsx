/** Help: what can be typed, by which keys, and how it is made bold. */
import { commands } from "../../client/commands.ts";
import { fromMarkdown } from "../../client/markdown.ts";
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { dialogTexts } from "../dialog-texts.ts";
import { texts } from "../texts.ts";
import { Formatted } from "./formatted.tsx";

const formats = ["**bold**", "*italic*", "~~strike~~", "`code`"];

export function Help({ app }: { app: App }): VNode {
  const keys: [string, string][] = [
    ["Enter", dialogTexts().keySend],
    ["Shift+Enter", dialogTexts().keyLine],
    ["↑", dialogTexts().keyChange],
    ["Ctrl+K", dialogTexts().keySwitch],
    ["Ctrl+Shift+F", dialogTexts().keySearch],
    ["Alt+↑ Alt+↓", dialogTexts().keyRooms],
    ["Alt+M", dialogTexts().keyMessages],
  ];
  return (
    <div class="stack help">
      <h3>{dialogTexts().helpFormats}</h3>
      <dl>
        {formats.map((typed) => (
          <div key={typed}>
            <dt dir="ltr">{typed}</dt>
            <dd>
              <Formatted text={fromMarkdown(typed)} />
            </dd>
          </div>
        ))}
      </dl>
      <h3>{dialogTexts().helpKeys}</h3>
      <dl>
        {keys.map(([key, words]) => (
          <div key={key}>
            <dt dir="ltr">{key}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <h3>{dialogTexts().helpCommands}</h3>
      <dl class="commands">
        {Object.entries(commands).map(([name, { usage, help }]) => (
          <div key={name}>
            <dt dir="ltr">{usage}</dt>
            <dd>{texts.commands[name] ?? help}</dd>
          </div>
        ))}
      </dl>
      <button type="button" class="primary" onClick={() => app.show(null)}>
        {dialogTexts().closePanel}
      </button>
    </div>
  );
}
