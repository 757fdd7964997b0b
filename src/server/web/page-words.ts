/** Page words: what a web page says of itself in its head: Open Graph, or its title. Pure. */

export interface PageWords {
  readonly title: string;
  readonly description: string;
  readonly site: string;
  /** As it is written there; "" for none. */
  readonly picture: string;
}

const lengthMax = { title: 200, description: 400, site: 80, picture: 2_000 };

export function wordsOfPage(html: string): PageWords {
  const named = new Map<string, string>();
  for (const [tag] of html.matchAll(/<meta\s[^>]{1,4000}>/gi)) {
    const name = attribute(tag, "property") ?? attribute(tag, "name");
    const content = attribute(tag, "content");
    const key = name?.toLowerCase() ?? "";
    if (content !== undefined && key !== "" && !named.has(key)) named.set(key, content);
  }
  const [, title = ""] = /<title[^>]{0,200}>([^<]{0,2000})/i.exec(html) ?? [];
  const first = (...names: string[]): string =>
    names.map((name) => named.get(name)).find((value) => value !== undefined) ?? "";
  return {
    title: clean(first("og:title", "twitter:title") || title, lengthMax.title),
    description: clean(
      first("og:description", "twitter:description", "description"),
      lengthMax.description,
    ),
    site: clean(first("og:site_name", "application-name"), lengthMax.site),
    picture: clean(
      first("og:image:secure_url", "og:image", "og:image:url", "twitter:image"),
      lengthMax.picture,
    ),
  };
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, "i").exec(
    tag,
  );
  return found?.[1] ?? found?.[2] ?? found?.[3];
}

/** One line of text: entities as what they stand for, nothing that cannot be seen. */
function clean(text: string, length: number): string {
  const plain = text.replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,8});/gi, (whole, entity: string) => {
    if (!entity.startsWith("#")) return entities[entity.toLowerCase()] ?? whole;
    const hex = /^#x/i.test(entity);
    const code = parseInt(entity.slice(hex ? 2 : 1), hex ? 16 : 10);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
      ? String.fromCodePoint(code)
      : "";
  });
  const seen = plain.replace(/[\p{C}\s]+/gu, " ").trim();
  const characters = [...seen];
  return characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : seen;
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  copy: "©",
  gt: ">",
  hellip: "…",
  laquo: "«",
  ldquo: "“",
  lsquo: "‘",
  lt: "<",
  mdash: "—",
  nbsp: " ",
  ndash: "–",
  quot: '"',
  raquo: "»",
  rdquo: "”",
  rsquo: "’",
};

/** The page in its own charset, as its header or its head says. */
export function textOfPage(body: Uint8Array, type: string): string {
  const head = Buffer.from(body.subarray(0, 2_048)).toString("latin1");
  const [, named = "utf-8"] =
    /charset\s*=\s*"?([\w-]+)/i.exec(type) ??
    /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(head) ??
    [];
  try {
    return new TextDecoder(named).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}
