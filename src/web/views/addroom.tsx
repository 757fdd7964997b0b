/** Add a room: enter one by its name, or one of those that there are. */
import { roomName } from "../../client/state.ts";
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { useEffect, useState } from "../preact.ts";
import { dialogTexts } from "../dialog-texts.ts";
import { focused } from "../focused.ts";
import { texts } from "../texts.ts";
import { Icon } from "./icons.tsx";

const shownMax = 100;

export function AddRoom({ app }: { app: App }): VNode {
  const [name, setName] = useState("");
  useEffect(() => void app.visit?.typed("/rooms"), []);
  const wanted = name.trim().replace(/[\s,]+/g, "-");
  const fold = app.state?.fold ?? ((text: string) => text);
  const listed = (app.state?.listed ?? []).filter(({ room }) => fold(room).includes(fold(wanted)));
  const known = listed.some(({ room }) => fold(room) === fold(roomName(wanted)));
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== "") app.join(roomName(wanted));
      }}
    >
      <label>
        {dialogTexts().roomName}
        <span class="with-sign">
          <Icon name="hash" />
          <input
            value={name}
            maxLength={60}
            ref={focused}
            autocapitalize="none"
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => setName(event.currentTarget.value.replace(/^#/, ""))}
          />
        </span>
      </label>
      <button type="submit" class="primary" disabled={wanted === ""}>
        {known || wanted === "" ? dialogTexts().joinRoom : dialogTexts().makeRoom}
      </button>
      <ul class="room-list" aria-label={texts.rooms}>
        {listed.slice(0, shownMax).map(({ room, people, topic }) => (
          <li key={room}>
            <button type="button" class="listed" onClick={() => app.join(room)}>
              <bdi class="name">{room}</bdi>
              <small>{texts.people(people)}</small>
              {topic !== "" && (
                <span class="topic" dir="auto">
                  {topic}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </form>
  );
}
