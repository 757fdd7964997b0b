/** The client's session and the real server, by transcripts. */
import { test } from "node:test";
import { playClients } from "./play.case.ts";

const together = `
  alice comes
  alice | -- You joined #lobby.
  bob comes
  bob | -- alice joined
  bob | -- You joined #lobby.
  alice | -- bob joined`;

test("two talk; what is unread and meant for one is counted until it is read", () =>
  playClients(`
    ${together}
    alice . hello
    alice | <alice> hello
    bob | <alice> hello
    bob counts #lobby 1 0
    alice . /me waves at Bob, who sleeps
    alice | * alice waves at Bob, who sleeps
    bob | * alice waves at Bob, who sleeps [!]
    bob counts #lobby 2 1
    bob watches #lobby
    bob counts #lobby 0 0
    alice . bobby is not bob.
    alice | <alice> bobby is not bob.
    bob | <alice> bobby is not bob. [!]
    bob counts #lobby 0 0
    bob looks away
    time passes 1
    alice . bobbing
    alice | <alice> bobbing
    bob | <alice> bobbing
    bob counts #lobby 1 0
    alice . /msg bob psst
    alice bob | <alice> psst
    bob alice | <alice> psst [!]
    bob counts alice 1 1
  `));

test("an answer, reactions and their taking back stand with the message", () =>
  playClients(`
    ${together}
    alice . they won
    alice | <alice> they won
    bob | <alice> they won
    bob . /reply alice who?
    bob | <bob> who? [to alice: they won]
    alice | <bob> who? [to alice: they won]
    bob . /react 👍 alice
    alice shows <alice> they won [👍 bob]
    alice . /react 👍 alice
    bob shows <alice> they won [👍 bob,alice]
    bob . /react 👍 alice
    alice shows <alice> they won [👍 alice]
    bob shows <alice> they won [👍 alice]
  `));

test("who is writing is told, for as long as it lasts", () =>
  playClients(`
    ${together}
    bob writes
    alice hears of bob
    bob hears of nobody
    time passes 5
    bob writes
    time passes 5
    alice hears of bob
    bob . done
    bob | <bob> done
    alice | <bob> done
    alice hears of nobody
    bob writes
    alice hears of bob
    time passes 4
    bob stops writing
    alice hears of nobody
    bob writes
    alice hears of nobody
    time passes 3
    bob writes
    alice hears of bob
    time passes 7
    alice hears of nobody
  `));

test("what was typed while the connection was lost is said on return, and once", () =>
  playClients(`
    ${together}
    bob is cut off
    time passes 1
    alice | -- bob quit …
    bob . are you there?
    alice . where is he?
    alice | <alice> where is he?
    bob returns
    bob | -- You quit …
    bob | <alice> where is he?
    bob | -- Back in #lobby.
    bob | <bob> are you there?
    bob counts #lobby 1 0
    alice | -- bob joined
    alice | <bob> are you there?
  `));

test("conversations go on under other names of people and rooms", () =>
  playClients(`
    alice comes #den
    alice | -- You joined #den.
    bob comes #den
    bob | -- alice joined
    bob | -- You joined #den.
    alice | -- bob joined
    alice . /msg bob psst
    alice bob | <alice> psst
    bob alice | <alice> psst [!]
    bob . /nick robert
    bob | -- You are now robert
    alice | -- bob is now robert
    alice robert | -- bob is now robert
    alice . /raw RENAME #den #hall :larger
    alice #hall | -- alice renamed #den to #hall (larger)
    bob #hall | -- alice renamed #den to #hall (larger)
    bob . here?
    bob | <robert> here?
    alice | <robert> here?
  `));

const pages = { limits: { historyPageLinesMax: 10 } };

