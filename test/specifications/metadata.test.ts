/** metadata: https://github.com/ircv3/ircv3-specifications/pull/613, draft/metadata-3; the older
 * draft/metadata-2 (https://ircv3.net/specs/extensions/metadata) is in metadata-2.test.ts. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";

const caps = "draft/metadata-3 batch";
const root = { name: "root", passwordHash: "hash of secret", masks: [] };
const limitedTo = (limits: Partial<typeof limitsDefault>) => ({
  limits: { ...limitsDefault, ...limits },
});
const start = ":banter.test BATCH +m";
const end = ":banter.test BATCH -m";

/** alice and bob are in #a, both aware; carol knows nothing of it. */
const three = `
  alice comes ${caps}
  bob comes ${caps}
  carol comes
  alice > JOIN #a
  alice << BATCH -m
  bob > JOIN #a
  alice < …JOIN…
  bob << BATCH -m
  carol > JOIN #a
  alice < …JOIN…
  bob < …JOIN…
  carol << 366
`;

// ── The capability ────────────────────────────────────────────────────────────────────────────

test("the capability's value says before-connect and the limits", async () => {
  const limits = {
    metadataSubsMax: 3,
    metadataKeysMax: 2,
    metadataKeyLengthMax: 20,
    metadataValueLengthMax: 40,
  };
  const room = new TestRoom(limitedTo(limits));
  const peer = room.connect();
  peer.write("CAP LS 302\r\n");
  await room.settled();
  const value = "before-connect,max-subs=3,max-keys=2,max-key-bytes=20,max-value-bytes=40";
  assert.ok(
    peer
      .take()
      .split(/[ :\r]/)
      .includes(`draft/metadata-3=${value}`),
  );
  room.close();
});

test("of metadata-notify, draft/metadata-2 and draft/metadata-3 only one is accepted", () =>
  play(`
    alice comes raw
    alice > CAP REQ :draft/metadata-2 draft/metadata-3
    alice < :banter.test CAP * NAK :draft/metadata-2 draft/metadata-3
    alice > CAP REQ :draft/metadata-3
    alice < :banter.test CAP * ACK draft/metadata-3
    alice > CAP REQ :draft/metadata-2
    alice < :banter.test CAP * NAK draft/metadata-2
    alice > CAP REQ metadata-notify
    alice < :banter.test CAP * NAK metadata-notify
    alice > CAP REQ :-draft/metadata-3 draft/metadata-2
    alice < :banter.test CAP * ACK :-draft/metadata-3 draft/metadata-2
  `));

test("the order in which batch and the capability are asked for means nothing", () =>
  play(`
    alice comes raw
    alice > CAP REQ draft/metadata-3
    alice < … ACK …
    alice > CAP REQ batch
    alice < … ACK …
    alice > NICK alice
    alice > USER alice 0 * :Alice
    alice > CAP END
    alice << BATCH +m metadata alice
    alice < ${end}
    alice << 422
  `));

test("removing the capability, or batch, takes all subscriptions away", () =>
  play(`
    alice comes ${caps}
    alice > METADATA * SUB avatar
    alice < :banter.test 770 alice avatar
    alice < ${start} metadata *ALL
    alice < ${end}
    alice > CAP REQ :-batch
    alice < … ACK -batch
    alice > CAP REQ :batch
    alice < … ACK batch
    alice > METADATA * SUBS
    alice < ${start} metadata-subs
    alice < ${end}
    alice > METADATA * SUB avatar
    alice << BATCH -m
    alice > CAP REQ :server-time -server-time
    alice < … ACK …
    alice > METADATA * SUBS
    alice << 772 alice avatar
    alice < ${end}
    alice > CAP REQ :-draft/metadata-3
    alice < … ACK …
    alice > METADATA * SUBS
    alice < ${start} metadata-subs
    alice < ${end}
  `));

test("who has not asked for the capability is told of nothing, but may ask", () =>
  play(`
    alice comes
    bob comes draft/metadata-3
    carol comes batch
    alice > METADATA * SET status :here
    alice < :banter.test 761 alice alice status * :here
    bob > METADATA alice GET status
    bob < :banter.test 761 bob alice status * :here
    bob > METADATA * SUB status
    bob < :banter.test 770 bob status
    bob > JOIN #a
    bob << 366
    alice > JOIN #a
    bob < …JOIN…
    alice << 366
    carol > METADATA * SUB status
    carol < :banter.test 770 carol status
    carol << BATCH -m
    carol > JOIN #a
    alice < …JOIN…
    bob < …JOIN…
    carol << 366
    alice > METADATA * SET status :there
    alice < …761…
  `));

// ── Keys and values ───────────────────────────────────────────────────────────────────────────

