/** Entrance: one gives a name, and is in. */
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { focused } from "../focused.ts";
import { useState } from "../preact.ts";
import { remembered } from "../remembered.ts";
import { texts } from "../texts.ts";
import { Check, Password } from "./fields.tsx";
import { Logo } from "./icons.tsx";

/** What no server takes in a name; whether it takes the rest it says itself. */
const wrong = /[\s,*?!@.:#]|^[$+&%~0-9-]/u;

export function Entrance({ app }: { app: App }): VNode {
  const [nick, setNick] = useState(remembered.nick);
  const entering = app.visit !== null;
  const [password, setPassword] = useState<string | null>(null);
  const [stay, setStay] = useState(true);
  const { room } = app.wanted();
  const enter = async (): Promise<void> => {
    if (password === null || password === "") return app.enter(name);
    await app.desk.begin(stay);
    app.enter(name, false, { account: name, password });
  };
  const name = nick.trim();
  const isWrong = name !== "" && wrong.test(name);
  return (
    <main class="entrance">
      <form
        class="welcome"
        onSubmit={(event) => {
          event.preventDefault();
          if (name !== "" && !isWrong && !entering) void enter();
        }}
      >
        <Logo size={76} />
        <h1 dir="auto">{app.about.network}</h1>
        <p class="description" dir="auto">
          {room === null ? app.about.description : texts.enterRoom(room)}
        </p>
        <label>
          {texts.yourName}
          <input
            name="nickname"
            value={nick}
            ref={focused}
            required
            maxLength={40}
            placeholder={texts.namePlaceholder}
            autocomplete={password === null ? "nickname" : "username"}
            autocapitalize="none"
            spellcheck={false}
            enterkeyhint="go"
            aria-invalid={isWrong}
            aria-describedby="entrance-said"
            onInput={(event) => setNick(event.currentTarget.value)}
          />
        </label>
        {password !== null && (
          <>
            <Password value={password} set={setPassword} />
            <Check words={texts.stayLoggedIn} value={stay} set={setStay} />
          </>
        )}
        <p id="entrance-said" class="said" role="alert">
          {isWrong ? texts.nameWrong : app.refusal}
        </p>
        <button type="submit" class="primary" disabled={name === "" || isWrong || entering}>
          {entering ? texts.entering : texts.enter}
        </button>
        <p class="quiet">
          {password === null ? texts.noAccount : ""}{" "}
          <button
            type="button"
            class="link"
            onClick={() => setPassword(password === null ? "" : null)}
          >
            {password === null ? texts.haveAccount : texts.asGuest}
          </button>
          {" · "}
          <a href="/join">{texts.otherWays}</a>
        </p>
      </form>
    </main>
  );
}
