/**
 * znc.in/playback, as ZNC documents its module. https://wiki.znc.in/Playback
 */
import { describe, test } from "node:test";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { play } from "../journey.ts";

/** 2026-11-22T18:00:00Z. */
const start = 1_795_370_400;

/** A minute apart, in two channels and a conversation. */
const said = `
  bob comes
  bob > JOIN #a,#b
  bob << 366 bob #b
  bob > PRIVMSG #a :one
  time passes 60
  bob > NOTICE #b :two
  time passes 60
  ann comes znc.in/playback server-time
  ann > JOIN #a,#b
  ann << 366 ann #b
  bob < …
  bob < …
  bob > PRIVMSG ann :three
  ann < …
  time passes 60
  ann > PRIVMSG bob :four
  bob < …
`;

const one = "ann < @time=2026-11-22T18:00:00.000Z :bob!~bob@127.0.0.1 PRIVMSG #a :one";
const two = "ann < @time=2026-11-22T18:01:00.000Z :bob!~bob@127.0.0.1 NOTICE #b :two";
const three = "ann < @time=2026-11-22T18:02:00.000Z :bob!~bob@127.0.0.1 PRIVMSG ann :three";
const four = "ann < @time=2026-11-22T18:03:00.000Z :ann!~ann@127.0.0.1 PRIVMSG bob :four";

describe("PLAY", () => {
  test("all buffers from the beginning: PLAY * 0", () =>
    play(`${said}
      ann > PRIVMSG *playback :PLAY * 0
      ${one}
      ${two}
      ${three}
      ${four}
    `));

  test("from the time of the last message received on, which is not played again", () =>
    play(`${said}
      ann > PRIVMSG *playback :PLAY * ${start + 60}
      ${three}
      ${four}
      ann > PRIVMSG *playback :PLAY * ${start + 120}.000
      ${four}
      ann > PRIVMSG *playback :PLAY * ${start + 119}.999
      ${three}
      ${four}
      ann > PRIVMSG *playback :PLAY * ${start + 999}
    `));

  test("up to a time", () =>
    play(`${said}
      ann > PRIVMSG *playback :PLAY * 0 ${start + 60}
      ${one}
      ${two}
      ann > PRIVMSG *playback :PLAY * ${start} ${start + 120.5}
      ${two}
      ${three}
    `));

  test("a list of buffers, with wildcards", () =>
    play(`${said}
      ann > PRIVMSG *playback :PLAY #A
      ${one}
      ann > PRIVMSG *playback :PLAY #b,bo* 0
      ${two}
      ${three}
      ${four}
      ann > PRIVMSG *playback :PLAY #none,nobody 0
    `));

  test("in a batch for whoever knows batches, with msgids where tags are known", () =>
    play(`
      bob comes
      bob > JOIN #a
      bob << 366
      bob > PRIVMSG #a :one
      ann comes znc.in/playback server-time batch message-tags
      ann > JOIN #a
      ann << 366
      bob < …
      ann > PRIVMSG *playback :PLAY * 0
      ann < @time=… :banter.test BATCH +h… chathistory #a
      ann < @batch=h…;time=…;msgid=… :bob!~bob@127.0.0.1 PRIVMSG #a :one
      ann < @time=… :banter.test BATCH -h…
    `));

  test("each with its time, which the capability stands for", () =>
    play(`
      bob comes
      bob > JOIN #a
      bob << 366
      bob > PRIVMSG #a :one
      ann comes znc.in/playback
      ann > JOIN #a
      ann << 366
      bob < …
      ann > PRIVMSG *playback :PLAY * 0
      ann < @time=2026-11-22T18:00:00.000Z :bob!~bob@127.0.0.1 PRIVMSG #a :one
    `));

  test("as ZNC's clients say it, by the command ZNC", () =>
    play(`${said}
      ann > ZNC *playback :PLAY #a 0
      ${one}
      ann > ZNC *status help
      ann < … 401 ann *status :…
    `));

  test("not more than a page in all, the last lines of each", () => {
    const limits = { ...limitsDefault, historyPageLinesMax: 10 };
    const lines = Array.from({ length: 8 }, (_, n) => `bob > PRIVMSG #a,#b :line ${n}`);
    return play(
      `
      bob comes
      bob > JOIN #a,#b
      bob << 366 bob #b
      ${lines.join("\n")}
      ann comes znc.in/playback
      ann > JOIN #a,#b
      ann << 366 ann #b
      bob < …
      bob < …
      ann > PRIVMSG *playback :PLAY * 0
      ann < … PRIVMSG #a :line 3
      ann << PRIVMSG #a :line 7
      ann < … PRIVMSG #b :line 3
      ann << PRIVMSG #b :line 7
    `,
      { limits },
    );
  });

  test("what is no time is said to be none", () =>
    play(`${said}
      ann > PRIVMSG *playback :PLAY * yesterday
      ann < … :*playback!*playback@services.banter.test PRIVMSG ann :Times are seconds …
      ann > PRIVMSG *playback :PLAY
      ann < … PRIVMSG ann :Say it as: PLAY …
    `));
});