test("keys are of a-z, 0-9 and _./-, and not empty: FAIL INVALID_KEY for any other", () =>
  play(
    `
    alice comes ${caps}
    alice > METADATA * SET a-z.0_9/x :v
    alice < :banter.test 761 alice alice a-z.0_9/x * :v
    alice > METADATA * SET Avatar :v
    alice < :banter.test FAIL METADATA INVALID_KEY Avatar :Invalid key
    alice > METADATA * SET $url$ :v
    alice < :banter.test FAIL METADATA INVALID_KEY $url$ :Invalid key
    alice > METADATA * SET a:b :v
    alice < :banter.test FAIL METADATA INVALID_KEY a:b :Invalid key
    alice > METADATA * SET :
    alice < :banter.test FAIL METADATA INVALID_KEY * :Invalid key
    alice > METADATA * SET ${"k".repeat(21)} :v
    alice < :banter.test FAIL METADATA INVALID_KEY ${"k".repeat(21)} :Invalid key
    alice > METADATA * SET ${"k".repeat(20)} :v
    alice < …761…
    -- what every object has is no key that anybody has set
    alice > METADATA * GET constructor __proto__
    alice < ${start} metadata alice
    alice < @batch=m :banter.test 766 alice alice constructor :Key not set
    alice < @batch=m :banter.test 766 alice alice __proto__ :Key not set
    alice < ${end}
    alice > METADATA * SET __proto__ :v
    alice < :banter.test 761 alice alice __proto__ * :v
  `,
    limitedTo({ metadataKeyLengthMax: 20 }),
  ));

test("values are any UTF-8, so long: FAIL INVALID_VALUE, and INVALID_UTF8 for what is none", () =>
  play(
    `
    alice comes ${caps}
    alice > METADATA * SET display-name :ダニエル 1️⃣
    alice < :banter.test 761 alice alice display-name * :ダニエル 1️⃣
    alice > METADATA * SET status :${"é".repeat(20)}
    alice < …761…
    alice > METADATA * SET status :${"é".repeat(20)}x
    alice < :banter.test FAIL METADATA INVALID_VALUE status :Invalid value
    alice > METADATA * SET status :\\xFF
    alice < :banter.test FAIL METADATA INVALID_UTF8 :…
    alice > METADATA * SET status ::
    alice < :banter.test 761 alice alice status * ::
  `,
    limitedTo({ metadataValueLengthMax: 40 }),
  ));

test("the keys of the registry are keys like all", () =>
  play(
    ["avatar", "bot", "color", "display-name", "homepage", "pronouns", "status"].reduce(
      (all, key) =>
        `${all}
        alice > METADATA * SET ${key} :x
        alice < :banter.test 761 alice alice ${key} * x`.replace(/x$/, ":x"),
      `alice comes ${caps}`,
    ),
  ));

// ── SET ───────────────────────────────────────────────────────────────────────────────────────

test("SET sets, and answers with 761; without a value or with an empty one removes, with 766", () =>
  play(`
    alice comes ${caps}
    alice > METADATA * SET url :http://www.example.com
    alice < :banter.test 761 alice alice url * :http://www.example.com
    alice > METADATA ALICE SET url :http://www.example.org
    alice < :banter.test 761 alice alice url * :http://www.example.org
    alice > METADATA * SET url
    alice < :banter.test 766 alice alice url :Key not set
    alice > metadata * set url x
    alice < :banter.test 761 alice alice url * :x
    alice > METADATA * SET url :
    alice < :banter.test 766 alice alice url :Key not set
  `));

test("setting the value that is there, or removing none, is no error and answered alike", () =>
  play(`
    ${three}
    bob > METADATA * SUB url
    bob << BATCH -m
    alice > METADATA * SET url :x
    alice < :banter.test 761 alice alice url * :x
    bob < :banter.test 761 bob alice url * :x
    -- nothing has changed, so nobody is told
    alice > METADATA * SET url :x
    alice < :banter.test 761 alice alice url * :x
    alice > METADATA * SET nothing
    alice < :banter.test 766 alice alice nothing :Key not set
  `));

test("a channel's are its operators' to set, a person's nobody else's: KEY_NO_PERMISSION", () =>
  play(`
    ${three}
    alice > METADATA #A SET url :http://www.example.com
    alice < :banter.test 761 alice #a url * :http://www.example.com
    bob > METADATA #a SET url :http://www.example.org
    bob < :banter.test FAIL METADATA KEY_NO_PERMISSION #a url :Permission denied
    bob > METADATA alice SET url :http://www.example.org
    bob < :banter.test FAIL METADATA KEY_NO_PERMISSION alice url :Permission denied
    bob > METADATA alice SET url
    bob < :banter.test FAIL METADATA KEY_NO_PERMISSION alice url :Permission denied
    alice > MODE #a +v bob
    alice < …MODE…
    bob < …MODE…
    carol < …MODE…
    bob > METADATA #a SET url :http://www.example.org
    bob < :banter.test FAIL METADATA KEY_NO_PERMISSION #a url :Permission denied
  `));

