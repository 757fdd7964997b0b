/** channel-rename: https://ircv3.net/specs/extensions/channel-rename */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { journey, play } from "../journey.ts";
import { offered } from "../offered.ts";
import { TestRoom } from "../room.ts";

const cap = "draft/channel-rename";

/** alice leads #a, with bob who knows the command and carol who does not. */
const three = `
  alice comes ${cap}
  bob comes ${cap}
  carol comes
  alice > JOIN #a
  alice << 366
  bob > JOIN #a
  alice < …JOIN…
  bob << 366
  carol > JOIN #a
  alice < …JOIN…
  bob < …JOIN…
  carol << 366
`;

test("the capability is offered, without a value", async () => {
  const room = new TestRoom();
  assert.ok((await offered(room, room.connect(), "LS 302")).includes(cap));
  room.close();
  await play(`
    alice comes raw
    alice > CAP REQ :${cap}
    alice < :banter.test CAP * ACK ${cap}
  `);
});

test("RENAME is told with the reason, to the asker too; a message of its own", () =>
  play(`
    alice comes ${cap} message-tags server-time
    alice > JOIN #boaring
    alice << 366
    alice > RENAME #boaring #boring :Typo fix
    alice < @time=…;msgid=… :alice!~alice@127.0.0.1 RENAME #boaring #boring :Typo fix
  `));

test("the third parameter is always there: empty when no reason is given", () =>
  play(`
    ${three}
    alice > RENAME #a #b
    alice < :alice!~alice@127.0.0.1 RENAME #a #b :
    bob < :alice!~alice@127.0.0.1 RENAME #a #b :
    carol < :carol!~carol@127.0.0.1 PART #a
    carol < :carol!~carol@127.0.0.1 JOIN #b
    carol << 366
  `));

test("all that the channel has goes with it, members and lists and all", () =>
  play(`
    ${three}
    dave comes
    alice > MODE #a +kv-n key bob
    alice < …MODE…
    bob < …MODE…
    carol < …MODE…
    alice > MODE #a +b x!*@*
    alice < …MODE…
    bob < …MODE…
    carol < …MODE…
    alice > TOPIC #a :tea
    alice < …TOPIC…
    bob < …TOPIC…
    carol < …TOPIC…
    alice > INVITE dave #a
    alice < …341…
    dave < …INVITE dave #a
    alice > RENAME #a #b
    alice < …RENAME…
    bob < …RENAME…
    carol << 366
    alice > MODE #b
    alice < :banter.test 324 alice #b +tk key
    alice < …329…
    alice > MODE #b b
    alice < :banter.test 367 alice #b x!*@* …
    alice < …368…
    alice > NAMES #b
    alice < :banter.test 353 alice = #b :@alice +bob carol
    alice < …366…
    dave > INVITE
    dave < :banter.test 336 dave #b
    dave < …337…
    dave > JOIN #b
    dave < …JOIN #b
    dave < :banter.test 332 dave #b :tea
    dave << 366
    alice < …JOIN…
    bob < …JOIN…
    carol < …JOIN…
    bob > PRIVMSG #b :there
    alice < :bob!~bob@127.0.0.1 PRIVMSG #b :there
    carol < :bob!~bob@127.0.0.1 PRIVMSG #b :there
    dave < :bob!~bob@127.0.0.1 PRIVMSG #b :there
    bob > PRIVMSG #a :there
    bob < :banter.test 403 bob #a :No such channel
    bob > PART #b
    alice < …PART #b
    bob < …PART #b
    carol < …PART #b
    dave < …PART #b
  `));