describe("LIST", () => {
  test("available buffers, one per line, with the first and the last timestamp", () =>
    play(`${said}
      bob > PRIVMSG #a :five
      ann < …
      ann > PRIVMSG *playback LIST
      ann < … :*playback!*playback@… PRIVMSG ann :#b ${start + 60}.000 ${start + 60}.000
      ann < … PRIVMSG ann :#a ${start}.000 ${start + 180}.000
      ann < … PRIVMSG ann :bob ${start + 120}.000 ${start + 180}.000
    `));

  test("or those that match", () =>
    play(`${said}
      ann > PRIVMSG *playback :LIST #*
      ann < … PRIVMSG ann :#a ${start}.000 ${start}.000
      ann < … PRIVMSG ann :#b ${start + 60}.000 ${start + 60}.000
      ann > PRIVMSG *playback :LIST nobody
    `));
});

describe("CLEAR", () => {
  test("matching buffers are played no more, but for what is said from then on", () =>
    play(`${said}
      ann > PRIVMSG *playback :CLEAR #a,bob
      ann < … PRIVMSG ann :[1] channel and [1] query buffers matching [#a,bob] have been cleared
      ann > PRIVMSG *playback :PLAY * 0
      ${two}
      ann > PRIVMSG *playback :LIST
      ann < … PRIVMSG ann :#b …
      time passes 60
      bob > PRIVMSG #a :five
      ann < …
      ann > PRIVMSG *playback :PLAY * 0
      ${two}
      ann < … PRIVMSG #a :five
    `));

  test("it is one's own: others are played everything", () =>
    play(`${said}
      ann > PRIVMSG *playback :CLEAR *
      ann < …:[2] channel and [1] query buffers …
      cy comes znc.in/playback server-time
      cy > JOIN #a
      cy << 366
      ann < …
      bob < …
      cy > PRIVMSG *playback :PLAY * 0
      cy < … PRIVMSG #a :one
      ann > PRIVMSG *playback :CLEAR nobody
      ann < …:[0] channel and [0] query buffers matching [nobody] have been cleared
    `));
});

describe("the capability", () => {
  test("means that nothing is played unasked on joining", () =>
    play(`
      bob comes
      bob > JOIN #a
      bob << 366
      bob > PRIVMSG #a :one
      ann comes znc.in/playback
      ann > JOIN #a
      ann << 366
      bob < …
      cy comes
      cy > JOIN #a
      cy << 366
      cy < … :[2026-11-22 18:00] one
      ann < …
      bob < …
    `));

  test("without it the commands do the same, with the times in the text", () =>
    play(`
      bob comes
      bob > JOIN #a
      bob << 366
      bob > PRIVMSG #a :one
      bob > PRIVMSG *playback :PLAY * 0
      bob < :bob!~bob@127.0.0.1 PRIVMSG #a :[2026-11-22 18:00] one
    `));
});

describe("who may read", () => {
  test("only channels that one is in, and one's own conversations", () =>
    play(`${said}
      eve comes znc.in/playback
      eve > PRIVMSG *playback :PLAY * 0
      eve > PRIVMSG *playback :PLAY #a,ann,bob 0
      eve > PRIVMSG *playback :LIST
    `));
});