test("server operators with the right to it set those of others, and restricted ones", () =>
  play(
    `
    ${three}
    carol > OPER root secret
    carol << MODE
    bob > METADATA * SUB status staff/note
    bob < :banter.test 770 bob status staff/note
    bob < :banter.test NOTE METADATA KEY_NO_PERMISSION * staff/note :Permission denied
    bob << BATCH -m
    carol > METADATA alice SET status :set by root
    carol < :banter.test 761 carol alice status * :set by root
    bob < :banter.test 761 bob alice status * :set by root
    carol > METADATA #a SET status :ours
    carol < :banter.test 761 carol #a status * :ours
    bob < :banter.test 761 bob #a status * :ours
    -- what only operators see has a visibility of its own, and is told to nobody else
    carol > METADATA alice SET staff/note :watch her
    carol < :banter.test 761 carol alice staff/note operators :watch her
    alice > METADATA * LIST
    alice < ${start} metadata alice
    alice < @batch=m :banter.test 761 alice alice status * :set by root
    alice < ${end}
    bob > METADATA alice GET staff/note
    bob < ${start} metadata alice
    bob < @batch=m :banter.test 766 bob alice staff/note :Key not set
    bob < ${end}
    alice > METADATA * SET staff/note :nice
    alice < :banter.test FAIL METADATA KEY_NO_PERMISSION * staff/note :Permission denied
    carol > METADATA alice LIST
    carol < :banter.test 761 carol alice staff/note operators :watch her
    carol < :banter.test 761 carol alice status * :set by root
    bob > METADATA * SUBS
    bob < ${start} metadata-subs
    bob < @batch=m :banter.test 772 bob status staff/note
    bob < @batch=m :banter.test NOTE METADATA KEY_NO_PERMISSION * staff/note :Permission denied
    bob < ${end}
    -- CLEAR leaves what one may not set
    alice > METADATA * CLEAR
    alice < ${start} metadata alice
    alice < @batch=m :banter.test 766 alice alice status :Key not set
    alice < ${end}
    bob < :banter.test 766 bob alice status :Key not set
    carol > METADATA alice GET staff/note
    carol < :banter.test 761 carol alice staff/note operators :watch her
  `,
    {
      operators: [{ ...root, rights: ["force", "see-hidden"] }],
      metadata: { restricted: ["staff/*"] },
    },
  ));

test("keys may be allowed or blocked by configuration: KEY_NO_PERMISSION", async () => {
  await play(
    `
    alice comes ${caps}
    alice > METADATA * SET avatar :x
    alice < …761…
    alice > METADATA * SET example.org/x :x
    alice < …761…
    alice > METADATA * SET status :x
    alice < :banter.test FAIL METADATA KEY_NO_PERMISSION * status :Permission denied
  `,
    { metadata: { allowed: ["avatar", "example.org/*"] } },
  );
  await play(
    `
    alice comes ${caps}
    alice > METADATA * SET avatar :x
    alice < :banter.test FAIL METADATA KEY_NO_PERMISSION * avatar :Permission denied
    alice > METADATA * SET status :x
    alice < …761…
  `,
    { metadata: { blocked: ["avatar"] } },
  );
});

test("FAIL INVALID_TARGET for nobody and no channel, and for channels one does not see", () =>
  play(`
    alice comes ${caps}
    bob comes ${caps}
    alice > METADATA $a:user SET url :x
    alice < :banter.test FAIL METADATA INVALID_TARGET $a:user :Invalid metadata target
    alice > METADATA #nowhere LIST
    alice < :banter.test FAIL METADATA INVALID_TARGET #nowhere :Invalid metadata target
    alice > METADATA nobody GET url
    alice < :banter.test FAIL METADATA INVALID_TARGET nobody :Invalid metadata target
    alice > METADATA nobody CLEAR
    alice < :banter.test FAIL METADATA INVALID_TARGET nobody :Invalid metadata target
    alice > METADATA nobody SYNC
    alice < :banter.test FAIL METADATA INVALID_TARGET nobody :Invalid metadata target
    alice > METADATA bob SUB url
    alice < :banter.test FAIL METADATA INVALID_TARGET bob :Invalid metadata target
    alice > METADATA bob UNSUB url
    alice < :banter.test FAIL METADATA INVALID_TARGET bob :Invalid metadata target
    alice > METADATA bob SUBS
    alice < :banter.test FAIL METADATA INVALID_TARGET bob :Invalid metadata target
    alice > METADATA *ALL LIST
    alice < :banter.test FAIL METADATA INVALID_TARGET *ALL :Invalid metadata target
    bob > JOIN #b
    bob << BATCH -m
    bob > MODE #b +s
    bob < …MODE…
    bob > METADATA #b SET url :x
    bob < …761…
    alice > METADATA #b LIST
    alice < :banter.test FAIL METADATA INVALID_TARGET #b :Invalid metadata target
    alice > METADATA #b SYNC
    alice < :banter.test FAIL METADATA INVALID_TARGET #b :Invalid metadata target
  `));

test("FAIL LIMIT_REACHED SET with the target and the limit, for one key too many", () =>
  play(
    `
    alice comes ${caps}
    alice > METADATA * SET a :1
    alice < …761…
    alice > METADATA * SET b :1
    alice < …761…
    alice > METADATA * SET c :1
    alice < :banter.test FAIL METADATA LIMIT_REACHED SET * 2 :Limit reached
    -- one that is there can still be changed
    alice > METADATA * SET b :2
    alice < …761…
    alice > METADATA * SET a
    alice < …766…
    alice > METADATA * SET c :1
    alice < …761…
    alice > JOIN #a
    alice << BATCH -m
    alice > METADATA #a SET a :1
    alice < …761…
    alice > METADATA #a SET b :1
    alice < …761…
    alice > METADATA #a SET c :1
    alice < :banter.test FAIL METADATA LIMIT_REACHED SET #a 2 :Limit reached
  `,
    limitedTo({ metadataKeysMax: 2 }),
  ));

test("775 when there are too many changes: when to come back, and all that was asked", () =>
  play(
    `
    alice comes ${caps}
    alice > METADATA * SET a :1
    alice < …761…
    time passes 4
    alice > METADATA * CLEAR
    alice << BATCH -m
    alice > METADATA * SET url :http://www.example.com and more
    alice < :banter.test 775 alice 6 * SET url :http://www.example.com and more
    alice > METADATA alice CLEAR
    alice < :banter.test 775 alice 6 alice CLEAR
    alice > METADATA * LIST
    alice << BATCH -m
    time passes 6
    alice > METADATA * SET url :x
    alice < …761…
  `,
    limitedTo({ metadataChangesMax: 2, metadataWindowMs: 10_000 }),
  ));

