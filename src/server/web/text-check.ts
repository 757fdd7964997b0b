/** Text check: whether bytes that come by are UTF-8 without control characters. Pure. */

export class TextCheck {
  private readonly decoder = new TextDecoder("utf-8", { fatal: true });
  private text = true;

  /** The same bytes, looked at as they pass. */
  async *watched(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const bytes of body) {
      this.look(bytes, true);
      yield bytes;
    }
    this.look(new Uint8Array(0), false);
  }

  get isText(): boolean {
    return this.text;
  }

  private look(bytes: Uint8Array, stream: boolean): void {
    if (!this.text) return;
    try {
      // Tab, the ends of lines and pages, escape: as in files that people call text.
      this.text = !/[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(this.decoder.decode(bytes, { stream }));
    } catch {
      this.text = false;
    }
  }
}
