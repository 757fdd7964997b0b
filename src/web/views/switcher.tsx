/** Switcher: by a few letters to any room or person (Ctrl-K). */
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { useState } from "../preact.ts";
import { dialogTexts } from "../dialog-texts.ts";
import { focused } from "../focused.ts";
import { texts } from "../texts.ts";
import { Avatar } from "./avatar.tsx";
import { Icon } from "./icons.tsx";
import { Count } from "./sidebar.tsx";

const shownMax = 10;

interface Place {
  readonly name: string;
  readonly isRoom: boolean;
  readonly unread: number;
  readonly go: () => void;
}

export function Switcher({ app }: { app: App }): VNode {
  const [wanted, setWanted] = useState("");
  const [index, setIndex] = useState(0);
  const found = placesFor(app, wanted).slice(0, shownMax);
  const pressed = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setIndex((index + step + found.length) % Math.max(1, found.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      found[index]?.go();
    }
  };
  return (
    <div class="switcher">
      <input
        type="text"
        ref={focused}
        role="combobox"
        aria-expanded="true"
        aria-controls="places"
        aria-activedescendant={`place-${index}`}
        value={wanted}
        placeholder={dialogTexts().switcher}
        aria-label={dialogTexts().switcher}
        onInput={(event) => {
          setWanted(event.currentTarget.value);
          setIndex(0);
        }}
        onKeyDown={pressed}
      />
      <ul id="places" role="listbox" aria-label={texts.openRooms}>
        {found.map((place, at) => (
          <li
            key={place.name}
            id={`place-${at}`}
            role="option"
            aria-selected={at === index}
            class="entry"
            onClick={place.go}
          >
            {place.isRoom ? <Icon name="hash" /> : <Avatar app={app} nick={place.name} />}
            <bdi class="name">{place.isRoom ? place.name.replace(/^#/, "") : place.name}</bdi>
            <Count unread={place.unread} mentions={0} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What is unread first, then what is open, then who is about. */
function placesFor(app: App, wanted: string): Place[] {
  const { state } = app;
  if (state === null) return [];
  const part = state.fold(wanted.replace(/^[#@]/, "").trim());
  const open = [...state.conversations.values()]
    .filter((of) => of !== app.here)
    .toSorted((one, other) => other.mentions - one.mentions || other.unread - one.unread)
    .map((of): Place => {
      const { name, unread } = of;
      return { name, isRoom: of.kind === "channel", unread, go: () => app.go(name) };
    });
  const listed = state.listed.map(({ room: name }): Place => ({
    name,
    isRoom: true,
    unread: 0,
    go: () => app.join(name),
  }));
  const nicks = [...state.conversations.values()].flatMap(({ membership }) =>
    [...(membership?.members.values() ?? [])].map(({ nick }) => nick),
  );
  const people = nicks
    .filter((nick) => part !== "" && state.fold(nick) !== state.fold(state.nick))
    .map((name): Place => ({ name, isRoom: false, unread: 0, go: () => app.open(name) }));
  const named = new Map<string, Place>();
  for (const place of [...open, ...listed, ...people]) {
    const key = state.fold(place.name);
    if (!named.has(key) && key.includes(part)) named.set(key, place);
  }
  const begins = (name: string): number =>
    Number(!state.fold(name.replace(/^#/, "")).startsWith(part));
  return [...named.values()].toSorted((one, other) => begins(one.name) - begins(other.name));
}
