/**
 * Gate: whatever comes from outside, and wherever it shows, what the terminal gets are our own
 * sequences and text that cannot act. The screen model fails on any other control.
 */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import net from "node:net";
import type { AddressInfo } from "node:net";
import path from "node:path";
import test from "node:test";
import { fc } from "../../../test/seed.ts";
import { ScreenModel } from "../../../test/screen-model.ts";
import { commands } from "../../client/commands.ts";
import type { News } from "../../client/news.ts";
import { join } from "../join.ts";
import { clean } from "../paint.ts";
import { Remembered } from "../remembered.ts";
import { listRooms } from "../rooms-near.ts";
import { FakeTerminal } from "../stage.case.ts";
import { Alerts } from "./alerts.ts";
import { palette } from "./choices.ts";
import { distrust } from "./distrust.ts";
import { Drawn } from "./drawn.case.ts";
import { Emitter } from "./emit.ts";
import { PasswordPanel } from "./panels.ts";
import { Picker } from "./picker.ts";

const acting = /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]/;

/** What a terminal would act on, with a few letters between. */
const pieces = [
  ..."\x1b \x1b[ \x1b] \x1b]0; \x1b]52;c; \x1b]8;; \x1bP \x1b\\ \x9b \x9d \x07 \x08 \x0c".split(
    " ",
  ),
  ..."\x1bc 2J 31m ?1049l 10A \x90 \x7f \u202e \u2066 \u2028 \x02 \x0304 \x1f \x11 ;".split(" "),
  ..."hi 日 é 👍 \u0301 \x1b[201~ https://x.example/\x1b]8;;evil \ud800".split(" "),
];
const hostile = fc
  .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join(""));
/** A name can hold all but spaces and what ends it. */
const name = hostile.map((text) => text.replace(/[ ,:!@\x07]/g, "") || "x");

test("the gate lets nothing through that acts, and leaves ordinary words as they are", () => {
  fc.assert(fc.property(hostile, (text) => assert.doesNotMatch(clean(text), acting)));
  fc.assert(fc.property(fc.string(), (text) => assert.doesNotMatch(clean(text), acting)));
  assert.equal(clean("Grüße, 日本 👍🏽 שלום"), "Grüße, 日本 👍🏽 שלום");
});

test("no name, word, topic or reaction can act on the terminal, wherever it is drawn", () => {
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 8, maxLength: 8 }), name, (texts, nick) => {
      const [one = "", two = "", three = "", four = "", ...more] = texts;
      const drawn = new Drawn({}, 256);
      const id = drawn.say(nick, one);
      const who = `${nick}!${nick}@${nick}`;
      drawn.session.typed("/rooms", drawn.now);
      drawn.hear(
        `:${nick} 005 bob NETWORK=${nick} :are supported`,
        `:${who} JOIN #lobby`,
        `:srv 332 bob #lobby :${two}`,
        `:${who} TOPIC #lobby :${three}`,
        `:${who} PRIVMSG #lobby :bob: ${four}`,
        `:${who} NOTICE bob :${one}`,
        `:${who} PRIVMSG bob :${two}`,
        `@+draft/reply=${id};+draft/react=${nick} :${who} TAGMSG #lobby`,
        `@+draft/reply=${id} :${who} PRIVMSG #lobby :${three}`,
        `@+typing=active :${who} TAGMSG #lobby`,
        `:srv 322 bob #${nick} 3 :${four}`,
        `:srv 323 bob :End`,
        `:${who} AWAY :${one}`,
        `:srv 404 bob #lobby :${two}`,
        `:srv FAIL PRIVMSG ${nick} :${three}`,
        `:${who} KICK #lobby ${nick} :${four}`,
        `:${who} NICK ${nick}2`,
        `:srv 372 bob :- ${one}`,
        `:${who} QUIT :${two}`,
      );
      drawn.session.typed(more[0] ?? "", drawn.now);
      const { scene } = drawn;
      const model = new ScreenModel(100, 30);
      model.on.delete("7");
      const emitter = new Emitter(scene.styles, scene.links);
      const shows = (): void => model.write(emitter.draw(drawn.draw(100, 30)));
      for (const of of [...scene.state.conversations.values(), null]) {
        drawn.deeds.go(of);
        shows();
      }
      const told = Object.entries(commands).map(([name, { usage, help }]) => {
        return { name, usage, help };
      });
      const chooser = {
        go: () => undefined,
        open: () => undefined,
        join: () => undefined,
        command: () => undefined,
      };
      scene.overlay = new Picker({
        title: one,
        hint: two,
        entries: (typed) => palette(scene, told, chooser, typed),
        nothing: three,
        close: () => undefined,
      });
      shows();
      scene.overlay = new PasswordPanel(nick, one, () => undefined);
      shows();
      scene.overlay = distrust({ host: nick, port: 1, tls: true }, { was: one, is: two }, () => {});
      shows();
      scene.overlay = null;
      scene.notice = { text: one, until: drawn.now + 1 };
      scene.trouble = two;
      scene.editor.set(three);
      shows();
      for (const env of [{}, { TERM: "foot" }]) {
        const alerts = new Alerts(scene, env);
        const news: News[] = scene.here.log.flatMap((item) =>
          item.type === "said" ? [{ ...item, mention: true, history: false }] : [],
        );
        model.write(alerts.of(news, drawn.now) + alerts.title());
      }
      for (const words of [...model.seen, ...model.told]) assert.doesNotMatch(words, acting);
    }),
    { numRuns: 40 },
  );
});

test("why a server lets nobody in is told on the way out, and cannot act either", async (t) => {
  const evil = "\x1b]0;owned\x07\x1b[2J\x9b31m";
  const server = net.createServer((socket) => {
    socket.on("error", () => undefined);
    socket.end(`:s 465 bob :you are banned ${evil}\r\nERROR :Closing link: ${evil}\r\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const terminal = new FakeTerminal();
  assert.equal(await join({ host: "127.0.0.1", port, nick: "bob" }, terminal.io), 1);
  assert.match(terminal.errors, /banned|Closing/);
  assert.doesNotMatch(terminal.errors.replaceAll("\n", ""), acting);
});

test("what calls itself a room on the network cannot act", async () => {
  const terminal = new FakeTerminal();
  const room = { name: "\x1b[2Jhall", host: "10.0.0.1\x1b[31m", port: 6670, tls: false };
  await listRooms(
    new Remembered(null, false),
    async (found) => {
      found(room);
      return () => undefined;
    },
    terminal.io,
  );
  // The model would have failed on what acts.
  await terminal.sees("␛[2Jhall");
});

test("nothing is written to a terminal but where it has passed the gate", () => {
  const folder = path.join(import.meta.dirname, "..");
  const writers = globSync("**/*.ts", { cwd: folder })
    .filter((file) => !/\.(test|case)\.ts$/.test(file))
    .filter((file) => /std(?:out|err)\.write\(/.test(readFileSync(path.join(folder, file), "utf8")))
    .toSorted();
  // What these write is painted or their own; all else goes through paint.ts.
  assert.deepEqual(writers, ["filter.ts", "full/tty.ts", "prompt.ts", "teletype.ts"]);
});
