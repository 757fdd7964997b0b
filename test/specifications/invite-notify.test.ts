/** invite-notify: https://ircv3.net/specs/extensions/invite-notify */
import { test } from "node:test";
import { play } from "../journey.ts";

test("members with it are told who has been asked in by whom, the others are not", () =>
  play(`
    alice comes
    carol comes invite-notify
    dave comes
    attila comes
    alice > JOIN #a
    alice << 366
    carol > JOIN #a
    carol << 366
    alice < …JOIN…
    dave > JOIN #a
    dave << 366
    alice < …JOIN…
    carol < …JOIN…
    alice > INVITE attila #A
    alice < :banter.test 341 alice attila #a
    carol < :alice!~alice@127.0.0.1 INVITE attila #a
    attila < :alice!~alice@127.0.0.1 INVITE attila #a
  `));

test("who asks is answered by 341 alone, who is asked reads INVITE once, with it or without", () =>
  play(`
    alice comes invite-notify
    bob comes invite-notify
    carol comes
    alice > JOIN #a
    alice << 366
    alice > INVITE bob #a
    alice < :banter.test 341 alice bob #a
    bob < :alice!~alice@127.0.0.1 INVITE bob #a
    alice > INVITE carol #a
    alice < :banter.test 341 alice carol #a
    carol < :alice!~alice@127.0.0.1 INVITE carol #a
  `));

test("an INVITE that is refused is told to nobody", () =>
  play(`
    alice comes
    bob comes invite-notify
    carol comes
    bob > JOIN #a
    bob << 366
    alice > INVITE carol #a
    alice < :banter.test 442 alice #a :You're not on that channel
    alice > INVITE nobody #a
    alice < :banter.test 4…
  `));
