/** Shortcuts: keys that work wherever one is. */
import type { App } from "./app.ts";

export function watchKeys(app: App): void {
  addEventListener("keydown", (event) => {
    if (app.state?.before !== true || event.isComposing) return;
    const control = event.ctrlKey || event.metaKey;
    if (control && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      app.show(app.overlay?.type === "switcher" ? null : { type: "switcher" });
    } else if (control && event.shiftKey && event.key.toLowerCase() === "f") {
      event.preventDefault();
      app.show({ type: "search" });
    } else if (event.altKey && event.key.toLowerCase() === "m") {
      event.preventDefault();
      [...document.querySelectorAll<HTMLElement>(".messages .message")].at(-1)?.focus();
    } else if (event.target instanceof HTMLElement && event.target.matches(".message")) {
      overMessages(event, event.target);
    } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      step(app, event.key === "ArrowUp" ? -1 : 1, event.shiftKey);
    }
  });
}

/** On a message: up and down, and by a letter what can be done with it. */
function overMessages(event: KeyboardEvent, row: HTMLElement): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const down = event.key === "ArrowDown" || event.key === "j";
  if (down || event.key === "ArrowUp" || event.key === "k") {
    event.preventDefault();
    const rows = [...document.querySelectorAll<HTMLElement>(".messages .message")];
    const next = rows[rows.indexOf(row) + (down ? 1 : -1)];
    if (next !== undefined) next.focus();
    else if (down) document.querySelector<HTMLElement>("#compose")?.focus();
    return;
  }
  if (event.key === "Escape") return document.querySelector<HTMLElement>("#compose")?.focus();
  const tool = row.querySelector<HTMLElement>(`[data-tool-key="${CSS.escape(event.key)}"]`);
  if (tool === null) return;
  event.preventDefault();
  tool.click();
}

/** To the next room as they are listed; `unread`: to the next in which something is new. */
function step(app: App, by: 1 | -1, unread: boolean): void {
  const all = [...(app.state?.conversations.values() ?? [])];
  const rooms = all
    .filter(({ kind }) => kind === "channel")
    .toSorted((one, other) => one.name.localeCompare(other.name));
  const order = [...rooms, ...all.filter(({ kind }) => kind === "person")];
  const from = app.here === null ? 0 : order.indexOf(app.here);
  for (let far = 1; far <= order.length; far += 1) {
    const of = order[(from + by * far + order.length * far) % order.length];
    if (of === undefined || (unread && of.unread === 0)) continue;
    return app.go(of.name);
  }
}
