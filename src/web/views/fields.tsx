/** Fields: a choice, and a yes or no, each with its words. */
import type { ComponentChildren, VNode } from "../preact.ts";
import { focused } from "../focused.ts";
import { texts } from "../texts.ts";

interface ChoiceProps {
  readonly words: string;
  readonly value: string;
  readonly choose: (value: string) => void;
  readonly children: ComponentChildren;
}

export function Choice({ words, value, choose, children }: ChoiceProps): VNode {
  return (
    <label>
      {words}
      <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {children}
      </select>
    </label>
  );
}

interface CheckProps {
  readonly words: string;
  readonly value: boolean;
  readonly set: (value: boolean) => void;
}

export function Check({ words, value, set }: CheckProps): VNode {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={value}
        onChange={(event) => set(event.currentTarget.checked)}
      />
      {words}
    </label>
  );
}

interface PasswordProps {
  readonly value: string;
  readonly set: (value: string) => void;
  /** It is thought of here, and not remembered. */
  readonly isNew?: boolean;
}

export function Password({ value, set, isNew = false }: PasswordProps): VNode {
  return (
    <label>
      {texts.password}
      <input
        type="password"
        name="password"
        value={value}
        ref={focused}
        autocomplete={isNew ? "new-password" : "current-password"}
        onInput={(event) => set(event.currentTarget.value)}
      />
    </label>
  );
}

interface FieldProps {
  readonly words: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly name: string;
  readonly isMail?: boolean;
  readonly placeholder?: string;
  /** More are not taken. */
  readonly letters?: number;
}

export function Field(props: FieldProps): VNode {
  const { words, value, set, name, isMail = false, placeholder, letters } = props;
  return (
    <label>
      {words}
      <input
        inputMode={isMail ? "email" : "text"}
        name={name}
        value={value}
        placeholder={placeholder}
        maxLength={letters}
        autocomplete={name}
        autocapitalize="none"
        onInput={(event) => set(event.currentTarget.value)}
      />
    </label>
  );
}
