/** Room: what a room is about, its rules, and leaving it. */
import { mayRule } from "../../client/modes.ts";
import type { Conversation } from "../../client/state.ts";
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { useEffect, useState } from "../preact.ts";
import { rulesOf } from "../ruling.ts";
import { texts } from "../texts.ts";
import { Check } from "./fields.tsx";

export function Room({ app, of }: { app: App; of: Conversation }): VNode {
  const [topic, setTopic] = useState(of.membership?.topic ?? "");
  const address = `${location.origin}${location.pathname}${location.hash}`;
  return (
    <div class="stack">
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          app.send("TOPIC", of.name, topic);
          app.show(null);
        }}
      >
        <label>
          {texts.topic}
          <textarea
            rows={3}
            dir="auto"
            value={topic}
            onInput={(event) => setTopic(event.currentTarget.value.replaceAll("\n", " "))}
          />
        </label>
        <button type="submit" class="primary" disabled={topic === of.membership?.topic}>
          {texts.setTopic}
        </button>
      </form>
      <Rules app={app} of={of} />
      <label>
        {texts.address}
        <input readOnly value={address} onFocus={(event) => event.currentTarget.select()} />
      </label>
      <button
        type="button"
        class="danger"
        onClick={() => {
          app.show(null);
          app.close(of.name);
        }}
      >
        {texts.leaveRoom}
      </button>
    </div>
  );
}

/** For those who may set them; the server says so itself when it does not let somebody. */
function Rules({ app, of }: { app: App; of: Conversation }): VNode | null {
  const { state } = app;
  const { membership } = of;
  useEffect(() => app.send("MODE", of.name), [of.name]);
  if (state === null || membership === null || !mayRule(state, of)) return null;
  return (
    <fieldset class="stack">
      <legend>{texts.rulesOfRoom}</legend>
      {rulesOf(state).map(({ letter, words }) => (
        <Check
          key={letter}
          words={words}
          value={membership.flags.has(letter)}
          set={(on) => app.send("MODE", of.name, `${on ? "+" : "-"}${letter}`)}
        />
      ))}
    </fieldset>
  );
}
