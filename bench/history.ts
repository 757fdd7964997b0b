/**
 * History: how long somebody waits for what was said before, seen from outside: from the line that
 * asks to the PONG behind the last line of the answer.
 */
import { join } from "node:path";
import { Lines } from "./lines.ts";
import { fillHistory, rareWord } from "./kept.ts";
import { median } from "./rounds.ts";
import { type Maker, serve } from "./servers.ts";

const channel = "#million";
const quiet = "#quiet";
const pageLines = 100;
const joins = 20;
const pages = 50;
const searchesEach = 7;

export interface HistoryFigures {
  readonly joinMs: number[];
  readonly joinLines: number;
  readonly pageMs: number[];
  readonly pageLines: number;
  /** The slowest of what was looked for, each several times: its median. */
  readonly searchMs: number;
  readonly startMs: number;
}

/** Words that nearly all, some and none have said, and what some begin with; in all rooms, in this
 * one, in one where little has been said, by one person. */
const searches = [
  "text=would",
  "text=would\\sdown\\sread",
  "text=wo",
  `text=${rareWord}`,
  `text=${rareWord};in=${channel}`,
  "text=here;from=writer7",
  "text=nowhere",
  `text=would;in=${quiet}`,
  `text=wou;in=${quiet}`,
  "after=2020-01-01T00:00:00.000Z;text=are",
].map((what) => `SEARCH ${what}`);

const isSaid = (line: string) => /^(@\S+ )?:\S+ (PRIVMSG|NOTICE) #million /.test(line);

/** Sends the line with a fence; gives the time until the fence and the lines said before it. */
async function timed(lines: Lines, line: string): Promise<{ ms: number; said: number }> {
  const began = performance.now();
  lines.send(line, "PING fence");
  const read = await lines.until((one) => / PONG .*fence/.test(one));
  const ms = performance.now() - began;
  if (!read) throw new Error(`no answer to ${line}`);
  return { ms, said: read.filter(isSaid).length };
}

async function register(port: number, nick: string): Promise<Lines> {
  const lines = await Lines.open(port);
  if (!lines) throw new Error("the server is gone");
  lines.send(`NICK ${nick}`, `USER ${nick} 0 * :bench`);
  if (!(await lines.until((line) => / (376|422) /.test(line)))) throw new Error("not registered");
  return lines;
}

export async function measureHistory(
  maker: Maker,
  folder: string,
  count: number,
): Promise<HistoryFigures> {
  fillHistory(join(folder, "data"), { channel, count, quiet });
  const server = await serve(maker, folder);
  const [joinMs, pageMs]: [number[], number[]] = [[], []];
  let [joinLines, lastPage, searchMs] = [0, 0, 0];
  try {
    for (let i = 0; i < joins; i += 1) {
      const lines = await register(server.port, `joiner${i}`);
      const { ms, said } = await timed(lines, `JOIN ${channel}`);
      joinMs.push(ms);
      joinLines = said;
      lines.close();
    }
    const lines = await register(server.port, "reader");
    await timed(lines, `JOIN ${channel}`);
    for (let i = 0; i < pages; i += 1) {
      const { ms, said } = await timed(lines, `HISTORY ${channel} ${pageLines}`);
      pageMs.push(ms);
      lastPage = said;
    }
    await timed(lines, `JOIN ${quiet}`);
    await timed(lines, "CAP REQ :batch draft/search");
    for (const search of searches) {
      const times: number[] = [];
      for (let i = 0; i < searchesEach; i += 1) times.push((await timed(lines, search)).ms);
      searchMs = Math.max(searchMs, median(times));
    }
    lines.close();
  } finally {
    await server.child.stop();
  }
  if (lastPage !== pageLines) throw new Error(`a page of ${lastPage} lines, not ${pageLines}`);
  return { joinMs, joinLines, pageMs, pageLines, searchMs, startMs: server.startMs };
}
