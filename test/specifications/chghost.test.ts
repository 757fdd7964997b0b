/** chghost: https://ircv3.net/specs/extensions/chghost */
import { test } from "node:test";
import type { Request } from "../../src/server/request.ts";
import { userNamed } from "../../src/server/state.ts";
import { journey } from "../journey.ts";
import { TestRoom } from "../room.ts";

/** What happens to somebody; on whose behalf, the server or another rule says. */
function changeHost(room: TestRoom, nick: string, host: string | null, username?: string): void {
  const user = userNamed(room.server.state, nick);
  const peer = room.server.door.peers.get(user?.sessions[0]?.id ?? "");
  const request: Request = { type: "changeHost", nick, username: username ?? null, host };
  if (peer) room.server.append(peer, request);
}

const told = "time passes 0";

test("who shares a channel reads CHGHOST once, and so does the one it is about", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    alice comes chghost
    tim comes chghost as tim
    alice > JOIN #a,#b
    alice << 366 alice #b
    tim > JOIN #a,#b
    tim << 366 tim #b
    alice < …JOIN…
    alice < …JOIN…
    carol comes chghost
  `,
  );
  changeHost(room, "tim", "ckyard", "~b");
  await journey(
    room,
    `
    ${told}
    tim < :tim!~tim@127.0.0.1 CHGHOST ~b ckyard
    alice < :tim!~tim@127.0.0.1 CHGHOST ~b ckyard
  `,
  );
  // The new ones hold in all that follows.
  await journey(
    room,
    `
    tim > PRIVMSG #a :hello
    alice < :tim!~b@ckyard PRIVMSG #a :hello
    alice > WHOIS tim
    alice < :banter.test 311 alice tim ~b ckyard * :tim of Test
    alice << 318
    alice > WHO #b %uhn
    alice < :banter.test 354 alice ~alice 127.0.0.1 alice
    alice < :banter.test 354 alice ~b ckyard tim
    alice < …315…
    alice > USERHOST tim
    alice < :banter.test 302 alice :tim=+~b@ckyard
    tim > WHOIS tim
    tim << 338 tim tim ~b@127.0.0.1 127.0.0.1
    tim << 318
  `,
  );
  room.close();
});

test("username or host alone can change; the same as before is no change", async () => {
  const room = new TestRoom();
  await journey(room, "tim comes chghost");
  changeHost(room, "tim", null, "toolshed");
  await journey(room, `${told}\ntim < :tim!~tim@127.0.0.1 CHGHOST toolshed 127.0.0.1`);
  changeHost(room, "tim", "backyard");
  await journey(room, `${told}\ntim < :tim!toolshed@127.0.0.1 CHGHOST toolshed backyard`);
  changeHost(room, "tim", "backyard", "toolshed");
  await journey(room, told);
  room.close();
});

test("others read that the person goes and comes again, with their modes", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    tim comes
    tim > JOIN #a,#b,#c
    tim << 366 tim #c
    alice comes
    alice > JOIN #a
    alice << 366
    tim < …JOIN…
    bob comes extended-join away-notify server-time account-tag
    bob > JOIN #a,#b
    bob << 366 bob #b
    tim < …JOIN…
    tim < …JOIN…
    alice < …JOIN…
    tim > MODE #b -o+v tim tim
    tim < …MODE…
    bob < …MODE…
    tim > AWAY :out
    tim < …306…
    bob < …AWAY…
    nina comes plain
    nina << You are in
    nina > /join a
    nina << You are in
    tim < …JOIN…
    alice < …JOIN…
    bob < …JOIN…
  `,
  );
  changeHost(room, "tim", "hidden.example");
  await journey(
    room,
    `
    ${told}
    tim < :banter.test 396 tim hidden.example :is now your displayed host
    alice < :tim!~tim@127.0.0.1 QUIT :Changing hostname
    alice < :tim!~tim@hidden.example JOIN #a
    alice < :banter.test MODE #a +o tim
    bob < @time=… :tim!~tim@127.0.0.1 QUIT :Changing hostname
    bob < @time=… :tim!~tim@hidden.example JOIN #a * :tim of Test
    bob < @time=… :banter.test MODE #a +o tim
    bob < @time=… :tim!~tim@hidden.example AWAY :out
    bob < @time=… :tim!~tim@hidden.example JOIN #b * :tim of Test
    bob < @time=… :banter.test MODE #b +v tim
    bob < @time=… :tim!~tim@hidden.example AWAY :out
  `,
  );
  // He has not left: what is said reaches him, and he what is said.
  await journey(
    room,
    `
    alice > PRIVMSG #a :still here?
    tim < …PRIVMSG #a :still here?
    bob < …PRIVMSG…
    nina < …
    tim > PRIVMSG #a :yes
    alice < :tim!~tim@hidden.example PRIVMSG #a :yes
    bob < …PRIVMSG…
    nina < …
  `,
  );
  room.close();
});

test("who shares no channel reads nothing, but for extended-monitor", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    tim comes
    alice comes extended-monitor chghost
    bob comes extended-monitor
    carol comes chghost
    alice > MONITOR + tim
    alice < …730…
    bob > MONITOR + tim
    bob < …730…
    carol > MONITOR + tim
    carol < …730…
  `,
  );
  changeHost(room, "tim", "hidden.example");
  await journey(
    room,
    `
    ${told}
    tim < …396…
    alice < :tim!~tim@127.0.0.1 CHGHOST ~tim hidden.example
  `,
  );
  room.close();
});

test("every device reads it, each by its own capabilities", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    laptop comes account tim as tim chghost
    phone comes account tim as tim
    laptop > JOIN #a
    laptop << 366
    phone << 366
  `,
  );
  changeHost(room, "tim", "hidden.example");
  await journey(
    room,
    `
    ${told}
    laptop < :tim!~tim@127.0.0.1 CHGHOST ~tim hidden.example
    phone < :banter.test 396 tim hidden.example :is now your displayed host
  `,
  );
  room.close();
});

test("what cannot stand in nick!user@host is refused, and whose it is not may not", async () => {
  const room = new TestRoom();
  await journey(room, "tim comes chghost standard-replies");
  for (const host of ["", "a b", ":x", "a!b", "a@b", "h".repeat(64), "é.example"]) {
    changeHost(room, "tim", host);
    await journey(room, `${told}\ntim < :banter.test FAIL … INVALID_HOST …`);
  }
  changeHost(room, "tim", "x", "a!b");
  await journey(room, `${told}\ntim < :banter.test FAIL … INVALID_HOST …`);
  await journey(room, "bob comes");
  const peer = [...room.server.door.peers.values()][0];
  if (peer)
    room.server.append(peer, { type: "changeHost", nick: "bob", username: null, host: "x" });
  await journey(room, `${told}\ntim < :banter.test 481 …`);
  room.close();
});
