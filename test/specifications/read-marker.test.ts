/**
 * draft/read-marker, clause by clause. https://ircv3.net/specs/extensions/read-marker
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";

const at = (time: string): string => `timestamp=2026-11-22T${time}Z`;

describe("MARKREAD", () => {
  test("sets the last message read, and is answered; without a time it is a question", () =>
    play(`
      ann comes draft/read-marker
      ann > MARKREAD bob
      ann < :banter.test MARKREAD bob *
      ann > MARKREAD bob ${at("17:00:00.123")}
      ann < :banter.test MARKREAD bob ${at("17:00:00.123")}
      ann > MARKREAD BOB
      ann < :banter.test MARKREAD BOB ${at("17:00:00.123")}
    `));

  test("a channel is told as it is written", () =>
    play(`
      ann comes draft/read-marker
      ann > JOIN #Room
      ann << 366
      ann > MARKREAD #room ${at("17:00:00.000")}
      ann < :banter.test MARKREAD #Room ${at("17:00:00.000")}
      ann > MARKREAD #ROOM
      ann < :banter.test MARKREAD #Room ${at("17:00:00.000")}
    `));

  test("only ever increases: an older time is answered with what is known", () =>
    play(`
      ann comes draft/read-marker
      ann > MARKREAD #a ${at("17:00:00.000")}
      ann < … MARKREAD #a ${at("17:00:00.000")}
      ann > MARKREAD #a ${at("16:00:00.000")}
      ann < … MARKREAD #a ${at("17:00:00.000")}
      ann > MARKREAD #a ${at("17:00:00.000")}
      ann < … MARKREAD #a ${at("17:00:00.000")}
      ann > MARKREAD #a ${at("17:00:00.001")}
      ann < … MARKREAD #a ${at("17:00:00.001")}
    `));

  test("is no later than now", () =>
    play(`
      ann comes draft/read-marker
      ann > MARKREAD #a timestamp=2030-01-01T00:00:00.000Z
      ann < … MARKREAD #a ${at("18:00:00.000")}
    `));

  test("labeled, the answer bears the label", () =>
    play(`
      ann comes draft/read-marker batch labeled-response
      ann > @label=x MARKREAD #a ${at("17:00:00.000")}
      ann < @label=x :banter.test MARKREAD #a ${at("17:00:00.000")}
      ann > @label=y MARKREAD #a
      ann < @label=y :banter.test MARKREAD #a ${at("17:00:00.000")}
    `));
});

describe("is told", () => {
  test("after one's JOIN, before the end of NAMES", () =>
    play(`
      ann comes draft/read-marker
      ann > JOIN #a
      ann < :ann!~ann@127.0.0.1 JOIN #a
      ann < :banter.test MARKREAD #a *
      ann < … 353 …
      ann < … 366 …
      ann > MARKREAD #a ${at("17:00:00.000")}
      ann < …
      ann > PART #a
      ann < …
      ann > JOIN #a
      ann < … JOIN #a
      ann < :banter.test MARKREAD #a ${at("17:00:00.000")}
      ann << 366
    `));

  test("when it changes, to all devices of the user that know of it; to no other person", () =>
    play(`
      ann comes account ann draft/read-marker
      ann > JOIN #a
      ann << 366
      phone comes as ann account ann draft/read-marker
      phone < … JOIN #a
      phone < :banter.test MARKREAD #a *
      phone << 366
      old comes as ann account ann
      old << 366
      bob comes draft/read-marker
      bob > JOIN #a
      bob << 366
      ann < …
      phone < …
      old < …
      ann > MARKREAD #a ${at("17:00:00.000")}
      ann < :banter.test MARKREAD #a ${at("17:00:00.000")}
      phone < :banter.test MARKREAD #a ${at("17:00:00.000")}
      phone > MARKREAD bob ${at("17:30:00.000")}
      phone < :banter.test MARKREAD bob ${at("17:30:00.000")}
      ann < :banter.test MARKREAD bob ${at("17:30:00.000")}
      -- What does not change is told to who asked.
      phone > MARKREAD #a ${at("16:00:00.000")}
      phone < :banter.test MARKREAD #a ${at("17:00:00.000")}
      bob > MARKREAD #a
      bob < :banter.test MARKREAD #a *
    `));

  test("a device that comes later learns it with each channel", () =>
    play(`
      ann comes account ann draft/read-marker
      ann > JOIN #a
      ann << 366
      ann > MARKREAD #a ${at("17:00:00.000")}
      ann < …
      phone comes as ann account ann draft/read-marker
      phone < … JOIN #a
      phone < :banter.test MARKREAD #a ${at("17:00:00.000")}
      phone << 366
    `));

  test("without the capability to nobody but who asks", () =>
    play(`
      ann comes
      ann > JOIN #a
      ann < … JOIN #a
      ann < … 353 …
      ann < … 366 …
      ann > MARKREAD #a ${at("17:00:00.000")}
      ann < :banter.test MARKREAD #a ${at("17:00:00.000")}
    `));
});

describe("is kept", () => {
  test("for the account, when its user is gone", () =>
    play(`
      ann comes account ann draft/read-marker
      ann > MARKREAD bob ${at("17:00:00.000")}
      ann < …
      ann > QUIT
      ann < …
      ann comes account ann draft/read-marker
      ann > MARKREAD bob
      ann < … MARKREAD bob ${at("17:00:00.000")}
    `));

  test("without an account as long as the connection; who takes the nick has none", () =>
    play(`
      ann comes draft/read-marker
      ann > MARKREAD bob ${at("17:00:00.000")}
      ann < …
      ann > NICK anna
      ann < …
      ann > MARKREAD bob
      ann < … MARKREAD bob ${at("17:00:00.000")}
      ann > NICK ann
      ann < …
      ann > QUIT
      ann < …
      ann comes draft/read-marker
      ann > MARKREAD bob
      ann < … MARKREAD bob *
    `));

  test("over a restart, and in the database as in the state", async () => {
    const room = new TestRoom();
    await journey(
      room,
      `
      ann comes account ann draft/read-marker
      ann > MARKREAD bob ${at("17:00:00.000")}
      ann < …
      ann > MARKREAD #a ${at("17:30:00.000")}
      ann < …
    `,
    );
    const rows = room.store.database.prepare("SELECT person, key FROM marks ORDER BY seq").all();
    assert.deepEqual(
      rows.map(({ person, key }) => [person, key]),
      [
        ["ann", "read bob"],
        ["ann", "read #a"],
      ],
    );
    room.close();
  });

  test("for so many targets; the one that was marked longest ago is forgotten", () => {
    const many = Array.from(
      { length: 10 },
      (_, n) => `
      ann > MARKREAD #c${n} ${at("17:00:00.000")}
      ann < …`,
    );
    return play(
      `
      ann comes draft/read-marker
      ${many.join("\n")}
      ann > MARKREAD #c0 ${at("17:00:00.001")}
      ann < …
      ann > MARKREAD #more ${at("17:00:00.000")}
      ann < …
      ann > MARKREAD #c0
      ann < … MARKREAD #c0 ${at("17:00:00.001")}
      ann > MARKREAD #c1
      ann < … MARKREAD #c1 *
      ann > MARKREAD #c2
      ann < … MARKREAD #c2 ${at("17:00:00.000")}
    `,
      { limits: { ...limitsDefault, marksPerPersonMax: 10 } },
    );
  });

  test("no longer than anything that could be read", () =>
    play(
      `
      ann comes draft/read-marker
      ann > MARKREAD bob ${at("17:00:00.000")}
      ann < …
      time passes 172800
      ann > MARKREAD #a ${at("18:00:00.000")}
      ann < …
      ann > MARKREAD bob
      ann < … MARKREAD bob *
    `,
      { history: { ageDaysMax: 1, direct: { linesMax: 0, ageDaysMax: 1 } } },
    ));
});

describe("errors", () => {
  test("NEED_MORE_PARAMS", () =>
    play(`
      ann comes draft/read-marker
      ann > MARKREAD
      ann < :banter.test FAIL MARKREAD NEED_MORE_PARAMS :Missing parameters
      ann > MARKREAD :
      ann < :banter.test FAIL MARKREAD NEED_MORE_PARAMS :Missing parameters
    `));

  test("INVALID_PARAMS for what is no time, or no name; a time is never *", () => {
    const fails = (params: string, wrong: string): string => `
      ann > MARKREAD ${params}
      ann < :banter.test FAIL MARKREAD INVALID_PARAMS ${wrong} :Invalid parameters
    `;
    return play(`
      ann comes draft/read-marker
      ${fails("#a *", "*")}
      ${fails("#a yesterday", "yesterday")}
      ${fails("#a timestamp=yesterday", "timestamp=yesterday")}
      ${fails("#a 2026-11-22T17:00:00.000Z", "2026-11-22T17:00:00.000Z")}
      ${fails(`#a ${at("17:00:00.000")} more`, "more")}
      ${fails("* ", "*")}
      ${fails(`#a,#b ${at("17:00:00.000")}`, "#a,#b")}
      ${fails(`ann!a@b ${at("17:00:00.000")}`, "ann!a@b")}
    `);
  });
});
