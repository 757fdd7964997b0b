/** Main: the page begins here. */
import { App } from "./app.ts";
import { noticeUpdates } from "./install.ts";
import { Lazily, whenIdle } from "./lazily.ts";
import { render } from "./preact.ts";
import { remembered } from "./remembered.ts";
import { watchKeys } from "./shortcuts.ts";
import "./style/base.css";
import "./style/chat.css";
import "./style/controls.css";
import "./style/message.css";
import { speak } from "./texts.ts";
import { wearTheme } from "./theme.ts";
import { titleFor } from "./title.ts";
import { Chat } from "./views/chat.tsx";
import { Entrance } from "./views/entrance.tsx";

const told = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? "";

const about = {
  network: told("network") || "Banter",
  description: told("description"),
  lobby: told("lobby") || "#lobby",
};

const root = document.querySelector("#app")!;
const app = new App(about, draw);

/** In, or on the way back in; before that one is at the entrance. */
function draw(): void {
  const inside = app.state?.before === true || (app.state !== null && app.restored);
  render(inside ? <Chat app={app} /> : <Entrance app={app} />, root);
  document.title = titleFor(app);
}

wearTheme();
watchKeys(app);
noticeUpdates(app);
await speak(remembered.language);
draw();
// Whoever was here before is back at once; a reload is not a leaving.
if (remembered.nick !== "" && remembered.inside) app.enter(remembered.nick, true);

const after = new Lazily(() => import("./after.ts"));
const againMs = 5_000;
/** The server may be gone just now: then later. */
const attend = (): void =>
  void after.get().then(
    (part) => part.attend(app),
    () => setTimeout(attend, againMs),
  );
whenIdle(attend);
