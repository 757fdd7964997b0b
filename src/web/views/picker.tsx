/** Picker: an emoji is chosen, by sight or by name. */
import { emoji, emojiNamed } from "../../client/emoji.ts";
import type { VNode } from "../preact.ts";
import { useState } from "../preact.ts";
import { dialogTexts } from "../dialog-texts.ts";
import { focused } from "../focused.ts";
import { texts } from "../texts.ts";

export function Picker({ take }: { take: (value: string) => void }): VNode {
  const [wanted, setWanted] = useState("");
  const part = wanted.trim().replace(/\s+/g, "_");
  const all = part === "" ? emoji : emojiNamed(part);
  // Some have two names.
  const found = [...new Map(all.toReversed().map((one) => [one.emoji, one])).values()].toReversed();
  return (
    <div class="stack picker">
      <input
        type="search"
        ref={focused}
        value={wanted}
        placeholder={dialogTexts().findEmoji}
        aria-label={dialogTexts().findEmoji}
        onInput={(event) => setWanted(event.currentTarget.value)}
        onKeyDown={(event) => {
          const first = found[0]?.emoji;
          if (event.key === "Enter" && first !== undefined) take(first);
        }}
      />
      <ul class="emojis" aria-label={texts.emoji}>
        {found.map(({ name, emoji: sign }) => (
          <li key={name}>
            <button type="button" title={name} aria-label={name} onClick={() => take(sign)}>
              <span class="emoji">{sign}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