test("what is earlier comes page by page, what was missed comes whole and in order", () =>
  playClients(
    `
    alice comes
    alice | -- You joined #lobby.
    alice says line 1 to 24
    alice | 24 times <alice> line …
    time passes 1
    bob comes
    bob | 9 times <alice> line …
    bob | -- You joined #lobby.
    bob scrolls
    bob | 10 times <alice> line …
    bob scrolls
    bob | -- alice joined
    bob | 5 times <alice> line …
    alice | -- bob joined
    bob shows in order 24
    bob is cut off
    alice | -- bob quit …
    alice says line 25 to 60
    alice | 36 times <alice> line …
    bob returns
    bob | -- You quit …
    bob | 36 times <alice> line …
    bob | -- Back in #lobby.
    alice | -- bob joined
    bob shows in order 60
    bob counts #lobby 36 0
    `,
    pages,
  ));
test("two devices of one account: what is read on one is read on the other", () =>
  playClients(`
    alice comes
    alice | -- You joined #lobby.
    desk comes to bob as bob
    desk | -- alice joined
    desk | -- You joined #lobby.
    alice | -- bob joined
    phone comes to bob as bob
    phone | -- alice joined
    phone | -- You joined #lobby.
    time passes 1
    alice . have you read it?
    alice | <alice> have you read it?
    desk | <alice> have you read it?
    phone | <alice> have you read it?
    desk counts #lobby 1 0
    phone counts #lobby 1 0
    phone watches #lobby
    desk counts #lobby 0 0
    phone counts #lobby 0 0
    time passes 1
    phone . yes
    alice | <bob> yes
    desk | <bob> yes
    phone | <bob> yes
    desk counts #lobby 0 0
  `));

test("by SCRAM one logs in; a wrong password is asked for again; keys do without it", () =>
  playClients(`
    bob comes to bob with wrong
    bob is asked SASL authentication failed
    bob says the password is bob's
    bob server | -- Logged in as bob.
    bob server | -- You are bob. /help lists the commands.
    bob | -- You joined #lobby.
    bob is cut off
    bob returns
    bob server | -- Logged in as bob.
    bob | -- You quit …
    bob | -- Back in #lobby.
    ann comes to bob with wrong
    ann is asked SASL authentication failed
    ann says the password is none
    ann server | -- You are ann. /help lists the commands.
    ann | …
    ann | …
    ann | …
    ann | -- You joined #lobby.
    bob | -- ann joined
  `));

test("what was said can be said otherwise and be taken back, by those who may", () =>
  playClients(`
    ${together}
    alice . I like teh tea
    alice | <alice> I like teh tea
    bob | <alice> I like teh tea
    alice . /edit I like the tea
    alice shows <alice> I like the tea [edited]
    bob shows <alice> I like the tea [edited]
    bob . /delete
    bob | -- You have said nothing here that could be taken back.
    alice . and nothing else
    alice | <alice> and nothing else
    bob | <alice> and nothing else
    alice . /delete too much
    alice shows <alice> and nothing else [deleted by alice]
    bob shows <alice> and nothing else [deleted by alice]
    time passes 1
    -- who comes later reads the last wording, and nothing of what was taken back
    carol comes
    carol | -- alice joined
    carol | -- bob joined
    carol | <alice> I like the tea
    carol | -- You joined #lobby.
    alice | -- carol joined
    bob | -- carol joined
  `));

test("several lines are one message where the server takes such", () =>
  playClients(`
    ${together}
    alice . one\\n\\n  three
    alice | <alice> one\\n\\n  three
    bob | <alice> one\\n\\n  three
    bob . /reply alice two?
    bob | <bob> two? [to alice: one\\n\\n  three]
    alice | <bob> two? [to alice: one…three]
    time passes 1
    carol comes
    carol | -- alice joined
    carol | -- bob joined
    carol | <alice> one\\n\\n  three
    carol | <bob> two? [to alice: one…three]
    carol | -- You joined #lobby.
    alice | -- carol joined
    bob | -- carol joined
  `));

test("a text longer than a line is one message, and comes out as it went in", () => {
  const words = "word ".repeat(300).trim();
  return playClients(`
    ${together}
    alice . ${words}
    alice | <alice> ${words}
    bob | <alice> ${words}
  `);
});
