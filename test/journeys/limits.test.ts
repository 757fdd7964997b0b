/** Limits: each number of the table acts. Here are those that no other test names; the last test
 * holds that there is one for each. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { limitsDefault, type Limits } from "../../src/protocol/limits.ts";
import { localLog } from "../../src/server/log/local.ts";
import { journey, play } from "../journey.ts";
import { startOfTime, TestRoom } from "../room.ts";

const rights = ["kill", "ban", "audit", "vhost", "stats"] as const;
const operators = [{ name: "root", passwordHash: "hash of secret", rights, masks: [] }];

/** A journey where one number is another than usual. */
const limited = (limits: Partial<Limits>, transcript: string): Promise<void> =>
  play(transcript, { limits, operators });

const rootComes = `
  root comes
  root > OPER root secret
  root << MODE
`;

test("userhostNicksMax: of more nicks those before are told of", () =>
  limited(
    { userhostNicksMax: 6 },
    `
    alice comes
    alice > USERHOST a b c d e alice alice
    alice < :banter.test 302 alice :alice=+~alice@127.0.0.1
  `,
  ));

test("emptyChannelsPerFounderMax: rooms that one leaves behind, by account or by host", () =>
  limited(
    { emptyChannelsPerFounderMax: 2 },
    `
    alice comes account alice
    bob comes
    ${["alice > #a", "alice > #b", "bob > #c", "bob > #d"]
      .map((one) => {
        const [who = "", , room = ""] = one.split(" ");
        return `
    ${who} > JOIN ${room}
    ${who} << 366
    ${who} > TOPIC ${room} :used
    ${who} < …TOPIC…`;
      })
      .join("")}
    alice > JOIN #e
    alice << 366
    alice > PART #a,#b,#e
    alice << PART #e
    alice > JOIN #f
    alice < :banter.test 437 alice #f :You have made too many channels in which nobody is
    alice > JOIN #a
    alice << 366
    alice > JOIN #f
    alice << 366
    bob > PART #c,#d
    bob << PART #d
    carol comes
    carol > JOIN #g
    carol < :banter.test 437 carol #g :You have made too many channels in which nobody is
    dave comes from 10.0.0.7
    dave > JOIN #g
    dave << 366
  `,
  ));

test("hostLengthMax: a host that others see is no longer", () =>
  limited(
    { hostLengthMax: 40 },
    `${rootComes.replace("comes", "comes standard-replies")}
    root > CHGHOST root ${"h".repeat(41)}
    root < :banter.test FAIL CHGHOST INVALID_HOST ${"h".repeat(41)} :That cannot be a host
    root > CHGHOST root ${"h".repeat(40)}
    root < :banter.test 396 root ${"h".repeat(40)} :is now your displayed host
  `,
  ));

test("maskLengthMax: a mask is no longer", () =>
  limited(
    { maskLengthMax: 80 },
    `
    alice comes
    alice > JOIN #a
    alice << 366
    alice > MODE #a +b ${"m".repeat(77)}!*@*
    alice < :banter.test 696 alice #a b ${"m".repeat(77)}!*@* :Not a mask
    alice > MODE #a +b ${"m".repeat(76)}!*@*
    alice < …MODE #a +b ${"m".repeat(76)}!*@*
  `,
  ));

test("auditRepliesMax and banRepliesMax: rows of one answer", () =>
  limited(
    { auditRepliesMax: 10, banRepliesMax: 10 },
    `${rootComes}
    ${Array.from({ length: 12 }, (_, n) => `root > KLINE spam${n}\nroot < …Banned…`).join("\n")}
    root > BAN LIST
    ${"root < …NOTICE root :mask spam…\n".repeat(10)}
    root < :banter.test NOTICE root :10 of 12 bans
    root > STATS k
    ${"root < … 216 root …\n".repeat(10)}
    root < … 219 …
    root > AUDIT 500
    ${"root < …NOTICE root :20…KLINE…\n".repeat(10)}
    root < …End of AUDIT
  `,
  ));

test("accountsMax, passwordLengthMin: who may register", () =>
  limited(
    { accountsMax: 1, passwordLengthMin: 5 },
    `
    alice comes
    alice > REGISTER * * abcd
    alice < :banter.test FAIL REGISTER WEAK_PASSWORD alice :…
    alice > REGISTER * * abcde
    alice < … 900 …
    alice < :banter.test REGISTER SUCCESS alice :…
    bob comes
    bob > REGISTER * * abcdef
    bob < :banter.test FAIL REGISTER TEMPORARILY_UNAVAILABLE bob :There are too many accounts here
  `,
  ));

test("relayedNickLengthMax: of people elsewhere", () =>
  limited(
    { relayedNickLengthMax: 16 },
    `
    alice comes draft/relaymsg echo-message
    alice > JOIN #a
    alice << 366
    alice > RELAYMSG #a ${"n".repeat(15)}/e :hi
    alice < :banter.test FAIL RELAYMSG INVALID_NICK ${"n".repeat(15)}/e :…
    alice > RELAYMSG #a ${"n".repeat(14)}/e :hi
    alice < …${"n".repeat(14)}/e!~alice@relayed PRIVMSG #a :hi
  `,
  ));

test("registrationTimeoutMs, pingIntervalMs, pingTimeoutMs: how long one is waited for", () =>
  limited(
    { registrationTimeoutMs: 5_000, pingIntervalMs: 10_000, pingTimeoutMs: 3_000 },
    `
    alice comes
    late comes raw
    late > NICK late
    time passes 6
    time sweeps
    late < ERROR :Closing Link: 127.0.0.1 (Registration timeout)
    late <>
    time passes 5
    time sweeps
    alice < PING banter.test
    time passes 2
    time sweeps
    time passes 2
    time sweeps
    alice < ERROR :Closing Link: 127.0.0.1 (Ping timeout: 15 seconds)
    alice <>
  `,
  ));

