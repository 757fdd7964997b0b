/** Device tokens: how a device stays logged in without the password; OAUTHBEARER is RFC 7628. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeText, formatBearer, parseBearer } from "../../src/protocol/sasl.ts";
import { journey, play } from "../journey.ts";
import { plainResponse } from "../sasl.ts";
import { TestRoom } from "../room.ts";
import type { Config } from "../../src/server/config.ts";
import type { DeepPartial } from "../room.ts";

/** A room with alice in it, and a token of hers. */
async function withToken(
  play: (token: string, id: string, room: TestRoom) => Promise<void>,
  config: DeepPartial<Config> = {},
): Promise<void> {
  const room = new TestRoom(config);
  const peer = room.connect();
  room.account("alice");
  room.newest.account = "alice";
  peer.write("NICK alice\r\nUSER a 0 * :a\r\nDEVICE ADD :my phone\r\n");
  await room.settled();
  const [, id = "", token = ""] = /DEVICE ADD (\S+) (\S+)\r\n/.exec(peer.take()) ?? [];
  assert.match(token, new RegExp(`^bt_${id}_[\\w-]{43}$`));
  peer.write("QUIT\r\n");
  await room.settled();
  await play(token, id, room);
  room.close();
}

const bearing = (token: string, authzid = ""): string =>
  formatBearer({ authzid, token }).toBase64();

const logsIn = (who: string, response: string): string => `
  ${who} comes raw
  ${who} > CAP REQ :sasl
  ${who} < …
  ${who} > AUTHENTICATE OAUTHBEARER
  ${who} < AUTHENTICATE +
  ${who} > AUTHENTICATE ${response}`;

const comesIn = (who: string): string => `
  ${who} < … 900 …alice :You are now logged in as alice
  ${who} < … 903 …
  ${who} > NICK alice
  ${who} > USER a 0 * :a
  ${who} > CAP END
  ${who} << 422`;

test("a token logs in by SASL OAUTHBEARER, whether or not it is said whose it is", () =>
  withToken((token, _id, room) =>
    journey(
      room,
      `${logsIn("phone", bearing(token))}${comesIn("phone")}
       ${logsIn("desk", bearing(token, "ALICE"))}
       desk < … 900 …
       desk < … 903 …`,
    ),
  ));

test("what is no token of the account is refused as RFC 7628 has it: why, an answer, 904", () =>
  withToken(async (token, _id, room) => {
    room.account("bob");
    const wrong = token.slice(0, -1) + (token.endsWith("A") ? "B" : "A");
    const why = encodeText('{"status":"invalid_token","schemes":"bearer"}').toBase64();
    let n = 0;
    for (const response of [bearing(wrong), bearing("x"), bearing(token, "bob")]) {
      const who = `eve${(n += 1)}`;
      await journey(
        room,
        `${logsIn(who, response)}
         ${who} < AUTHENTICATE ${why}
         ${who} > AUTHENTICATE AQ==
         ${who} < … 904 …`,
      );
    }
    for (const text of ["", "n,,", "n,,\x01auth=Bearer x", "y,,\x01auth=Bearer x\x01\x01"])
      await journey(
        room,
        `${logsIn(`mal${(n += 1)}`, encodeText(text).toBase64() || "+")}
         mal${n} < … 904 …`,
      );
  }));

test("it is taken wherever a password is, but it is not the password", () =>
  withToken((token, _id, room) =>
    journey(
      room,
      `plain comes raw
       plain > CAP REQ :sasl
       plain < …
       plain > AUTHENTICATE PLAIN
       plain < AUTHENTICATE +
       plain > AUTHENTICATE ${plainResponse("alice", token)}
       ${comesIn("plain")}
       plain > NS PASSWD ${token} correct horse
       plain < …NickServ… :Password incorrect.
       old comes raw
       old > PASS alice:${token}
       old > NICK alice
       old > USER a 0 * :a
       old << 422
       bob comes
       bob > NS IDENTIFY bob ${token}
       bob < …NickServ… :Password incorrect.`.replaceAll(
        "Password incorrect.",
        "That is not the password.",
      ),
    ),
  ));

test("they are listed, and one is taken back: who has come by it goes", () =>
  withToken((token, id, room) =>
    journey(
      room,
      `${logsIn("phone", bearing(token))}${comesIn("phone")}
       desk comes as alice account alice
       desk > DEVICE LIST
       desk < …DEVICE LIST ${id} 2026-11-22T18:00:00.000Z 2026-11-22T18:00:00.000Z there :my phone
       desk < …DEVICE END
       phone > DEVICE list
       phone < …DEVICE LIST ${id} … here :my phone
       phone < …DEVICE END
       desk > NS DEVICE LIST
       desk < …:${id} my phone: since 2026-11-22, last used 2026-11-22 (connected now)
       desk > DEVICE DEL ${id}
       desk < …DEVICE DEL ${id}
       phone < ERROR :…(Logged out)
       phone <>
       desk > DEVICE DEL ${id}
       desk < …There is no such device
       desk > NS DEVICE LIST
       desk < … :No device stays logged in.
       ${logsIn("again", bearing(token))}
       again < AUTHENTICATE …
       again > AUTHENTICATE AQ==
       again < … 904 …`,
    ),
  ));

