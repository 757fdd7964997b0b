/** Devices: where one is logged in, and logging out, here and elsewhere. */
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { useEffect } from "../preact.ts";
import { remembered } from "../remembered.ts";
import { dialogTexts } from "../dialog-texts.ts";
import { texts } from "../texts.ts";
import { shortMoment } from "../times.ts";

/** The server knows it by the token that it came in with, which may have been made since. */
const isThis = (id: string, where: string): boolean =>
  where === "here" || id === remembered.device.id;

export function Devices({ app }: { app: App }): VNode | null {
  const { state } = app;
  useEffect(() => void app.act({ type: "askDevices" }), []);
  if (state === null) return null;
  const now = Date.now();
  return (
    <div class="stack">
      <p>{texts.loggedInAs(state.account ?? "")}</p>
      <ul class="devices">
        {state.devices.map(({ id, name, usedAt, where }) => (
          <li key={id} class="row">
            <div>
              <bdi>{name}</bdi>
              <br />
              <small>
                {isThis(id, where)
                  ? dialogTexts().thisDevice
                  : dialogTexts().lastUsed(shortMoment(usedAt, now))}
              </small>
            </div>
            {!isThis(id, where) && (
              <button type="button" onClick={() => app.act({ type: "removeDevice", id })}>
                {dialogTexts().logOut}
              </button>
            )}
          </li>
        ))}
      </ul>
      <div class="choices">
        <button type="button" onClick={() => void app.desk.logOut(false)}>
          {dialogTexts().logOut}
        </button>
        <button type="button" class="danger" onClick={() => void app.desk.logOut(true)}>
          {dialogTexts().logOutAll}
        </button>
      </div>
    </div>
  );
}
