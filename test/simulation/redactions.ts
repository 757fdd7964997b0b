/** Redactions: who may take which message back, and what that leaves of the history, written a
 * second time. Beside rulebook.ts and model.ts. */
import assert from "node:assert/strict";
import { type EventOf, msgidOf } from "../../src/server/event.ts";
import type { RequestOf } from "../../src/server/request.ts";
import type { Kept } from "./kept.ts";
import { leads } from "./ruling.ts";
import { hearing } from "./speaking.ts";
import { fold, type Person, type World } from "./world.ts";

type Asked = RequestOf<"redact">;
type About = EventOf<"redacted"> | EventOf<"edited">;

export function mayRedact(world: World, { spoken }: Asked, by: Person, time: number): boolean {
  if (spoken.to === null) {
    const room = world.rooms.get(spoken.key);
    if (!room?.members.has(by.id)) return false;
    if (leads(room, by, "h")) return true;
  }
  const { redactMs } = world.rules;
  return isOwn(spoken.by, by) && (redactMs === 0 || time - spoken.time <= redactMs);
}

/** Only what one has said oneself, and could say there now. */
export function mayEdit(world: World, asked: RequestOf<"edit">, by: Person, time: number): boolean {
  const { spoken, text } = asked;
  const { editMs } = world.rules;
  if (!isOwn(spoken.by, by) || spoken.kind === "TAGMSG") return false;
  if (editMs > 0 && time - spoken.time > editMs) return false;
  const { kind, rank, to } = spoken;
  const said = { type: "say", kind, text, tags: {} } as const;
  if (to === null) {
    const room = world.rooms.get(spoken.key);
    if (!room?.members.has(by.id)) return false;
    const sign = "~&@%+".charAt("qaohv".indexOf(rank || "?"));
    return hearing(world, { ...said, target: sign + room.name }, by, time) === rank;
  }
  const account = to.account;
  const other =
    world.people.get(to.id) ??
    (account === null ? undefined : [...world.people.values()].find((p) => p.account === account));
  return !!other && hearing(world, { ...said, target: other.nick }, by, time) !== undefined;
}

const isOwn = (author: { id: number; account: string | null }, by: Person): boolean =>
  author.id === by.id ||
  (author.account !== null && by.account !== null && fold(author.account) === fold(by.account));

/** What was found of it is true; unless another has taken it out in the meantime. */
export function checkFound(kept: readonly Kept[], { spoken }: Pick<Asked, "spoken">): void {
  const row = kept.find(({ msgid, key }) => msgid === msgidOf(spoken) && key === spoken.key);
  if (row) assert.deepEqual([row.type, row.nick], [spoken.kind, spoken.by.nick]);
}

/** The rows without the one that has been taken out. */
export const without = (kept: readonly Kept[], event: EventOf<"redacted">): Kept[] =>
  kept.filter((row) => !isAbout(row, event));

/** The rows with other words in the one that has been changed. */
export const changed = (kept: readonly Kept[], event: EventOf<"edited">): Kept[] =>
  kept.map((row) => (isAbout(row, event) ? { ...row, text: event.text } : row));

function isAbout({ key, msgid }: Kept, { said, to }: About): boolean {
  return key === ("key" in to ? to.key : said.filed) && msgid === msgidOf(said);
}
