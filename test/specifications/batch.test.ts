/** batch: https://ircv3.net/specs/extensions/batch. Each type is tested where it is specified. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseMessage } from "../../src/protocol/message.ts";
import { play } from "../journey.ts";
import { TestRoom } from "../room.ts";

const everything = "batch labeled-response draft/extended-isupport server-time message-tags";

/** All that is read of many answers, with every kind of batch among them. */
async function transcript(capabilities: string): Promise<string[]> {
  const room = new TestRoom();
  const [alice, bob] = [room.connect(), room.connect()];
  bob.write("NICK bob\r\nUSER bob 0 * :x\r\nJOIN #a\r\nPRIVMSG #a :before\r\n");
  alice.write(`CAP REQ :${capabilities}\r\nNICK alice\r\nUSER alice 0 * :x\r\nCAP END\r\n`);
  await room.settled();
  alice.write("@label=1 JOIN #a\r\n@label=2 WHOIS bob\r\nISUPPORT\r\n@label=3 VERSION\r\n");
  alice.write("@label=4 WHO #a\r\nJOIN #b\r\n@label=5 LIST\r\n");
  await room.settled();
  room.close();
  return alice.take().split("\r\n").slice(0, -1);
}

test("a batch begins with +reference and type, ends with -reference, and always ends", async () => {
  const open = new Map<string, string | undefined>();
  const kinds = new Set<string>();
  for (const line of await transcript(everything)) {
    const { command, params, tags } = parseMessage(line)!;
    const within = tags.get("batch");
    // Only what lies between refers to it, and the ends to that of which both are a part.
    if (within !== undefined) assert.ok(open.has(within), line);
    if (command !== "BATCH") continue;
    const [reference = "", type] = params;
    const name = reference.slice(1);
    assert.match(name, /^[A-Za-z0-9-]+$/, "only letters, digits and hyphens");
    if (reference.startsWith("+")) {
      assert.ok(type);
      assert.ok(!open.has(name), "no two of one name at once");
      open.set(name, within);
      kinds.add(type);
    } else {
      assert.ok(reference.startsWith("-") && open.has(name), line);
      assert.equal(params.length, 1);
      assert.equal(within, open.get(name), "nested with both its ends");
      open.delete(name);
    }
  }
  assert.deepEqual([...open], []);
  assert.deepEqual([...kinds].sort(), ["chathistory", "draft/isupport", "labeled-response"]);
});

test("without the capability there are no batches and no batch tags", async () => {
  const lines = await transcript(everything.replace("batch ", ""));
  assert.ok(lines.length > 30);
  for (const line of lines) assert.doesNotMatch(line, /BATCH|[@;]batch=/);
});

test("a batch within another refers to it with both its ends", () =>
  play(`
    alice comes batch labeled-response draft/extended-isupport
    alice > @label=x VERSION
    alice < @label=x :banter.test BATCH +l… labeled-response
    alice < @batch=l… :banter.test 351 …
    alice < @batch=l… :banter.test BATCH +isupport draft/isupport
    alice <+ @batch=isupport :banter.test 005 …
    alice < @batch=l… :banter.test BATCH -isupport
    alice < :banter.test BATCH -l…
  `));
