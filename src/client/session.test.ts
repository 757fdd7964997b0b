/**
 * The client's session by transcripts: `<` comes from the server, `.` is typed, `>` is sent, `=` is
 * told. Whatever is sent or told and not written here fails.
 */
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import test from "node:test";
import { scramWith } from "../protocol/scram.ts";
import { painter } from "../terminal/paint.ts";
import { inWords } from "../terminal/words.ts";
import { Session } from "./session.ts";
import type { Outcome, SessionOptions } from "./session.ts";
import { active } from "./state.ts";

const noon = Date.UTC(2026, 10, 22, 12, 0, 0);
const paint = painter(false);

class Play {
  readonly session: Session;
  at = noon;

  constructor(options: Partial<SessionOptions> = {}) {
    this.session = new Session({ nick: "bob", rooms: ["#lobby"], username: "b", ...options });
  }

  /** Plays a transcript; the first line that differs fails. */
  run(transcript: string): void {
    const lines = transcript
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
    const wanted: string[] = [];
    const got: string[] = [];
    for (const line of lines) {
      wanted.push(line);
      const outcome = this.#act(line);
      if (outcome === null) continue;
      assert.deepEqual(got, wanted.slice(0, -1), `before ${line}`);
      got.push(line, ...this.#said(outcome));
    }
    assert.deepEqual(got, wanted);
  }

  #act(line: string): Outcome | null {
    const rest = line.slice(2);
    if (line === "open") return this.session.opened(this.at);
    if (line === "lost") return this.session.lost(this.at);
    if (line.startsWith("+")) {
      this.at += Number(line.slice(1)) * 1000;
      return this.session.tick(this.at);
    }
    if (line.startsWith("<")) return this.session.received(rest, this.at);
    return line.startsWith(".") ? this.session.typed(rest, this.at) : null;
  }

  #said({ send, news, taken }: Outcome): string[] {
    const here = active(this.session.state)?.name ?? null;
    const view = { now: this.at, here, nick: this.session.state.nick };
    const words = news.flatMap((each) =>
      inWords(each, view, paint).map(({ text }) => `= ${text}`.trim()),
    );
    const silent = news.filter((each) => each.type === "silent" || each.type === "leaving");
    const marks = [
      ...(taken ? [] : ["= (given back)"]),
      ...silent.map(({ type }) => `= (${type})`),
    ];
    return [...send.map((line) => `> ${line}`), ...words, ...marks];
  }
}

const welcomed = `
  open
  > CAP LS 302
  > NICK bob
  > USER b 0 * bob
  < :srv CAP * LS :multi-prefix sasl=PLAIN
  > CAP REQ multi-prefix
  < :srv CAP bob ACK :multi-prefix
  > CAP END
  < :srv 001 bob :Welcome to it, bob!b@host
  < :srv 005 bob CHANTYPES=# PREFIX=(ov)@+ CASEMAPPING=ascii :are supported by this server
  < :srv 422 bob :No message of the day
  > JOIN #lobby
  = * You are bob. /help lists the commands.`;

const joined = `${welcomed}
  < :bob!b@host JOIN #lobby
  > PING banter-settle-#lobby
  = * You joined #lobby.
  < :srv 353 bob = #lobby :@alice bob
  < :srv 366 bob #lobby :End of names
  = * 2 people are here: @alice, bob
  < :srv PONG srv banter-settle-#lobby`;

const modern = `
  open
  > CAP LS 302
  > NICK bob
  > USER b 0 * bob
  < :srv CAP * LS * :batch echo-message
  < :srv CAP * LS :labeled-response message-tags server-time
  > CAP REQ :batch echo-message labeled-response message-tags server-time
  < :srv CAP bob ACK :batch echo-message labeled-response message-tags server-time
  > CAP END
  < @time=2026-11-22T12:00:00.000Z :srv 001 bob :Welcome
  < :srv 422 bob :No message of the day
  > JOIN #lobby
  = * You are bob. /help lists the commands.
  < :bob!b@host JOIN #lobby
  > PING banter-settle-#lobby
  = * You joined #lobby.
  < :srv PONG srv banter-settle-#lobby`;

