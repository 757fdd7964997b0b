/**
 * Drop: files are let go anywhere on the page, and sent where one is. While they are above it a
 * layer says so, and what may be sent. Begins its work after the first message.
 */
import type { App } from "./app.ts";
import { dialogTexts } from "./dialog-texts.ts";
import { render } from "./preact.ts";
import type { VNode } from "./preact.ts";
import "./style/drop.css";
import { Icon } from "./views/icons.tsx";

export function takeDrops(app: App): void {
  const layer = document.createElement("div");
  document.body.append(layer);
  const show = (words: string | null): void =>
    render(words === null ? null : <Layer name={app.here?.name ?? ""} words={words} />, layer);
  const isAbove = ({ dataTransfer }: DragEvent): boolean =>
    dataTransfer?.types.includes("Files") === true;
  const place = (): string | null =>
    app.overlay === null && app.state?.before === true ? (app.here?.name ?? null) : null;
  addEventListener("dragenter", (event) => {
    if (!isAbove(event) || place() === null) return;
    app.uploads.prepare();
    show(app.uploads.hint);
  });
  addEventListener("dragover", (event) => {
    // Else the browser would open the file instead of the page.
    if (!isAbove(event)) return;
    event.preventDefault();
    if (place() !== null) show(app.uploads.hint);
    else if (event.dataTransfer !== null) event.dataTransfer.dropEffect = "none";
  });
  addEventListener("dragleave", ({ relatedTarget }) => {
    if (relatedTarget === null) show(null);
  });
  addEventListener("drop", (event) => {
    if (!isAbove(event)) return;
    event.preventDefault();
    show(null);
    const name = place();
    if (name !== null) void app.uploads.add(name, event.dataTransfer?.files ?? []);
  });
}

function Layer({ name, words }: { name: string; words: string }): VNode {
  return (
    <div class="drop" aria-hidden="true">
      <div>
        <Icon name="attach" />
        <strong>{dialogTexts().dropHere}</strong>
        <bdi>{name}</bdi>
        <small>{words}</small>
      </div>
    </div>
  );
}
