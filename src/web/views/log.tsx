/**
 * Log: what was said in a conversation, as a window into it: a bounded part of it stands on the
 * page, however much is known, and the part moves as one scrolls. What one reads stays where it
 * is, whatever comes before or after it.
 */
import type { Conversation } from "../../client/state.ts";
import type { App } from "../app.ts";
import { faceOf } from "../faces.ts";
import type { RefObject, VNode } from "../preact.ts";
import { useEffect, useLayoutEffect, useRef, useState } from "../preact.ts";
import { remembered } from "../remembered.ts";
import type { Row } from "../rows.ts";
import { rowsOf } from "../rows.ts";
import { texts } from "../texts.ts";
import { clock, day, moment } from "../times.ts";
import { happenedWords } from "./happened.ts";
import { GapRow } from "./gap.tsx";
import { Icon } from "./icons.tsx";
import { MessageRow } from "./messagerow.tsx";
import { Pending } from "./pending.tsx";
import { begin, jump, move, nearPixels, newWindow, range, type Window } from "./window.ts";

interface LogProps {
  readonly app: App;
  readonly of: Conversation;
}

export function Log({ app, of }: LogProps): VNode {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const view = useRef<Window>(newWindow()).current;
  const [, redraw] = useState({});
  if (view.of !== of) begin(view, app, of);
  if (app.jump?.name === of.name) jump(view, app, of);
  const [from, to] = range(view, of);
  view.newest = of.log.at(-1) ?? null;
  if (!view.follow && view.anchor === null) view.anchor = anchorOf(box, list);
  of.held = view.follow ? null : (of.log[(from + to) >> 1] ?? null);

  const scrolled = (): void => {
    const scroller = box.current;
    if (scroller !== null && move(view, app, of, scroller)) redraw({});
  };

  useLayoutEffect(() => {
    const scroller = box.current;
    if (scroller !== null) settle(view, scroller, list);
    app.look(view.follow);
  });
  useEffect(() => stayAtEnd(view, box, list), [of]);
  useEffect(() => {
    // The first screen may not fill the window; and who stands at its end goes on when more comes.
    if (from === 0 && isShort(box)) app.act({ type: "older", name: of.name });
    if (!view.follow) scrolled();
  });

  const toEnd = (): void => {
    Object.assign(view, newWindow(), { of });
    redraw({});
  };
  const now = Date.now();
  return (
    <div class="log-frame">
      <div class="log" ref={box} onScroll={scrolled} tabIndex={-1}>
        <Beginning of={of} shown={from === 0} />
        <ol class="messages" ref={list} aria-label={texts.messagesIn(of.name)}>
          {rowsOf(of, from, to, remembered.happenings).map((row) => shown(row, app, of, now))}
          {to === of.log.length && <Pending app={app} of={of} />}
        </ol>
      </div>
      {!view.follow && (
        <button type="button" class="to-end" onClick={toEnd}>
          <Icon name="down" />
          {of.unread > 0 ? texts.unread(of.unread) : texts.toEnd}
        </button>
      )}
    </div>
  );
}

type Box = RefObject<HTMLDivElement | null>;
type List = RefObject<HTMLOListElement | null>;

function rowsIn(list: List): HTMLElement[] {
  return [...(list.current?.children ?? [])].filter((row) => row instanceof HTMLElement);
}

/** The first row in sight. */
function anchorOf(box: Box, list: List): Window["anchor"] {
  const top = box.current?.getBoundingClientRect().top ?? 0;
  for (const row of rowsIn(list)) {
    const bounds = row.getBoundingClientRect();
    const { key } = row.dataset;
    if (key !== undefined && bounds.bottom > top) return { key, top: bounds.top };
  }
  return null;
}

/** After drawing: what was read is brought back to where it was. */
function settle(view: Window, scroller: HTMLElement, list: List): void {
  const { anchor, target } = view;
  view.anchor = null;
  if (target !== null) {
    const row = rowsIn(list).find(({ dataset }) => dataset["key"] === target);
    view.target = null;
    if (row === undefined) return;
    const { top, height } = row.getBoundingClientRect();
    const place = target === "unread" ? 0.2 : 0.4;
    const wanted = scroller.getBoundingClientRect().top + scroller.clientHeight * place;
    scroller.scrollTop += top - wanted + height / 2;
    if (target !== "unread") flash(row);
    return;
  }
  if (view.follow) {
    scroller.scrollTop = scroller.scrollHeight;
    return;
  }
  if (anchor === null) return;
  const row = rowsIn(list).find(({ dataset }) => dataset["key"] === anchor.key);
  const moved = row === undefined ? 0 : row.getBoundingClientRect().top - anchor.top;
  if (Math.abs(moved) > 0.5) scroller.scrollTop += moved;
}

function flash(row: HTMLElement): void {
  row.classList.remove("flash");
  requestAnimationFrame(() => row.classList.add("flash"));
  row.focus({ preventScroll: true });
}

/** Pictures load, the window changes its size: the newest stays in sight. */
function stayAtEnd(view: Window, box: Box, list: List): () => void {
  const observer = new ResizeObserver(() => {
    const scroller = box.current;
    if (scroller !== null && view.follow) scroller.scrollTop = scroller.scrollHeight;
  });
  if (list.current !== null) observer.observe(list.current);
  if (box.current !== null) observer.observe(box.current);
  return () => observer.disconnect();
}

const isShort = ({ current }: Box): boolean =>
  current !== null && current.scrollHeight <= current.clientHeight + nearPixels / 2;

function shown(row: Row, app: App, of: Conversation, now: number): VNode {
  switch (row.type) {
    case "day":
      return (
        <li class="day" key={row.key} data-key={row.key}>
          <span>{day(row.at, now)}</span>
        </li>
      );
    case "unread":
      return (
        <li class="unread-line" key={row.key} data-key={row.key}>
          <span>{texts.newLine}</span>
        </li>
      );
    case "said": {
      const { said, follows, key } = row;
      const props = { app, of, said, follows, rowKey: key, version: said.version };
      const { name, picture } = faceOf(app, said.nick);
      const look = `${picture} ${name} ${document.documentElement.lang}`;
      const preview = app.previews.ofSaid(said);
      return <MessageRow key={key} {...props} look={look} preview={preview} />;
    }
    case "happened":
      return (
        <li class="happened" key={row.key} data-key={row.key}>
          <span dir="auto">{happenedWords(row.items)}</span>
          <time title={moment(row.items[0]?.at ?? 0)}>{clock(row.items.at(-1)?.at ?? 0)}</time>
        </li>
      );
    case "gap":
      return <GapRow key={row.key} rowKey={row.key} app={app} of={of} gap={row.gap} />;
    default:
      return row satisfies never;
  }
}

function Beginning({ of, shown: isShown }: { of: Conversation; shown: boolean }): VNode | null {
  if (!isShown) return null;
  if (!of.complete) {
    const asked = of.asks.length > 0;
    return <p class="beginning waiting">{asked ? texts.loadingOlder : ""}</p>;
  }
  const said = of.log.some(({ type }) => type === "said");
  return (
    <div class="beginning">
      <h2>
        <bdi>{of.name}</bdi>
      </h2>
      <p>{said ? texts.beginning(of.name) : texts.nothingYet}</p>
    </div>
  );
}