// ── GET, LIST, CLEAR ──────────────────────────────────────────────────────────────────────────

test("GET: a batch with an answer to each key in the order asked: 761, 766, WARN INVALID_KEY", () =>
  play(`
    alice comes ${caps}
    bob comes ${caps}
    alice > METADATA * SET im.xmpp :alice@xmpp.example.com
    alice < …761…
    bob > METADATA alice GET blargh im.xmpp NO splot im.xmpp
    bob < ${start} metadata alice
    bob < @batch=m :banter.test 766 bob alice blargh :Key not set
    bob < @batch=m :banter.test 761 bob alice im.xmpp * :alice@xmpp.example.com
    bob < @batch=m :banter.test WARN METADATA INVALID_KEY NO :Invalid key
    bob < @batch=m :banter.test 766 bob alice splot :Key not set
    bob < @batch=m :banter.test 761 bob alice im.xmpp * :alice@xmpp.example.com
    bob < ${end}
  `));

test("LIST: a batch with 761 for all keys, whose parameter is the target; CLEAR: with 766", () =>
  play(`
    ${three}
    bob > METADATA * SUB b
    bob << BATCH -m
    alice > METADATA * SET b :2
    alice < …761…
    bob < …761…
    alice > METADATA * SET a :1
    alice < …761…
    bob > METADATA alice LIST
    bob < ${start} metadata alice
    bob < @batch=m :banter.test 761 bob alice a * :1
    bob < @batch=m :banter.test 761 bob alice b * :2
    bob < ${end}
    bob > METADATA alice CLEAR
    bob < :banter.test FAIL METADATA KEY_NO_PERMISSION alice * :Permission denied
    bob > METADATA #a CLEAR
    bob < :banter.test FAIL METADATA KEY_NO_PERMISSION #a * :Permission denied
    alice > METADATA * CLEAR
    alice < ${start} metadata alice
    alice < @batch=m :banter.test 766 alice alice a :Key not set
    alice < @batch=m :banter.test 766 alice alice b :Key not set
    alice < ${end}
    bob < :banter.test 766 bob alice b :Key not set
    alice > METADATA * CLEAR
    alice < ${start} metadata alice
    alice < ${end}
    bob > METADATA alice LIST
    bob < ${start} metadata alice
    bob < ${end}
    alice > METADATA #a CLEAR
    alice < ${start} metadata #a
    alice < ${end}
  `));

test("INVALID_PARAMS for no subcommand, an unknown one, too few parameters and too many", () =>
  play(`
    alice comes ${caps}
    alice > METADATA
    alice < :banter.test FAIL METADATA INVALID_PARAMS * :Not enough parameters
    alice > METADATA *
    alice < :banter.test FAIL METADATA INVALID_PARAMS * :Not enough parameters
    alice > METADATA #chan GET
    alice < :banter.test FAIL METADATA INVALID_PARAMS GET :Not enough parameters
    alice > METADATA #chan SNEEZE
    alice < :banter.test FAIL METADATA INVALID_PARAMS SNEEZE :Unknown subcommand
    alice > METADATA #chan constructor
    alice < :banter.test FAIL METADATA INVALID_PARAMS constructor :Unknown subcommand
    alice > METADATA #chan :: hi!
    alice < :banter.test FAIL METADATA INVALID_PARAMS * :Unknown subcommand
    alice > METADATA * SUB
    alice < :banter.test FAIL METADATA INVALID_PARAMS SUB :Not enough parameters
    alice > METADATA * UNSUB
    alice < :banter.test FAIL METADATA INVALID_PARAMS UNSUB :Not enough parameters
    alice > METADATA * SET
    alice < :banter.test FAIL METADATA INVALID_PARAMS SET :Not enough parameters
    alice > METADATA * SET a b c
    alice < :banter.test FAIL METADATA INVALID_PARAMS SET :Too many parameters
    alice > METADATA * LIST a
    alice < :banter.test FAIL METADATA INVALID_PARAMS LIST :Too many parameters
    alice > METADATA * SYNC a
    alice < :banter.test FAIL METADATA INVALID_PARAMS SYNC :Too many parameters
  `));

// ── Subscriptions ─────────────────────────────────────────────────────────────────────────────

test("SUB: 770 for what is subscribed to, WARN for no key; then all values there are of it", () =>
  play(`
    ${three}
    alice > METADATA * SET status :Playing games
    alice < …761…
    alice > METADATA #a SET display-name :Cool Channel
    alice < …761…
    alice > METADATA * SET display-name :Alice A
    alice < …761…
    bob > METADATA * SUB display-name $url status status
    bob < :banter.test 770 bob display-name status
    bob < :banter.test WARN METADATA INVALID_KEY $url :Invalid key
    bob < ${start} metadata *ALL
    bob < @batch=m :banter.test 761 bob #a display-name * :Cool Channel
    bob < @batch=m :banter.test 761 bob alice display-name * :Alice A
    bob < @batch=m :banter.test 761 bob alice status * :Playing games
    bob < ${end}
    -- of the new ones only
    bob > METADATA bob SUB status avatar
    bob < :banter.test 770 bob status avatar
    bob < ${start} metadata *ALL
    bob < ${end}
    -- and when nothing is new, nothing
    bob > METADATA * SUB avatar status
    bob < :banter.test 770 bob avatar status
  `));

