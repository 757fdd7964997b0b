/** Gap: where something may be missing in what was said. */
import type { Conversation } from "../../client/state.ts";
import type { Gap } from "../../client/timeline.ts";
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { useEffect } from "../preact.ts";
import { texts } from "../texts.ts";

interface GapProps {
  readonly app: App;
  readonly of: Conversation;
  readonly gap: Gap;
  readonly rowKey: string;
}

/** Fetched on sight. */
export function GapRow({ app, of, gap, rowKey }: GapProps): VNode {
  const fetch = (): void => void app.act({ type: "gap", name: of.name, gap, end: "newer" });
  useEffect(() => {
    if (!gap.asked) fetch();
  }, [gap]);
  return (
    <li class="gap" data-key={rowKey}>
      <button type="button" onClick={fetch}>
        {gap.asked ? texts.loadingOlder : texts.gap}
      </button>
    </li>
  );
}
