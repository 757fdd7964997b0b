/** extended-join: https://ircv3.net/specs/extensions/extended-join */
import { test } from "node:test";
import { play } from "../journey.ts";

test("JOIN has the account, or * for none, and the real name", () =>
  play(`
    alice comes extended-join
    bob comes account Robert
    carol comes
    alice > JOIN #a
    alice < :alice!~alice@127.0.0.1 JOIN #a * :alice of Test
    alice << 366
    bob > JOIN #A
    bob << 366
    alice < :bob!~bob@127.0.0.1 JOIN #a Robert :bob of Test
    carol > SETNAME Carol
    carol > JOIN #a
    carol << 366
    alice < :carol!~carol@127.0.0.1 JOIN #a * :Carol
    bob < :carol!~carol@127.0.0.1 JOIN #a
  `));

test("whoever is logged in reads so of their own JOIN, on each device", () =>
  play(`
    laptop comes account alice as alice extended-join
    laptop > JOIN #a
    laptop < :alice!~alice@127.0.0.1 JOIN #a alice :alice of Test
    laptop << 366
    phone comes account alice as alice extended-join
    phone < :alice!~alice@127.0.0.1 JOIN #a alice :alice of Test
    phone << 366
    tablet comes account alice as alice
    tablet < :alice!~alice@127.0.0.1 JOIN #a
    tablet << 366
  `));

test("without it JOIN is as it was", () =>
  play(`
    alice comes
    bob comes account bob
    alice > JOIN #a
    alice < :alice!~alice@127.0.0.1 JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < :bob!~bob@127.0.0.1 JOIN #a
  `));
