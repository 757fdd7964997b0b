/** QR shown: an address as a QR code in a terminal, where there is one and it has the room. */
import { qrCode, qrLines } from "./qr.ts";

export interface Screen {
  readonly columns?: number;
  readonly rows?: number;
}

/** Lines with an empty one before; none where it cannot be shown.
 * @param screen undefined: the output is no terminal */
export function qrFor(address: string, screen: Screen | undefined): string[] {
  if (!screen) return [];
  const code = qrCode(address);
  if (!code) return [];
  const lines = qrLines(code);
  const { columns = 0, rows = 0 } = screen;
  // All of it at once, and the line with the address beside it, or nobody can hold a camera to it.
  if (columns < code.length + 4 || rows < lines.length + 3) return [];
  return ["", ...lines];
}
