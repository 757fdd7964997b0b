/** Account: making the name one's own, or logging in to what one has. */
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { useEffect, useState } from "../preact.ts";
import { dialogTexts } from "../dialog-texts.ts";
import { texts } from "../texts.ts";
import { Check, Field, Password } from "./fields.tsx";

/** Whoever listens on the way reads along, but for what SCRAM hides. */
const isOpen = location.protocol === "http:" && !/^(localhost|127\.|\[::1\])/.test(location.host);

export function Account({ app }: { app: App }): VNode {
  const { state, desk } = app;
  const [isNew, setIsNew] = useState(true);
  const [name, setName] = useState(state?.nick ?? "");
  const [password, setPassword] = useState("");
  const [email, setEmail] = useState("");
  const [stay, setStay] = useState(true);
  const rules = (state?.offered.get("draft/account-registration") ?? "").split(",");
  const closed = state?.offered.has("draft/account-registration") === false;
  const makes = isNew && !closed;
  useEffect(() => {
    if (state?.account) app.show(null);
  }, [state?.account]);
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (makes) void desk.register(password, email.trim(), stay);
        else void desk.logIn(name.trim(), password, stay);
      }}
    >
      {!closed && (
        <div class="tabs" role="group" aria-label={dialogTexts().account}>
          <button type="button" aria-pressed={makes} onClick={() => setIsNew(true)}>
            {dialogTexts().makeAccount}
          </button>
          <button type="button" aria-pressed={!makes} onClick={() => setIsNew(false)}>
            {dialogTexts().logIn}
          </button>
        </div>
      )}
      {makes ? (
        <>
          <p>{dialogTexts().accountOf(state?.nick ?? "")}</p>
          <input
            class="hidden"
            name="username"
            autocomplete="username"
            value={state?.nick ?? ""}
            readOnly
            tabIndex={-1}
            aria-hidden="true"
          />
        </>
      ) : (
        <Field words={dialogTexts().accountName} value={name} set={setName} name="username" />
      )}
      <Password value={password} set={setPassword} isNew={makes} />
      {makes && rules.includes("email-required") && (
        <Field words={dialogTexts().email} value={email} set={setEmail} name="email" isMail />
      )}
      <Check words={texts.stayLoggedIn} value={stay} set={setStay} />
      {makes && isOpen && <p class="quiet">{dialogTexts().inTheClear}</p>}
      <p class="said" role="alert">
        {desk.failure}
      </p>
      <button type="submit" class="primary" disabled={password === "" || desk.busy}>
        {makes ? dialogTexts().makeAccount : dialogTexts().logIn}
      </button>
    </form>
  );
}
