/** Search: what was said, here or everywhere; each result leads to its place. */
import type { Said } from "../../client/timeline.ts";
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { useEffect, useState } from "../preact.ts";
import { dialogTexts } from "../dialog-texts.ts";
import { focused } from "../focused.ts";
import { shortMoment } from "../times.ts";
import { Avatar, Name } from "./avatar.tsx";
import { Formatted } from "./formatted.tsx";

/** Typing is not interrupted by an answer for each letter. */
const pauseMs = 250;

export function Search({ app }: { app: App }): VNode {
  const { state, here } = app;
  const [words, setWords] = useState(state?.search?.text ?? "");
  const [everywhere, setEverywhere] = useState(here === null);
  const room = everywhere ? null : (here?.name ?? null);
  useEffect(() => {
    const text = words.trim();
    const last = state?.search;
    if (text === "" || (last?.text === text && last.room === room)) return;
    const timer = setTimeout(() => app.act({ type: "search", text, room }), pauseMs);
    return () => clearTimeout(timer);
  }, [words, room]);
  const search = words.trim() === "" ? null : (state?.search ?? null);
  return (
    <div class="stack search">
      <input
        type="search"
        ref={focused}
        dir="auto"
        value={words}
        placeholder={dialogTexts().searchWhat}
        aria-label={dialogTexts().searchWhat}
        onInput={(event) => setWords(event.currentTarget.value)}
      />
      {here !== null && (
        <label class="check">
          <input
            type="checkbox"
            checked={everywhere}
            onChange={(event) => setEverywhere(event.currentTarget.checked)}
          />
          {dialogTexts().everywhere}
        </label>
      )}
      <p role="status" class="quiet">
        {search?.failure !== undefined && search.failure !== ""
          ? search.failure
          : search?.found && dialogTexts().found(search.found.length)}
      </p>
      <ul class="results">
        {search?.found?.map((said) => (
          <Result key={said.msgid ?? String(said.at)} app={app} said={said} />
        ))}
      </ul>
    </div>
  );
}

function Result({ app, said }: { app: App; said: Said }): VNode {
  const { msgid } = said;
  return (
    <li class="result">
      <Avatar app={app} nick={said.nick} />
      <div class="body">
        <div class="head">
          <span class="nick">
            <Name app={app} nick={said.nick} />
          </span>
          <small>
            <bdi>{said.room}</bdi> · {shortMoment(said.at, Date.now())}
          </small>
        </div>
        <div class="text">
          <Formatted text={said.text} />
        </div>
        {msgid !== null && (
          <button type="button" class="link" onClick={() => app.jumpTo(said.room, msgid)}>
            {dialogTexts().showThere}
          </button>
        )}
      </div>
    </li>
  );
}
