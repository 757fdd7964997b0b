/**
 * Guard: how this server asks others on the web, for addresses that people have given: never within
 * its own network. The address is judged that is connected to, at each redirect anew, so no name
 * and no spelling of an address leads past it. Beside web.ts.
 */
import { lookup as lookUp } from "node:dns/promises";
import type { IncomingMessage } from "node:http";
import type { RequestOptions } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { plainAddress } from "../network.ts";

/** IANA's special-purpose registries; what is not for the whole internet. */
const special4 =
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 " +
  "192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 " +
  "224.0.0.0/4 240.0.0.0/4";
/** Within 2000::/3, outside of which nothing is public: NAT64, mapped and link-local among it. */
const special6 = "2001::/23 2001:db8::/32 2002::/16 3fff::/20";

const special = new BlockList();
const global6 = new BlockList();
for (const [list, version] of [
  [special4, "ipv4"],
  [special6, "ipv6"],
] as const)
  for (const network of list.split(" ")) {
    const [address = "", bits] = network.split("/");
    special.addSubnet(address, Number(bits), version);
  }
global6.addSubnet("2000::", 3, "ipv6");

/** @param address an IP address, as a socket or a resolver says it */
export function isPublic(address: string): boolean {
  const plain = plainAddress(address);
  const version = isIP(plain);
  if (version === 4) return !special.check(plain, "ipv4");
  return version === 6 && global6.check(plain, "ipv6") && !special.check(plain, "ipv6");
}

export interface Asked {
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Of all redirects and the body together. */
  readonly ms: number;
  /** What is beyond is not read. */
  readonly bytesMax: number;
  readonly redirectsMax?: number;
  /** HTTPS alone. */
  readonly secure?: boolean;
}

export interface Got {
  readonly url: string;
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
  /** There was more of it. */
  readonly cut: boolean;
}

/** What the world is like; another in tests. */
export interface World {
  readonly isPublic: (address: string) => boolean;
  readonly resolve: (host: string) => Promise<readonly { address: string; family: number }[]>;
  readonly ports: readonly number[];
  /** Trusted besides the authorities that Node knows. */
  readonly ca?: string;
}

const ownWorld: World = {
  isPublic,
  resolve: (host) => lookUp(host, { all: true }),
  ports: [80, 443],
};

/** Not asked, since it would be wrong to. */
export class Refused extends Error {
  override name = "Refused";
}

export class Guard {
  private readonly world: World;

  constructor(world: Partial<World> = {}) {
    this.world = { ...ownWorld, ...world };
  }

  /** Throws Refused, and what the network says. */
  async ask(url: string, asked: Asked): Promise<Got> {
    const signal = AbortSignal.timeout(asked.ms);
    let target = this.checked(url, asked);
    for (let left = asked.redirectsMax ?? 0; ; left -= 1) {
      const response = await this.one(target, asked, signal);
      const status = response.statusCode ?? 0;
      const { location } = response.headers;
      if (![301, 302, 303, 307, 308].includes(status) || location === undefined || left <= 0) {
        const { body, cut } = await bodyOf(response, asked.bytesMax);
        const type = response.headers["content-type"] ?? "";
        return { url: target.href, status, type, body, cut };
      }
      response.destroy();
      target = this.checked(URL.parse(location, target.href)?.href ?? "", asked);
    }
  }

  /** What can be said by the address alone. */
  private checked(text: string, { secure = false }: Asked): URL {
    const url = URL.parse(text);
    if (!url || !(url.protocol === "https:" || (url.protocol === "http:" && !secure)))
      throw new Refused("no address on the web");
    if (url.username !== "" || url.password !== "") throw new Refused("it names a user");
    const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
    if (!this.world.ports.includes(port)) throw new Refused(`port ${port}`);
    // URL has made every spelling of an IPv4 address one: 0x7f.1, 017700000001, 2130706433.
    const host = url.hostname.replace(/^\[|\]$/g, "");
    if (isIP(host) !== 0 && !this.world.isPublic(host)) throw new Refused(`${host} is not public`);
    return url;
  }

  private one(url: URL, asked: Asked, signal: AbortSignal): Promise<IncomingMessage> {
    const { method = "GET", headers = {}, body } = asked;
    const options: RequestOptions = {
      method,
      headers: { "User-Agent": "Banter", "Accept-Encoding": "identity", ...headers },
      // Of its own, so that no open connection is taken that was judged for another.
      agent: false,
      lookup: this.lookup,
      signal,
      maxHeaderSize: 16_384,
      ...(this.world.ca !== undefined && { ca: this.world.ca }),
    };
    return new Promise((resolve, reject) => {
      // Loaded when the first is asked for; by itself, see transport/http.ts.
      const http = url.protocol === "https:" ? "node:https" : "node:http";
      const request = process.getBuiltinModule(http).request(url, options, resolve);
      request.on("error", reject);
      request.on("socket", (socket) =>
        socket.once("connect", () => {
          const { remoteAddress = "" } = socket;
          if (!this.world.isPublic(remoteAddress))
            request.destroy(new Refused(`${remoteAddress} is not public`));
        }),
      );
      request.end(body);
    });
  }

  /** Every address of the name has to be public, and to one of these it connects. */
  private readonly lookup: LookupFunction = (host, options, callback) => {
    this.world.resolve(host).then(
      (found) => {
        const [first] = found;
        const wrong = found.find(({ address }) => !this.world.isPublic(address));
        if (!first || wrong) {
          const words = wrong ? `${host} is ${wrong.address}, not public` : `${host} is nowhere`;
          return callback(new Refused(words), "", 0);
        }
        if (options.all === true) callback(null, [...found]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, "", 0),
    );
  };
}

async function bodyOf(response: IncomingMessage, bytesMax: number) {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk.subarray(0, bytesMax - size));
    size += chunk.length;
    if (size > bytesMax) break;
  }
  response.destroy();
  return { body: Buffer.concat(chunks), cut: size > bytesMax };
}
