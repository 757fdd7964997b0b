/**
 * Settings: what a person has chosen of the full screen, as it is remembered between visits.
 */
import { settingsDefault } from "./scene.ts";
import type { Settings } from "./scene.ts";

/** What is not known, or wrong, is as it is by default. */
export function settingsFrom(kept: Readonly<Record<string, unknown>>): Settings {
  const flag = (name: "members" | "mouse" | "typing"): boolean => {
    const value = kept[name];
    return typeof value === "boolean" ? value : settingsDefault[name];
  };
  const { notify } = kept;
  const known = notify === "bell" || notify === "desktop" || notify === "off";
  return {
    members: flag("members"),
    mouse: flag("mouse"),
    typing: flag("typing"),
    notify: known ? notify : settingsDefault.notify,
  };
}
