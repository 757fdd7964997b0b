import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../test/seed.ts";
import {
  channelModes,
  formatChanmodes,
  formatModeChanges,
  formatPrefix,
  parseModeString,
  prefixesOf,
  userModes,
} from "./modes.ts";

test("reads signs, params and queries", () => {
  assert.deepEqual(parseModeString(["+o-v+ntl-k", "bob", "eve", "10"], channelModes), {
    changes: [
      { sign: "+", mode: "o", param: "bob" },
      { sign: "-", mode: "v", param: "eve" },
      { sign: "+", mode: "n" },
      { sign: "+", mode: "t" },
      { sign: "+", mode: "l", param: "10" },
      { sign: "-", mode: "k", param: "*" },
    ],
    unknown: [],
    missing: [],
  });
  assert.deepEqual(parseModeString(["b"], channelModes).changes, [{ sign: "+", mode: "b" }]);
  assert.deepEqual(parseModeString(["-l+I", "a!*@*"], channelModes).changes, [
    { sign: "-", mode: "l" },
    { sign: "+", mode: "I", param: "a!*@*" },
  ]);
  assert.deepEqual(parseModeString([], channelModes), { changes: [], unknown: [], missing: [] });
});

test("tells what it does not know and what is missing, once", () => {
  assert.deepEqual(parseModeString(["+XXé😀ook"], channelModes), {
    changes: [],
    unknown: ["X", "é", "😀"],
    missing: ["o", "k"],
  });
  assert.deepEqual(parseModeString(["+iB-x"], userModes), {
    changes: [
      { sign: "+", mode: "i" },
      { sign: "+", mode: "B" },
    ],
    unknown: ["x"],
    missing: [],
  });
});

test("writes changes in lines of so many params and bytes", () => {
  const { changes } = parseModeString(["+oov-bnt+i", "a", "b", "c", "d"], channelModes);
  assert.deepEqual(formatModeChanges(changes, 4), [["+oov-bnt+i", "a", "b", "c", "d"]]);
  assert.deepEqual(formatModeChanges(changes, 3), [
    ["+oov", "a", "b", "c"],
    ["-bnt+i", "d"],
  ]);
  assert.deepEqual(formatModeChanges([], 3), []);
  const long = Array.from(
    { length: 3 },
    () => ({ sign: "+", mode: "b", param: "x".repeat(150) }) as const,
  );
  assert.equal(formatModeChanges(long, 4).length, 3);
});

test("what is written reads back the same", () => {
  const param = fc.stringMatching(/^[a-z]{1,8}$/);
  const change = fc.constantFrom(...Object.keys(channelModes)).chain((mode) =>
    fc.record({
      sign: fc.constantFrom("+" as const, "-" as const),
      mode: fc.constant(mode),
      param,
    }),
  );
  fc.assert(
    fc.property(fc.array(change), fc.integer({ min: 1, max: 6 }), (raw, perLineMax) => {
      const changes = raw.map(({ sign, mode, param }) => {
        const kind = channelModes[mode]?.kind;
        const bare = kind === "flag" || (kind === "limit" && sign === "-");
        return bare ? { sign, mode } : { sign, mode, param };
      });
      const lines = formatModeChanges(changes, perLineMax);
      for (const line of lines) assert.ok(line.length - 1 <= perLineMax);
      assert.deepEqual(
        lines.flatMap((line) => parseModeString(line, channelModes).changes),
        changes,
      );
    }),
  );
});

test("ISUPPORT values and prefixes come from the table", () => {
  assert.equal(formatPrefix(channelModes), "(qaohv)~&@%+");
  assert.equal(formatChanmodes(channelModes), "beI,k,fjlW,CMPRUimnstu");
  assert.equal(prefixesOf("vo", channelModes), "@+");
  assert.equal(prefixesOf("", channelModes), "");
});
