/** Watched: text that grows, and those who wait for something to stand in it. */

/** A test that hangs is told what had come until then. */
const patienceMs = 60_000;

export class Watched {
  text = "";
  ended = false;
  private from = 0;
  private readonly waiting = new Set<() => void>();

  add(more: string): void {
    this.text += more;
    for (const look of this.waiting) look();
  }

  end(): void {
    this.ended = true;
    for (const look of this.waiting) look();
  }

  /** The first match; null when the end came before it. */
  until(pattern: RegExp, patience = patienceMs): Promise<RegExpExecArray | null> {
    return this.look(() => pattern.exec(this.text), String(pattern), patience);
  }

  /** The first match in what no earlier call of next() has passed; goes past it. */
  async next(pattern: RegExp, patience = patienceMs): Promise<RegExpExecArray> {
    const search = () => pattern.exec(this.text.slice(this.from));
    const found = await this.look(search, String(pattern), patience);
    if (found === null) throw new Error(`ended without ${pattern} in:\n${this.rest}`);
    this.from += found.index + found[0].length;
    return found;
  }

  /** What no next() has passed. */
  get rest(): string {
    return this.text.slice(this.from);
  }

  /** Goes past all there is. */
  skip(): void {
    this.from = this.text.length;
  }

  whenEnded(patience = patienceMs): Promise<true | null> {
    return this.look(() => (this.ended ? true : null), "the end", patience);
  }

  private look<T>(search: () => T | null, what: string, patience: number): Promise<T | null> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = search();
        if (found === null && !this.ended) return;
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.waiting.delete(look);
        reject(new Error(`${what} has not come, but:\n${this.rest.slice(-2_000)}`));
      }, patience);
      this.waiting.add(look);
      look();
    });
  }
}