test("SUB with labeled-response: the batch is nested in that of the answer", () =>
  play(`
    alice comes ${caps} labeled-response
    alice > @label=1 METADATA * SUB status
    alice < @label=1 :banter.test BATCH +l… labeled-response
    alice < @batch=l… :banter.test 770 alice status
    alice < @batch=l… ${start} metadata *ALL
    alice < @batch=l… ${end}
    alice < :banter.test BATCH -l…
    alice > @label=2 METADATA * SET status :x
    alice < @label=2 :banter.test 761 alice alice status * :x
    alice > @label=3 METADATA * SET status :x
    alice < @label=3 :banter.test 761 alice alice status * :x
    alice > @label=4 METADATA * CLEAR
    alice < @label=4 ${start} metadata alice
    alice < @batch=m :banter.test 766 alice alice status :Key not set
    alice < ${end}
  `));

test("keys are taken in order until it is too many: FAIL LIMIT_REACHED SUB with the first", () =>
  play(
    `
    alice comes ${caps}
    alice > METADATA * SUB avatar website
    alice < :banter.test 770 alice avatar website
    alice << BATCH -m
    alice > METADATA * SUB foo website avatar $x
    alice < :banter.test 770 alice foo
    alice < :banter.test FAIL METADATA LIMIT_REACHED SUB website 3 :Limit reached
    alice << BATCH -m
    alice > METADATA * SUB email
    alice < :banter.test FAIL METADATA LIMIT_REACHED SUB email 3 :Limit reached
    alice > METADATA * SUBS
    alice < ${start} metadata-subs
    alice < @batch=m :banter.test 772 alice avatar website foo
    alice < ${end}
  `,
    limitedTo({ metadataSubsMax: 3 }),
  ));

test("UNSUB: 771 for each key, subscribed to or not, and WARN for what is none", () =>
  play(`
    ${three}
    bob > METADATA * SUB website avatar foo
    bob << BATCH -m
    bob > METADATA * UNSUB foo foo bar website $x
    bob < :banter.test 771 bob foo bar website
    bob < :banter.test WARN METADATA INVALID_KEY $x :Invalid key
    bob > METADATA * SUBS
    bob < ${start} metadata-subs
    bob < @batch=m :banter.test 772 bob avatar
    bob < ${end}
    alice > METADATA * SET foo :1
    alice < …761…
  `));

test("SUBS in as many lines as it takes, each key once", async () => {
  const keys = Array.from({ length: 30 }, (_, n) => `key${n}`);
  await play(`
    alice comes ${caps}
    alice > METADATA * SUB ${keys.slice(0, 13).join(" ")}
    alice << BATCH -m
    alice > METADATA * SUB ${keys.slice(13, 26).join(" ")}
    alice << BATCH -m
    alice > METADATA * SUB ${keys.slice(26).join(" ")}
    alice << BATCH -m
    alice > METADATA * SUBS
    alice < ${start} metadata-subs
    alice < @batch=m :banter.test 772 alice ${keys.slice(0, 13).join(" ")}
    alice < @batch=m :banter.test 772 alice ${keys.slice(13, 26).join(" ")}
    alice < @batch=m :banter.test 772 alice ${keys.slice(26).join(" ")}
    alice < ${end}
  `);
});

// ── Notifications ─────────────────────────────────────────────────────────────────────────────

test("subscribers are told of channels they are in, and of people there: 761 and 766, once", () =>
  play(`
    ${three}
    dave comes ${caps}
    bob > METADATA * SUB status
    bob << BATCH -m
    dave > METADATA * SUB status
    dave << BATCH -m
    alice > JOIN #b
    alice << BATCH -m
    bob > JOIN #b
    alice < …JOIN…
    bob << BATCH -m
    alice > METADATA * SET status :once, though we share two
    alice < …761…
    bob < :banter.test 761 bob alice status * :once, though we share two
    alice > METADATA * SET avatar :to nobody
    alice < …761…
    alice > METADATA #a SET status :open
    alice < :banter.test 761 alice #a status * :open
    bob < :banter.test 761 bob #a status * :open
    alice > METADATA #a SET status
    alice < …766…
    bob < :banter.test 766 bob #a status :Key not set
    alice > METADATA * SET status :
    alice < …766…
    bob < :banter.test 766 bob alice status :Key not set
    -- one's own change is answered, and told besides to one's other devices only
    bob > METADATA * SET status :mine
    bob < :banter.test 761 bob bob status * :mine
  `));

test("notifications bear the time, and no msgid", () =>
  play(`
    alice comes ${caps}
    bob comes ${caps} server-time message-tags
    alice > JOIN #a
    alice << BATCH -m
    bob > JOIN #a
    alice < …JOIN…
    bob << BATCH -m
    bob > METADATA * SUB status
    bob << BATCH -m
    alice > METADATA * SET status :x
    alice < …761…
    bob < @time=2026-11-22T18:00:00.000Z :banter.test 761 bob alice status * :x
  `));

