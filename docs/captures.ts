/**
 * Captures: the pictures of the full screen in the README, taken of the real client at the real
 * server: `node docs/captures.ts`. Whoever changes how it looks runs it.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { join } from "../src/terminal/join.ts";
import { FakeTerminal } from "../src/terminal/stage.case.ts";
import { noFlood, serve } from "../test/process/banter.ts";
import { ircPerson, type Person } from "../test/process/person.ts";
import { drawing, type Ground } from "./drawing.ts";

const cleanings: (() => unknown)[] = [];
const test = { after: (clean: () => unknown) => void cleanings.push(clean) };
const caps = "batch draft/message-edit draft/multiline echo-message message-tags";

/** Says it, and gives the msgid that the server has given it. */
async function says(person: Person, text: string, tags = ""): Promise<string> {
  person.say(`${tags}PRIVMSG #lobby :${text}`);
  const words = text.replace(/[.*+?^${}()|[\]\\\x01]/g, ".");
  const [, id = ""] = await person.hears(
    new RegExp(`@\\S*msgid=([^;\\s]+)\\S* \\S+ PRIVMSG #lobby :${words}`),
  );
  return id;
}

function save(name: string, terminal: FakeTerminal, ground: Ground): void {
  const { model } = terminal;
  const file = path.join(import.meta.dirname, name);
  writeFileSync(file, drawing(model, ground));
  process.stdout.write(`${name}: ${model.columns}×${model.rows}\n`);
}

function open(port: number, nick: string, columns: number, rows: number): FakeTerminal {
  const terminal = new FakeTerminal(columns, rows);
  const env = { TERM: "xterm-256color" };
  void join({ host: "127.0.0.1", port, nick }, { ...terminal.io, env });
  cleanings.push(() => terminal.type("/quit\r"));
  return terminal;
}

async function talk(ann: FakeTerminal, [noor, emil, dora]: readonly Person[]): Promise<void> {
  if (!noor || !emil || !dora) return;
  await says(noor, "Morning! The release is cut: https://example.org/releases/1.4");
  await says(emil, "ann: does the new build survive a power cut?");
  ann.type("It does. I pulled the plug twice, and nothing was lost.\r");
  const [, plug = ""] = await noor.hears(/@\S*msgid=([^;\s]+)\S* \S+ PRIVMSG \S+ :It does.*/);
  for (const each of [emil, dora]) each.say(`@+draft/reply=${plug};+draft/react=🎉 TAGMSG #lobby`);
  noor.say(`@+draft/reply=${plug};+draft/react=👍 TAGMSG #lobby`);
  await says(noor, "That is what I wanted to read.", `@+draft/reply=${plug} `);
  dora.say("BATCH +m draft/multiline #lobby");
  for (const line of ["The plan for today:", "1. tell everybody", "2. cake, at four"])
    dora.say(`@batch=m PRIVMSG #lobby :${line}`);
  dora.say("BATCH -m");
  await dora.fence();
  await says(emil, "日本語でもどうぞ。絵文字も 👩‍🔬 合字も é そのまま。");
  const cake = await says(noor, "I bring the caek.");
  const words = "I bring the cake.".replaceAll(" ", "\\s");
  noor.say(`@draft/target-msgid=${cake};draft/edit-text=${words} EDIT #lobby`);
  await says(dora, "\x01ACTION puts the kettle on\x01");
}

const server = await serve(test, { config: noFlood });
const people: Person[] = [];
for (const nick of ["noor", "emil", "dora"])
  people.push(await ircPerson(test, server.port, nick, { caps }));
const [noor, emil, dora] = people;
for (const room of ["#garden", "#tea"]) for (const each of people) each.say(`JOIN ${room}`);
const ann = open(server.port, "ann", 112, 30);
await ann.sees("You joined #lobby.");
for (const room of ["#garden", "#tea", "#lobby"]) {
  ann.type(`/join ${room}\r`);
  await ann.sees(`You joined ${room}.`);
}
noor?.say("TOPIC #lobby :The front door. Cake at four.");
emil?.say("AWAY :gone for a walk");
await talk(ann, people);
for (const text of ["the roses need water", "ann: can you?"]) noor?.say(`PRIVMSG #garden :${text}`);
for (const text of ["Assam or Darjeeling?", "both"]) dora?.say(`PRIVMSG #tea :${text}`);
dora?.say("PRIVMSG ann :a word in private?");
for (const each of people) await each.fence();
await ann.sees(/dora +1/);
noor?.say("@+typing=active TAGMSG #lobby");
ann.type("See you at four, then");
await ann.sees(/noor is writing[^]*See you at four/);
await ann.sees("puts the kettle on");
save("terminal-wide.svg", ann, "dark");

const ben = open(server.port, "ben", 80, 24);
await ben.sees("puts the kettle on");
ben.type("\x0b");
await ben.sees("Go to");
ben.type("te");
await ben.sees("› te");
save("terminal-80x24.svg", ben, "light");
for (const clean of cleanings) await clean();
