import { test } from "node:test";
import { journey } from "../journey.ts";
import { TestRoom } from "../room.ts";

test("plain and IRC people talk in one room", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    alice comes
    alice > JOIN #lobby
    alice < :alice!~alice@127.0.0.1 JOIN #lobby
    alice < :banter.test 353 alice = #lobby :@alice
    alice < :banter.test 366 alice #lobby :End of /NAMES list
    nina comes plain
    nina < Welcome to this chatroom!
    nina < * You are amber-ant. …
    nina < * You are in #lobby, with alice.
    alice < :amber-ant!~plain@127.0.0.1 JOIN #lobby
    nina > hello there
    alice < :amber-ant!~plain@127.0.0.1 PRIVMSG #lobby :hello there
    alice > PRIVMSG #lobby :hello back
    nina < <alice> hello back
    nina > /nick nina
    nina < * You are nina now.
    alice < :amber-ant!~plain@127.0.0.1 NICK nina
    nina goes
    alice < :nina!~plain@127.0.0.1 QUIT :Read error: …
  `,
  );
  room.close();
});
