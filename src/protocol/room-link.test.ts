import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../test/seed.ts";
import { parseRoomLink, roomLink } from "./room-link.ts";

const base = "https://chat.example.org/";

test("a link leads into a room, with what opens it", () => {
  assert.equal(roomLink(base, "#dev"), `${base}#dev`);
  assert.equal(roomLink(base, "##c++?", "inv-a_b.c"), `${base}##c%2B%2B%3F?invite=inv-a_b.c`);
  assert.equal(roomLink(base, "", "inv-x"), `${base}#?invite=inv-x`);
  assert.deepEqual(parseRoomLink(""), { room: "", invitation: "" });
  assert.deepEqual(parseRoomLink("#dev"), { room: "#dev", invitation: "" });
  assert.deepEqual(parseRoomLink("#?invite=inv-x"), { room: "", invitation: "inv-x" });
});

test("what no room can be called leads nowhere", () => {
  for (const hash of ["#a%20b", "#a,b", "#a%00", "#%0d%0aQUIT"])
    assert.equal(parseRoomLink(hash).room, "");
  assert.equal(parseRoomLink("#%E0").room, "#%E0");
});

test("whatever a room is called, its link leads to it", () =>
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", minLength: 1 }),
      fc.stringMatching(/^[\w.-]*$/),
      (name, invitation) => {
        fc.pre(!/[\0-\x20,\x7f]/.test(name));
        const { hash } = new URL(roomLink(base, `#${name}`, invitation));
        assert.deepEqual(parseRoomLink(hash), { room: `#${name}`, invitation });
      },
    ),
  ));
