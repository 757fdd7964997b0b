/** Real irssi and real weechat in tmux, at the real server, with people of all other kinds. */
import assert from "node:assert/strict";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { serve, type Serving, type Test } from "../process/banter.ts";
import { ircPerson, type Person } from "../process/person.ts";
import { requires } from "../requires.ts";
import { type IrcClient, irssi, weechat } from "./irc-clients.ts";
import { netcat, WebPerson } from "./others.ts";
import type { Terminal } from "./terminal.ts";

const limit = { timeout: 90_000 };
const hourMs = 3_600_000;

for (const client of [irssi, weechat]) {
  const { name } = client;
  const needs = { ...requires(name as "irssi" | "weechat", "tmux", "nc"), ...limit };
  test(`${name} sees the history and talks with everybody`, needs, async (t) => {
    const { server, time } = await serverWithPast(t);
    const others = await everybody(t, server.port);
    const screen = await client.open(t, { port: server.port, nick: "ines" });
    await screen.shows(client.entered);
    await screen.type(client.toRoom("#lobby"));
    await screen.shows(client.past(time, "raw", "said hours ago"));
    await talk(screen, client, others);
    await person(screen, client, others.raw);
    await room(screen, client, others.raw);
    await nothingWrong(screen, client);
    await comesBack(t, screen, client, server);
  });
}

const both = { ...requires("irssi", "weechat", "tmux"), ...limit };
test(
  "irssi and weechat meet over TLS, the certificate known by its fingerprint",
  both,
  async (t) => {
    const server = await serve(t);
    const printed = await server.out.until(/SHA-256 fingerprint:\s+([0-9A-F:]{95})/);
    const fingerprint = printed?.[1] ?? "";
    const wishes = { port: server.port, fingerprint };
    const [ines, wim] = await Promise.all([
      irssi.open(t, { ...wishes, nick: "ines" }),
      weechat.open(t, { ...wishes, nick: "wim" }),
    ]);
    await Promise.all([ines.shows(irssi.entered), wim.shows(weechat.entered)]);
    await ines.type(irssi.toRoom("#lobby"));
    await wim.type(weechat.toRoom("#lobby"));
    await Promise.all([ines.shows(/wim/), wim.shows(/ines/)]);
    await ines.type("can you read this, wim?");
    await wim.shows(weechat.said("ines", "can you read this, wim?"));
    await wim.type("every word: añ日😀");
    await ines.shows(irssi.said("wim", "every word: añ日😀"));
    await ines.type("/whois wim");
    await ines.type(irssi.toStatus);
    await ines.shows(/secure connection/);
    await nothingWrong(ines, irssi);
    await nothingWrong(wim, weechat);
  },
);

/** A server in whose lobby something was said three hours ago. */
async function serverWithPast(t: Test): Promise<{ server: Serving; time: string }> {
  const before = await serve(t);
  const raw = await ircPerson(t, before.port, "raw");
  raw.say("PRIVMSG #lobby :said hours ago");
  await raw.fence();
  await before.stop("SIGTERM");
  const database = new DatabaseSync(path.join(before.data, "banter.db"));
  database.prepare("UPDATE history SET time = time - ?").run(3 * hourMs);
  // So has the room been there by then: of an earlier one of its name nobody reads anything.
  database
    .prepare("UPDATE channels SET state = json_set(state, '$.created', state ->> '$.created' - ?)")
    .run(3 * hourMs);
  const row = database.prepare("SELECT time FROM history WHERE text = 'said hours ago'").get();
  database.close();
  const time = new Date(Number(row?.["time"])).toISOString().slice(11, 16);
  return { server: await serve(t, { data: before.data }), time };
}

type Others = Awaited<ReturnType<typeof everybody>>;

async function everybody(t: Test, port: number) {
  const raw = await ircPerson(t, port, "raw");
  const plain = await netcat(t, port, "nan");
  const web = new WebPerson(t, port, "webby");
  await web.heard.until(/ 366 webby #lobby /);
  return { raw, plain, web };
}

async function talk(screen: Terminal, client: IrcClient, { raw, plain, web }: Others) {
  await screen.type("hello everybody");
  await raw.hears(/:ines!\S+ PRIVMSG #lobby :hello everybody/);
  await plain.out.until(/<ines> hello everybody\n/);
  await web.heard.until(/:ines!\S+ PRIVMSG #lobby :hello everybody\r\n/);
  raw.say("PRIVMSG #lobby :raw hears you");
  plain.child.stdin?.write("so does nan\n");
  web.say("PRIVMSG #lobby :and webby 😀");
  await screen.shows(client.said("raw", "raw hears you"));
  await screen.shows(client.said("nan", "so does nan"));
  await screen.shows(client.said("webby", "and webby 😀"));
  await screen.type("/me waves");
  await raw.hears(/:ines!\S+ PRIVMSG #lobby :\x01ACTION waves\x01/);
  await plain.out.until(/\* ines waves\n/);
}

/** Nick, being away, who somebody is. */
async function person(screen: Terminal, client: IrcClient, raw: Person): Promise<void> {
  await screen.type("/nick inez");
  await raw.hears(/:ines!\S+ NICK :?inez/);
  await screen.type(client.toStatus);
  await screen.type("/away for tea");
  await screen.shows(/marked as being away/);
  raw.say("PRIVMSG inez :are you there?");
  await raw.hears(/:\S+ 301 raw inez :for tea/);
  await screen.type("/away");
  await screen.shows(/no longer marked as being away/);
  await screen.type("/whois webby");
  await screen.shows(/webby of Test/);
}

/** A room of its own: topic, who is in it, kick; and the rooms that there are. */
async function room(screen: Terminal, client: IrcClient, raw: Person): Promise<void> {
  await screen.type("/join #den");
  await screen.type(client.toRoom("#den"));
  await screen.type("/topic a quiet place");
  await screen.shows(/topic .*#den.*a quiet place/i);
  raw.say("JOIN #den");
  await raw.hears(/:\S+ 332 raw #den :a quiet place/);
  await screen.shows(/raw .*has joined #den/);
  await screen.type("/kick raw too loud");
  await raw.hears(/:inez!\S+ KICK #den raw :too loud/);
  await screen.shows(/kicked.*too loud|too loud.*kicked/);
  await screen.type("/list");
  await screen.type(client.toStatus);
  await screen.shows(/#den\W+1\W+a quiet place/);
}

async function nothingWrong(screen: Terminal, client: IrcClient): Promise<void> {
  await screen.type(client.toStatus);
  const shown = await screen.screen();
  const lines = shown.split("\n").filter((line) => client.wrong.test(line));
  assert.deepEqual(lines, [], shown);
}

/** The server is killed, and started again at the same place. */
async function comesBack(t: Test, screen: Terminal, client: IrcClient, server: Serving) {
  await server.stop("SIGKILL");
  const place = ["127.0.0.1", String(server.port)];
  const again = await serve(t, { data: server.data, place });
  const raw = await ircPerson(t, again.port, "raw");
  await raw.meets("ine[sz]");
  await screen.type(client.toRoom("#lobby"));
  raw.say("PRIVMSG #lobby :welcome back");
  await screen.shows(client.said("raw", "welcome back"));
  // What was said before stands there once more, after what had been there.
  const shown = await screen.screen();
  assert.equal(shown.match(/raw hears you/g)?.length, 2, shown);
  await screen.type("thank you");
  await raw.hears(/:ine[sz]!\S+ PRIVMSG #lobby :thank you/);
}
