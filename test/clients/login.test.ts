/** Real irssi and real weechat log in by SASL; two devices of one account are in step. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { scratchFolder, serve, type Test } from "../process/banter.ts";
import { certificate } from "../process/certificate.ts";
import { ircPerson } from "../process/person.ts";
import { requires } from "../requires.ts";
import { type IrcClient, irssi, type Login, weechat } from "./irc-clients.ts";

const limit = { timeout: 90_000 };
const account = "ines";
const password = "correct horse battery staple";

/** A server, and somebody in its lobby who asks who is who. */
async function inLobby(t: Test) {
  const server = await serve(t);
  const printed = await server.out.until(/SHA-256 fingerprint:\s+([0-9A-F:]{95})/);
  const raw = await ircPerson(t, server.port, "raw");
  return { server, raw, fingerprint: printed?.[1] ?? "" };
}

const cases: readonly [IrcClient, Login["mechanism"]][] = [
  [irssi, "PLAIN"],
  [irssi, "EXTERNAL"],
  [weechat, "PLAIN"],
  [weechat, "SCRAM-SHA-256"],
  [weechat, "EXTERNAL"],
];

for (const [client, mechanism] of cases) {
  const { name } = client;
  const needs = { ...requires(name as "irssi" | "weechat", "tmux"), ...limit };
  test(`${name} logs in by SASL ${mechanism}, and has its account's nick`, needs, async (t) => {
    const { server, raw, fingerprint } = await inLobby(t);
    const made = certificate();
    const own = path.join(scratchFolder(), "own.pem");
    writeFileSync(own, readFileSync(made.cert, "utf8") + readFileSync(made.key, "utf8"));
    const maker = await ircPerson(t, server.port, account, { room: "" });
    maker.say(`REGISTER * * :${password}`, `NS CERT ADD ${made.fingerprint()}`, "QUIT");
    await maker.hears(/:\S+ REGISTER SUCCESS ines .*/);
    await maker.hears(/ERROR .*/);
    const login = { mechanism, account, password };
    const wishes = mechanism === "EXTERNAL" ? { ...login, certificate: own } : login;
    const screen = await client.open(t, {
      port: server.port,
      nick: account,
      login: wishes,
      ...(mechanism === "EXTERNAL" && { fingerprint }),
    });
    await raw.hears(/:ines!\S+ JOIN #lobby/);
    await screen.shows(client.entered);
    raw.say("WHOIS ines");
    await raw.hears(/:\S+ 330 raw ines ines .*/);
    await screen.type(client.toRoom("#lobby"));
    await screen.type("it is me");
    await raw.hears(/:ines!\S+ PRIVMSG #lobby :it is me/);
  });
}

const both = { ...requires("irssi", "weechat", "tmux"), ...limit };
test(
  "two devices of one account are one person, in step, also after a restart",
  both,
  async (t) => {
    const { server, raw } = await inLobby(t);
    raw.say(`NICK ${account}`, `REGISTER * * :${password}`, "NS SET ALWAYS-ON on", "NICK raw");
    await raw.hears(/:\S+ REGISTER SUCCESS ines .*/);
    raw.say("NS LOGOUT");
    await raw.hears(/:NickServ!\S+ NOTICE raw :You are logged out\./);
    const wishes = { port: server.port, nick: account };
    const desk = await irssi.open(t, {
      ...wishes,
      login: { mechanism: "PLAIN", account, password },
    });
    await desk.shows(irssi.entered);
    await desk.type(irssi.toRoom("#lobby"));
    await desk.type("from the desk");
    await raw.hears(/:ines!\S+ PRIVMSG #lobby :from the desk/);
    const scram = { mechanism: "SCRAM-SHA-256", account, password } as const;
    const phone = await weechat.open(t, { ...wishes, login: scram });
    await phone.shows(weechat.entered);
    await phone.type(weechat.toRoom("#lobby"));
    await phone.shows(weechat.said("ines", "from the desk"));
    await phone.type("from the phone");
    await raw.hears(/:ines!\S+ PRIVMSG #lobby :from the phone/);
    await desk.shows(irssi.said("ines", "from the phone"));
    raw.say("PRIVMSG ines :to both of you");
    await phone.type(weechat.toRoom("raw"));
    await phone.shows(/to both of you/);
    await phone.type(weechat.toRoom("#lobby"));
    await desk.shows(/Act: /);
    await server.stop("SIGTERM");
    const again = await serve(t, { data: server.data, place: ["127.0.0.1", String(server.port)] });
    const witness = await ircPerson(t, again.port, "witness");
    witness.say("PRIVMSG #lobby :we are back");
    await phone.shows(weechat.said("witness", "we are back"));
    await desk.shows(irssi.said("witness", "we are back"));
  },
);
