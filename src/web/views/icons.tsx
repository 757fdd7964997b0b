/** Icons: small drawings of strokes, of one hand. They say nothing to a screen reader: whatever
 * holds one has words of its own. */
import type { VNode } from "../preact.ts";

const paths = {
  attach:
    "M20 11.5 12.2 19.3a5 5 0 0 1-7.1-7.1L13 4.4a3.3 3.3 0 0 1 4.7 4.7l-7.8 7.8" +
    "a1.7 1.7 0 0 1-2.4-2.4L14.5 7.6",
  back: "M14.5 6 8.5 12l6 6",
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21h4",
  bold: "M8 5h5a3.5 3.5 0 0 1 0 7H8zm0 7h6a3.5 3.5 0 0 1 0 7H8z",
  close: "M6 6l12 12M18 6 6 18",
  code: "M8.5 8 4.5 12l4 4M15.5 8l4 4-4 4",
  down: "M12 5v14M6 13l6 6 6-6",
  edit: "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3",
  emoji:
    "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM8.5 14.5c1.8 2.5 5.2 2.5 7 0M9 9.5v.5" +
    "M15 9.5v.5",
  gear: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5",
  hash: "M9 4 7 20M17 4l-2 16M4.5 9h15M4 15h15.5",
  leave: "M10 4H5v16h5M9 12h11M16 8l4 4-4 4",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  people:
    "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-3.5 2.7-5.5 6-5.5s6 2 6 5.5M16 5" +
    "a3.3 3.3 0 0 1 0 6.2M17.5 14.8c2.1.7 3.5 2.5 3.5 5.2",
  person: "M12 11.5a3.7 3.7 0 1 0 0-7.5 3.7 3.7 0 0 0 0 7.5zM5 20c0-3.7 3.1-5.7 7-5.7s7 2 7 5.7",
  plus: "M12 5v14M5 12h14",
  reply: "M9.5 7 4.5 12l5 5M5 12h9a5.5 5.5 0 0 1 5.5 5.5V19",
  rooms: "M4 7h16M4 12h16M4 17h10",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20",
  send: "M5 12 4 4.5 20.5 12 4 19.5 5 12zm0 0h8",
  shield: "M12 3.5 5 6v5.5c0 4.3 2.8 7.3 7 9 4.2-1.7 7-4.7 7-9V6z",
  trash: "M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v6M13.5 10.5v6",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }): VNode {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}

const bubble =
  "M13 6h22a8 8 0 0 1 8 8v13a8 8 0 0 1-8 8H23.5l-8.8 7.3A1.65 1.65 0 0 1 12 41v-6.06" +
  "A8 8 0 0 1 5 27V14a8 8 0 0 1 8-8z";

/** A speech bubble with two lines of talk. */
export function Logo({ size }: { size: number }): VNode {
  return (
    <svg class="logo" viewBox="4 4 40 40" width={size} height={size} aria-hidden="true">
      <path class="logo-bubble" d={bubble} />
      <path class="logo-talk" d="M15 17h18M15 24.5h10.5" />
    </svg>
  );
}