test("a server with little joins us, and what is said is seen at once and fenced", () => {
  const play = new Play();
  play.run(`${joined}
    . hello
    > PRIVMSG #lobby hello
    > PING banter-fence-1
    = <You> hello
    . again
    > PRIVMSG #lobby again
    = <You> again
    < :srv PONG srv banter-fence-1
    > PING banter-fence-2
    < :alice!a@h PRIVMSG #lobby :\x01ACTION waves\x01
    = * alice waves
    < :alice!a@h PRIVMSG bob :psst
    = <alice to you> psst
    . /me nods
    > PRIVMSG #lobby :\x01ACTION nods\x01
    = * bob nods
    . /msg alice what?
    > PRIVMSG alice what?
    = <You to alice> what?`);
  assert.equal(play.session.idle, false);
  play.run(`
    < :srv PONG srv banter-fence-2
    > PING banter-fence-4
    < :srv PONG srv banter-fence-4`);
  assert.equal(play.session.idle, true);
});

test("with echoes a line is seen once, when its echo comes, in the room's order", () => {
  new Play().run(`${modern}
    . hello
    > @label=b1 PRIVMSG #lobby hello
    < @msgid=m1 :alice!a@h PRIVMSG #lobby :first
    = <alice> first
    < @label=b1;msgid=m2 :bob!b@host PRIVMSG #lobby :hello
    = <You> hello
    < @msgid=m2 :bob!b@host PRIVMSG #lobby :hello`);
});

test("a taken nick leads to another, and back to the first when it is free", () => {
  new Play().run(`
    open
    > CAP LS 302
    > NICK bob
    > USER b 0 * bob
    < :srv 433 * bob :Nickname is already in use
    > NICK bob_
    < :srv 433 * bob_ :Nickname is already in use
    > NICK bob2
    < :srv 001 bob2 :Welcome
    < :srv 376 bob2 :End
    > JOIN #lobby
    = * You are bob2. /help lists the commands.
    < :bob!x@y QUIT :gone
    > NICK bob
    = * bob quit (gone)
    < :bob2!b@h NICK bob
    = * You are now bob`);
});

test("a fixed nick that is taken is refused; so is a room", () => {
  new Play({ nickFixed: true }).run(`
    open
    > CAP LS 302
    > NICK bob
    > USER b 0 * bob
    < :srv 433 * bob :Nickname is already in use
    = ! bob: Nickname is already in use`);
  new Play().run(`${welcomed}
    . lost words
    < :srv 473 bob #lobby :Cannot join channel (+i)
    = ! #lobby: Cannot join channel (+i) — not said: lost words`);
});

test("commands are done, unknown ones are answered here, // says a slash", () => {
  new Play().run(`${joined}
    . /nick rob
    > NICK rob
    < :bob!b@host NICK rob
    = * You are now rob
    . /bogus thing
    = * There is no /bogus; /help lists what there is. To say it, type //bogus.
    . /toString
    = * There is no /toString; /help lists what there is. To say it, type //toString.
    . //bogus
    > PRIVMSG #lobby /bogus
    > PING banter-fence-1
    = <You> /bogus
    . /join dev
    > JOIN #dev
    < :rob!b@host JOIN #dev
    > PING banter-settle-#dev
    = * You joined #dev.
    < :alice!a@h PRIVMSG #lobby :over here
    = #lobby <alice> over here
    . /part see you
    > PART #dev :see you
    < :rob!b@host PART #dev :see you
    = * You left #dev (see you)
    . /topic tea
    > TOPIC #lobby tea
    < :rob!b@host TOPIC #lobby :tea
    = * rob changed the topic of #lobby: tea
    . /away out
    > AWAY out
    < :srv 306 rob :You have been marked as being away
    = * You are away.
    . /raw VERSION
    > VERSION
    . /quit bye
    > QUIT bye
    = (leaving)`);
});

test("who, rooms and history are told readably", () => {
  new Play().run(`${joined}
    . /who
    > WHO #lobby
    < :srv 352 bob #lobby a h srv alice H@ :0 Alice
    < :srv 352 bob #lobby c h srv carol G :0 Carol
    < :srv 315 bob #lobby :End of WHO
    = * 2 people are here: @alice, carol (away)
    . /rooms
    > LIST
    < :srv 322 bob #dev 1 :
    < :srv 322 bob #lobby 2 :tea and cake
    < :srv 323 bob :End of LIST
    = * #lobby: 2 people — tea and cake
    = * #dev: 1 person
    . /history 20
    > HISTORY #lobby 20
    > PING banter-history
    < :srv PONG srv banter-history
    = * Nothing earlier is known here.
    . /history
    > HISTORY #lobby 50
    > PING banter-history
    < :srv 421 bob HISTORY :Unknown command
    = * This server cannot be asked for what was said before.`);
});

