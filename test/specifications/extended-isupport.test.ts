/** draft/extended-isupport: https://ircv3.net/specs/extensions/extended-isupport */
import { test } from "node:test";
import { journey, play } from "../journey.ts";
import { configWith, TestRoom } from "../room.ts";

const both = "batch draft/extended-isupport";

test("ISUPPORT is answered with the whole list, after registration whoever asks", () =>
  play(`
    alice comes
    alice > ISUPPORT
    alice < :banter.test 005 alice ACCOUNTEXTBAN=… AWAYLEN=200 BOT=B …:are supported by this server
    alice <+ :banter.test 005 alice … :are supported by this server
  `));

test("with the capability it is answered before registration completes", () =>
  play(`
    alice comes raw
    alice > CAP REQ draft/extended-isupport
    alice < …ACK…
    alice > ISUPPORT
    alice < :banter.test 005 * ACCOUNTEXTBAN=… AWAYLEN=200 …:are supported by this server
    alice <+ :banter.test 005 * … :are supported by this server
    alice > NICK alice
    alice > USER alice 0 * :Alice
    alice > ISUPPORT
    alice <+ :banter.test 005 * … :are supported by this server
    -- and all of it comes again with the welcome
    alice > CAP END
    alice < :banter.test 001 alice …
    alice < …002…
    alice < …003…
    alice < …004…
    alice <+ :banter.test 005 alice …
    alice << 422
  `));

test("without the capability it is not, until registration has completed", () =>
  play(`
    alice comes raw
    alice > NICK alice
    alice > ISUPPORT
    alice < :banter.test 451 * :You have not registered
    alice > CAP REQ batch
    alice < …ACK…
    alice > ISUPPORT
    alice < :banter.test 451 * :You have not registered
  `));

test("with both capabilities every 005 is in a draft/isupport batch, with nothing else in it", () =>
  play(`
    alice comes raw
    alice > CAP REQ draft/extended-isupport
    alice < …ACK…
    alice > CAP REQ batch
    alice < …ACK…
    alice > ISUPPORT
    alice < :banter.test BATCH +isupport draft/isupport
    alice <+ @batch=isupport :banter.test 005 * … :are supported by this server
    alice < :banter.test BATCH -isupport
    alice > NICK alice
    alice > USER alice 0 * :Alice
    alice > CAP END
    alice < :banter.test 001 alice …
    alice < …002…
    alice < …003…
    alice < …004…
    alice < :banter.test BATCH +isupport draft/isupport
    alice <+ @batch=isupport :banter.test 005 alice …
    alice < :banter.test BATCH -isupport
    alice << 422
    alice > VERSION
    alice < :banter.test 351 …
    alice < :banter.test BATCH +isupport draft/isupport
    alice <+ @batch=isupport :banter.test 005 alice …
    alice < :banter.test BATCH -isupport
  `));

test("with only one of them there is no batch", () =>
  play(`
    alice comes batch
    alice > ISUPPORT
    alice <+ :banter.test 005 alice …
    bob comes draft/extended-isupport
    bob > ISUPPORT
    bob <+ :banter.test 005 bob …
  `));

test("under a label the batch bears it, or is within the answer's", () =>
  play(`
    alice comes ${both} labeled-response
    alice > @label=1 ISUPPORT
    alice < @label=1 :banter.test BATCH +isupport draft/isupport
    alice <+ @batch=isupport :banter.test 005 alice …
    alice < :banter.test BATCH -isupport
    alice > @label=2 VERSION
    alice < @label=2 :banter.test BATCH +l… labeled-response
    alice < @batch=l… :banter.test 351 …
    alice < @batch=l… :banter.test BATCH +isupport draft/isupport
    alice <+ @batch=isupport :banter.test 005 alice …
    alice < @batch=l… :banter.test BATCH -isupport
    alice < :banter.test BATCH -l…
  `));

test("what a rehash changes is told: new values, and -NAME for what is no more", async () => {
  const icon = "https://example.org/icon.png?size={size}";
  const room = new TestRoom({ server: { icon } });
  await journey(
    room,
    `
    alice comes
    bob comes ${both}
    early comes raw
    early > CAP REQ draft/extended-isupport
    early < …ACK…
    old comes raw
    nina comes plain
    nina << You are in
    alice > ISUPPORT
    alice << draft/ICON=${icon} :are
  `,
  );
  room.server.takeUp(
    configWith({
      server: { network: "Teahouse" },
      limits: { ...room.server.config.limits, topicLengthMax: 200 },
    }),
  );
  await journey(
    room,
    `
    time passes 0
    alice < :banter.test 005 alice NETWORK=Teahouse TOPICLEN=200 -draft/ICON :are supported by …
    bob < :banter.test BATCH +isupport draft/isupport
    bob < @batch=isupport :banter.test 005 bob NETWORK=Teahouse TOPICLEN=200 -draft/ICON …
    bob < :banter.test BATCH -isupport
    early < :banter.test 005 * NETWORK=Teahouse TOPICLEN=200 -draft/ICON …
  `,
  );
  room.server.takeUp(room.server.config);
  await journey(room, "time passes 0");
  room.close();
});
