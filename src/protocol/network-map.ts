/**
 * Network map: a value for each of many networks, found by an address that lies in them. For bans,
 * of which there may be tens of thousands. A tree whose nodes are prefixes, each longer than the
 * one above it: a look costs as many steps as there are different prefixes on the way, at most 128.
 */
import { holdsMapped, isMapped, type Network, type Words } from "./network.ts";

interface Node<Value> {
  readonly words: Words;
  readonly prefixBits: number;
  value: Value | undefined;
  /** By the bit that follows the prefix. */
  readonly below: [Node<Value> | undefined, Node<Value> | undefined];
}

export class NetworkMap<Value> {
  private root: Node<Value> | undefined = undefined;

  /** Of just this network. */
  get(network: Network): Value | undefined {
    let node = this.root;
    while (node && node.prefixBits < network.prefixBits) node = node.below[nextBit(network, node)];
    return node && same(node, network) ? node.value : undefined;
  }

  set(network: Network, value: Value): void {
    this.root = put(this.root, network, value);
  }

  delete(network: Network): void {
    this.root = without(this.root, network);
  }

  /** The values of all networks that hold the address, the widest first. */
  holding(address: Words): Value[] {
    const found: Value[] = [];
    const mapped = isMapped(address);
    let node = this.root;
    while (node && commonBits(node.words, address) >= node.prefixBits) {
      if (node.value !== undefined && (!mapped || holdsMapped(node))) found.push(node.value);
      if (node.prefixBits === 128) break;
      node = node.below[bitAt(address, node.prefixBits)];
    }
    return found;
  }
}

function put<Value>(node: Node<Value> | undefined, network: Network, value: Value): Node<Value> {
  if (!node) return nodeOf(network, network.prefixBits, value);
  const common = Math.min(
    commonBits(node.words, network.words),
    node.prefixBits,
    network.prefixBits,
  );
  if (common === node.prefixBits) {
    if (common === network.prefixBits) node.value = value;
    else {
      const side = nextBit(network, node);
      node.below[side] = put(node.below[side], network, value);
    }
    return node;
  }
  // They part within this node's prefix: what they share becomes a node above it.
  const above = nodeOf<Value>(network, common, undefined);
  above.below[bitAt(node.words, common)] = node;
  if (common === network.prefixBits) above.value = value;
  else above.below[bitAt(network.words, common)] = nodeOf(network, network.prefixBits, value);
  return above;
}

/** A node that has neither a value nor a choice is none. */
function without<Value>(node: Node<Value> | undefined, network: Network): Node<Value> | undefined {
  if (!node || node.prefixBits > network.prefixBits) return node;
  if (node.prefixBits < network.prefixBits) {
    const side = nextBit(network, node);
    node.below[side] = without(node.below[side], network);
  } else if (same(node, network)) node.value = undefined;
  const [zero, one] = node.below;
  if (node.value !== undefined || (zero && one)) return node;
  return zero ?? one;
}

const nodeOf = <Value>(
  { words }: Network,
  prefixBits: number,
  value: Value | undefined,
): Node<Value> => ({ words, prefixBits, value, below: [undefined, undefined] });

const same = (a: Network, b: Network): boolean =>
  a.prefixBits === b.prefixBits && commonBits(a.words, b.words) >= a.prefixBits;

const nextBit = ({ words }: Network, { prefixBits }: Network): 0 | 1 => bitAt(words, prefixBits);

const bitAt = (words: Words, bit: number): 0 | 1 =>
  (((words[bit >>> 5] as number) >>> (31 - (bit & 31))) & 1) as 0 | 1;

/** How many bits from the first on are alike. */
function commonBits(a: Words, b: Words): number {
  for (let index = 0; index < 4; index++) {
    const difference = (a[index] as number) ^ (b[index] as number);
    if (difference !== 0) return index * 32 + Math.clz32(difference);
  }
  return 128;
}