test("what the server kept is history, and nothing is shown twice", () => {
  const play = new Play();
  play.run(modern);
  play.run(`
    < :srv BATCH +h chathistory #lobby
    < @batch=h;msgid=k1;time=2026-11-21T09:00:00.000Z :alice!a@h PRIVMSG #lobby :yesterday
    < @batch=h;msgid=k2;time=2026-11-22T11:00:00.000Z :carol!c@h JOIN #lobby
    < :srv BATCH -h
    = <alice> yesterday
    < @msgid=k1;time=2026-11-21T09:00:00.000Z :alice!a@h PRIVMSG #lobby :yesterday
    < @msgid=k3;time=2026-11-22T12:00:05.000Z :alice!a@h PRIVMSG #lobby :now
    = <alice> now`);
  const log = active(play.session.state)?.log ?? [];
  assert.deepEqual(
    log.flatMap((item) => (item.type === "said" ? [[item.text, item.history]] : [])),
    [
      ["yesterday", true],
      ["now", false],
    ],
  );
  assert.equal(log[0]?.at, Date.UTC(2026, 10, 21, 9));
  assert.equal(active(play.session.state)?.membership?.members.has("carol"), false);
});

test("chathistory is asked for where it is offered, from what is known on", () => {
  const play = new Play({ historyLines: 50 });
  play.run(`
    open
    > CAP LS 302
    > NICK bob
    > USER b 0 * bob
    < :srv CAP * LS :batch draft/chathistory server-time
    > CAP REQ :batch draft/chathistory server-time
    < :srv CAP bob ACK :batch draft/chathistory server-time
    > CAP END
    < :srv 001 bob :Welcome
    < :srv 005 bob CHATHISTORY=30 :are supported
    < :srv 422 bob :No message of the day
    > JOIN #lobby
    = * You are bob. /help lists the commands.
    < :bob!b@host JOIN #lobby
    > CHATHISTORY LATEST #lobby * 30
    > PING banter-settle-#lobby
    = * You joined #lobby.
    < :srv BATCH +1 chathistory #lobby
    < @batch=1;msgid=k7;time=2026-11-22T11:00:00.000Z :alice!a@h PRIVMSG #lobby :earlier
    < @batch=1;msgid=k8;time=2026-11-22T11:00:01.000Z :alice!a@h PRIVMSG #lobby :later
    < :srv BATCH -1
    = <alice> earlier
    = <alice> later
    . /history
    = * Nothing earlier is known here.
    . /part
    > PART #lobby
    < :bob!b@host PART #lobby
    = * You left #lobby
    < :bob!b@host JOIN #lobby
    > CHATHISTORY LATEST #lobby msgid=k8 30
    > PING banter-settle-#lobby
    = * Back in #lobby.
    < :srv FAIL CHATHISTORY MESSAGE_ERROR LATEST #lobby :Messages could not be retrieved
    . /history 2
    = * Nothing earlier is known here.`);
});

test("a lost connection loses nothing typed, and repeats nothing that had arrived", () => {
  const play = new Play();
  play.run(`${modern}
    . arrived
    > @label=b1 PRIVMSG #lobby arrived
    . lost on the way
    > @label=b2 PRIVMSG #lobby :lost on the way
    lost
    . typed while away
    = <You> typed while away  (not sent yet)
    . /who
    = * /who needs the connection; it is not there now.
    = (given back)`);
  assert.deepEqual(play.session.unconfirmed, ["arrived", "lost on the way", "typed while away"]);
  play.run(`
    open
    > CAP LS 302
    > NICK bob
    > USER b 0 * bob
    < :srv CAP * LS :echo-message server-time batch
    > CAP REQ :batch echo-message server-time
    < :srv CAP bob ACK :batch echo-message server-time
    > CAP END
    < :srv 001 bob :Welcome
    < :srv 422 bob :No message of the day
    > JOIN #lobby
    < :bob!b@host JOIN #lobby
    > PING banter-settle-#lobby
    = * Back in #lobby.
    < :srv BATCH +h chathistory #lobby
    < @batch=h;msgid=k1;time=2026-11-22T12:00:00.000Z :bob!b@host PRIVMSG #lobby :arrived
    < :srv BATCH -h
    = <You> arrived  (typed ${hhmm(noon)})
    < :srv PONG srv banter-settle-#lobby
    > PRIVMSG #lobby :lost on the way
    > PRIVMSG #lobby :typed while away
    < @msgid=k2 :bob!b@host PRIVMSG #lobby :lost on the way
    = <You> lost on the way  (typed ${hhmm(noon)})
    < @msgid=k3 :bob!b@host PRIVMSG #lobby :typed while away
    = <You> typed while away  (typed ${hhmm(noon)})`);
  assert.equal(play.session.idle, true);
});

