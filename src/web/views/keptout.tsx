/** Kept out: who may not come into a room, or not speak there, and letting them. */
import type { Ban } from "../../client/bans.ts";
import type { Conversation } from "../../client/state.ts";
import { parseListed } from "../../protocol/extban.ts";
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { useEffect } from "../preact.ts";
import { dialogTexts } from "../dialog-texts.ts";

interface KeptOutProps {
  readonly app: App;
  readonly of: Conversation;
  readonly letIn: (mask: string) => void;
}

export function KeptOut({ app, of, letIn }: KeptOutProps): VNode {
  useEffect(() => void app.act({ type: "askBans", name: of.name }), [of.name]);
  const bans = of.membership?.bans ?? [];
  return (
    <section class="kept-out part" aria-labelledby="kept-out">
      <h3 id="kept-out">{dialogTexts().keptOut}</h3>
      {bans.length === 0 && <p class="quiet">{dialogTexts().nobodyKeptOut}</p>}
      <ul class="devices">
        {bans.map((ban) => (
          <li key={ban.mask} class="row">
            <div>
              <bdi>{nameIn(ban)}</bdi>
              <br />
              <small>{dialogTexts().keptOutBy(isMute(ban), ban.by)}</small>
            </div>
            <button
              type="button"
              aria-label={`${wordsFor(ban)}: ${nameIn(ban)}`}
              onClick={() => letIn(ban.mask)}
            >
              {wordsFor(ban)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const isMute = ({ mask }: Ban): boolean => parseListed(mask).mutes;

const wordsFor = (ban: Ban): string => (isMute(ban) ? dialogTexts().letSpeak : dialogTexts().letIn);

/** Of the mask only what says something: of `irc!*@*` the name. */
const nameIn = ({ mask }: Ban): string => {
  const { pattern, means } = parseListed(mask);
  if (means === "account") return dialogTexts().accountIs(pattern);
  return pattern.replace(/!\*@\*$/, "");
};