test("saslTimeoutMs, saslLengthMax: how long a login may take, and its response be", () =>
  limited(
    { saslTimeoutMs: 5_000, saslLengthMax: 1_600 },
    `
    alice comes sasl
    alice > AUTHENTICATE PLAIN
    alice < AUTHENTICATE +
    time passes 6
    time sweeps
    alice < … 904 …
    alice > AUTHENTICATE PLAIN
    alice < AUTHENTICATE +
    ${`alice > AUTHENTICATE ${"A".repeat(400)}\n`.repeat(5)}
    alice < … 905 …
  `,
  ));

test("batchTimeoutMs: how long the lines of one message may take", () =>
  limited(
    { batchTimeoutMs: 2_000 },
    `
    alice comes batch draft/multiline message-tags
    alice > JOIN #a
    alice << 366
    alice > BATCH +x draft/multiline #a
    time passes 3
    time sweeps
    alice < …TIMEOUT x…
  `,
  ));

test("plainLineBytesMax: a line of a plain person", () =>
  limited(
    { plainLineBytesMax: 600 },
    `
    nina comes plain
    nina << nobody else
    nina > ${"w".repeat(601)}
    nina < ! That line is too long; it was not sent
    nina > ${"w".repeat(500)}
  `,
  ));

test("verificationMs: a code from the mail is void after that", async () => {
  let code = "";
  const sendMail = ({ text }: { readonly text: string }): Promise<void> => {
    code = /VERIFY \S+ (\d{9})/.exec(text)?.[1] ?? "";
    return Promise.resolve();
  };
  const accounts = { emailRequired: true, mailCommand: ["sendmail"] };
  const room = new TestRoom({ accounts, limits: { verificationMs: 60_000 } }, { sendMail });
  await journey(
    room,
    `
    bob comes
    bob > REGISTER * bob@example.org :long enough
    bob < … VERIFICATION_REQUIRED bob :…
    time passes 61`,
  );
  await journey(room, `bob > VERIFY bob ${code}\nbob < … FAIL VERIFY INVALID_CODE bob :…`);
  room.close();
});

test("metadataSyncMs: the time between two large answers", () =>
  limited(
    { metadataLinesOnJoinMax: 0, metadataSyncMs: 30_000 },
    `
    alice comes draft/metadata-2 batch
    bob comes draft/metadata-2 batch
    alice > METADATA * SET status :1
    alice << 761
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN…
    bob > METADATA * SUB status
    bob << 774
    bob > METADATA #a SYNC
    bob < :banter.test 774 bob #a 30
    time passes 29
    bob > METADATA #a SYNC
    bob < :banter.test 774 bob #a 1
    time passes 1
    bob > METADATA #a SYNC
    bob << BATCH -
  `,
  ));

test("receiveQueueBytesMax: who sends more than may wait is not read for a while", async () => {
  const flood = { linesBurst: 1, linesPerSecond: 1, exempt: [] };
  const room = new TestRoom({ flood, limits: { receiveQueueBytesMax: 16_384 } });
  const eve = room.connect();
  eve.write("NICK eve\r\nUSER eve 0 * :x\r\n");
  eve.write("PING 1\r\n".repeat(100));
  await room.settled();
  assert.equal(room.newest.paused, false);
  eve.write("PING 1\r\n".repeat(100));
  await room.settled();
  assert.equal(room.newest.paused, true);
  room.close();
});

test("sendQueueUnregisteredBytesMax: what waits for a stranger who does not read", async () => {
  const room = new TestRoom({ limits: { sendQueueUnregisteredBytesMax: 16_384 } });
  const eve = room.connect();
  eve.pause();
  for (let n = 0; n < 100; n += 1) {
    eve.write("CAP LS 302\r\n");
    await room.settled();
    assert.ok(room.newest.connection.queuedBytes < 16_384);
  }
  room.close();
});

test("requestsWaitingMax: who asks for more than the log has answered waits", async () => {
  const due: (() => void)[] = [];
  const room = new TestRoom(
    { limits: { requestsWaitingMax: 3 } },
    {
      makeLog({ place, time }, follower) {
        const log = localLog({ node: "a", place, time, now: () => startOfTime }, follower);
        const append: typeof log.append = (session, request) =>
          void due.push(() => log.append(session, request));
        return { ...log, append };
      },
    },
  );
  const answered = async (): Promise<void> => {
    for (const append of due.splice(0)) append();
    await room.settled();
  };
  const eve = room.connect();
  eve.write("NICK eve\r\nUSER eve 0 * :x\r\n");
  await room.settled();
  await answered();
  eve.take();
  eve.write(Array.from({ length: 8 }, (_, n) => `JOIN #a${n}\r\n`).join(""));
  await room.settled();
  assert.equal(due.length, 3);
  for (let turns = 0; turns < 3; turns += 1) await answered();
  assert.match(eve.take(), / JOIN #a7\r\n/);
  room.close();
});

/** Behind the network: src/server/transport/*.test.ts and test/process have them in their words. */
const elsewhere = ["handshakeTimeoutMs", "silentGreetingMs", "shutdownMs"];

test("each number has a test that names it", () => {
  const files = [...globSync("test/**/*.test.ts"), ...globSync("src/**/*.test.ts")];
  const tests = files.map((file) => readFileSync(file, "utf8")).join();
  const untested = Object.keys(limitsDefault).filter((name) => !tests.includes(name));
  assert.deepEqual(untested, []);
  assert.ok(elsewhere.every((name) => name in limitsDefault));
});
