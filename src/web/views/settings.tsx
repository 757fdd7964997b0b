/** Settings: how it looks and sounds, which language it speaks, under which name one is here. */
import { canHaveProfile } from "../../client/profiles.ts";
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { useState } from "../preact.ts";
import { remember, remembered } from "../remembered.ts";
import type { Remembered } from "../remembered.ts";
import { dialogTexts } from "../dialog-texts.ts";
import { languages, speak, texts } from "../texts.ts";
import { wearTheme } from "../theme.ts";
import { askToNotify, canNotify } from "../notify.ts";
import { canBePushed, endPush, wantPush } from "../push.ts";
import { Check, Choice } from "./fields.tsx";

export function Settings({ app }: { app: App }): VNode {
  const set = (change: Partial<Remembered>): void => {
    remember(change);
    wearTheme();
    app.changed();
  };
  return (
    <div class="stack settings">
      <Nick app={app} />
      <Choice
        words={dialogTexts().theme}
        value={remembered.theme}
        choose={(theme) => set({ theme: theme as Remembered["theme"] })}
      >
        <option value="">{dialogTexts().asSystem}</option>
        <option value="light">{dialogTexts().light}</option>
        <option value="dark">{dialogTexts().dark}</option>
      </Choice>
      <Language app={app} />
      {canNotify() && <Notifying app={app} set={set} />}
      <Check
        words={dialogTexts().showHappenings}
        value={remembered.happenings}
        set={(happenings) => set({ happenings })}
      />
      <Check
        words={dialogTexts().showPreviews}
        value={remembered.previews}
        set={(previews) => set({ previews })}
      />
      <Check
        words={dialogTexts().tellTyping}
        value={remembered.typing}
        set={(typing) => set({ typing })}
      />
      <div class="choices">
        <button
          type="button"
          onClick={() =>
            app.show({ type: (app.state?.account ?? null) === null ? "account" : "devices" })
          }
        >
          {(app.state?.account ?? null) === null ? dialogTexts().account : dialogTexts().devices}
        </button>
        {app.state !== null && canHaveProfile(app.state) && (
          <button type="button" onClick={() => app.show({ type: "profile" })}>
            {dialogTexts().profile}
          </button>
        )}
        <button type="button" onClick={() => app.show({ type: "help" })}>
          {dialogTexts().help}
        </button>
        <button type="button" onClick={() => app.leave()}>
          {dialogTexts().goOut}
        </button>
      </div>
      <p class="quiet">
        <a href="/join" target="_blank">
          {texts.otherWays}
        </a>
      </p>
    </div>
  );
}

function Nick({ app }: { app: App }): VNode {
  const [nick, setNick] = useState(app.state?.nick ?? "");
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        app.visit?.typed(`/nick ${nick.trim()}`);
      }}
    >
      <label>
        {texts.yourName}
        <input
          value={nick}
          autocomplete="nickname"
          onInput={(event) => setNick(event.currentTarget.value)}
        />
      </label>
      <button type="submit" disabled={nick.trim() === "" || nick === app.state?.nick}>
        {texts.change}
      </button>
    </form>
  );
}

function Language({ app }: { app: App }): VNode {
  return (
    <Choice
      words={dialogTexts().language}
      value={remembered.language}
      choose={(language) => {
        remember({ language });
        void speak(language).then(() => app.changed());
      }}
    >
      <option value="">{dialogTexts().asSystem}</option>
      {Object.entries(languages).map(([code, { name }]) => (
        <option key={code} value={code} lang={code}>
          {name}
        </option>
      ))}
    </Choice>
  );
}

interface NotifyingProps {
  readonly app: App;
  readonly set: (change: Partial<Remembered>) => void;
}

function Notifying({ app, set }: NotifyingProps): VNode {
  const [denied, setDenied] = useState(false);
  const choose = async (notify: boolean): Promise<void> => {
    const may = !notify || (await askToNotify());
    setDenied(!may);
    set({ notify: notify && may });
    if (notify) wantPush(app);
    else endPush(app);
  };
  return (
    <>
      <Check
        words={dialogTexts().notifyMe}
        value={remembered.notify}
        set={(notify) => void choose(notify)}
      />
      {canBePushed() && app.state?.account === null && (
        <p class="quiet">{dialogTexts().notifyClosed}</p>
      )}
      {denied && <p class="said">{dialogTexts().notifyDenied}</p>}
    </>
  );
}
