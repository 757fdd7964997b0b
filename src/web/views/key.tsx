/** Key: a room that has a password is entered with it. */
import type { App } from "../app.ts";
import { dialogTexts } from "../dialog-texts.ts";
import { focused } from "../focused.ts";
import type { VNode } from "../preact.ts";
import { useState } from "../preact.ts";

interface KeyProps {
  readonly app: App;
  readonly room: string;
  readonly wrong: boolean;
}

export function Key({ app, room, wrong }: KeyProps): VNode {
  const [key, setKey] = useState("");
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        app.visit?.typed(`/join ${room} ${key.trim()}`);
      }}
    >
      <label>
        {dialogTexts().roomPassword}
        <input
          type="password"
          value={key}
          ref={focused}
          autocomplete="off"
          aria-invalid={wrong}
          aria-describedby="key-said"
          onInput={(event) => setKey(event.currentTarget.value)}
        />
      </label>
      <p id="key-said" class="said" role="alert">
        {wrong ? dialogTexts().keyWrong : ""}
      </p>
      <button type="submit" class="primary" disabled={key.trim() === ""}>
        {dialogTexts().joinRoom}
      </button>
    </form>
  );
}
