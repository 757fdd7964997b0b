/**
 * Own: commands that concern the full screen itself. One table; help and completion are made of it
 * and of the client's.
 */
import type { Hands } from "./hands.ts";
import type { Settings } from "./scene.ts";

export interface OwnCommand {
  readonly usage: string;
  readonly help: string;
  /** False when it made no sense: the usage is told. */
  readonly run: (hands: Hands, rest: string) => boolean;
}

export const ownCommands: Readonly<Record<string, OwnCommand>> = {
  help: {
    usage: "/help",
    help: "keys and commands",
    run(hands) {
      hands.openings.help();
      return true;
    },
  },
  members: {
    usage: "/members on|off",
    help: "the list of people at the right, on wide screens",
    run: (hands, rest) => switched(hands, "members", rest),
  },
  mouse: {
    usage: "/mouse on|off",
    help: "whether the mouse is ours; off, the terminal selects text with it (on: with Shift)",
    run(hands, rest) {
      const known = switched(hands, "mouse", rest);
      if (known) hands.body.mouse(hands.scene.settings.mouse);
      return known;
    },
  },
  notify: {
    usage: "/notify desktop|bell|off",
    help: "how you are called when somebody names you",
    run({ scene, body }, rest) {
      if (rest !== "desktop" && rest !== "bell" && rest !== "off") return false;
      scene.settings.notify = rest;
      body.settingsChanged();
      return true;
    },
  },
  typing: {
    usage: "/typing on|off",
    help: "whether others are told that you are writing",
    run: (hands, rest) => switched(hands, "typing", rest),
  },
};

function switched(hands: Hands, name: "members" | "mouse" | "typing", rest: string): boolean {
  if (rest !== "on" && rest !== "off") return false;
  const { settings }: { settings: Settings } = hands.scene;
  settings[name] = rest === "on";
  hands.body.settingsChanged();
  return true;
}
