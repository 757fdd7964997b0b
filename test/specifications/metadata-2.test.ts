/** metadata, the draft before the newest: draft/metadata-2, which clients know today:
 * https://ircv3.net/specs/extensions/metadata. Only where it is otherwise than metadata.test.ts. */
import { test } from "node:test";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { play } from "../journey.ts";

const caps = "draft/metadata-2 batch";
const limitedTo = (limits: Partial<typeof limitsDefault>) => ({
  limits: { ...limitsDefault, ...limits },
});
const start = ":banter.test BATCH +m";
const end = ":banter.test BATCH -m";

/** alice and bob in #a; bob has subscribed to status. */
const two = `
  alice comes ${caps}
  bob comes ${caps}
  alice > JOIN #a
  alice << 366
  bob > METADATA * SUB status
  bob < :banter.test 770 bob status
  bob > JOIN #a
  alice < …JOIN…
  bob << 366
`;

test("a value that is set is told by a METADATA message of who set it, one removed by 766", () =>
  play(`
    ${two}
    carol comes draft/metadata-3 batch
    carol > METADATA * SUB status
    carol << BATCH -m
    carol > JOIN #a
    alice < …JOIN…
    bob < …JOIN…
    carol << BATCH -m
    alice > METADATA * SET status :Playing games
    alice < :banter.test 761 alice alice status * :Playing games
    bob < :alice!~alice@127.0.0.1 METADATA alice status * :Playing games
    carol < :banter.test 761 carol alice status * :Playing games
    alice > METADATA #a SET status :open
    alice < :banter.test 761 alice #a status * :open
    bob < :alice!~alice@127.0.0.1 METADATA #a status * :open
    carol < :banter.test 761 carol #a status * :open
    alice > METADATA * SET status
    alice < :banter.test 766 alice alice status :Key not set
    bob < :banter.test 766 bob alice status :Key not set
    carol < :banter.test 766 carol alice status :Key not set
  `));

test("what is there already is told by METADATA messages: coming, joining, subscribing, SYNC", () =>
  play(`
    ${two}
    alice > METADATA * SET status :x
    alice < …761…
    bob < …METADATA…
    alice > METADATA * SYNC
    alice < ${start} metadata alice
    alice < ${end}
    alice > METADATA * SUB status
    alice < :banter.test 770 alice status
    alice < ${start} metadata *ALL
    alice < @batch=m :banter.test METADATA alice status * :x
    alice < ${end}
    alice > METADATA #a SYNC
    alice < ${start} metadata #a
    alice < @batch=m :banter.test METADATA alice status * :x
    alice < ${end}
    carol comes raw
    carol > CAP REQ :${caps}
    carol < … ACK …
    carol > METADATA * SUB status
    carol < :banter.test 770 * status
    carol > METADATA * SET avatar :mine
    carol < :banter.test 761 * * avatar * :mine
    carol > NICK carol
    carol > USER carol 0 * :Carol
    carol > CAP END
    carol << BATCH +m metadata carol
    carol < @batch=m :banter.test METADATA carol avatar * :mine
    carol < ${end}
    carol << 422
    carol > JOIN #a
    carol << 366
    carol < ${start} metadata #a
    carol < @batch=m :banter.test METADATA alice status * :x
    carol < ${end}
    alice < …JOIN…
    bob < …JOIN…
    carol > MONITOR + alice
    carol < …730…
    carol < ${start} metadata alice
    carol < @batch=m :banter.test METADATA alice status * :x
    carol < ${end}
    -- answers to GET and LIST are numerics
    carol > METADATA alice GET status
    carol < ${start} metadata alice
    carol < @batch=m :banter.test 761 carol alice status * :x
    carol < ${end}
    carol > METADATA alice LIST
    carol < ${start} metadata alice
    carol < @batch=m :banter.test 761 carol alice status * :x
    carol < ${end}
  `));

test("where there is nothing, joining and subscribing say nothing", () =>
  play(`
    ${two}
    bob > METADATA * SUB avatar
    bob < :banter.test 770 bob avatar
    bob > JOIN #b
    bob << 366
    bob > MONITOR + alice
    bob < …730…
    bob > METADATA * SUBS
    bob < ${start} metadata-subs
    bob < @batch=m :banter.test 772 bob status avatar
    bob < ${end}
  `));

test("FAIL has other codes, and is said of parts too", () =>
  play(
    `
    alice comes ${caps}
    alice > METADATA * GET $x status
    alice < ${start} metadata alice
    alice < @batch=m :banter.test FAIL METADATA KEY_INVALID $x :Invalid key
    alice < @batch=m :banter.test 766 alice alice status :Key not set
    alice < ${end}
    alice > METADATA * SET $x :1
    alice < :banter.test FAIL METADATA KEY_INVALID $x :Invalid key
    alice > METADATA * SET status
    alice < :banter.test FAIL METADATA KEY_NOT_SET alice status :Key not set
    alice > METADATA * SET status :${"x".repeat(257)}
    alice < :banter.test FAIL METADATA VALUE_INVALID :Value is too long
    alice > METADATA * SET status :1
    alice < …761…
    alice > METADATA * SET avatar :1
    alice < :banter.test FAIL METADATA LIMIT_REACHED * :Metadata limit reached
    alice > METADATA nobody LIST
    alice < :banter.test FAIL METADATA INVALID_TARGET nobody :Invalid metadata target
    alice > METADATA * SNEEZE
    alice < :banter.test FAIL METADATA SUBCOMMAND_INVALID SNEEZE :Invalid subcommand
    alice > METADATA * GET
    alice < :banter.test 461 alice METADATA :Not enough parameters
    alice > METADATA #a SET x :1
    alice < :banter.test FAIL METADATA INVALID_TARGET #a :Invalid metadata target
    alice > METADATA * SUB $x a b c
    alice < :banter.test 770 alice a
    alice < :banter.test FAIL METADATA KEY_INVALID $x :Invalid key
    alice < :banter.test FAIL METADATA TOO_MANY_SUBS b :Too many subscriptions
    alice > METADATA * UNSUB $x a
    alice < :banter.test 771 alice a
    alice < :banter.test FAIL METADATA KEY_INVALID $x :Invalid key
    time passes 60
    alice > METADATA * CLEAR
    alice < ${start} metadata alice
    alice < @batch=m :banter.test 766 alice alice status :Key not set
    alice < ${end}
  `,
    limitedTo({ metadataKeysMax: 1, metadataSubsMax: 1 }),
  ));

test("FAIL RATE_LIMITED with target, key and the seconds to wait", () =>
  play(
    `
    alice comes ${caps}
    alice > METADATA * SET status :1
    alice < …761…
    alice > METADATA * SET status :2
    alice < :banter.test FAIL METADATA RATE_LIMITED * status 60 :Too many changes
    alice > METADATA * CLEAR
    alice < :banter.test FAIL METADATA RATE_LIMITED * * 60 :Too many changes
  `,
    limitedTo({ metadataChangesMax: 1 }),
  ));

test("774 without words, for each channel when it is of all", () =>
  play(
    `
    ${two}
    alice > METADATA * SET status :1
    alice < …761…
    bob < …METADATA…
    bob > METADATA #a SYNC
    bob << BATCH -m
    bob > METADATA #a SYNC
    bob < :banter.test 774 bob #a 5
    alice > METADATA #a SUB status
    alice < :banter.test FAIL METADATA INVALID_TARGET #a :Invalid metadata target
    alice > METADATA * SUB status
    alice < :banter.test 770 alice status
    alice < :banter.test 774 alice #a 5
  `,
    limitedTo({ metadataLinesOnJoinMax: 0 }),
  ));
