/** Chromium: Debian's, started for tests and for the bench. */
import { type Browser, chromium } from "playwright-core";
import { programPath } from "../requires.ts";

/** Nothing of the browser's own goes out. */
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: programPath("chromium") ?? "", args });
}