test("logging out everywhere: all other devices go, with their tokens and without", () =>
  withToken((token, id, room) =>
    journey(
      room,
      `${logsIn("phone", bearing(token))}${comesIn("phone")}
       desk comes as alice account alice
       old comes as alice account alice
       phone > DEVICE ADD
       phone < …DEVICE ADD …
       phone > NS DEVICE DEL *
       phone < …:You are logged out everywhere else.
       desk < ERROR :…(Logged out)
       desk <>
       old < ERROR :…(Logged out)
       old <>
       phone > DEVICE LIST
       phone < …DEVICE LIST ${id} … here :my phone
       phone < …DEVICE END`,
    ),
  ));

test("another password ends the tokens of other devices", () =>
  withToken(async (token, id, room) => {
    await journey(
      room,
      `${logsIn("phone", bearing(token))}${comesIn("phone")}
       phone > DEVICE ADD :desk
       phone < …DEVICE ADD …
       phone > NS PASSWD alice's correct horse
       phone < …:You have a new password.`,
    );
    const { devices } = room.server.state.accounts.get("alice") ?? {};
    assert.deepEqual(
      devices?.map((device) => device.id),
      [id],
    );
  }));

test("a token that is not used ends, one that is used stays", () =>
  withToken(
    (token, _id, room) =>
      journey(
        room,
        `time passes ${86_400 * 2}
         ${logsIn("phone", bearing(token))}${comesIn("phone")}
         phone > QUIT
         phone < ERROR :…
         phone <>
         time passes ${86_400 * 2}
         ${logsIn("phone", bearing(token))}${comesIn("phone")}
         phone > QUIT
         phone < ERROR :…
         phone <>
         time passes ${86_400 * 3}
         ${logsIn("phone", bearing(token))}
         phone < AUTHENTICATE …
         phone > AUTHENTICATE AQ==
         phone < … 904 …`,
      ),
    { accounts: { deviceDaysMax: 3 } },
  ));

test("a device that was logged out between its login and its coming is told", () =>
  withToken(async (token, id, room) => {
    await journey(room, `${logsIn("phone", bearing(token))}\nphone << 903`);
    room.server.state.accounts.set("alice", {
      ...room.server.state.accounts.get("alice")!,
      devices: [],
    });
    assert.ok(id);
    await journey(
      room,
      `phone > NICK alice
       phone > USER a 0 * :a
       phone > CAP END
       phone < … 902 …logged out…
       phone < ERROR :…
       phone <>`,
    );
  }));

test("of too many the one that was not used for longest goes", () =>
  withToken(
    async (_token, id, room) => {
      await journey(
        room,
        `desk comes as alice account alice
         time passes 60
         desk > DEVICE ADD :two
         desk < …
         time passes 60
         desk > DEVICE ADD :three
         desk < …`,
      );
      const { devices } = room.server.state.accounts.get("alice") ?? {};
      assert.deepEqual(
        devices?.map(({ name }) => name),
        ["three", "two"],
      );
      assert.ok(!devices?.some((device) => device.id === id));
    },
    { limits: { devicesPerAccountMax: 2 } },
  ));

test("who has no account has no devices", () =>
  play(`
    bob comes
    bob > DEVICE LIST
    bob < …log…
    bob > NS DEVICE LIST
    bob < …NickServ…log…
  `));

test("a bearer's message reads as it was written", () => {
  for (const said of [
    { authzid: "", token: "abc" },
    { authzid: "a,b=c", token: "x.y-z_~+/=" },
  ])
    assert.deepEqual(parseBearer(formatBearer(said)), said);
  const known =
    "n,a=user@example.com,\x01host=server.example.com\x01port=143\x01auth=Bearer v\x01\x01";
  assert.deepEqual(parseBearer(encodeText(known)), { authzid: "user@example.com", token: "v" });
});

test("kept is the hash alone, over a restart too", () =>
  withToken(async (token, id, room) => {
    const rows = room.store.database.prepare("SELECT state FROM accounts").all();
    const text = JSON.stringify(rows);
    assert.ok(text.includes(id));
    assert.ok(!text.includes(token.slice(16)), "the secret is in the database");
    await Promise.resolve();
  }));
