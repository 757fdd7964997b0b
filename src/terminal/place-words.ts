/**
 * Place words: how people say where to: HOST PORT, HOST:PORT, an address, or a link
 * (banter://HOST/room, ircs://HOST/channel). Pure text.
 */

export interface SaidPlace {
  readonly host: string;
  readonly port: number;
  /** When the link says so. */
  readonly tls?: boolean;
  /** The room that the link leads to. */
  readonly room?: string;
}

export const portDefault = 6670;

interface Scheme {
  readonly port: number;
  readonly tls: boolean | undefined;
}

/** What is not said by the scheme, what is remembered of the place says. */
const schemes: Readonly<Record<string, Scheme>> = {
  banter: { port: portDefault, tls: undefined },
  banters: { port: portDefault, tls: true },
  irc: { port: 6667, tls: false },
  ircs: { port: 6697, tls: true },
};

/** What is wrong, in words, when it is no place. */
export function parsePlace(first: string, second: string | undefined): SaidPlace | string {
  const [, scheme, rest = ""] = /^([a-z]+):\/\/(.*)$/i.exec(first) ?? [];
  if (scheme !== undefined) return parseLink(first, scheme.toLowerCase(), rest, second);
  return hostAndPort(first, second, portDefault);
}

function parseLink(
  whole: string,
  name: string,
  rest: string,
  second: string | undefined,
): SaidPlace | string {
  const scheme = Object.hasOwn(schemes, name) ? schemes[name] : undefined;
  if (scheme === undefined) {
    return `"${whole}" is no link to a room: banter://, banters://, irc:// and ircs:// are`;
  }
  if (second !== undefined) return `two places: ${whole} and ${second}`;
  const [, authority = "", path = "", fragment = ""] =
    /^([^/?#]*)\/?([^?#]*)(?:\?[^#]*)?(#.*)?$/.exec(rest) ?? [];
  const place = hostAndPort(authority.replace(/^.*@/, ""), undefined, scheme.port);
  if (typeof place === "string") return place;
  let room: string;
  try {
    // "#" begins a fragment in a link, and a channel for people.
    room = decodeURIComponent(path + fragment).split(",")[0] ?? "";
  } catch {
    return `"${whole}" is no link: its room cannot be read`;
  }
  if (room !== "" && isWrongRoom(room)) return `"${room}" is no room`;
  return {
    ...place,
    ...(scheme.tls === undefined ? {} : { tls: scheme.tls }),
    ...(room === "" ? {} : { room }),
  };
}

export const isWrongRoom = (room: string): boolean => /^[#&+!]?$|[\s,\p{Cc}]/u.test(room);

function hostAndPort(
  first: string,
  second: string | undefined,
  ifNone: number,
): { host: string; port: number } | string {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(first);
  // More than one colon and no brackets: an IPv6 address, which has no port in it.
  const bare = (first.match(/:/g)?.length ?? 0) > 1;
  const [name, port] = bare ? [first] : first.split(":");
  const host = bracketed === null ? (name ?? "") : (bracketed[1] ?? "");
  const inside = bracketed === null ? port : bracketed[2];
  if (host === "") return `"${first}" names no host`;
  if (inside !== undefined && second !== undefined) return `two ports: ${inside} and ${second}`;
  const text = inside ?? second ?? String(ifNone);
  const number = Number(text);
  if (!/^\d{1,5}$/.test(text) || number < 1 || number > 65_535) {
    return `"${text}" is no port: 1 to 65535 is`;
  }
  return { host, port: number };
}
