/** Room: what a room is about, where it is, who is asked in, its rules, and leaving it. */
import { mayRule, maySet } from "../../client/modes.ts";
import type { Conversation } from "../../client/state.ts";
import { hashOf } from "../address.ts";
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { useEffect, useLayoutEffect, useRef, useState } from "../preact.ts";
import { dialogTexts } from "../dialog-texts.ts";
import { texts } from "../texts.ts";
import { Formatted } from "./formatted.tsx";
import { KeptOut } from "./keptout.tsx";
import { Rules } from "./rules.tsx";

export function Room({ app, of }: { app: App; of: Conversation }): VNode | null {
  const { state } = app;
  const { membership } = of;
  const [refusal, setRefusal] = useState("");
  useEffect(() => app.send("MODE", of.name), [of.name]);
  useEffect(() => {
    const { listeners } = app;
    const heard: Parameters<typeof listeners.add>[0] = (news) => {
      if (news.type === "refused") setRefusal(texts.happened(news) ?? "");
    };
    listeners.add(heard);
    return () => void listeners.delete(heard);
  }, []);
  if (state === null || membership === null) return null;
  /** Again nothing is known to be wrong. */
  const send = (command: string, ...params: string[]): void => {
    setRefusal("");
    app.send(command, ...params);
  };
  return (
    <div class="stack">
      {mayRule(state, of) || !membership.modes.has("t") ? (
        <Topic topic={membership.topic} set={(topic) => send("TOPIC", of.name, topic)} />
      ) : (
        <p class="topic">
          <Formatted text={membership.topic === "" ? texts.noTopic : membership.topic} />
        </p>
      )}
      <p class="said" role="alert">
        {refusal}
      </p>
      <Address of={of} />
      {membership.joined && <Invite ask={(nick) => send("INVITE", nick, of.name)} />}
      {maySet(state, of) && (
        <Rules
          state={state}
          membership={membership}
          set={(...change) => send("MODE", of.name, ...change)}
        />
      )}
      {mayRule(state, of) && (
        <KeptOut app={app} of={of} letIn={(mask) => send("MODE", of.name, "-b", mask)} />
      )}
      <button
        type="button"
        class="danger"
        onClick={() => {
          app.show(null);
          app.close(of.name);
        }}
      >
        {dialogTexts().leaveRoom}
      </button>
    </div>
  );
}

function Topic({ topic, set }: { topic: string; set: (topic: string) => void }): VNode {
  const [text, setText] = useState(topic);
  useLayoutEffect(() => setText(topic), [topic]);
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        set(text);
      }}
    >
      <label>
        {dialogTexts().topic}
        <textarea
          rows={3}
          dir="auto"
          value={text}
          onInput={(event) => setText(event.currentTarget.value.replaceAll("\n", " "))}
        />
      </label>
      <button type="submit" class="primary" disabled={text === topic}>
        {dialogTexts().setTopic}
      </button>
    </form>
  );
}

function Address({ of }: { of: Conversation }): VNode {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    field.current?.select();
    // A page that came without https has no clipboard but this one.
    if ("clipboard" in navigator) await navigator.clipboard.writeText(field.current?.value ?? "");
    else document.execCommand("copy");
    setCopied(true);
  };
  return (
    <div class="row">
      <label>
        {dialogTexts().address}
        <input
          ref={field}
          readOnly
          dir="ltr"
          value={`${location.origin}${location.pathname}${hashOf(of)}`}
          onFocus={(event) => event.currentTarget.select()}
        />
      </label>
      <button type="button" onClick={() => void copy().catch(() => undefined)}>
        {copied ? dialogTexts().copied : dialogTexts().copy}
      </button>
      <span class="hidden" role="status">
        {copied && dialogTexts().copied}
      </span>
    </div>
  );
}

/** Whether they may, and whom there is, the server says. */
function Invite({ ask }: { ask: (nick: string) => void }): VNode {
  const [nick, setNick] = useState("");
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        ask(nick.trim());
        setNick("");
      }}
    >
      <label>
        {dialogTexts().invite}
        <input
          value={nick}
          placeholder={dialogTexts().inviteWhom}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          onInput={(event) => setNick(event.currentTarget.value)}
        />
      </label>
      <button type="submit" disabled={!/^\s*[^\s,]+\s*$/.test(nick)}>
        {dialogTexts().inviteNow}
      </button>
    </form>
  );
}