test("of those they watch for, too, by MONITOR; and of somebody who comes what there is", () =>
  play(`
    dave comes ${caps}
    erin comes
    alice comes ${caps}
    alice > METADATA * SET status :here
    alice < …761…
    dave > METADATA * SUB status
    dave << BATCH -m
    dave > MONITOR + alice,bob
    dave < :banter.test 730 dave :alice!~alice@127.0.0.1
    dave < :banter.test 731 dave :bob
    dave < ${start} metadata alice
    dave < @batch=m :banter.test 761 dave alice status * :here
    dave < ${end}
    erin > MONITOR + alice
    erin < …730…
    alice > METADATA * SET status :there
    alice < …761…
    dave < :banter.test 761 dave alice status * :there
    bob comes
    dave < :banter.test 730 …bob!~bob@127.0.0.1
    dave < ${start} metadata bob
    dave < ${end}
    alice > NICK carol
    alice < …NICK…
    dave < …731…alice
    erin < …731…alice
    alice > NICK alice
    alice < …NICK…
    dave < …730…alice…
    erin < …730…alice…
    dave < ${start} metadata alice
    dave < @batch=m :banter.test 761 dave alice status * :there
    dave < ${end}
    dave > MONITOR S
    dave < …730…
    dave < ${start} metadata alice
    dave < @batch=m :banter.test 761 dave alice status * :there
    dave < ${end}
    dave < ${start} metadata bob
    dave < ${end}
  `));

// ── Automatic and postponed synchronization ───────────────────────────────────────────────────

test("the registration has a batch of one's own, before the MOTD's end, even an empty one", () =>
  play(`
    alice comes raw
    alice > CAP REQ :${caps}
    alice < … ACK …
    alice > NICK alice
    alice > USER alice 0 * :Alice
    alice > CAP END
    alice << BATCH +m metadata alice
    alice < ${end}
    alice < :banter.test 422 …
    carol comes raw
    carol > CAP REQ :draft/metadata-3
    carol < … ACK …
    carol > NICK carol
    carol > USER carol 0 * :Carol
    carol > CAP END
    carol << 221
    carol < :banter.test 422 …
  `));

test("who joins is told what there is of the channel and of all in it, as by SYNC", () =>
  play(`
    ${three}
    alice > METADATA * SET avatar :https://example.com/a.png
    alice < …761…
    alice > METADATA #a SET avatar :https://example.com/#.png
    alice < …761…
    carol > METADATA * SET status :unasked
    carol < …761…
    dave comes ${caps}
    dave > METADATA * SUB avatar
    dave << BATCH -m
    dave > JOIN #a
    dave << 366
    dave < ${start} metadata #a
    dave < @batch=m :banter.test 761 dave #a avatar * :https://example.com/#.png
    dave < @batch=m :banter.test 761 dave alice avatar * :https://example.com/a.png
    dave < ${end}
    alice < …JOIN…
    bob < …JOIN…
    carol < …JOIN…
    dave > METADATA #a SYNC
    dave < ${start} metadata #a
    dave < @batch=m :banter.test 761 dave #a avatar * :https://example.com/#.png
    dave < @batch=m :banter.test 761 dave alice avatar * :https://example.com/a.png
    dave < ${end}
    dave > METADATA alice SYNC
    dave < ${start} metadata alice
    dave < @batch=m :banter.test 761 dave alice avatar * :https://example.com/a.png
    dave < ${end}
    dave > METADATA * SYNC
    dave < ${start} metadata dave
    dave < ${end}
    -- of all visible targets at once, each once
    dave > JOIN #b
    dave << BATCH -m
    alice > JOIN #b
    alice << BATCH -m
    dave < …JOIN…
    dave > METADATA *ALL SYNC
    dave < ${start} metadata *ALL
    dave < @batch=m :banter.test 761 dave #a avatar * :https://example.com/#.png
    dave < @batch=m :banter.test 761 dave alice avatar * :https://example.com/a.png
    dave < ${end}
  `));

test("774 with the seconds to wait when it is much, until then again; then SYNC has it all", () =>
  play(
    `
    ${three}
    alice > METADATA * SET avatar :1
    alice < …761…
    bob > METADATA * SET avatar :2
    bob < …761…
    dave comes ${caps}
    dave > METADATA * SUB avatar
    dave << BATCH -m
    dave > JOIN #a
    dave << 366
    dave < :banter.test 774 dave #a 5 :Try again later
    alice < …JOIN…
    bob < …JOIN…
    carol < …JOIN…
    time passes 2
    dave > METADATA #a SYNC
    dave < :banter.test 774 dave #a 3 :Try again later
    time passes 3
    dave > METADATA #a SYNC
    dave < ${start} metadata #a
    dave < @batch=m :banter.test 761 dave alice avatar * :1
    dave < @batch=m :banter.test 761 dave bob avatar * :2
    dave < ${end}
    dave > METADATA *ALL SYNC
    dave < :banter.test 774 dave *ALL 5 :Try again later
    dave > METADATA * SET status :1
    dave < …761…
    alice > METADATA * SET status :2
    alice < …761…
    dave > METADATA * SUB status
    dave < :banter.test 770 dave status
    dave < :banter.test 774 dave *ALL 5 :Try again later
    -- what is little is told at once
    dave > METADATA alice SYNC
    dave < :banter.test 774 dave alice 5 :Try again later
    time passes 5
    dave > METADATA bob SYNC
    dave < ${start} metadata bob
    dave < @batch=m :banter.test 761 dave bob avatar * :2
    dave < ${end}
  `,
    limitedTo({ metadataLinesOnJoinMax: 1 }),
  ));

