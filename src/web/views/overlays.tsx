/** Overlays: what lies over the conversation. The first message does not wait for all of it. */
import type { App } from "../app.ts";
import { Lazily, whenIdle } from "../lazily.ts";
import type { VNode } from "../preact.ts";
import { useEffect } from "../preact.ts";

const dialogs = new Lazily(() => import("./dialogs.tsx"));

export function Overlays({ app }: { app: App }): VNode | null {
  const { overlay } = app;
  useEffect(() => whenIdle(() => dialogs.soon()), []);
  useEffect(() => {
    if (overlay !== null && dialogs.part === null) dialogs.soon(() => app.changed());
  }, [overlay]);
  if (overlay === null || dialogs.part === null) return null;
  return <dialogs.part.Dialogs key={overlay.type} app={app} overlay={overlay} />;
}
