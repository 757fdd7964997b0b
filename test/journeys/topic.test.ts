/** TOPIC: told, set, cleared, refused. */
import { test } from "node:test";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { play } from "../journey.ts";

test("members read it, and who sets it tells them", () =>
  play(`
    alice comes
    bob comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    bob > TOPIC #a
    bob < :banter.test 331 bob #a :No topic is set
    alice > TOPIC #a :tea
    alice < :alice!~alice@127.0.0.1 TOPIC #a :tea
    bob < :alice!~alice@127.0.0.1 TOPIC #a :tea
    bob > TOPIC #a
    bob < :banter.test 332 bob #a :tea
    bob < :banter.test 333 bob #a alice 1795370400
    -- the same again is no change
    alice > TOPIC #a :tea
    alice > TOPIC #a :
    alice < :alice!~alice@127.0.0.1 TOPIC #a :
    bob < :alice!~alice@127.0.0.1 TOPIC #a :
    bob > TOPIC #a
    bob < :banter.test 331 bob #a :No topic is set
  `));

test("with t it is the operators'", () =>
  play(`
    alice comes
    bob comes
    carol comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    bob > TOPIC #a :mine
    bob < :banter.test 482 bob #a :You're not channel operator
    alice > MODE #a -t
    alice < …MODE…
    bob < …MODE…
    bob > TOPIC #a :mine
    alice < :bob!~bob@127.0.0.1 TOPIC #a :mine
    bob < :bob!~bob@127.0.0.1 TOPIC #a :mine
    carol > TOPIC #a :not mine
    carol < :banter.test 442 carol #a :You're not on that channel
    carol > TOPIC #a
    carol < :banter.test 442 carol #a :You're not on that channel
    carol > TOPIC #nowhere
    carol < :banter.test 403 carol #nowhere :No such channel
    carol > TOPIC #nowhere :x
    carol < :banter.test 403 carol #nowhere :No such channel
    carol > TOPIC
    carol < :banter.test 461 carol TOPIC :Not enough parameters
    carol > TOPIC :
    carol < :banter.test 403 carol * :No such channel
  `));

test("a long one is cut at a whole character", () =>
  play(
    `
    alice comes
    alice > JOIN #a
    alice << 366
    alice > TOPIC #a :x${"é".repeat(50)}
    alice < …TOPIC #a :x${"é".repeat(39)}
  `,
    { limits: { ...limitsDefault, topicLengthMax: 80 } },
  ));