test("what may have reached a person is offered where their history tells it no more", () => {
  const play = new Play({ rooms: [], historyLines: 50 });
  const open = `
    open
    > CAP LS 302
    > NICK bob
    > USER b 0 * bob`;
  play.run(`${open}
    < :srv CAP * LS :batch draft/chathistory echo-message
    > CAP REQ :batch draft/chathistory echo-message
    < :srv CAP bob ACK :batch draft/chathistory echo-message
    > CAP END
    < :srv 001 bob :Welcome
    < :srv 422 bob :No message of the day
    = * You are bob. /help lists the commands.
    . /msg alice hello
    > CHATHISTORY LATEST alice * 50
    > PRIVMSG alice hello
    < :srv BATCH +1 chathistory alice
    < :srv BATCH -1
    lost
    ${open}
    < :srv CAP * LS :echo-message
    > CAP REQ echo-message
    < :srv CAP bob ACK echo-message
    > CAP END
    < :srv 001 bob :Welcome
    < :srv 422 bob :No message of the day
    = ! Perhaps not said: hello  (/resend says it again, /forget drops it)`);
});

test("who is where follows joins, nicks, modes, kicks and quits", () => {
  const play = new Play();
  play.run(`${joined}
    < :carol!c@h JOIN #lobby
    = * carol joined
    < :alice!a@h MODE #lobby +ov-k carol carol *
    = * alice sets mode +ov-k carol carol *
    < :carol!c@h NICK Cara
    = * carol is now Cara
    < :alice!a@h KICK #lobby alice :oops
    = * alice was put out of #lobby by alice (oops)
    < :CARA!c@h AWAY :lunch
    = * CARA is away (lunch)`);
  const members = active(play.session.state)?.membership?.members;
  assert.deepEqual(
    [...(members?.values() ?? [])],
    [
      { nick: "bob", prefixes: "", account: null, away: false },
      { nick: "Cara", prefixes: "@+", account: null, away: true },
    ],
  );
  play.run(`
    < :cara!c@h QUIT :Quit: bye
    = * cara quit (bye)
    < :alice!a@h KICK #lobby bob :enough
    = * You were put out of #lobby by alice (enough)
    . anybody?
    = * You are in no room; /rooms lists them, /join ROOM enters one.
    = (given back)`);
});

test("only some lines are under way at once; refused ones are given back in words", () => {
  const play = new Play();
  play.run(modern);
  const sent = Array.from({ length: 25 }, (_, n) =>
    play.session.typed(`line ${n}`, play.at),
  ).flatMap((outcome) => outcome.send);
  assert.equal(sent.length, 10);
  play.run(`
    < @label=b1 :srv 404 bob #lobby :Cannot send to channel
    > @label=b11 PRIVMSG #lobby :line 10
    = ! #lobby: Cannot send to channel — not said: line 0
    < @label=b2 :srv FAIL PRIVMSG TOO_FAST #lobby :Slower
    > @label=b12 PRIVMSG #lobby :line 11
    = ! Slower — not said: line 1
    +70
    > @label=b13 PRIVMSG #lobby :line 12
    > @label=b14 PRIVMSG #lobby :line 13
    > @label=b15 PRIVMSG #lobby :line 14
    > @label=b16 PRIVMSG #lobby :line 15
    > @label=b17 PRIVMSG #lobby :line 16
    > @label=b18 PRIVMSG #lobby :line 17
    > @label=b19 PRIVMSG #lobby :line 18
    > @label=b20 PRIVMSG #lobby :line 19
    > @label=b21 PRIVMSG #lobby :line 20
    > @label=b22 PRIVMSG #lobby :line 21
    > PING banter-alive
    = ! The server has not confirmed: line 2
    = ! The server has not confirmed: line 3
    = ! The server has not confirmed: line 4
    = ! The server has not confirmed: line 5
    = ! The server has not confirmed: line 6
    = ! The server has not confirmed: line 7
    = ! The server has not confirmed: line 8
    = ! The server has not confirmed: line 9
    = ! The server has not confirmed: line 10
    = ! The server has not confirmed: line 11
    +31
    = (silent)`);
});

