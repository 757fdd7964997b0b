/** UTF-8: whether bytes are text at all. Asked only when decoding raised the doubt. Pure. */

/** Whether the bytes are well-formed UTF-8 (Unicode table 3-7: no overlong, no surrogates). */
export function validUtf8(bytes: Uint8Array): boolean {
  for (let index = 0; index < bytes.length;) {
    const lead = bytes[index] as number;
    const width = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if ((lead >= 0x80 && lead < 0xc2) || lead > 0xf4 || index + width > bytes.length) return false;
    for (let follow = 1; follow < width; follow++) {
      const byte = bytes[index + follow] as number;
      const least = follow > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      const most = follow > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      if (byte < least || byte > most) return false;
    }
    index += width;
  }
  return true;
}
