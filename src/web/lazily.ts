/** Lazily: a part of the page that the first message does not wait for. It is fetched when that is
 * there and nothing else is to be done, or when it is wanted. */

export class Lazily<Part> {
  /** Null until it has come. */
  part: Part | null = null;
  readonly #fetch: () => Promise<Part>;
  #coming: Promise<Part> | null = null;

  constructor(fetch: () => Promise<Part>) {
    this.#fetch = fetch;
  }

  async get(): Promise<Part> {
    this.#coming ??= this.#fetch();
    try {
      this.part = await this.#coming;
      return this.part;
    } catch (error) {
      // Without a network now; later perhaps with one.
      this.#coming = null;
      throw error;
    }
  }

  /** @param then it is there */
  soon(then: () => void = () => undefined): void {
    this.get().then(then, () => undefined);
  }
}

const waitMsMax = 3000;
/** First it is drawn, and looked at. */
const restMs = 150;

let settle = (): void => undefined;
const settling = new Promise<void>((resolve) => (settle = resolve));
/** What somebody came for is on the page. */
export let settled = false;

export function hasSettled(): void {
  settled = true;
  settle();
}

/** After what somebody came for. */
export function whenIdle(work: () => void): void {
  void settling.then(() => setTimeout(() => idly(work), restMs));
}

/** Safari knows no other way to be told that nothing is being done. */
function idly(work: () => void): void {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(work, { timeout: waitMsMax });
  else setTimeout(work, waitMsMax);
}
