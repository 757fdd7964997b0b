/** account-notify: https://ircv3.net/specs/extensions/account-notify */
import { test } from "node:test";
import { journey } from "../journey.ts";
import { TestRoom } from "../room.ts";

test("ACCOUNT tells those in common channels, and oneself, of logging in and out", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    alice comes account-notify
    carol comes
    dave comes account-notify
    bob comes account-notify
    alice > JOIN #a,#b
    alice << 366 alice #b
    carol > JOIN #a
    carol << 366
    alice < …JOIN…
    bob > JOIN #a,#b
    bob << 366 bob #b
    alice < …JOIN…
    alice < …JOIN…
    carol < …JOIN…
  `,
  );
  room.account("Robert");
  const bob = room.newest.id;
  room.server.log.append(bob, { type: "login", account: "robert" });
  await journey(
    room,
    `
    time passes 0
    -- the account as it was registered, once, whatever is shared
    alice < :bob!~bob@127.0.0.1 ACCOUNT Robert
    bob < :banter.test 900 bob bob!~bob@127.0.0.1 Robert :You are now logged in as Robert
    bob < :bob!~bob@127.0.0.1 ACCOUNT Robert
  `,
  );
  room.server.log.append(bob, { type: "logout" });
  await journey(
    room,
    `
    time passes 0
    alice < :bob!~bob@127.0.0.1 ACCOUNT *
    bob < :banter.test 901 bob bob!~bob@127.0.0.1 :You are now logged out
    bob < :bob!~bob@127.0.0.1 ACCOUNT *
  `,
  );
  room.close();
});

test("WHOX tells the account of whoever is there already", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    bob comes account Robert
    bob > JOIN #a
    bob << 366
    alice comes account-notify
    alice > JOIN #a
    bob < …JOIN…
    alice << 366
    alice > WHO #a %na
    alice < :banter.test 354 alice bob Robert
    alice < :banter.test 354 alice alice 0
    alice < …315…
  `,
  );
  room.close();
});
