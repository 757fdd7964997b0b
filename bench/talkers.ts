/** Talkers: people who say something in a room, at a rate. */
import { Lines } from "./lines.ts";

const tickMs = 10;

export async function talker(port: number, nick: string, room: string): Promise<Lines> {
  const lines = await Lines.open(port);
  if (!lines) throw new Error("the server is gone");
  lines.send(`NICK ${nick}`, `USER ${nick} 0 * :bench`, `JOIN ${room}`);
  if (!(await lines.until((line) => / 366 /.test(line)))) throw new Error("nobody came in");
  return lines;
}

/** So many messages a second by all of them together, until the result is called. */
export function speak(
  people: readonly Lines[],
  room: string,
  rate: number,
  textOf: (said: number) => string,
): () => void {
  const began = performance.now();
  let said = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - began) / 1_000) * rate;
    for (; said < due; said += 1)
      people[said % people.length]?.send(`PRIVMSG ${room} :${textOf(said)}`);
  }, tickMs);
  return () => clearInterval(timer);
}
