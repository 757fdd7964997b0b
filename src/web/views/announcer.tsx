/** Announcer: what is said where one is, for who listens to the page rather than looks at it. The
 * log itself stays silent: it also shows what is old. */
import { stripFormatting } from "../../protocol/formatting.ts";
import type { News } from "../../client/news.ts";
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { useEffect, useRef } from "../preact.ts";

/** Of a burst the last are read. */
const linesMax = 3;

export function Announcer({ app }: { app: App }): VNode {
  // Shown with whatever else the page is drawn anew for: much may be said between two drawings.
  const lines = useRef<readonly string[]>([]);
  useEffect(() => {
    const heard = (news: News): void => {
      if (news.type !== "said" || news.history || news.own) return;
      if (app.here === null || news.room !== app.here.name) return;
      const line = `${news.nick}: ${stripFormatting(news.text)}`;
      lines.current = [...lines.current, line].slice(-linesMax);
    };
    app.listeners.add(heard);
    return () => void app.listeners.delete(heard);
  }, [app]);
  return (
    <div class="hidden" aria-live="polite" aria-relevant="additions">
      {lines.current.map((line, index) => (
        <p key={`${index}${line}`}>{line}</p>
      ))}
    </div>
  );
}
