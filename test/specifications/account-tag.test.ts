/** account-tag: https://ircv3.net/specs/extensions/account-tag */
import { test } from "node:test";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";

test("with it all that a logged-in person sends has their account", () =>
  play(`
    alice comes account-tag
    bob comes account Robert
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < @account=Robert :bob!~bob@127.0.0.1 JOIN #a
    bob > PRIVMSG #a :hello
    alice < @account=Robert :bob!~bob@127.0.0.1 PRIVMSG #a :hello
    bob > NOTICE alice :hello
    alice < @account=Robert :bob!~bob@127.0.0.1 NOTICE alice :hello
    alice > MODE #a +o bob
    alice < :alice!~alice@127.0.0.1 MODE #a +o bob
    bob < …MODE…
    bob > MODE #a +m
    bob < …MODE…
    alice < @account=Robert :bob!~bob@127.0.0.1 MODE #a +m
    bob > TOPIC #a :tea
    bob < …TOPIC…
    alice < @account=Robert :bob!~bob@127.0.0.1 TOPIC #a :tea
    bob > INVITE alice #b
    bob < …403…
    bob > NICK bobby
    bob < …NICK…
    alice < @account=Robert :bob!~bob@127.0.0.1 NICK bobby
    bob > QUIT :bye
    bob < …ERROR…
    alice < @account=Robert :bobby!~bob@127.0.0.1 QUIT :Quit: bye
  `));

test("who is not logged in has no tag, who does not know it reads none", () =>
  play(`
    alice comes account-tag
    bob comes
    carol comes message-tags server-time
    dave comes account dave
    bob > PRIVMSG alice :hello
    alice < :bob!~bob@127.0.0.1 PRIVMSG alice :hello
    dave > PRIVMSG carol :hello
    carol < @time=…;msgid=… :dave!~dave@127.0.0.1 PRIVMSG carol :hello
    dave > PRIVMSG bob :hello
    bob < :dave!~dave@127.0.0.1 PRIVMSG bob :hello
  `));

test("it is the account of the moment: that of before a change on the change itself", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    alice comes account-tag account-notify
    bob comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN…
  `,
  );
  for (const name of ["hax0r", "bobby"]) room.account(name);
  const bob = room.newest.id;
  room.server.log.append(bob, { type: "login", account: "hax0r" });
  await journey(
    room,
    `
    time passes 0
    bob < …900…
    alice < :bob!~bob@127.0.0.1 ACCOUNT hax0r
    bob > PRIVMSG #a :Now I'm logged in.
    alice < @account=hax0r :bob!~bob@127.0.0.1 PRIVMSG #a :Now I'm logged in.
  `,
  );
  room.server.log.append(bob, { type: "login", account: "bobby" });
  await journey(
    room,
    `
    time passes 0
    bob < …900…
    alice < @account=hax0r :bob!~bob@127.0.0.1 ACCOUNT bobby
    bob > PRIVMSG #a :I switched accounts.
    alice < @account=bobby :bob!~bob@127.0.0.1 PRIVMSG #a :I switched accounts.
  `,
  );
  room.close();
});

test("one's own echo has it too, with this capability alone", () =>
  play(`
    alice comes account alice account-tag echo-message
    bob comes
    alice > PRIVMSG bob :hello
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :hello
    alice < @account=alice :alice!~alice@127.0.0.1 PRIVMSG bob :hello
  `));

test("what the server says beside is not theirs", () =>
  play(`
    alice comes account alice
    bob comes account-tag
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN…
    alice > PRIVMSG #a :a used room stays
    bob < …PRIVMSG…
    alice > PART #a
    alice < …PART…
    bob < @account=alice :alice!~alice@127.0.0.1 PART #a
    alice > JOIN #a
    alice << 366
    alice < …a used room stays
    bob < @account=alice :alice!~alice@127.0.0.1 JOIN #a
    bob < :banter.test MODE #a +… alice
  `));

test("no client can give itself an account", () =>
  play(`
    alice comes account-tag message-tags
    bob comes message-tags
    bob > @account=alice;+x=1 PRIVMSG alice :hello
    alice < @msgid=…;+x=1 :bob!~bob@127.0.0.1 PRIVMSG alice :hello
  `));
