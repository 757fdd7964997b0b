/** sasl-3.2: the capability's value, and logging in after the registration. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { play } from "../journey.ts";
import { base64, offers, plainResponse, withAlice } from "../sasl.ts";

const right = plainResponse("alice", "correct horse");
const wrong = plainResponse("alice", "battery staple");

test("the value in CAP LS 302 is a list with commas; below 302 there is none", async () => {
  assert.equal((await offers("302")).get("sasl"), "OAUTHBEARER,PLAIN,SCRAM-SHA-256");
  const old = await offers("");
  assert.ok(old.has("sasl"));
  assert.equal(old.get("sasl"), undefined);
});

test("EXTERNAL is in it for who has come with a certificate, and can use it", async () => {
  const key = await offers("302", {}, { secure: true, fingerprint: "abcd" });
  assert.equal(key.get("sasl"), "EXTERNAL,OAUTHBEARER,PLAIN,SCRAM-SHA-256");
  assert.equal(
    (await offers("302", {}, { secure: true })).get("sasl"),
    "OAUTHBEARER,PLAIN,SCRAM-SHA-256",
  );
});

test("who is registered can log in by AUTHENTICATE at any time; the channels hear of it", () =>
  withAlice(`
    bob comes account-notify
    bob > JOIN #a
    bob << 366
    al comes sasl account-notify
    al > JOIN #a
    al << 366
    bob << JOIN
    al > AUTHENTICATE PLAIN
    al < AUTHENTICATE +
    al > AUTHENTICATE ${right}
    al < … 900 al al!~al@127.0.0.1 alice :You are now logged in as alice
    al < :al!~al@127.0.0.1 ACCOUNT alice
    al < … 903 al :SASL authentication successful
    bob < :al!~al@127.0.0.1 ACCOUNT alice
  `));

test("who is logged in can do so again, as the same or as another", () =>
  withAlice(`
    bob comes sasl draft/account-registration
    bob > REGISTER * * :long enough for bob
    bob << SUCCESS
    bob > AUTHENTICATE PLAIN
    bob < AUTHENTICATE +
    bob > AUTHENTICATE ${plainResponse("bob", "long enough for bob")}
    bob < … 900 bob bob!~bob@127.0.0.1 bob :You are now logged in as bob
    bob < … 903 …
    bob > AUTHENTICATE PLAIN
    bob < AUTHENTICATE +
    bob > AUTHENTICATE ${right}
    bob < … 900 bob bob!~bob@127.0.0.1 alice :You are now logged in as alice
    -- whose nick is not bob
    bob < …NOTICE…
    bob < … 903 …
    early comes raw
    early > CAP REQ :sasl
    early << ACK
    early > AUTHENTICATE PLAIN
    early < AUTHENTICATE +
    early > AUTHENTICATE ${right}
    early << 903
    early > AUTHENTICATE PLAIN
    early < AUTHENTICATE +
    early > AUTHENTICATE ${plainResponse("bob", "long enough for bob")}
    early < … 900 * *!*@… bob :You are now logged in as bob
    early < … 903 …
  `));

test("907 where it is not possible: other devices of the account are there, and stay", () =>
  withAlice(`
    bob comes sasl draft/account-registration
    bob > REGISTER * * :long enough for bob
    bob << SUCCESS
    phone comes account bob as bob sasl
    phone > AUTHENTICATE PLAIN
    phone < AUTHENTICATE +
    phone > AUTHENTICATE ${right}
    phone < … 907 bob :You are logged in with other devices too
  `));

test("a failure changes nothing, and says why", () =>
  withAlice(`
    al comes sasl
    al > AUTHENTICATE PLAIN
    al < AUTHENTICATE +
    al > AUTHENTICATE ${wrong}
    al < … 904 al :SASL authentication failed
    al > AUTHENTICATE PLAIN
    al < AUTHENTICATE +
    al > AUTHENTICATE *
    al < … 906 al :SASL authentication aborted
    al > WHOIS al
    al << 312
    al << 317
    al < … 318 …
  `));

test("a mechanism of the list that turns out not to be available is 908 and 904", () =>
  play(`
    al comes raw
    al > CAP REQ :sasl
    al << ACK
    al > AUTHENTICATE EXTERNAL
    al < … 908 * OAUTHBEARER,PLAIN,SCRAM-SHA-256 :are available SASL mechanisms
    al < … 904 * :SASL authentication failed
  `));

test("logging in after registration lets one have one's own nick", () =>
  withAlice(`
    al comes sasl
    al > NICK alice
    al < … 433 al alice :Nickname belongs to an account; log in first, or choose another
    al > AUTHENTICATE PLAIN
    al < AUTHENTICATE +
    al > AUTHENTICATE ${right}
    al << 903
    al > NICK alice
    al < :al!~al@127.0.0.1 NICK alice
  `));

test("with a label the answer comes as one", () =>
  withAlice(`
    al comes sasl batch labeled-response
    al > @label=1 AUTHENTICATE PLAIN
    al < @label=1 AUTHENTICATE +
    al > @label=2 AUTHENTICATE ${base64("\0alice\0nonsense")}
    al < @label=2 … 904 al :SASL authentication failed
    al > @label=3 AUTHENTICATE PLAIN
    al < @label=3 AUTHENTICATE +
    al > @label=4 AUTHENTICATE ${right}
    al < @label=4 … BATCH +… labeled-response
    al < @batch=… … 900 …
    al < @batch=… … 903 …
    al < … BATCH -…
  `));
