/** persistence, draft: https://github.com/ircv3/ircv3-specifications/pull/503 */
import { test } from "node:test";
import type { AlwaysOn } from "../../src/server/account.ts";
import { journey, play } from "../journey.ts";
import { configWith, TestRoom } from "../room.ts";

const cap = "draft/persistence";

test("GET is answered with STATUS: what was asked for, and what is so", () =>
  play(`
    alice comes account alice ${cap}
    alice > PERSISTENCE GET
    alice < :banter.test PERSISTENCE STATUS DEFAULT OFF
    alice > persistence get
    alice < :banter.test PERSISTENCE STATUS DEFAULT OFF
  `));

test("SET takes ON, OFF and DEFAULT, and is answered with STATUS", () =>
  play(`
    alice comes account alice ${cap}
    alice > PERSISTENCE SET ON
    alice < :banter.test PERSISTENCE STATUS ON ON
    alice > PERSISTENCE GET
    alice < :banter.test PERSISTENCE STATUS ON ON
    alice > PERSISTENCE SET off
    alice < :banter.test PERSISTENCE STATUS OFF OFF
    alice > PERSISTENCE SET DEFAULT
    alice < :banter.test PERSISTENCE STATUS DEFAULT OFF
    -- what is so already is answered, too
    alice > PERSISTENCE SET DEFAULT
    alice < :banter.test PERSISTENCE STATUS DEFAULT OFF
  `));

test("persistence is what it says: one stays without a device, and the nick is not free", () =>
  play(`
    bob comes
    bob > JOIN #a
    bob << 366
    alice comes account alice ${cap}
    alice > JOIN #a
    alice << 366
    bob < :alice!… JOIN #a
    alice > PERSISTENCE SET ON
    alice < … STATUS ON ON
    alice goes
    bob > NICK alice
    bob < … 433 bob alice :…
    bob > NAMES #a
    bob < … 353 bob = #a :@bob alice
    bob << 366
    phone comes account alice as alice ${cap}
    phone << 366
    phone > PERSISTENCE SET OFF
    phone < … STATUS OFF OFF
    phone goes
    bob < :alice!… QUIT :…
  `));

test("where nobody can stay the wish is taken up, the effect is not, and none of it fails", () =>
  play(
    `
    alice comes account alice ${cap}
    alice > PERSISTENCE SET ON
    alice < :banter.test PERSISTENCE STATUS ON OFF
  `,
    { accounts: { alwaysOn: "off" } },
  ));

test("a server where everybody stays", () =>
  play(
    `
    alice comes account alice ${cap}
    alice > PERSISTENCE GET
    alice < :banter.test PERSISTENCE STATUS DEFAULT ON
    alice > PERSISTENCE SET OFF
    alice < :banter.test PERSISTENCE STATUS OFF ON
  `,
    { accounts: { alwaysOn: "on" } },
  ));

test("a server where everybody stays who does not decline", () =>
  play(
    `
    alice comes account alice ${cap}
    alice > PERSISTENCE GET
    alice < :banter.test PERSISTENCE STATUS DEFAULT ON
    alice > PERSISTENCE SET OFF
    alice < :banter.test PERSISTENCE STATUS OFF OFF
  `,
    { accounts: { alwaysOn: "opt-out" } },
  ));

/** Comes by itself, so that all of the welcome is read. */
const comesWith = (capabilities: string) => `
    alice comes raw
    alice > CAP REQ :${capabilities}
    alice << ACK
    alice > AUTHENTICATE PLAIN
    alice << AUTHENTICATE
    alice > AUTHENTICATE AGFsaWNlAHRlYSBhbmQgYmlzY3VpdHM=
    alice << 903
    alice > NICK alice
    alice > USER alice 0 * :Alice
    alice > CAP END
`;

const registered = `
    first comes
    first > REGISTER alice * :tea and biscuits
    first << SUCCESS
    first > QUIT
    first << ERROR
`;

test("who is logged in is told after the last 005 and before 376 or 422", () =>
  play(`
    ${registered}
    ${comesWith(`sasl ${cap}`)}
    alice << 004
    alice <+ … 005 …
    alice < :banter.test PERSISTENCE STATUS DEFAULT OFF
    alice << 422
  `));

test("without the capability, or an account, nothing is told of it unasked", () =>
  play(`
    ${registered}
    ${comesWith("sasl")}
    alice << 004
    alice <+ … 005 …
    alice < … 251 …
    alice << 422
    bob comes raw
    bob > CAP REQ ${cap}
    bob << ACK
    bob > NICK bob
    bob > USER bob 0 * :Bob
    bob > CAP END
    bob << 004
    bob <+ … 005 …
    bob < … 251 …
    bob << 422
  `));

