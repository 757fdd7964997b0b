/**
 * QR code: an address as a square that a telephone reads. ISO/IEC 18004, byte mode, error
 * correction L (a screen is seldom torn), versions 1 to 15. Beside console.ts; pure.
 */

const eccOfBlock = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22];
const blockCounts = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6];

/** Rows of modules, true for a dark one, without a margin; undefined for a text too long. */
export function qrCode(text: string): boolean[][] | undefined {
  const bytes = new TextEncoder().encode(text);
  for (let version = 1; version <= eccOfBlock.length; version += 1) {
    const room = dataLength(version);
    if (headLength(version) + bytes.length * 8 > room * 8) continue;
    const drawing = new Drawing(version);
    drawing.fill(interleaved(dataOf(bytes, version, room), version));
    return drawing.masked();
  }
  return undefined;
}

const headLength = (version: number): number => 4 + (version < 10 ? 8 : 16);

/** Modules that are not of the patterns, in bytes. */
function rawLength(version: number): number {
  const aligned = version === 1 ? 0 : Math.floor(version / 7) + 2;
  const alignment = version === 1 ? 0 : (25 * aligned - 10) * aligned - 55;
  return ((16 * version + 128) * version + 64 - alignment - (version >= 7 ? 36 : 0)) >> 3;
}

const eccLength = (version: number): number =>
  (eccOfBlock[version - 1] ?? 0) * (blockCounts[version - 1] ?? 0);
const dataLength = (version: number): number => rawLength(version) - eccLength(version);