test("the new name has the history, after a restart too, and the old one leads on", async () => {
  const file = "file:/banter-renames?vfs=memdb";
  const disk = new DatabaseSync(file);
  const before = new TestRoom({}, { file });
  await journey(
    before,
    `
    alice comes ${cap}
    alice > JOIN #a
    alice << 366
    alice > PRIVMSG #a :said before
    alice > RENAME #a #b
    alice < …RENAME…
    alice > PRIVMSG #b :said after
    alice > HISTORY #b
    alice < …PRIVMSG #b :…said before
    alice < …PRIVMSG #b :…said after
  `,
  );
  before.close();
  const after = new TestRoom({}, { file });
  await journey(
    after,
    `
    bob comes ${cap}
    bob > JOIN #a
    bob < :banter.test FAIL JOIN CHANNEL_RENAMED #a #b :The channel has been renamed
    bob > JOIN #b
    bob << 366
    bob < …PRIVMSG #b :…said before
    bob < …PRIVMSG #b :…said after
  `,
  );
  after.close();
  disk.close();
});

test("who makes a channel under a name that is free again finds nothing of the one before", () =>
  play(
    `
    alice comes ${cap}
    bob comes ${cap}
    alice > JOIN #a
    alice << 366
    alice > PRIVMSG #a :mine
    alice > RENAME #a #b
    alice < …RENAME…
    time passes 2
    bob > JOIN #a
    bob < …JOIN #a
    bob < …353…
    bob < …366…
    bob > HISTORY #a
    bob > PRIVMSG #a :his
    bob > HISTORY #a
    bob < …PRIVMSG #a :…his
  `,
    { limits: { ...limitsDefault, channelRedirectMs: 1_000 } },
  ));

test("only the letters' case may change; who does not know the command reads nothing", () =>
  play(`
    ${three}
    alice > RENAME #a #A :louder
    alice < :alice!~alice@127.0.0.1 RENAME #a #A :louder
    bob < :alice!~alice@127.0.0.1 RENAME #a #A :louder
    carol > PRIVMSG #a :hm
    alice < :carol!~carol@127.0.0.1 PRIVMSG #A :hm
    bob < :carol!~carol@127.0.0.1 PRIVMSG #A :hm
    -- no redirect is needed, the name is the same
    carol > PART #a
    alice < …PART #A
    bob < …PART #A
    carol < …PART #A
    carol > JOIN #a
    alice < …JOIN #A
    bob < …JOIN #A
    carol < …JOIN #A
    carol << 366
    carol < …PRIVMSG #A :…hm
  `));

test("fallback: PART with the reason, JOIN as with one's capabilities, topic and names", () =>
  play(`
    alice comes ${cap}
    carol comes extended-join server-time message-tags
    dave comes labeled-response batch
    alice > JOIN #a
    alice << 366
    alice > TOPIC #a :tea
    alice < …TOPIC…
    carol > JOIN #a
    alice < …JOIN…
    carol << 366
    alice > RENAME #a #b :because
    alice < …RENAME…
    carol < @time=2026-11-22T18:00:00.000Z :carol!~carol@127.0.0.1 PART #a :because
    carol < @time=… :carol!~carol@127.0.0.1 JOIN #b * :carol of Test
    carol < @time=… :banter.test 332 carol #b :tea
    carol < @time=… :banter.test 333 carol #b alice …
    carol < @time=… :banter.test 353 carol = #b :@alice carol
    carol < @time=… :banter.test 366 carol #b :End of /NAMES list
    -- whoever asks without the capability renames too, and reads the same
    dave > JOIN #d
    dave << 366
    dave > @label=r RENAME #d #e :why not
    dave < @label=r :banter.test BATCH +l… labeled-response
    dave < @batch=l… :dave!~dave@127.0.0.1 PART #d :why not
    dave < @batch=l… :dave!~dave@127.0.0.1 JOIN #e
    dave < @batch=l… :banter.test 353 dave = #e :@dave
    dave < @batch=l… :banter.test 366 dave #e :End of /NAMES list
    dave < :banter.test BATCH -l…
    dave > @label=s RENAME #e #E
    dave < @label=s :banter.test ACK
  `));

