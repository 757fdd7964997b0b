/**
 * Draw: the scene → a grid. Header, conversation, status, input; lists beside them, and over them
 * what lies above.
 */
import { pendingOf } from "../../client/outgoing.ts";
import { canAsk } from "../../client/state.ts";
import type { Conversation } from "../../client/state.ts";
import { clean } from "../paint.ts";
import { width } from "../width.ts";
import type { Reader } from "./blocks.ts";
import { Grid } from "./grid.ts";
import type { Area } from "./grid.ts";
import { inputRows, visible } from "./inputrows.ts";
import { layoutOf } from "./layout.ts";
import type { Layout } from "./layout.ts";
import { drawLine, drawList, drawMembers } from "./lists.ts";
import { cut, measureOf } from "./rows.ts";
import type { Measure, Row } from "./rows.ts";
import { serverName } from "./scene.ts";
import type { Deeds, Scene } from "./scene.ts";
import { drawStatus } from "./status.ts";
import type { SeenRow } from "./viewport.ts";

const prompt = "› ";
/** The prompt, a column before it, and one for the cursor. */
const inputMargin = prompt.length + 2;

export function draw(scene: Scene, deeds: Deeds, now: number): Grid {
  const { size } = scene;
  const grid = new Grid(size.columns, size.rows);
  scene.clearHits();
  const layout = layoutFor(scene);
  if (layout.list !== null) {
    drawList(scene, grid, layout.list, deeds);
    drawLine(scene, grid, layout.list.columns);
  }
  if (layout.members !== null) {
    drawMembers(scene, grid, layout.members, deeds);
    drawLine(scene, grid, layout.members.x - 1);
  }
  drawHead(scene, grid, layout.head, layout.members !== null);
  drawTalk(scene, grid, layout.talk, deeds, now);
  drawStatus(scene, grid, layout, deeds, now);
  drawInput(scene, grid, layout.input);
  scene.overlay?.draw(grid, scene);
  return grid;
}

/** The rows that are typed, and above them what they answer or reword. */
export function layoutFor(scene: Scene): Layout {
  const { size, here, editor, settings } = scene;
  const pane = scene.panes.of(here);
  const members = settings.members && here.kind === "channel";
  const { columns } = layoutOf(size, 1, members).input;
  const typed = inputRows(editor.before, editor.after, columns - inputMargin).rows.length;
  const about = pane.replyTo === null && pane.editing === null ? 0 : 1;
  return layoutOf(size, typed + about, members);
}

function drawHead(scene: Scene, grid: Grid, area: Area, listed: boolean): void {
  const { here, styles, state } = scene;
  if (area.rows === 0) return;
  const end = area.x + area.columns;
  grid.fill(area, " ", styles.of("headDim"));
  const name = here.kind === "server" ? serverName(state) : here.name;
  const joined = here.membership?.joined === true && !listed;
  const count = joined ? (here.membership?.members.size ?? 0) : 0;
  const people = count === 0 ? "" : count === 1 ? "1 person" : `${count} people`;
  const room = area.columns - (people === "" ? 1 : people.length + 3);
  const title = cut(clean(name), room);
  let x = grid.put(area.x + 1, area.y, title, styles.of("head"), end);
  const topic = topicOf(here);
  if (topic !== "" && room - width(title) > 6) {
    x = grid.put(x, area.y, clean("  "), styles.of("headDim"), end);
    const shown = cut(clean(topic), area.x + room - x);
    grid.put(x, area.y, shown, styles.of("headDim"), end);
  }
  if (people === "") return;
  grid.put(end - people.length - 1, area.y, clean(people), styles.of("headDim"), end);
}

function topicOf({ membership, presence, kind }: Conversation): string {
  // Who is about to come in, or to come back, reads in the status line what is going on.
  if (membership?.joined === false && !membership.wanted) return "you are not in this room";
  if (membership !== null) return membership.topic;
  if (kind === "server") return "";
  if (presence?.online === false) return "not here";
  if (presence?.away === true) return "away";
  const account = presence?.account ?? "";
  return account === "" ? "" : `logged in as ${account}`;
}

