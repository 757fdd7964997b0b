/**
 * Preview desk: what a link leads to, in a few words and a picture, fetched by the server so that
 * no reader's address is told to anybody. Behind web.ts; through the guard alone.
 *
 *   GET /preview?url=…                  asked with an authorization; JSON. That there is nothing to
 *                                       show is an answer, too, and says why: { url, failure }
 *   GET /preview/picture?url=…&proof=…  of a preview: its proof is the authorization
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { RoutedAnswer, RoutedRequest } from "../transport.ts";
import type { WebDesk } from "../web.ts";
import { jsonAnswer, plainAnswer } from "./answers.ts";
import { recognize } from "./file-kinds.ts";
import { type Guard, Refused } from "./guard.ts";
import { textOfPage, wordsOfPage } from "./page-words.ts";

const limits = {
  atOnceMax: 8,
  perMinuteMax: 40, // of one account or person: a page of history with links
  picturesPerMinuteMax: 120, // of one address
  ms: 6_000,
  pageBytesMax: 524_288, // the head of a page; some are all head
  pictureBytesMax: 3_000_000,
  redirectsMax: 4,
  keptMax: 500,
  keptMs: 3_600_000,
  failedMs: 300_000,
};

interface Kept {
  readonly answer: Promise<RoutedAnswer>;
  until: number;
}

export class PreviewDesk {
  private readonly web: WebDesk;
  private readonly guard: Guard;
  private readonly kept = new Map<string, Kept>();
  private underWay = 0;

  constructor(web: WebDesk, guard: Guard) {
    this.web = web;
    this.guard = guard;
  }

  async answer(request: RoutedRequest): Promise<RoutedAnswer> {
    const { method, path, query, address } = request;
    if (!this.web.server.config.previews.enabled) return plainAnswer(404, "There are no previews");
    if (method === "OPTIONS") return plainAnswer(204, "", { Allow: "GET, OPTIONS" });
    if (method !== "GET") return plainAnswer(405, "Only GET", { Allow: "GET, OPTIONS" });
    const asked = new URLSearchParams(query);
    const url = asked.get("url") ?? "";
    if (url === "" || url.length > 2_000) return plainAnswer(400, "Which address?");
    const { rates, access } = this.web;
    if (path === "/preview/picture") {
      if (!this.isProved(url, asked.get("proof") ?? "")) return plainAnswer(403, "Not here");
      if (!rates.may(`picture ${address}`, limits.picturesPerMinuteMax)) return tooMany;
      return this.limited(() => this.picture(url));
    }
    if (path !== "/preview") return plainAnswer(404, "Not found");
    const asker = await access.askerOf(request);
    if (!asker) return plainAnswer(401, "Log in first", { "WWW-Authenticate": "Bearer" });
    if (!rates.may(`preview ${asker.key}`, limits.perMinuteMax)) return tooMany;
    const answer = await this.remembered(url);
    if (answer.status === 200 || answer.status === 429) return answer;
    const failure = typeof answer.body === "string" ? answer.body.trim() : "";
    return jsonAnswer(200, { url, failure });
  }

  /** Once for all who ask, for a while. */
  private remembered(url: string): Promise<RoutedAnswer> {
    const now = this.web.server.options.now();
    const known = this.kept.get(url);
    if (known && known.until > now) return known.answer;
    const answer = this.limited(() => this.preview(url));
    const kept: Kept = { answer, until: now + limits.keptMs };
    this.kept.delete(url);
    this.kept.set(url, kept);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= limits.keptMax) break;
      this.kept.delete(oldest);
    }
    void answer.then(({ status }) => {
      if (status === 429) this.kept.delete(url);
      else if (status !== 200) kept.until = now + limits.failedMs;
    });
    return answer;
  }

  /** What goes wrong out there is no fault of ours. */
  private async limited(work: () => Promise<RoutedAnswer>): Promise<RoutedAnswer> {
    if (this.underWay >= limits.atOnceMax) return tooMany;
    this.underWay += 1;
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refused) return plainAnswer(403, "That is not fetched");
      return plainAnswer(502, "It could not be fetched");
    } finally {
      this.underWay -= 1;
    }
  }

  private async preview(url: string): Promise<RoutedAnswer> {
    const headers = { Accept: "text/html, application/xhtml+xml, image/*;q=0.8" };
    const { ms, redirectsMax, pageBytesMax: bytesMax } = limits;
    const got = await this.guard.ask(url, { headers, ms, redirectsMax, bytesMax });
    if (got.status !== 200) return plainAnswer(502, `It answered ${got.status}`);
    const host = new URL(got.url).hostname;
    if (recognize(got.body, false).kind === "picture")
      return this.told(url, { title: "", description: "", site: host, picture: url });
    if (!/^(?:text\/html|application\/xhtml\+xml)\b/i.test(got.type))
      return plainAnswer(404, "There is nothing to show");
    const words = wordsOfPage(textOfPage(got.body, got.type));
    if (words.title === "" && words.description === "")
      return plainAnswer(404, "There is nothing to show");
    const picture = words.picture === "" ? "" : (URL.parse(words.picture, got.url)?.href ?? "");
    return this.told(url, { ...words, site: words.site || host, picture });
  }

  private told(url: string, words: ReturnType<typeof wordsOfPage>): RoutedAnswer {
    const { picture, ...rest } = words;
    const asked = new URLSearchParams({ url: picture, proof: this.proofOf(picture) });
    const shown = /^https?:/.test(picture) && { picture: `/preview/picture?${asked.toString()}` };
    return jsonAnswer(
      200,
      { url, ...rest, ...shown },
      { "Cache-Control": "private, max-age=3600" },
    );
  }

  private async picture(url: string): Promise<RoutedAnswer> {
    const { ms, redirectsMax, pictureBytesMax: bytesMax } = limits;
    const headers = { Accept: "image/*" };
    const got = await this.guard.ask(url, { headers, ms, redirectsMax, bytesMax });
    const { kind, type } = recognize(got.body, false);
    if (got.status !== 200 || got.cut || kind !== "picture")
      return plainAnswer(502, "It is no picture that is shown");
    return {
      status: 200,
      headers: {
        "Content-Type": type,
        "Content-Disposition": "inline",
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=86400",
      },
      body: got.body,
    };
  }

  private proofOf(url: string): string {
    const { secret } = this.web.server.options;
    return createHmac("sha256", secret).update(`picture\0${url}`).digest("base64url");
  }

  private isProved(url: string, proof: string): boolean {
    const [right, given] = [Buffer.from(this.proofOf(url)), Buffer.from(proof)];
    return right.length === given.length && timingSafeEqual(right, given);
  }
}

const tooMany = plainAnswer(429, "Too many at once; wait a little", { "Retry-After": "10" });