test("FAIL JOIN CHANNEL_RENAMED for who comes by an old name; 470 and a JOIN for old clients", () =>
  play(`
    alice comes ${cap}
    bob comes ${cap}
    carol comes
    alice > JOIN #a
    alice << 366
    alice > RENAME #a #b
    alice < …RENAME…
    alice > RENAME #b #c
    alice < …RENAME…
    bob > JOIN #A
    bob < :banter.test FAIL JOIN CHANNEL_RENAMED #A #c :The channel has been renamed
    bob > JOIN #b
    bob < :banter.test FAIL JOIN CHANNEL_RENAMED #b #c :The channel has been renamed
    carol > JOIN #a
    carol < :banter.test 470 carol #a #c :The channel has been renamed
    carol < :carol!~carol@127.0.0.1 JOIN #c
    carol << 366
    alice < …JOIN #c
    carol > JOIN #b
    carol < :banter.test 470 carol #b #c :The channel has been renamed
    -- renamed back, the first name is its own again
    alice > RENAME #c #a
    alice < …RENAME #c #a :
    carol << 366
    bob > JOIN #a
    bob < …JOIN #a
    bob << 366
    alice < …JOIN…
    carol < …JOIN…
  `));

test("an old name is taken for as long as it leads on, then it is free", () =>
  play(
    `
    alice comes ${cap}
    bob comes ${cap}
    alice > JOIN #a
    alice << 366
    alice > RENAME #a #b
    alice < …RENAME…
    bob > JOIN #x
    bob << 366
    bob > RENAME #x #a
    bob < :banter.test FAIL RENAME CHANNEL_NAME_IN_USE #x #a :The channel name is already taken
    time passes 61
    bob > RENAME #x #a
    bob < …RENAME #x #a :
  `,
    { limits: { ...limitsDefault, channelRedirectMs: 60_000 } },
  ));

test("the new name of a secret channel is told only to those whom it would let in", () =>
  play(`
    alice comes ${cap}
    bob comes ${cap}
    alice > JOIN #a
    alice << 366
    alice > MODE #a +sk word
    alice < …MODE…
    alice > RENAME #a #hidden
    alice < …RENAME…
    bob > JOIN #a
    bob < :banter.test 403 bob #a :No such channel
    bob > JOIN #a word
    bob < :banter.test FAIL JOIN CHANNEL_RENAMED #a #hidden :The channel has been renamed
  `));

test("numerics where they say it: 461, 403, 442, 482", () =>
  play(`
    ${three}
    bob > RENAME #a
    bob < :banter.test 461 bob RENAME :Not enough parameters
    bob > RENAME #nowhere #b
    bob < :banter.test 403 bob #nowhere :No such channel
    bob > RENAME #a #b
    bob < :banter.test 482 bob #a :You're not channel operator
    alice > RENAME nothing #b
    alice < :banter.test 403 alice nothing :No such channel
    bob > PART #a
    alice < …PART…
    bob < …PART…
    carol < …PART…
    bob > RENAME #a #b
    bob < :banter.test 442 bob #a :You're not on that channel
  `));

test("FAIL RENAME CHANNEL_NAME_IN_USE: the new name is a channel's, whatever its letters", () =>
  play(`
    alice comes ${cap}
    bob comes
    bob > JOIN #good
    bob << 366
    alice > JOIN #evil
    alice << 366
    alice > RENAME #evil #Good :Don't be evil
    alice < :banter.test FAIL RENAME CHANNEL_NAME_IN_USE #evil #Good :…
  `));

