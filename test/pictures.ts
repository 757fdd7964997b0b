/** Pictures for tests: the beginning of one, of a kind and with a size. */

export const pictures = ["png", "jpg", "gif", "webp", "vp8", "vp8l", "avif"] as const;
type Kind = (typeof pictures)[number];

export function picture(kind: Kind, width: number, height: number, { turned = false } = {}) {
  const words = (text: string): Buffer => Buffer.from(text, "latin1");
  const large = (...values: number[]): Buffer =>
    Buffer.concat(
      values.map((value) => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value])),
    );
  const short = (...values: number[]): Buffer =>
    Buffer.concat(values.map((value) => Buffer.from([value >>> 8, value])));
  const little = (value: number, bytes: number): Buffer =>
    Buffer.from(Array.from({ length: bytes }, (_, n) => (value >>> (8 * n)) & 255));
  const riff = (...parts: Buffer[]): Buffer =>
    Buffer.concat([words("RIFF"), little(40, 4), words("WEBP"), ...parts, Buffer.alloc(8)]);
  switch (kind) {
    case "png":
      return Buffer.concat([
        words("\x89PNG\r\n\x1a\n"),
        large(13),
        words("IHDR"),
        large(width, height),
        words("\x08\x02\0\0\0"),
      ]);
    case "gif":
      return Buffer.concat([words("GIF89a"), little(width, 2), little(height, 2), words("\0\0\0")]);
    case "jpg": {
      const tiff = Buffer.concat([
        words("MM\0*"),
        large(8),
        short(1, 0x112, 3),
        large(1),
        short(6, 0),
      ]);
      const exif = Buffer.concat([words("Exif\0\0"), tiff, Buffer.alloc(4)]);
      const first = turned ? [short(0xffe1, exif.length + 2), exif] : [];
      const profile = [short(0xffe2, 40_002), Buffer.alloc(40_000)];
      const frame = [short(0xffc2, 17), Buffer.from([8]), short(height, width), Buffer.alloc(20)];
      return Buffer.concat([short(0xffd8), ...first, ...profile, ...frame]);
    }
    case "webp":
      return riff(
        words("VP8X"),
        little(10, 4),
        little(0, 4),
        little(width - 1, 3),
        little(height - 1, 3),
      );
    case "vp8":
      return riff(
        words("VP8 "),
        little(20, 4),
        little(0, 3),
        words("\x9d\x01\x2a"),
        little(width, 2),
        little(height, 2),
      );
    case "vp8l":
      return riff(
        words("VP8L"),
        little(20, 4),
        words("/"),
        little((width - 1) | ((height - 1) << 14), 4),
        Buffer.alloc(8),
      );
    case "avif":
      return Buffer.concat([
        large(28),
        words("ftypavif"),
        large(0),
        words("avifmif1meta"),
        large(20),
        words("ispe"),
        large(0, width, height),
      ]);
  }
}