/** Mode, count, the bytes, and padding (§7.4). */
function dataOf(bytes: Uint8Array, version: number, room: number): number[] {
  const bits: number[] = [];
  const put = (value: number, count: number): void => {
    for (let n = count - 1; n >= 0; n -= 1) bits.push((value >> n) & 1);
  };
  put(4, 4);
  put(bytes.length, headLength(version) - 4);
  for (const byte of bytes) put(byte, 8);
  put(0, Math.min(4, room * 8 - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  const data: number[] = [];
  for (let at = 0; at < bits.length; at += 8)
    data.push(bits.slice(at, at + 8).reduce((byte, bit) => byte * 2 + bit, 0));
  for (let pad = 0xec; data.length < room; pad ^= 0xec ^ 0x11) data.push(pad);
  return data;
}

/** Blocks with their error correction, a byte of each in turn (§7.6). */
function interleaved(data: readonly number[], version: number): number[] {
  const count = blockCounts[version - 1] ?? 1;
  const ecc = eccOfBlock[version - 1] ?? 0;
  const divisor = divisorOf(ecc);
  const short = Math.floor(data.length / count);
  const longFrom = count - (data.length % count);
  let at = 0;
  const blocks = Array.from({ length: count }, (_, n) => {
    const block = data.slice(at, (at += short + (n >= longFrom ? 1 : 0)));
    return { block, rest: remainder(block, divisor) };
  });
  const told: number[] = [];
  for (let n = 0; n <= short; n += 1)
    for (const { block } of blocks) if (n < block.length) told.push(block[n] ?? 0);
  for (let n = 0; n < ecc; n += 1) for (const { rest } of blocks) told.push(rest[n] ?? 0);
  return told;
}

/** In the field of 256 elements over x⁸ + x⁴ + x³ + x² + 1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let n = 7; n >= 0; n -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    if ((b >> n) & 1) product ^= a;
  }
  return product;
}

/** Of Reed and Solomon's code, without its first coefficient, which is 1. */
function divisorOf(degree: number): number[] {
  const divisor = [...Array(degree - 1).fill(0), 1] as number[];
  let root = 1;
  for (let n = 0; n < degree; n += 1, root = times(root, 2))
    for (let j = 0; j < degree; j += 1)
      divisor[j] = times(divisor[j] ?? 0, root) ^ (divisor[j + 1] ?? 0);
  return divisor;
}

function remainder(block: readonly number[], divisor: readonly number[]): number[] {
  let rest = divisor.map(() => 0);
  for (const byte of block) {
    const factor = byte ^ (rest[0] ?? 0);
    rest = [...rest.slice(1), 0].map((each, n) => each ^ times(divisor[n] ?? 0, factor));
  }
  return rest;
}

const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

class Drawing {
  private readonly size: number;
  private readonly version: number;
  private readonly dark: boolean[][];
  /** Of the patterns: neither data nor masked. */
  private readonly fixed: boolean[][];

  constructor(version: number) {
    this.version = version;
    this.size = version * 4 + 17;
    const empty = () =>
      Array.from({ length: this.size }, () => Array<boolean>(this.size).fill(false));
    this.dark = empty();
    this.fixed = empty();
    this.patterns();
  }

  private set(x: number, y: number, dark: boolean): void {
    const [row, fixed] = [this.dark[y], this.fixed[y]];
    if (!row || !fixed || x < 0 || x >= this.size) return;
    row[x] = dark;
    fixed[x] = true;
  }

  private patterns(): void {
    const { size, version } = this;
    for (let n = 0; n < size; n += 1) {
      this.set(6, n, n % 2 === 0);
      this.set(n, 6, n % 2 === 0);
    }
    const aligned = this.alignments();
    const last = size - 7;
    for (const x of aligned)
      for (const y of aligned)
        if (!((x === 6 && (y === 6 || y === last)) || (x === last && y === 6)))
          this.square(x, y, 2, (distance) => distance !== 1);
    for (const [x, y] of [
      [3, 3],
      [size - 4, 3],
      [3, size - 4],
    ] as const)
      this.square(x, y, 4, (distance) => distance !== 2 && distance !== 4);
    this.format(0);
    if (version >= 7) this.versionBits();
  }

  private square(x: number, y: number, reach: number, dark: (distance: number) => boolean): void {
    for (let dy = -reach; dy <= reach; dy += 1)
      for (let dx = -reach; dx <= reach; dx += 1)
        this.set(x + dx, y + dy, dark(Math.max(Math.abs(dx), Math.abs(dy))));
  }

  private alignments(): number[] {
    const { size, version } = this;
    if (version === 1) return [];
    const count = Math.floor(version / 7) + 2;
    const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
    const from = Array.from({ length: count - 1 }, (_, n) => size - 7 - n * step);
    return [6, ...from.reverse()];
  }

  /** Error correction and mask, twice (§7.9). */
  private format(mask: number): void {
    const { size } = this;
    const data = (1 << 3) | mask;
    let rest = data;
    for (let n = 0; n < 10; n += 1) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
    const bits = ((data << 10) | rest) ^ 0x5412;
    const bit = (n: number): boolean => ((bits >> n) & 1) === 1;
    for (let n = 0; n < 6; n += 1) this.set(8, n, bit(n));
    this.set(8, 7, bit(6));
    this.set(8, 8, bit(7));
    this.set(7, 8, bit(8));
    for (let n = 9; n < 15; n += 1) this.set(14 - n, 8, bit(n));
    for (let n = 0; n < 8; n += 1) this.set(size - 1 - n, 8, bit(n));
    for (let n = 8; n < 15; n += 1) this.set(8, size - 15 + n, bit(n));
    this.set(8, size - 8, true);
  }

  private versionBits(): void {
    let rest = this.version;
    for (let n = 0; n < 12; n += 1) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
    const bits = (this.version << 12) | rest;
    for (let n = 0; n < 18; n += 1) {
      const dark = ((bits >> n) & 1) === 1;
      const [a, b] = [this.size - 11 + (n % 3), Math.floor(n / 3)];
      this.set(a, b, dark);
      this.set(b, a, dark);
    }
  }

  /** Up and down in columns of two, from the right (§7.7.3). */
  fill(bytes: readonly number[]): void {
    const { size } = this;
    let at = 0;
    for (let right = size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      for (let n = 0; n < size; n += 1)
        for (const x of [right, right - 1]) {
          const y = ((right + 1) & 2) === 0 ? size - 1 - n : n;
          const row = this.dark[y] as boolean[];
          if (this.fixed[y]?.[x] === true || at >= bytes.length * 8) continue;
          row[x] = (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) === 1;
          at += 1;
        }
    }
  }

  /** By the mask after which it looks least like anything (§7.8). */
  masked(): boolean[][] {
    const drawn = masks.map((mask, n) => {
      this.format(n);
      return this.dark.map((row, y) =>
        row.map((dark, x) => (this.fixed[y]?.[x] === true ? dark : dark !== mask(x, y))),
      );
    });
    const penalties = drawn.map(penalty);
    return drawn[penalties.indexOf(Math.min(...penalties))] as boolean[][];
  }
}

function penalty(rows: readonly (readonly boolean[])[]): number {
  const columns = rows.map((_, x) => rows.map((row) => row[x] === true));
  let sum = 0;
  for (const line of [...rows, ...columns]) {
    const text = line.map((dark) => (dark ? "1" : "0")).join("");
    for (const run of text.match(/0{5,}|1{5,}/g) ?? []) sum += run.length - 2;
    sum += 40 * (text.match(/(?=0000(?:1011101)|(?:1011101)0000)/g) ?? []).length;
  }
  for (let y = 1; y < rows.length; y += 1)
    for (let x = 1; x < rows.length; x += 1) {
      const dark = rows[y]?.[x];
      if (rows[y - 1]?.[x] === dark && rows[y]?.[x - 1] === dark && rows[y - 1]?.[x - 1] === dark)
        sum += 3;
    }
  const share = rows.flat().filter(Boolean).length / rows.length ** 2;
  return sum + 10 * Math.floor(Math.abs(share * 20 - 10));
}

/** For a terminal of any colours: two rows of modules a line, black on white, with a margin. */
export function qrLines(code: readonly (readonly boolean[])[]): string[] {
  const margin = 2;
  const at = (x: number, y: number): boolean => code[y]?.[x] === true;
  const lines: string[] = [];
  for (let y = -margin; y < code.length + margin; y += 2) {
    let line = "";
    for (let x = -margin; x < code.length + margin; x += 1)
      line += [" ", "▄", "▀", "█"][(at(x, y) ? 2 : 0) + (at(x, y + 1) ? 1 : 0)];
    lines.push(`\x1b[30;107m${line}\x1b[0m`);
  }
  return lines;
}
