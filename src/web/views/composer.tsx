/**
 * Composer: where one types. Enter sends, Shift+Enter begins a new line; what a word may become is
 * offered above; what was typed is kept for the next visit, per conversation.
 */
import type { Offer } from "../../client/completions.ts";
import { fromMarkdown, toMarkdown } from "../../client/markdown.ts";
import type { Conversation } from "../../client/state.ts";
import { typists } from "../../client/typing.ts";
import type { App } from "../app.ts";
import { Lazily, whenIdle } from "../lazily.ts";
import type { RefObject, VNode } from "../preact.ts";
import { useEffect, useLayoutEffect, useRef, useState } from "../preact.ts";
import { remember, remembered } from "../remembered.ts";
import { texts } from "../texts.ts";
import type { Mode } from "../writing.ts";
import { Attach, Sending } from "./attach.tsx";
import { Icon } from "./icons.tsx";
import type { Offers } from "./offers.tsx";

const offering = new Lazily(() => import("./offers.tsx"));

export function Composer({ app, of }: { app: App; of: Conversation }): VNode {
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const [offers, setOffers] = useState<Offers | null>(null);
  const key = app.state?.fold(of.name) ?? of.name;
  const mode = app.writing.modeOf(of);
  const before = useRef<string | null>(null);
  /** Where the caret is to stand in what has been put in. */
  const caret = useRef<number | null>(null);
  useEffect(() => whenIdle(() => offering.soon()), []);

  useLayoutEffect(() => {
    before.current = null;
    setText(draftOf(key));
    setOffers(null);
    if (matchMedia("(hover: hover)").matches) field.current?.focus({ preventScroll: true });
  }, [key]);
  useLayoutEffect(() => {
    // What was being typed comes back when the change is over.
    if (mode?.type === "change") {
      if (before.current === null) before.current = text;
      setText(toMarkdown(mode.said.text));
    } else if (before.current !== null) {
      setText(before.current);
      before.current = null;
    }
    if (mode !== null) field.current?.focus();
  }, [mode]);
  useLayoutEffect(() => {
    grow(field);
    // At once: the next key may follow in the same breath.
    if (caret.current !== null) field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [text]);

  const typed = (given: string): void => {
    setText(given);
    if (mode?.type !== "change") keepDraft(key, given);
    const says = given.trim() !== "" && !/^\/(?!me )/.test(given);
    if (remembered.typing) app.act({ type: "typing", name: of.name, active: says });
    offer(false);
  };
  const offer = (asked: boolean): void => {
    const { part } = offering;
    if (part !== null) setOffers(part.offersFor(app, field.current, asked));
    // Not there yet: by then something else may stand there.
    else offering.soon(() => offer(asked));
  };
  const send = (): void => {
    if (text.trim() === "") return;
    if (!app.writing.submit(of, text.startsWith("/") ? text : fromMarkdown(text))) return;
    setOffers(null);
    if (mode?.type === "change") return;
    setText("");
    keepDraft(key, "");
  };
  const put = (sign: string, start: number, end: number): void => {
    const next = text.slice(0, start) + sign + text.slice(end);
    setOffers(null);
    setText(next);
    if (mode?.type !== "change") keepDraft(key, next);
    caret.current = start + sign.length;
  };
  const take = (offer: Offer, start: number): void =>
    put(offer.text, start, field.current?.selectionStart ?? text.length);
  app.writing.insert = (sign) => {
    const { selectionStart = text.length, selectionEnd = text.length } = field.current ?? {};
    put(sign, selectionStart, selectionEnd);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const done = offers !== null && offering.part?.choose(event, offers, setOffers, take);
    if (done) return event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      send();
    } else if (event.key === "Tab" && !event.shiftKey && text !== "") {
      const found = offering.part?.offersFor(app, field.current, true) ?? null;
      if (found === null) return;
      event.preventDefault();
      const [only] = found.all;
      if (found.all.length === 1 && only !== undefined) take(only, found.start);
      else setOffers(found);
    } else if (event.key === "Escape" && mode !== null) {
      event.preventDefault();
      app.writing.setMode(of, null);
    } else if (event.key === "ArrowUp" && text === "" && mode === null) {
      const said = app.writing.lastOwn(of);
      if (said === null) return;
      event.preventDefault();
      app.writing.setMode(of, { type: "change", said });
    }
  };
  const listId = "offers";
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Typing app={app} of={of} />
      {mode !== null && <ModeBar mode={mode} end={() => app.writing.setMode(of, null)} />}
      {offers !== null && offering.part !== null && (
        <offering.part.OfferList id={listId} offers={offers} take={take} />
      )}
      <Sending app={app} />
      <div class="line">
        <Attach app={app} take={(files) => void app.uploads.add(of.name, files)} />
        <textarea
          ref={field}
          id="compose"
          rows={1}
          dir="auto"
          value={text}
          placeholder={texts.write(of.name)}
          aria-label={texts.write(of.name)}
          aria-autocomplete="list"
          aria-controls={offers === null ? undefined : listId}
          aria-activedescendant={offers === null ? undefined : `${listId}-${offers.index}`}
          enterkeyhint="send"
          spellcheck
          onInput={(event) => typed(event.currentTarget.value)}
          onKeyDown={pressed}
          onBlur={() => setOffers(null)}
          onPaste={(event) => {
            const files = [...(event.clipboardData?.files ?? [])];
            if (files.length === 0) return;
            event.preventDefault();
            void app.uploads.add(of.name, files);
          }}
        />
        <button
          type="button"
          class="icon-button"
          aria-label={texts.emoji}
          title={texts.emoji}
          onClick={() => {
            // There one is again, afterwards.
            field.current?.focus();
            app.show({ type: "emoji" });
          }}
        >
          <Icon name="emoji" />
        </button>
        <button type="submit" class="send" aria-label={texts.send} disabled={text.trim() === ""}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}

/** What becomes of the line, when it is not simply said. */
function ModeBar({ mode, end }: { mode: Mode; end: () => void }): VNode {
  return (
    <div class="mode">
      <Icon name={mode.type === "answer" ? "reply" : "edit"} />
      <span>{mode.type === "answer" ? texts.answering(mode.to.nick) : texts.editing}</span>
      <button type="button" class="icon-button" aria-label={texts.cancel} onClick={end}>
        <Icon name="close" />
      </button>
    </div>
  );
}

/** By name: one of which every object has something is a name like others. */
const draftOf = (key: string): string =>
  Object.hasOwn(remembered.drafts, key) ? (remembered.drafts[key] ?? "") : "";

function keepDraft(key: string, text: string): void {
  const { [key]: _, ...others } = remembered.drafts;
  remember({ drafts: text === "" ? others : { ...others, [key]: text } });
}

const growsByItself = CSS.supports("field-sizing: content");

/** As high as what is in it; the style says how high at most. */
function grow({ current }: RefObject<HTMLTextAreaElement | null>): void {
  if (current === null || growsByItself) return;
  current.style.height = "auto";
  current.style.height = `${current.scrollHeight}px`;
}

function Typing({ app, of }: { app: App; of: Conversation }): VNode {
  const now = Date.now();
  const nicks = app.state === null ? [] : typists(of, now);
  return (
    <div class="typing" aria-hidden={nicks.length === 0}>
      {nicks.length > 0 && (
        <>
          <span class="dots">
            <i />
            <i />
            <i />
          </span>
          {texts.typing(nicks)}
        </>
      )}
    </div>
  );
}
