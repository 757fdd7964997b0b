/** Theme: light or dark, as the system has it or as was chosen. */
import { remembered } from "./remembered.ts";

export function wearTheme(): void {
  document.documentElement.dataset["theme"] = remembered.theme;
}