function drawTalk(scene: Scene, grid: Grid, area: Area, deeds: Deeds, now: number): void {
  const { here, viewport } = scene;
  const pane = scene.panes.of(here);
  const measure = measureOf(area.columns - 1);
  scene.talkRows = area.rows;
  const reader = readerFor(scene, now);
  const waiting = pane.anchor === null ? pendingRows(scene, here, measure) : [];
  const room = Math.max(0, area.rows - waiting.length);
  const seen = viewport.see(here, pane.anchor, room, measure, reader);
  let y = area.y + area.rows - waiting.length - seen.rows.length;
  if (seen.rows.length === 0 && reader.top !== "" && y > area.y) {
    drawRow(grid, area, y - 1, scene.rows.rule(reader.top, scene.styles.of("line"), measure));
  }
  for (const [index, each] of seen.rows.entries()) {
    const row = index === 0 ? named(scene, each, measure) : each.row;
    drawSeen(scene, grid, area, y++, { ...each, row }, deeds);
  }
  for (const row of waiting.slice(-area.rows)) drawRow(grid, area, y++, row);
  if (seen.atTop || seen.rows.length < area.rows) deeds.wants(null, "newer");
  for (const gap of seen.gaps) {
    const row = seen.rows.findIndex(({ item }) => item === gap);
    // What is below a gap goes on upwards; what is above it, down to where one reads.
    deeds.wants(gap, row > seen.rows.length / 2 ? "older" : "newer");
  }
}

/** Who reads, and what is to be said above the first of all that is known. */
export const readerFor = (scene: Scene, now: number): Reader => ({
  nick: scene.state.nick,
  now,
  top: topWords(scene, scene.here),
});

/** At the top of the screen what goes on from above says whose it is. */
function named(scene: Scene, { row, item }: SeenRow, measure: Measure): Row {
  const goesOn = row.head.length > 0 && row.head.every(({ text }) => text.trim() === "");
  if (!goesOn || item.type !== "said" || measure.nick === 0) return row;
  return { ...row, head: scene.rows.speaker(item, measure) };
}

function topWords({ state }: Scene, of: Conversation): string {
  if (of.kind === "server") return "";
  if (of.asks.length > 0) return "loading …";
  if (of.complete && canAsk(state)) return `this is where ${of.name} begins`;
  return "";
}

const words = {
  sent: "(sending)",
  waiting: "(not sent yet)",
  doubtful: "(perhaps not sent: /resend or /forget)",
} as const;

function pendingRows({ state, rows }: Scene, of: Conversation, measure: Measure): Row[] {
  if (of.kind === "server") return [];
  const pending = pendingOf(state.outgoing, state.fold, of.name);
  // Without echoes a line that is sent stands in the conversation already.
  const shown = pending.filter((each) => each.state !== "sent" || state.caps.has("echo-message"));
  return shown.flatMap(({ line, state: how }) =>
    rows.pending(line, words[how], state.nick, measure),
  );
}

function drawSeen(
  scene: Scene,
  grid: Grid,
  area: Area,
  y: number,
  { row, item }: SeenRow,
  deeds: Deeds,
): void {
  drawRow(grid, area, y, row);
  const { picked } = scene.panes.of(scene.here);
  const line = { x: area.x, y, columns: area.columns, rows: 1 };
  if (item.type === "said") scene.hit(line, () => deeds.pick(item === picked ? null : item));
  if (picked === null || item !== picked) return;
  grid.put(area.x, y, clean("▌"), scene.styles.of("mine"), area.x + 1);
}

/** A column at the left stays free, for a mark. */
function drawRow(grid: Grid, area: Area, y: number, { head, spans }: Row): void {
  const end = area.x + area.columns;
  let x = area.x + 1;
  for (const { text, style, link } of [...head, ...spans]) {
    x = grid.put(x, y, text, style, end, link);
  }
}

function drawInput(scene: Scene, grid: Grid, area: Area): void {
  const { here, editor, styles } = scene;
  const { replyTo, editing } = scene.panes.of(here);
  const end = area.x + area.columns;
  const x = area.x + 1;
  let { y, rows } = area;
  const about = replyTo ?? editing;
  if (about !== null && rows > 1) {
    const verb = editing === null ? "answering" : "rewording";
    const told = `↳ ${verb} ${about.nick}: ${about.text.replaceAll("\n", " ")}`;
    grid.put(x, y, cut(clean(told), area.columns - 1), styles.of("notice"), end);
    y += 1;
    rows -= 1;
  }
  const all = inputRows(editor.before, editor.after, area.columns - inputMargin);
  const typed = visible(all, rows);
  for (const [index, row] of typed.rows.entries()) {
    const sign = index === 0 && typed.rows.length === all.rows.length ? prompt : "  ";
    const from = grid.put(x, y + index, clean(sign), styles.of("dim"), end);
    grid.put(from, y + index, row, 0, end);
  }
  grid.cursor = { x: x + prompt.length + typed.x, y: y + typed.y };
}