test("FAIL RENAME CANNOT_RENAME: another prefix, no name, the same name, the lobby", () =>
  play(`
    alice comes ${cap}
    bob comes
    alice > JOIN #a,#lobby
    alice << 366 alice #lobby
    alice > RENAME #a %a
    alice < :banter.test FAIL RENAME CANNOT_RENAME #a %a :You cannot change a channel prefix type
    alice > RENAME #a #b,c
    alice < :banter.test FAIL RENAME CANNOT_RENAME #a #b,c :That cannot be a channel's name
    alice > RENAME #a #${"x".repeat(64)}
    alice < :banter.test FAIL RENAME CANNOT_RENAME #a #x… :That cannot be a channel's name
    alice > RENAME #a #a
    alice < :banter.test FAIL RENAME CANNOT_RENAME #a #a :That is its name already
    alice > RENAME #lobby #hall
    alice < :banter.test FAIL RENAME CANNOT_RENAME #lobby #hall :The lobby keeps its name
    alice > RENAME #lobby #Lobby
    alice < …RENAME #lobby #Lobby :
    -- who has asked for no capability at all reads words
    bob > JOIN #b
    bob << 366
    bob > RENAME #b #b
    bob < :banter.test FAIL RENAME CANNOT_RENAME #b #b :That is its name already
  `));

test("FAIL RENAME CANNOT_RENAME: renamed too often of late, or with too many in it", () =>
  play(
    `
    alice comes ${cap}
    bob comes ${cap}
    alice > JOIN #magical-girls
    alice << 366
    alice > RENAME #magical-girls #b
    alice < …RENAME…
    alice > RENAME #b #B
    alice < …RENAME…
    alice > RENAME #B #witches
    alice < :banter.test FAIL RENAME CANNOT_RENAME #B #witches :…recently
    time passes 10
    alice > RENAME #B #witches
    alice < …RENAME…
    bob > JOIN #witches
    bob << 366
    alice < …JOIN…
    time passes 10
    alice > RENAME #witches #w
    alice < :banter.test FAIL RENAME CANNOT_RENAME #witches #w :Too many people are in it
  `,
    {
      limits: {
        ...limitsDefault,
        channelRenamesMax: 2,
        renameWindowMs: 10_000,
        renameMembersMax: 1,
      },
    },
  ));

test("of too many old names the oldest is forgotten", () =>
  play(
    `
    alice comes ${cap}
    bob comes
    alice > JOIN #a
    alice << 366
    alice > RENAME #a #b
    alice < …RENAME…
    alice > RENAME #b #c
    alice < …RENAME…
    bob > JOIN #a
    bob < …JOIN #a
    bob << 366
    bob > JOIN #b
    bob < :banter.test 470 bob #b #c :…
    bob < …JOIN #c
    bob << 366
    alice < …JOIN…
  `,
    { limits: { ...limitsDefault, channelRedirectsMax: 1 } },
  ));

test("plain people read it in words, speak on there, follow old names, and have /rename", () =>
  play(
    `
    alice comes
    nina comes plain
    nina << You are in
    nina > /join tea
    nina << You are in
    alice > JOIN #tea
    nina < #tea * alice has come in
    alice << 366
    nina > /rename coffee it is stronger
    nina < * #tea is now called #coffee: it is stronger
    alice < …PART #tea :it is stronger
    alice < …JOIN #coffee
    alice << 366
    nina > hello
    alice < …PRIVMSG #coffee :hello
    nina > /rename lobby
    nina < ! There is a room #lobby already
    nina > /rename
    nina < ! What shall it be called? /rename ROOM
    otto comes plain
    nina < #lobby * … has come in
    otto << You are in
    otto > /join tea
    nina < #coffee * … has come in
    alice < …JOIN #coffee
    otto < ! #tea is called #coffee now
    otto < * You are in #coffee, with …
  `,
    { history: { linesOnJoin: 0 } },
  ));

test("the channel is the same one, and its members know it by its new name alone", async () => {
  const room = new TestRoom();
  await journey(room, three);
  const channel = room.server.state.channels.get("#a");
  await journey(room, "alice > RENAME #a #b\nalice < …\nbob < …\ncarol << 366");
  assert.equal(room.server.state.channels.get("#b"), channel);
  for (const user of room.server.state.users.values()) assert.deepEqual([...user.channels], ["#b"]);
  room.close();
});
