/** Rules: what a room can be set to, in people's words; for those who may set it. The server has
 * the last word, and what it says is shown above. */
import type { ClientState, Membership } from "../../client/state.ts";
import type { VNode } from "../preact.ts";
import { useLayoutEffect, useState } from "../preact.ts";
import { rulesOf } from "../ruling.ts";
import { dialogTexts } from "../dialog-texts.ts";
import { Check, Choice } from "./fields.tsx";

interface RulesProps {
  readonly state: ClientState;
  readonly membership: Membership;
  /** Params of MODE. */
  readonly set: (change: string, ...params: string[]) => void;
}

const slowSeconds: readonly number[] = [5, 10, 30, 60, 300, 900, 3600];

const duration = (seconds: number): string =>
  seconds % 60 === 0 ? dialogTexts().minutes(seconds / 60) : dialogTexts().seconds(seconds);

export function Rules({ state, membership: { modes }, set }: RulesProps): VNode {
  const slow = Number(modes.get("W") ?? 0);
  const choices = [...new Set([...slowSeconds, slow])].filter(Boolean).sort((a, b) => a - b);
  const change = (letter: string, param: string): void =>
    param === "" ? set(`-${letter}`) : set(`+${letter}`, param);
  return (
    <section class="stack part" role="group" aria-labelledby="rules">
      <h3 id="rules">{dialogTexts().rulesOfRoom}</h3>
      {rulesOf(state).map(({ letter, words }) => (
        <Check
          key={letter}
          words={words}
          value={modes.has(letter)}
          set={(on) => set(`${on ? "+" : "-"}${letter}`)}
        />
      ))}
      <Choice
        words={dialogTexts().slowMode}
        value={slow === 0 ? "" : String(slow)}
        choose={(seconds) => change("W", seconds)}
      >
        <option value="">{dialogTexts().slowOff}</option>
        {choices.map((seconds) => (
          <option key={seconds} value={String(seconds)}>
            {duration(seconds)}
          </option>
        ))}
      </Choice>
      <Setting
        words={dialogTexts().roomPassword}
        value={modes.get("k") ?? ""}
        set={(password) => change("k", password)}
      />
      <Setting
        words={dialogTexts().peopleMax}
        value={modes.get("l") ?? ""}
        isNumber
        set={(people) => change("l", people)}
      />
    </section>
  );
}

interface SettingProps {
  readonly words: string;
  /** As it is. */
  readonly value: string;
  readonly isNumber?: boolean;
  /** "": not set any more. */
  readonly set: (value: string) => void;
}

/** What is typed, and counts once it is sent. */
function Setting({ words, value, isNumber = false, set }: SettingProps): VNode {
  const [text, setText] = useState(value);
  useLayoutEffect(() => setText(value), [value]);
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        set(text.trim());
      }}
    >
      <label>
        {words}
        <input
          inputMode={isNumber ? "numeric" : "text"}
          value={text}
          placeholder={dialogTexts().unlimited}
          dir="ltr"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <button type="submit" disabled={text.trim() === value}>
        {dialogTexts().save}
      </button>
    </form>
  );
}