test("a client that has not asked for the capability can ask all the same", () =>
  play(`
    alice comes account alice
    alice > PERSISTENCE SET ON
    alice < :banter.test PERSISTENCE STATUS ON ON
    alice > PERSISTENCE GET
    alice < :banter.test PERSISTENCE STATUS ON ON
  `));

test("after 376 or 422 a persistent client reads a JOIN for each channel that it is in", () =>
  play(`
    alice comes account alice ${cap}
    alice > JOIN #a,#b
    alice << 366
    alice << 366
    alice > PERSISTENCE SET ON
    alice << STATUS
    alice goes
    phone comes account alice as alice ${cap}
    phone < :alice!… JOIN #a
    phone << 366
    phone < :alice!… JOIN #b
    phone << 366
  `));

test("what another connection changes is told to those with the capability", () =>
  play(`
    alice comes account alice ${cap}
    phone comes account alice as alice ${cap}
    old comes account alice as alice
    bob comes account bob ${cap}
    alice > PERSISTENCE SET ON
    alice < :banter.test PERSISTENCE STATUS ON ON
    phone < :banter.test PERSISTENCE STATUS ON ON
    old > PERSISTENCE SET OFF
    old < :banter.test PERSISTENCE STATUS OFF OFF
    alice < :banter.test PERSISTENCE STATUS OFF OFF
    phone < :banter.test PERSISTENCE STATUS OFF OFF
    -- NickServ sets the same
    old > NS SET ALWAYS-ON on
    alice < :banter.test PERSISTENCE STATUS ON ON
    phone < :banter.test PERSISTENCE STATUS ON ON
    old << NOTICE
  `));

test("so is what a change of the configuration makes of it, to whom it changes", async () => {
  const room = new TestRoom({ accounts: { alwaysOn: "opt-in" } });
  await journey(
    room,
    `
    alice comes account alice ${cap}
    bob comes account bob ${cap}
    cy comes account cy
    dee comes ${cap}
    bob > PERSISTENCE SET ON
    bob << STATUS
  `,
  );
  const becomes = (alwaysOn: AlwaysOn) =>
    room.server.takeUp(configWith({ accounts: { alwaysOn }, server: { name: "banter.test" } }));
  becomes("on");
  await journey(room, "time passes 0\n alice < :banter.test PERSISTENCE STATUS DEFAULT ON");
  becomes("off");
  await journey(
    room,
    `
    time passes 0
    alice < :banter.test PERSISTENCE STATUS DEFAULT OFF
    bob < :banter.test PERSISTENCE STATUS ON OFF
  `,
  );
  room.close();
});

test("logging in later is told, too", () =>
  play(`
    ${registered}
    bob comes ${cap}
    bob > NS IDENTIFY alice tea and biscuits
    bob << 900
    bob < :banter.test PERSISTENCE STATUS DEFAULT OFF
    bob << NOTICE
  `));

test("without an account GET and SET fail: ACCOUNT_REQUIRED", () =>
  play(`
    alice comes ${cap}
    alice > PERSISTENCE GET
    alice < :banter.test FAIL PERSISTENCE ACCOUNT_REQUIRED :An account is required
    alice > PERSISTENCE SET ON
    alice < :banter.test FAIL PERSISTENCE ACCOUNT_REQUIRED :An account is required
  `));

test("invalid parameters: INVALID_PARAMETERS", () =>
  play(`
    alice comes account alice ${cap}
    alice > PERSISTENCE SET MAYBE
    alice < :banter.test FAIL PERSISTENCE INVALID_PARAMETERS :Invalid parameters
    alice > PERSISTENCE SET
    alice < :banter.test FAIL PERSISTENCE INVALID_PARAMETERS :Invalid parameters
    alice > PERSISTENCE
    alice < :banter.test FAIL PERSISTENCE INVALID_PARAMETERS :Invalid parameters
    alice > PERSISTENCE GET
    alice < … STATUS DEFAULT OFF
  `));

test("subcommands that nobody knows are ignored, as is STATUS, which is the server's to say", () =>
  play(`
    alice comes account alice ${cap}
    alice > PERSISTENCE DANCE
    alice > PERSISTENCE STATUS ON ON
    alice > PERSISTENCE GET
    alice < … STATUS DEFAULT OFF
  `));

test("the answer to a labeled command bears the label", () =>
  play(`
    alice comes account alice batch labeled-response ${cap}
    alice > @label=1 PERSISTENCE SET ON
    alice < @label=1 :banter.test PERSISTENCE STATUS ON ON
    alice > @label=2 PERSISTENCE GET
    alice < @label=2 :banter.test PERSISTENCE STATUS ON ON
    alice > @label=3 PERSISTENCE DANCE
    alice < @label=3 :banter.test ACK
  `));