test("an answer to SYNC has a bound; it says when it is not the whole", () =>
  play(
    `
    alice comes ${caps}
    alice > METADATA * SET a :1
    alice < …761…
    alice > METADATA * SET b :2
    alice < …761…
    alice > METADATA * SUB a b
    alice << BATCH -m
    alice > METADATA * SYNC
    alice < ${start} metadata alice
    alice < @batch=m :banter.test 761 alice alice a * :1
    alice < @batch=m :banter.test WARN METADATA LIMIT_REACHED SYNC alice 1 :Limit reached
    alice < ${end}
  `,
    limitedTo({ metadataLinesMax: 1 }),
  ));

test("from outside a channel one is told of nobody who is invisible", () =>
  play(`
    alice comes ${caps}
    dave comes ${caps}
    -- as people are by default
    alice > MODE alice
    alice < :banter.test 221 alice +i
    alice > JOIN #a
    alice << BATCH -m
    alice > METADATA * SET avatar :1
    alice < …761…
    dave > METADATA * SUB avatar
    dave << BATCH -m
    dave > METADATA #a SYNC
    dave < ${start} metadata #a
    dave < ${end}
  `));

test("in an auditorium one is told of those whom one sees there", () =>
  play(`
    ${three}
    alice > MODE #a +u
    alice < …MODE…
    bob < …MODE…
    carol < …MODE…
    carol > METADATA * SET status :in the dark
    carol < …761…
    bob > METADATA * SUB status
    bob < …770…
    bob < ${start} metadata *ALL
    bob < ${end}
    alice > METADATA * SUB status
    alice < …770…
    alice < ${start} metadata *ALL
    alice < @batch=m :banter.test 761 alice carol status * :in the dark
    alice < ${end}
    carol > METADATA * SET status :still
    carol < …761…
    alice < :banter.test 761 alice carol status * :still
  `));

// ── before-connect ────────────────────────────────────────────────────────────────────────────

test("before the registration one may subscribe and set; it comes with the registration", () =>
  play(`
    alice comes raw
    alice > NICK alice
    alice > METADATA * SUB display-name
    alice < :banter.test 770 * display-name
    alice > CAP REQ :${caps}
    alice < … ACK …
    alice > METADATA * SUB display-name
    alice < :banter.test 770 * display-name
    alice > METADATA * SET display-name :a b c
    alice < :banter.test 761 * * display-name * :a b c
    alice > METADATA * SET status :x
    alice < :banter.test 761 * * status * :x
    alice > METADATA * GET status
    alice < ${start} metadata *
    alice < @batch=m :banter.test 761 * * status * :x
    alice < ${end}
    alice > METADATA * SET status
    alice < :banter.test 766 * * status :Key not set
    alice > METADATA * SET status
    alice < :banter.test 766 * * status :Key not set
    alice > METADATA * LIST
    alice < ${start} metadata *
    alice < @batch=m :banter.test 761 * * display-name * :a b c
    alice < ${end}
    alice > METADATA * SET Bad :x
    alice < :banter.test FAIL METADATA INVALID_KEY Bad :Invalid key
    alice > METADATA * SET k :${"x".repeat(257)}
    alice < :banter.test FAIL METADATA INVALID_VALUE k :Invalid value
    alice > METADATA alice LIST
    alice < :banter.test FAIL METADATA INVALID_TARGET alice :Invalid metadata target
    alice > METADATA #a SYNC
    alice < :banter.test FAIL METADATA INVALID_TARGET #a :Invalid metadata target
    alice > METADATA alice SUB x
    alice < :banter.test FAIL METADATA INVALID_TARGET alice :Invalid metadata target
    alice > NICK abc
    alice > USER abc 0 * :abc
    alice > CAP END
    alice << BATCH +m metadata abc
    alice < @batch=m :banter.test 761 abc abc display-name * :a b c
    alice < ${end}
    alice << 422
    alice > METADATA * LIST
    alice < ${start} metadata abc
    alice < @batch=m :banter.test 761 abc abc display-name * :a b c
    alice < ${end}
    alice > METADATA * SUBS
    alice < ${start} metadata-subs
    alice < @batch=m :banter.test 772 abc display-name
    alice < ${end}
  `));

test("before the registration the limits hold too", () =>
  play(
    `
    alice comes raw
    alice > NICK alice
    alice > METADATA * SET a :1
    alice < …761…
    alice > METADATA * SET b :1
    alice < :banter.test FAIL METADATA LIMIT_REACHED SET * 1 :Limit reached
    alice > CAP REQ :${caps}
    alice < … ACK …
    alice > METADATA * SET b :1
    alice < :banter.test FAIL METADATA LIMIT_REACHED SET * 1 :Limit reached
    alice > METADATA * CLEAR
    alice < ${start} metadata *
    alice < @batch=m :banter.test 766 * * a :Key not set
    alice < ${end}
    alice > METADATA * SET staff :1
    alice < :banter.test FAIL METADATA KEY_NO_PERMISSION * staff :Permission denied
    alice > METADATA * SET c :1
    alice < :banter.test 775 * 60 * SET c 1
  `,
    {
      ...limitedTo({ metadataKeysMax: 1, metadataChangesMax: 5 }),
      metadata: { blocked: ["staff"] },
    },
  ));

