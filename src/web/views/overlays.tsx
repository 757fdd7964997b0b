/** Overlays: what lies over the conversation. The first message does not wait for all of it: it is
 * loaded when one is in. */
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { useEffect } from "../preact.ts";
import type { Dialogs } from "./dialogs.tsx";

let loaded: { readonly Dialogs: typeof Dialogs } | null = null;

export function Overlays({ app }: { app: App }): VNode | null {
  const { overlay } = app;
  useEffect(() => {
    void import("./dialogs.tsx").then((dialogs) => {
      loaded = dialogs;
      app.changed();
    });
  }, []);
  if (overlay === null || loaded === null) return null;
  return <loaded.Dialogs key={overlay.type} app={app} overlay={overlay} />;
}
