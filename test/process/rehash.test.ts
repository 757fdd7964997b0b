/** A changed configuration is taken up while the server runs, or says why it is not. */
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { certificate, fingerprintAt } from "./certificate.ts";
import { noFlood, run, serve } from "./banter.ts";
import { ircPerson, plainPerson } from "./person.ts";

test("SIGHUP takes up what can change, and names what cannot", async (t) => {
  const server = await serve(t);
  await plainPerson(t, server.port);
  writeFileSync(
    server.config,
    '[server]\nname = "other.example"\ndescription = "Our kitchen"\nmotd = "Be kind."\n' +
      `[plain]\ngreeting = "Come in!"\n[[listeners]]\nport = 1234\n${noFlood}`,
  );
  server.child.kill("SIGHUP");
  await server.out.next(/The configuration has been taken up\.\n/);
  await server.out.next(/server\.name has changed too, but needs a restart\.\n/);
  const nina = await plainPerson(t, server.port);
  assert.match(nina.heard.text, /^Come in!/);
  const alice = await ircPerson(t, server.port, "alice");
  assert.match(alice.heard.text, / 372 alice :- ?Be kind\./);
  assert.doesNotMatch(alice.heard.text, /other\.example/);
  const page = await (await fetch(`http://127.0.0.1:${server.port}/`)).text();
  assert.match(page, /Our kitchen/);
  // The console's own setting, too.
  writeFileSync(server.config, '[server]\nlog_level = "error"\n');
  server.child.kill("SIGHUP");
  await server.out.next(/taken up/);
  const bob = await ircPerson(t, server.port, "bob");
  await bob.fence();
  assert.doesNotMatch(server.out.text, /bob/);
});

test("a configuration that cannot be used changes nothing, and says so", async (t) => {
  const server = await serve(t, { config: `[plain]\ngreeting = "Welcome, all!"\n${noFlood}` });
  const cases: readonly [text: string, said: RegExp][] = [
    ['[plain]\ngreeting = "Other"\ntimes = "never"\n', /:3: plain\.times is "never"; allowed: /],
    ["[plain\n", /:1: this is not TOML: /],
    ['[plain]\ngreeting = "Other"\n[server]\nmotd_file = "absent"\n', /:4: server\.motd_file: /],
  ];
  for (const [text, said] of cases) {
    writeFileSync(server.config, text);
    server.child.kill("SIGHUP");
    await server.out.next(/The configuration stays as it was:\n/);
    await server.out.next(said);
    const nina = await plainPerson(t, server.port);
    assert.match(nina.heard.text, /^Welcome, all!/);
    nina.socket.destroy();
  }
  rmSync(server.config);
  server.child.kill("SIGHUP");
  await server.out.next(/stays as it was:\n.*cannot be read: there is none of that name\n/);
  assert.equal(server.running, true);
  writeFileSync(server.config, "");
});

test("REHASH, by an operator", async (t) => {
  const { out } = await run(["hash-password"], "sesame\n");
  const operators = `[[operators]]\nname = "root"\npassword_hash = "${out.trim()}"\n`;
  const server = await serve(t, { config: operators + noFlood });
  const alice = await ircPerson(t, server.port, "alice");
  alice.say("REHASH");
  await alice.hears(/:\S+ 481 alice .*/);
  alice.say("OPER root wrong");
  await alice.hears(/:\S+ 464 alice .*/);
  alice.say("OPER root sesame");
  await alice.hears(/:\S+ 381 alice .*/);
  writeFileSync(
    server.config,
    `[limits]\nline_bytes_max = 1024\n[plain]\ngreeting = "Hi!"\n${operators}${noFlood}`,
  );
  alice.say("REHASH");
  await alice.hears(/:\S+ 382 alice .*/);
  await alice.hears(/.*NOTICE alice :The configuration has been taken up\./);
  await alice.hears(/.*NOTICE alice :limits\.line_bytes_max has changed too, .*/);
  assert.match((await plainPerson(t, server.port)).heard.text, /^Hi!/);
  writeFileSync(server.config, "[plain]\ngreeting = 7\n");
  alice.say("REHASH");
  await alice.hears(/.*NOTICE alice :The configuration stays as it was:/);
  await alice.hears(/.*NOTICE alice :.*:2: plain\.greeting is 7; allowed: .*/);
  assert.match((await plainPerson(t, server.port)).heard.text, /^Hi!/);
});

test("certificates are read anew, or stay", async (t) => {
  const first = certificate();
  const text = `[tls]\ncertificate = "${first.cert}"\nkey = "${first.key}"\n`;
  const server = await serve(t, { config: text });
  assert.equal(await fingerprintAt(server.port), first.fingerprint());
  const before = first.fingerprint();
  first.renew();
  assert.notEqual(first.fingerprint(), before);
  server.child.kill("SIGHUP");
  await server.out.next(/taken up/);
  assert.equal(await fingerprintAt(server.port), first.fingerprint());
  const kept = first.fingerprint();
  writeFileSync(first.key, "no key");
  server.child.kill("SIGHUP");
  await server.out.next(/stays as it was:\n.*key/);
  assert.equal(await fingerprintAt(server.port), kept);
});
