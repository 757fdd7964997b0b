/**
 * Kill ring: what was cut out of the line, to be put in elsewhere. As in Emacs: what is cut in a
 * row comes back as one, and what was cut before can be had in its place.
 */

const killedMax = 20;

export class KillRing {
  readonly #killed: string[] = [];

  /** @param side of the cursor that it stood on @param again right after another kill */
  kill(text: string, side: "after" | "before", again: boolean): void {
    if (text === "") return;
    const last = this.#killed.at(-1);
    if (last === undefined || !again) this.#killed.push(text);
    else this.#killed[this.#killed.length - 1] = side === "before" ? text + last : last + text;
    if (this.#killed.length > killedMax) this.#killed.shift();
  }

  /** The newest is 0; behind the oldest it begins again. "" when nothing was cut. */
  at(index: number): string {
    const count = this.#killed.length;
    return count === 0 ? "" : (this.#killed[count - 1 - (index % count)] ?? "");
  }
}
