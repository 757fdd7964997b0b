/** Drawing: when the page is drawn anew: once for all that has come meanwhile, and at once for what
 * somebody does. Knows nothing of what is drawn. */
import { settled } from "./lazily.ts";

/** Between two drawings that nobody has asked for by a key. */
const restMs = 50;
/** A slow machine rests longer: so many times as long as it has drawn. But not before what somebody
 * came for is there: what is drawn for the first time takes long anywhere. */
const restShare = 5;
const hiddenMs = 200;

export class Drawing {
  readonly #draw: () => void;
  #timer = 0;
  #frame = 0;
  #drawnAt = 0;
  #rest = restMs;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  /** Draws once, soon, and not so often that nothing else is done while much is said; a hidden page
   * too, for its title. */
  soon(): void {
    if (this.#timer !== 0 || this.#frame !== 0) return;
    const since = performance.now() - this.#drawnAt;
    const wait = document.hidden ? hiddenMs : Math.max(0, this.#rest - since);
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      if (document.hidden) this.#drawNow();
      else this.#frame = requestAnimationFrame(() => this.#drawNow());
    }, wait);
  }

  #drawNow(): void {
    this.#frame = 0;
    const began = performance.now();
    this.#draw();
    this.#drawnAt = performance.now();
    this.#rest = settled ? Math.max(restMs, (this.#drawnAt - began) * restShare) : restMs;
  }

  /** What somebody does shows before their next key, which may be meant for it; but never in the
   * middle of a drawing, from which this may have been called. */
  now(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = 0;
    this.#timer = 0;
    queueMicrotask(this.#draw);
  }
}
