/** Avatar: a person as a small coloured sign: the first letter, in a colour made of the name. */
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
  readonly nick: string;
  readonly state?: "here" | "away" | "gone" | undefined;
}

export function Avatar({ nick, state }: AvatarProps): VNode {
  return (
    <span
      class="avatar"
      style={{ "--hue": String(hueOf(nick)) }}
      data-initial={initialOf(nick)}
      aria-hidden="true"
    >
      {state !== undefined && <i class={`presence ${state}`} />}
    </span>
  );
}
