/**
 * Status: the line above the input: who one is, what is wrong, who is writing, what is new
 * elsewhere or further down, what Tab offers, which keys act on what is picked.
 */
import { canEdit, canReact, mayRedact } from "../../client/actions.ts";
import { typists } from "../../client/typing.ts";
import type { ClientState, Conversation } from "../../client/state.ts";
import type { Said } from "../../client/timeline.ts";
import type { Offer } from "../../client/completions.ts";
import { clean } from "../paint.ts";
import { width } from "../width.ts";
import type { Grid } from "./grid.ts";
import type { Layout } from "./layout.ts";
import { findLinks } from "./links.ts";
import { cut } from "./rows.ts";
import { inOrder } from "./scene.ts";
import type { Deeds, Scene } from "./scene.ts";
import type { Style } from "./styles.ts";

interface Part {
  readonly text: string;
  readonly style: Style;
  readonly run?: () => void;
}

export function drawStatus(
  scene: Scene,
  grid: Grid,
  { status, list }: Layout,
  deeds: Deeds,
  now: number,
): void {
  if (status.rows === 0) return;
  const { styles } = scene;
  const bar = styles.of("bar");
  const end = status.x + status.columns;
  grid.fill(status, " ", bar);
  const right = rightOf(scene, now);
  const rightAt = Math.max(status.x, end - width(clean(right)) - 1);
  let x = status.x + 1;
  for (const { text, style, run } of leftOf(scene, list === null, deeds, now)) {
    const room = rightAt - 1 - x;
    if (room < 3) break;
    const from = x;
    x = grid.put(x, status.y, cut(clean(text), room), style, end);
    if (run !== undefined) scene.hit({ ...status, x: from, columns: x - from }, run);
    x += 1;
  }
  grid.put(rightAt, status.y, cut(clean(right), end - rightAt), bar, end);
}

function leftOf(scene: Scene, unlisted: boolean, deeds: Deeds, now: number): Part[] {
  const { styles, state, here, overlay } = scene;
  const bar = styles.of("bar");
  const pane = scene.panes.of(here);
  if (overlay !== null) return [{ text: overlay.hint, style: bar }];
  const offers = scene.editor.offers;
  if (offers !== null) return offered(scene, offers.all, offers.index);
  const parts: Part[] = [];
  if (scene.trouble !== "") parts.push({ text: scene.trouble, style: styles.of("alarm") });
  if (scene.notice.until > now) parts.push({ text: scene.notice.text, style: bar });
  if (pane.picked !== null) {
    return [...parts, { text: keysFor(state, here, pane.picked), style: bar }];
  }
  if (pane.anchor !== null) {
    const fresh = newBelow(here, pane.seenUntil);
    const text = fresh === 0 ? "↓ End goes down" : `↓ ${fresh} new: End`;
    parts.push({ text, style: bar, run: () => deeds.toEnd() });
  }
  const writing = typists(here, now);
  if (writing.length > 0) parts.push({ text: writes(writing), style: bar });
  if (unlisted) parts.push(...elsewhere(scene, deeds));
  if (parts.length === 0) parts.push({ text: whoIAm(scene), style: bar });
  const waiting = state.outgoing.waiting.length;
  if (scene.trouble !== "" && waiting > 0) {
    parts.push({ text: waiting === 1 ? "1 line waits" : `${waiting} lines wait`, style: bar });
  }
  return parts;
}

/** What can be done with a message, on this server. */
function keysFor(state: ClientState, of: Conversation, said: Said): string {
  const known = said.msgid !== null;
  return [
    "Enter answer",
    ...(known && canReact(state) ? ["+ react"] : []),
    ...(known && said.own && canEdit(state) ? ["e edit"] : []),
    ...(known && mayRedact(state, of, said) ? ["d delete"] : []),
    "y copy",
    ...(findLinks(said.text).length > 0 ? ["o link"] : []),
  ].join(" · ");
}

function whoIAm({ state, here }: Scene): string {
  const own = here.membership?.members.get(state.fold(state.nick));
  const away = state.away === null ? "" : " (away)";
  const account = state.account === null ? "" : " ✓";
  return `${own?.prefixes[0] ?? ""}${state.nick}${account}${away}`;
}

function rightOf({ here, state }: Scene, now: number): string {
  if (here.asks.length > 0 && here.log.length > 0) return "loading …";
  return new Date(now).toTimeString().slice(0, 5) + (state.phase === "ready" ? "" : " …");
}

function offered({ styles }: Scene, all: readonly Offer[], index: number): Part[] {
  const bar = styles.of("bar");
  // The chosen one is always among those that are shown.
  const first = Math.max(0, index - 3);
  return all.slice(first, first + 12).map((offer, at) => ({
    text: offer.label ?? offer.text.trim(),
    style: first + at === index ? 0 : bar,
  }));
}

function newBelow({ log }: Conversation, since: number): number {
  let count = 0;
  for (let at = log.length - 1; at >= 0; at -= 1) {
    const item = log[at];
    if (item === undefined || item.at <= since) break;
    if (item.type === "said") count += 1;
  }
  return count;
}

function writes(nicks: readonly string[]): string {
  if (nicks.length > 3) return `${nicks.length} people are writing …`;
  return `${nicks.join(", ")} ${nicks.length === 1 ? "is" : "are"} writing …`;
}

/** Where there is no list: the conversations in which something is new. */
function elsewhere(scene: Scene, deeds: Deeds): Part[] {
  const { state, here, styles } = scene;
  const news = inOrder(state).filter((of) => of !== here && of.unread > 0);
  const first = news.toSorted((one, other) => other.mentions - one.mentions);
  return first.map((of) => ({
    text: `${of.name} ${of.unread}${of.mentions > 0 ? "!" : ""}`,
    style: of.mentions > 0 ? styles.with(styles.of("bar"), "bold") : styles.of("bar"),
    run: () => deeds.go(of),
  }));
}