// ── Who keeps what ────────────────────────────────────────────────────────────────────────────

test("an account's values stay when its user goes, and over a restart; a guest's go", async () => {
  const file = "file:/banter-metadata?vfs=memdb";
  const disk = new DatabaseSync(file);
  const before = new TestRoom({}, { file });
  await journey(
    before,
    `
    alice comes account alice ${caps}
    bob comes ${caps}
    carol comes ${caps}
    alice > METADATA * SET avatar :kept
    alice < …761…
    bob > METADATA * SET avatar :his
    bob < …761…
    bob > JOIN #a
    bob << BATCH -m
    bob > METADATA #a SET avatar :kept too
    bob < …761…
    bob goes
    alice goes
    bob comes ${caps}
    bob > METADATA * LIST
    bob < ${start} metadata bob
    bob < ${end}
  `,
  );
  before.close();
  const after = new TestRoom({}, { file });
  assert.deepEqual([...after.server.state.metadata.keys()].sort(), ["#a", "alice"]);
  await journey(
    after,
    `
    phone comes account alice as alice ${caps}
    phone > METADATA * LIST
    phone < ${start} metadata alice
    phone < @batch=m :banter.test 761 alice alice avatar * :kept
    phone < ${end}
    phone > METADATA #a GET avatar
    phone < ${start} metadata #a
    phone < @batch=m :banter.test 761 alice #a avatar * :kept too
    phone < ${end}
  `,
  );
  after.close();
  disk.close();
});

test("one's other devices are told of a change when they have subscribed", () =>
  play(`
    alice comes account alice ${caps}
    phone comes account alice as alice ${caps}
    tablet comes account alice as alice ${caps}
    phone > METADATA * SUB status
    phone << BATCH -m
    alice > METADATA * SET status :by alice
    alice < :banter.test 761 alice alice status * :by alice
    phone < :banter.test 761 alice alice status * :by alice
  `));

test("a further device that sets something before it is there: others are told of it", () =>
  play(`
    alice comes account alice ${caps}
    bob comes ${caps}
    alice > JOIN #a
    alice << BATCH -m
    bob > JOIN #a
    alice < …JOIN…
    bob << BATCH -m
    bob > METADATA * SUB status
    bob << BATCH -m
    phone comes account alice raw
    phone > CAP REQ :${caps}
    phone < … ACK …
    phone > METADATA * SET status :new
    phone < :banter.test 761 * * status * :new
    phone > NICK alice
    phone > USER alice 0 * :Alice
    phone > CAP END
    phone << BATCH +m metadata alice
    phone < @batch=m :banter.test 761 alice alice status * :new
    phone < ${end}
    phone << JOIN #a
    phone << BATCH -m
    bob < :banter.test 761 bob alice status * :new
  `));

test("a channel's values follow its name, and go with it", () =>
  play(`
    alice comes ${caps} draft/channel-rename
    alice > JOIN #a
    alice << BATCH -m
    alice > METADATA #a SET status :x
    alice < …761…
    alice > RENAME #a #b
    alice < …RENAME…
    alice > METADATA #b LIST
    alice < ${start} metadata #b
    alice < @batch=m :banter.test 761 alice #b status * :x
    alice < ${end}
    alice > METADATA #a LIST
    alice < :banter.test FAIL METADATA INVALID_TARGET #a :Invalid metadata target
  `));

test("logging in brings the account's values, or gives it the user's; others see it", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    bob comes ${caps}
    bob > METADATA * SUB status avatar
    bob << BATCH -m
    bob > MONITOR + alice
    bob < …731…
    alice comes
    bob < …730…
    bob << BATCH -m
    alice > METADATA * SET status :guest
    alice < …761…
    bob < …761…
    alice > METADATA * SET avatar :guest's
    alice < …761…
    bob < …761…
  `,
  );
  const ask = (request: Parameters<TestRoom["server"]["append"]>[1]) =>
    room.server.append(peerOf("alice"), request);
  const peerOf = (nick: string) => {
    const { nicks } = room.server.state;
    const [peer] = room.server.fanOut.peersOf(nicks.get(nick) ?? 0);
    assert.ok(peer);
    return peer;
  };
  room.account("new");
  room.account("old");
  room.server.state.metadata.set("old", new Map([["status", "old's"]]));
  ask({ type: "login", account: "new" });
  // The account takes them over; nothing changes for others.
  await journey(room, "alice > PING x\nalice < …900…\nalice < …PONG…");
  assert.deepEqual([...room.server.state.metadata.keys()].sort(), ["new", "old"]);
  ask({ type: "login", account: "old" });
  await journey(
    room,
    `
    alice > PING x
    alice < …900…
    alice < …PONG…
    bob < :banter.test 766 bob alice avatar :Key not set
    bob < :banter.test 761 bob alice status * :old's
  `,
  );
  ask({ type: "logout" });
  await journey(
    room,
    `
    alice > PING x
    alice < …901…
    alice < …PONG…
    bob < :banter.test 766 bob alice status :Key not set
  `,
  );
  room.close();
});

test("plain people read nothing of it, and need not know", () =>
  play(`
    alice comes ${caps}
    alice > JOIN #lobby
    alice << BATCH -m
    nina comes plain
    alice < …JOIN…
    nina << You are in
    alice > METADATA #lobby SET status :x
    alice < …761…
    alice > METADATA * SET status :x
    alice < …761…
  `));
