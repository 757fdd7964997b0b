/** Avatar: a person as a small sign: their picture, or the first letter in a colour made of the
 * name. */
import type { App } from "../app.ts";
import { faceOf } from "../faces.ts";
import type { VNode } from "../preact.ts";

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** One of 360, the same wherever the name stands. */
export function hueOf(name: string): number {
  let hash = 7;
  for (const character of name.toLowerCase()) {
    hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  }
  return (hash * 47) % 360;
}

export function initialOf(name: string): string {
  const [first] = segmenter.segment(name.replace(/^[^\p{L}\p{N}]+/u, "") || name);
  return first?.segment.slice(0, 8).toUpperCase() ?? "?";
}

interface AvatarProps {
  readonly app: App;
  readonly nick: string;
  readonly state?: "here" | "away" | "gone" | undefined;
}

export function Avatar({ app, nick, state }: AvatarProps): VNode {
  const { picture } = faceOf(app, nick);
  return (
    <span
      class="avatar"
      style={{ "--hue": String(hueOf(nick)) }}
      data-initial={initialOf(nick)}
      aria-hidden="true"
    >
      {picture !== "" && (
        <img
          key={picture}
          src={picture}
          alt=""
          loading="lazy"
          decoding="async"
          onError={({ currentTarget }) => (currentTarget.hidden = true)}
        />
      )}
      {state !== undefined && <i class={`presence ${state}`} />}
    </span>
  );
}

/** As they want to be called, and by what they are known here. */
export function Name({ app, nick }: { app: App; nick: string }): VNode {
  const { name } = faceOf(app, nick);
  return name === "" ? (
    <bdi>{nick}</bdi>
  ) : (
    <>
      <bdi>{name}</bdi>
      <small class="nick-of">
        {" "}
        <bdi>{nick}</bdi>
      </small>
    </>
  );
}
