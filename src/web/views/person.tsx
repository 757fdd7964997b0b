/** Person: who somebody is, and what one can do about it. */
import { mayRule } from "../../client/modes.ts";
import { find, memberships } from "../../client/state.ts";
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { rulingsOn } from "../ruling.ts";
import { dialogTexts } from "../dialog-texts.ts";
import { texts } from "../texts.ts";
import { Avatar, Name } from "./avatar.tsx";

export function Person({ app, nick }: { app: App; nick: string }): VNode | null {
  const { state, here } = app;
  if (state === null) return null;
  const [member] = memberships(state, nick);
  const presence = find(state, nick)?.presence ?? null;
  const account = member?.account ?? presence?.account ?? null;
  const away = member?.away ?? presence?.away ?? false;
  const there = member !== undefined || presence?.online === true;
  const own = state.fold(nick) === state.fold(state.nick);
  const inHere = here?.membership?.members.get(state.fold(nick));
  return (
    <div class="stack person">
      <div class="card">
        <Avatar app={app} nick={nick} state={there ? (away ? "away" : "here") : "gone"} />
        <p>
          <strong>
            <Name app={app} nick={nick} />
          </strong>
          <br />
          {account === null ? texts.guest : dialogTexts().accountIs(account)}
          <br />
          {there ? (away ? texts.away : texts.online) : texts.offline}
        </p>
      </div>
      {!own && (
        <button type="button" class="primary" onClick={() => app.open(nick)}>
          {dialogTexts().talkTo(nick)}
        </button>
      )}
      {here !== null && inHere !== undefined && !own && mayRule(state, here) && (
        <div class="choices" role="group" aria-label={dialogTexts().moderation}>
          {rulingsOn(inHere).map(({ words, line, after }) => (
            <button
              type="button"
              key={line}
              onClick={() => {
                app.visit?.typed(line);
                if (after !== undefined) app.visit?.typed(after);
                app.show(null);
              }}
            >
              {words}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
