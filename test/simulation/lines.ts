/** Lines: what one client hears of messages, line by line, held against what was said: one line, or
 * several, in a batch or one after the other. Beside person.ts. */
import assert from "node:assert/strict";
import type { Message } from "../../src/protocol/message.ts";
import type { Said } from "../../src/server/event.ts";

interface Part {
  readonly text: string;
  readonly concat: boolean;
}

export class Lines {
  /** The batch that is being told. */
  private batch: { readonly reference: string; readonly said: Said; text: string } | undefined;
  /** What must come next of a message that is told without a batch. */
  private rest: string[] = [];

  /** The line that bears the message's id. */
  private passing = false;

  /** Not knowing which words come. */
  passOver(): void {
    this.checkEnd();
    this.passing = true;
  }

  begin({ command, params, source }: Message, said: Said): void {
    this.checkEnd();
    this.passing = false;
    const { who, kind, text, joints } = said;
    assert.equal(source, `${who.nick}!${who.username}@${who.host}`);
    if (kind === "TAGMSG") return assert.equal(command, "TAGMSG");
    if (joints === undefined) return assert.deepEqual([command, params[1]], [kind, text]);
    if (command === "BATCH") {
      assert.equal(params[1], "draft/multiline");
      this.batch = { reference: params[0]?.slice(1) ?? "", said, text: "" };
      return;
    }
    this.rest = partsOf(said).flatMap((part) => (part.text === "" ? [] : [part.text]));
    assert.deepEqual([command, params[1]], [kind, this.rest.shift()]);
  }

  /** A line without an id: whether it was part of a message. */
  goOn({ command, params, tags }: Message): void {
    if (command === "BATCH" && params[0] === `-${this.batch?.reference}`) {
      assert.equal(this.batch?.text, this.batch?.said.text, "not all, or not as it was said");
      this.batch = undefined;
    } else if (this.batch && tags.get("batch") === this.batch.reference) {
      const { said, text } = this.batch;
      assert.equal(command, said.kind);
      const breaks = text !== "" && !tags.has("draft/multiline-concat");
      this.batch.text += (breaks ? "\n" : "") + (params[1] ?? "");
    } else if (!this.passing && (command === "PRIVMSG" || command === "NOTICE"))
      assert.equal(params[1], this.rest.shift(), "a line that nobody has said");
  }

  checkEnd(): void {
    assert.equal(this.batch, undefined, "a batch has no end");
    assert.deepEqual(this.rest, [], "there was more to be told");
  }
}

/** Written a second time: the lines as they were said. */
function partsOf({ text, joints = [] }: Said): Part[] {
  const marks = new Set(joints);
  const parts: Part[] = [];
  let part = { text: "", concat: false };
  for (let at = 0; at < text.length; at += 1) {
    const breaks = text[at] === "\n";
    if (marks.has(at) || breaks) {
      parts.push(part);
      part = { text: "", concat: !breaks };
    }
    if (!breaks) part.text += text[at];
  }
  return [...parts, part];
}
