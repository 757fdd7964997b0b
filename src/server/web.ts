/**
 * Web: what is answered over HTTP beside pages: files and previews of links. Beside the journey:
 * what it asks of the log it asks as the node, and answers when that has been decided and kept.
 */
import { randomBytes } from "node:crypto";
import type { Event } from "./event.ts";
import { mustRefuse } from "./outage.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { Entry, Request } from "./request.ts";
import type { Server } from "./server.ts";
import type { SessionId } from "./state.ts";
import type { Route, RoutedAnswer, RoutedRequest } from "./transport.ts";
import { Access } from "./web/access.ts";
import { Blobs } from "./web/blobs.ts";
import { FileDesk } from "./web/file-desk.ts";
import { plainAnswer } from "./web/answers.ts";
import { Guard } from "./web/guard.ts";
import { PreviewDesk } from "./web/preview-desk.ts";
import { PushDesk } from "./web/push-desk.ts";
import { Rates } from "./web/rates.ts";

/** From one address, behind which there may be a school; more than anybody reads. */
const perMinuteMax = 3_000;

export class WebDesk {
  readonly server: Server;
  readonly access: Access;
  readonly rates: Rates;
  readonly files: FileDesk | undefined;
  readonly previews: PreviewDesk;
  readonly pushes: PushDesk;
  private readonly start = randomBytes(6).toString("hex");
  private asked = 0;
  private readonly waiting = new Map<string, (refused: Refusal | undefined) => void>();
  private afterCommit: (() => void)[] = [];

  constructor(server: Server) {
    this.server = server;
    this.access = new Access(server);
    this.rates = new Rates(() => server.options.now());
    const guard = server.options.guard ?? new Guard();
    this.pushes = new PushDesk(this, guard);
    this.previews = new PreviewDesk(this, guard);
    const folder = server.options.filesFolder;
    this.files = folder === undefined ? undefined : new FileDesk(this, new Blobs(folder));
  }

  /** Route, of the transport's contract. */
  readonly route: Route = (request) => {
    const [, first = ""] = request.path.split("/", 2);
    const desk = first === "preview" ? this.previews : first === "files" ? this.files : undefined;
    if (!desk) return undefined;
    if (!this.rates.may(`address ${request.address}`, perMinuteMax))
      return Promise.resolve(plainAnswer(429, "Too many requests", { "Retry-After": "30" }));
    return this.guarded(request, desk.answer(request));
  };

  /** A browser tells pages of other origins only what they may know (CORS). */
  private async guarded(
    { headers: asked }: RoutedRequest,
    answer: Promise<RoutedAnswer>,
  ): Promise<RoutedAnswer> {
    const { status, headers, body } = await answer;
    const { origin } = asked;
    const allowed = typeof origin === "string" && this.mayAsk(origin);
    const cors = { "Access-Control-Allow-Origin": String(origin), Vary: "Origin" };
    return { status, headers: { ...(allowed && cors), ...headers }, body };
  }

  private mayAsk(origin: string): boolean {
    const origins = this.server.config.listeners.flatMap((each) => each.websocketOrigins);
    return origins.includes("*") || origins.includes(origin.toLowerCase());
  }

  /** Asks for something as this node; resolves when it has been decided, and is kept. */
  ask(request: Request): Promise<Refusal | undefined> {
    if (mustRefuse(this.server, request)) return Promise.resolve(refuse("unreachable"));
    const session = `${this.server.log.node}/web.${this.start}.${(this.asked += 1)}`;
    return new Promise((resolve) => {
      this.waiting.set(session, (refused) => {
        if (refused) resolve(refused);
        else this.afterCommit.push(() => resolve(undefined));
      });
      this.server.log.append(session, request);
    });
  }

  answered({ session, node }: Entry, refused: Refusal | undefined): void {
    if (node === this.server.log.node) this.settle(session, refused);
  }

  settle(session: SessionId, refused: Refusal | undefined): void {
    const waiter = this.waiting.get(session);
    this.waiting.delete(session);
    waiter?.(refused);
  }

  /** All that has happened so far is kept. */
  kept(): void {
    const after = this.afterCommit;
    this.afterCommit = [];
    for (const run of after) run();
  }

  follow(event: Event): void {
    const { files } = this;
    const push = this.pushes.follow(event);
    if (push) this.afterCommit.push(push);
    if (event.type === "fileAdded" && files) this.afterCommit.push(() => files.added(event.file));
    if (event.type === "filesRemoved" && files)
      this.afterCommit.push(() => void files.forget(event.files));
  }

  /** What time brings. */
  sweep(now: number): void {
    this.rates.forget();
    this.files?.sweep(now);
  }
}