test("a text of many bytes becomes several lines, each whole when it is relayed", () => {
  const play = new Play();
  play.run(joined);
  const text = `${"word ".repeat(150)}${"日本語👍🏽".repeat(60)}`;
  const { send } = play.session.typed(text, play.at);
  const lines = send.filter((line) => line.startsWith("PRIVMSG"));
  const pieces = lines.map((line) => line.replace(/^PRIVMSG #lobby :?/, ""));
  assert.ok(lines.length > 2);
  for (const line of lines) assert.ok(Buffer.byteLength(`:bob!b@host ${line}\r\n`) <= 512);
  assert.equal(pieces.join("").replaceAll(" ", ""), text.replaceAll(" ", ""));
  const smuggled = play.session.typed("one\r\nQUIT\0 x", play.at).send;
  assert.deepEqual(smuggled, ["PRIVMSG #lobby one", "PRIVMSG #lobby :QUIT  x"]);
});

test("names are the same as the server has them, in every script", () => {
  new Play().run(`${joined}
    < :srv 005 bob UTF8MAPPING=rfc8265 :are supported by this server
    . /join #Élan
    > JOIN #Élan
    < :bob!b@host JOIN #éLAN
    > PING banter-settle-#Élan
    = * You joined #Élan.`);
});

test("a server that does not prove that it knows the password logs nobody in", () => {
  const scram = scramWith({
    hash: (data: Uint8Array) => createHash("sha256").update(data).digest(),
    hmac: (key: Uint8Array, data: Uint8Array) => createHmac("sha256", key).update(data).digest(),
  });
  const credentials = { account: "bob", password: "tea" };
  const play = new Play({ scram, nonce: () => "n", credentials });
  play.run(`
    open
    > CAP LS 302
    > NICK bob
    > USER b 0 * bob
    < :srv CAP * LS :sasl=SCRAM-SHA-256
    > CAP REQ sasl
    < :srv CAP bob ACK :sasl
    > AUTHENTICATE SCRAM-SHA-256
    < AUTHENTICATE +
    > AUTHENTICATE ${btoa("n,,n=bob,r=n")}
    < AUTHENTICATE ${btoa("r=nm,s=c2FsdA==,i=4096")}`);
  const salted = new Uint8Array(32);
  const { send } = play.session.act({ type: "salted", salted }, play.at);
  assert.match(send[0] ?? "", /^AUTHENTICATE /);
  play.run(`
    < :srv 903 bob :Welcome in
    > AUTHENTICATE *
    > CAP END
    = ! Not logged in: the server does not know your password itself: is it the right server?`);
});

test("what is said is new, also when the server's clock went back", () => {
  const play = new Play();
  play.run(modern);
  const at = (time: string, text: string): void =>
    void play.session.received(
      `@time=2026-11-22T${time}Z :alice!a@h PRIVMSG #lobby :${text}`,
      noon,
    );
  play.session.act({ type: "watch", name: "#lobby" }, noon);
  at("13:00:00.000", "read");
  play.session.act({ type: "watch", name: null }, noon);
  at("12:00:01.000", "bob: an hour earlier");
  const room = active(play.session.state);
  assert.deepEqual([room?.unread, room?.mentions], [1, 1]);
});

test("no line of a server can throw", () => {
  const play = new Play();
  play.run(joined);
  const words = "JOIN PART QUIT NICK KICK MODE TOPIC BATCH CAP PONG PRIVMSG FAIL ACK ERROR AWAY";
  const more = "CHGHOST ACCOUNT INVITE 001 005 301 322 332 352 353 366 404 433 437 473 999";
  const commands = `${words} ${more}`.split(" ");
  for (const command of commands) {
    for (const params of [
      "",
      " *",
      " #lobby",
      " bob #lobby",
      " :",
      " a b c d e f g h",
      " +x y z",
    ]) {
      for (const source of ["", ":bob!b@h ", ":x "]) {
        play.session.received(`${source}${command}${params}`, play.at);
      }
    }
  }
});

function hhmm(at: number): string {
  return new Date(at).toTimeString().slice(0, 5);
}

test("what is asked for in several lines is waited for before the login", () => {
  const names = [
    "account-notify account-tag away-notify batch cap-notify chghost draft/channel-rename",
    "draft/chathistory draft/event-playback draft/message-edit draft/message-redaction",
    "draft/multiline draft/read-marker draft/search echo-message extended-join extended-monitor",
    "invite-notify labeled-response message-tags multi-prefix server-time setname",
    "standard-replies draft/metadata-2 draft/webpush",
  ].join(" ");
  const credentials = { account: "bob", token: "t" };
  const options = { nick: "bob", rooms: [], credentials, attentive: true, pushes: true };
  const session = new Session(options);
  session.opened(noon);
  const { send } = session.received(`:srv CAP * LS :sasl=OAUTHBEARER ${names}`, noon);
  assert.equal(send.length, 2);
  assert.match(send[1] ?? "", / sasl$/);
  const answers = send.map((line) =>
    session.received(line.replace("CAP REQ", ":srv CAP * ACK"), noon).send.join(),
  );
  assert.deepEqual(answers, ["", "AUTHENTICATE OAUTHBEARER"]);
});
