/**
 * Choose: `banter join` without an address: the rooms of the local network as they are found, and
 * those where one has been, to choose from; or an address to type.
 */
import { Session } from "../../client/session.ts";
import { placeName } from "../dial.ts";
import { Editor } from "../editor.ts";
import type { Io } from "../io.ts";
import type { Key } from "../keys.ts";
import { parsePlace } from "../place-words.ts";
import type { SaidPlace } from "../place-words.ts";
import type { Remembered } from "../remembered.ts";
import { near } from "../rooms-near.ts";
import type { FindRooms, FoundRoom, NearRoom } from "../rooms-near.ts";
import { Emitter } from "./emit.ts";
import { Grid } from "./grid.ts";
import { fits, Picker } from "./picker.ts";
import type { Entry } from "./picker.ts";
import { Scene, settingsDefault } from "./scene.ts";
import { depthOf } from "./styles.ts";
import { Tty } from "./tty.ts";

/** Null: the person has left. */
export async function choose(
  remembered: Remembered,
  find: FindRooms | null,
  io: Io,
): Promise<SaidPlace | null> {
  const { promise, resolve } = Promise.withResolvers<SaidPlace | null>();
  const found: FoundRoom[] = [];
  const { places } = remembered;
  const state = new Session({ nick: "", rooms: [] }).state;
  const scene = new Scene(state, new Editor(), { ...settingsDefault }, depthOf(io.env));
  const emitter = new Emitter(scene.styles, scene.links);
  const picker = new Picker({
    title: "Banter: which room?",
    hint: "↑ ↓ Enter · or HOST[:PORT] · Esc",
    entries: (typed) => entriesFor(near(found, places), typed, resolve),
    nothing: "listening for rooms on this network … or type HOST[:PORT]",
    close: () => resolve(null),
    once: true,
  });
  function draw(): void {
    const grid = new Grid(scene.size.columns, scene.size.rows);
    scene.clearHits();
    picker.draw(grid, scene);
    const bar = { x: 0, y: grid.rows - 1, columns: grid.columns, rows: 1 };
    grid.fill(bar, " ", scene.styles.of("bar"));
    grid.put(1, bar.y, scene.content.span(picker.hint, 0).text, scene.styles.of("bar"));
    tty.write(emitter.draw(grid));
  }
  const tty: Tty = new Tty(io, {
    key(key: Key) {
      if (key.type === "mouse" && key.action === "press") scene.point(key.column, key.row);
      else picker.press(key);
    },
    keysEnd: draw,
    redraw() {
      scene.size = tty.size;
      emitter.forget();
      draw();
    },
    drained: () => undefined,
    ended: () => resolve(null),
  });
  scene.size = tty.size;
  tty.open(true);
  draw();
  const stop = find?.((room) => {
    found.push(room);
    draw();
  });
  const stopListening = io.onStop(() => resolve(null));
  const chosen = await promise;
  stopListening();
  tty.close();
  (await stop)?.();
  return chosen;
}

function entriesFor(
  rooms: readonly NearRoom[],
  typed: string,
  choose: (place: SaidPlace) => void,
): Entry[] {
  const entries = rooms
    .filter(({ host, name }) => fits(typed, `${name} ${host}`) !== null)
    .map(({ host, port, tls, name, known }) => {
      const been = known === null ? "" : `you were there as ${known.nick ?? "a guest"}`;
      const where = placeName({ host, port, tls });
      return {
        label: name === "" ? where : name,
        detail: name === "" ? been : [where, been].filter(Boolean).join(" · "),
        mark: tls ? "TLS" : "",
        choose: () => choose({ host, port, ...(tls ? { tls } : {}) }),
      };
    });
  const said = typed.trim() === "" ? "" : parsePlace(...wordsOf(typed));
  if (typeof said === "string") return entries;
  const label = `join ${placeName({ tls: false, ...said })}`;
  return [...entries, { label, detail: "", choose: () => choose(said) }];
}

function wordsOf(typed: string): [string, string | undefined] {
  const [first = "", second] = typed.trim().split(/\s+/);
  return [first, second];
}
