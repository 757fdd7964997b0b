/**
 * Drawn: what tests of the full screen draw: a session that is told lines, and the screen as rows
 * of text. The clock stands at noon.
 */
import { Session } from "../../client/session.ts";
import type { SessionOptions } from "../../client/session.ts";
import { formatTimestamp } from "../../protocol/timestamp.ts";
import { Editor } from "../editor.ts";
import { draw } from "./draw.ts";
import { Scene, settingsDefault } from "./scene.ts";
import type { Deeds } from "./scene.ts";
import type { Depth } from "./styles.ts";

/** Local time: what is drawn is. */
export const noon = new Date(2026, 10, 22, 12, 0).getTime();

const caps =
  "batch draft/chathistory draft/message-redaction draft/multiline echo-message " +
  "labeled-response message-tags server-time away-notify account-notify";

export class Drawn {
  readonly session: Session;
  readonly scene: Scene;
  readonly sent: string[] = [];
  readonly wanted: string[] = [];
  now = noon;
  #ids = 0;

  constructor(options: Partial<SessionOptions> = {}, depth: Depth = 0) {
    this.session = new Session({ nick: "bob", rooms: ["#lobby"], username: "b", ...options });
    this.scene = new Scene(this.session.state, new Editor(), { ...settingsDefault }, depth);
    this.sent.push(...this.session.opened(this.now).send);
    this.hear(`:srv CAP * LS :${caps}`, `:srv CAP bob ACK :${caps}`);
    this.hear(":srv 001 bob :Welcome", ":srv 005 bob NETWORK=Home CHANTYPES=# :are supported");
    this.hear(":srv 422 bob :No message of the day", ":bob!b@h JOIN #lobby");
  }

  /** Lines of the server. */
  hear(...lines: readonly string[]): void {
    for (const line of lines) {
      const { send } = this.session.received(line, this.now);
      this.sent.push(...send);
    }
  }

  /** Somebody says something, at this hour and minute. Gives its msgid. */
  say(nick: string, text: string, { at = this.now, to = "#lobby", tags = "" } = {}): string {
    this.#ids += 1;
    const more = tags === "" ? "" : `;${tags}`;
    const head = `@msgid=m${this.#ids};time=${formatTimestamp(at)}${more}`;
    const lines = text.split("\n");
    if (lines.length === 1) this.hear(`${head} :${nick}!u@h PRIVMSG ${to} :${text}`);
    else {
      this.hear(`${head} :${nick}!u@h BATCH +x draft/multiline ${to}`);
      for (const line of lines) this.hear(`@batch=x :${nick}!u@h PRIVMSG ${to} :${line}`);
      this.hear(":srv BATCH -x");
    }
    return `m${this.#ids}`;
  }

  readonly deeds: Deeds = {
    go: (to) => void this.session.act({ type: "go", name: to?.name ?? null }, this.now),
    open: (nick) => void this.session.act({ type: "open", name: nick }, this.now),
    pick: (said) => {
      this.scene.panes.of(this.scene.here).picked = said;
    },
    toEnd: () => {
      this.scene.panes.of(this.scene.here).anchor = null;
    },
    wants: (gap, end) => void this.wanted.push(gap === null ? "older" : end),
  };

  draw(columns: number, rows: number) {
    this.scene.size = { columns, rows };
    return draw(this.scene, this.deeds, this.now);
  }

  /** The screen, row by row, without what is blank at the end of each. */
  rows(columns: number, rows: number): string[] {
    const grid = this.draw(columns, rows);
    return Array.from({ length: rows }, (_, y) =>
      grid.text
        .slice(y * columns, (y + 1) * columns)
        .join("")
        .trimEnd(),
    );
  }
}
