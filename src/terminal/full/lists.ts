/**
 * Lists: the conversations at the left, with what is unread in them, and the people of a channel
 * at the right, with their ranks.
 */
import type { ClientState, Conversation, Member } from "../../client/state.ts";
import { clean } from "../paint.ts";
import type { Area, Grid } from "./grid.ts";
import { cut } from "./rows.ts";
import { inOrder, serverName } from "./scene.ts";
import type { Deeds, Scene } from "./scene.ts";

/** A vertical line beside a list. */
export function drawLine(scene: Scene, grid: Grid, x: number): void {
  grid.fill({ x, y: 0, columns: 1, rows: grid.rows }, "│", scene.styles.of("line"));
}

export function drawList(scene: Scene, grid: Grid, area: Area, deeds: Deeds): void {
  const { state, here } = scene;
  const all = inOrder(state);
  const lines: (Conversation | null)[] = [];
  for (const [index, each] of all.entries()) {
    // An empty row between the server, its channels, and people.
    if (index > 0 && each.kind !== all[index - 1]?.kind) lines.push(null);
    lines.push(each);
  }
  const first = firstShown(lines.length, lines.indexOf(here), area.rows);
  for (let row = 0; row < area.rows; row += 1) {
    const of = lines[first + row];
    if (!of) continue;
    drawEntry(scene, grid, { ...area, y: area.y + row, rows: 1 }, of);
    scene.hit({ ...area, y: area.y + row, rows: 1 }, () => {
      deeds.go(of.kind === "server" ? null : of);
    });
  }
  if (first > 0) grid.put(area.x, area.y, clean("↑"), scene.styles.of("dim"));
}

/** Of more lines than rows, such that the one that matters is among them. */
function firstShown(lines: number, chosen: number, rows: number): number {
  if (lines <= rows) return 0;
  return Math.max(0, Math.min(chosen - Math.floor(rows / 2), lines - rows));
}

function drawEntry(scene: Scene, grid: Grid, area: Area, of: Conversation): void {
  const { state, styles, here } = scene;
  const count = of.unread === 0 ? "" : of.unread > 999 ? "999+" : String(of.unread);
  const end = area.x + area.columns;
  const room = area.columns - (count === "" ? 1 : count.length + 2) - 1;
  const name = of.kind === "server" ? serverName(state) : of.name;
  const away = of.presence !== null && (of.presence.away || of.presence.online === false);
  const left = of.membership?.joined === false;
  const quiet = of !== here && (left || away || of.kind === "server");
  const style = of.unread > 0 ? styles.of("strong") : styles.of(quiet ? "dim" : "plain");
  grid.put(area.x + 1, area.y, cut(clean(markOf(of) + name), room), style, end);
  const counted = of.mentions > 0 ? styles.of("mention") : styles.of("unread");
  if (count !== "") grid.put(end - count.length - 1, area.y, clean(count), counted, end);
  if (of !== here) return;
  grid.restyle(area, (was) => styles.with(was, "reverse"));
}

/** Before a person's name: whether they are there. */
function markOf({ presence }: Conversation): string {
  if (presence === null) return "";
  if (presence.online === false) return "× ";
  return presence.away ? "○ " : "● ";
}

export function drawMembers(scene: Scene, grid: Grid, area: Area, deeds: Deeds): void {
  const { membership } = scene.here;
  if (membership === null) return;
  const { size } = membership.members;
  const title = size === 1 ? "1 person" : `${size} people`;
  grid.put(area.x + 1, area.y, clean(title), scene.styles.of("dim"));
  const rows = area.rows - 1;
  const shown = ranked(scene.state, membership.members, size > rows ? rows - 1 : rows);
  for (const [index, member] of shown.entries()) {
    const y = area.y + 1 + index;
    drawMember(scene, grid, { ...area, y, rows: 1 }, member);
    scene.hit({ ...area, y, rows: 1 }, () => deeds.open(member.nick));
  }
  const more = size - shown.length;
  if (more === 0) return;
  grid.put(area.x + 1, area.y + rows, clean(`and ${more} more`), scene.styles.of("dim"));
}

function drawMember(scene: Scene, grid: Grid, area: Area, member: Member): void {
  const { styles } = scene;
  const end = area.x + area.columns;
  const sign = member.prefixes[0] ?? " ";
  const style = member.away ? styles.of("dim") : styles.nick(member.nick);
  const mark = member.account === null ? "" : "✓";
  grid.put(area.x, area.y, clean(sign), styles.of("strong"), end);
  const room = area.columns - 2 - (mark === "" ? 0 : 2) - (member.away ? 5 : 0);
  let x = grid.put(area.x + 1, area.y, cut(clean(member.nick), room), style, end);
  if (member.away) x = grid.put(x, area.y, clean(" away"), styles.of("dim"), end);
  if (mark !== "") grid.put(x + 1, area.y, clean(mark), styles.of("dim"), end);
}

/**
 * The first of them, by rank, then by name. They may be many, and this is asked at each drawing: so
 * only what is shown is put in order.
 */
export function ranked(
  { isupport }: ClientState,
  members: ReadonlyMap<string, Member>,
  most: number,
): Member[] {
  const signs = /\)(.*)$/.exec(isupport.get("PREFIX") ?? "(ov)@+")?.[1] ?? "";
  const first: { readonly rank: number; readonly name: string; readonly member: Member }[] = [];
  for (const [name, member] of members) {
    const sign = member.prefixes[0];
    const rank = sign === undefined ? signs.length : signs.indexOf(sign);
    const isBehind = (at: number): boolean => {
      const other = first[at];
      if (other === undefined || other.rank < rank) return true;
      return other.rank === rank && other.name < name;
    };
    if (first.length >= most && isBehind(first.length - 1)) continue;
    let at = first.length;
    while (at > 0 && !isBehind(at - 1)) at -= 1;
    first.splice(at, 0, { rank, name, member });
    if (first.length > most) first.pop();
  }
  return first.map(({ member }) => member);
}
