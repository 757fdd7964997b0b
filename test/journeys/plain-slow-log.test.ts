/** Plain people where the log takes its time, as in a cluster: nothing overtakes anything. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { slowLog, TestRoom } from "../room.ts";

async function settled(room: TestRoom): Promise<void> {
  for (let turns = 0; turns < 10; turns++) await room.settled();
}

async function withAlice() {
  const room = new TestRoom({}, slowLog);
  const alice = room.connect();
  alice.write("NICK alice\r\nUSER alice 0 * :Alice\r\nJOIN #lobby\r\nJOIN #dev\r\n");
  await settled(room);
  alice.take();
  return { room, alice };
}

test("a line goes to the room that was entered before it", async () => {
  const { room, alice } = await withAlice();
  const nina = room.connect();
  nina.write("in the lobby\n/join dev\nin dev\n/part\nin the lobby again\n/who\n");
  nina.finish();
  await settled(room);
  assert.equal(
    alice.take().replace(/:amber-ant!\S+ /g, ""),
    "JOIN #lobby\r\nPRIVMSG #lobby :in the lobby\r\nJOIN #dev\r\nPRIVMSG #dev :in dev\r\n" +
      "PART #dev\r\nPRIVMSG #lobby :in the lobby again\r\nQUIT :Connection closed\r\n",
  );
  assert.match(nina.take(), /\* In #lobby: @alice, amber-ant\n$/);
  room.close();
});

test("one who speaks IRC while the greeting is on its way through the log", async () => {
  const { room, alice } = await withAlice();
  const bob = room.connect();
  bob.silence();
  bob.write("NICK bob\r\nUSER bob 0 * :Bob\r\nJOIN #lobby\r\nPRIVMSG #lobby :here\r\n");
  await settled(room);
  const heard = alice.take();
  assert.match(heard, /:amber-ant!\S+ QUIT :Uses an IRC client\r\n/);
  assert.match(heard, /:bob!\S+ JOIN #lobby\r\n:bob!\S+ PRIVMSG #lobby :here\r\n$/);
  assert.match(bob.take(), / 001 bob [^]* 366 bob #lobby /);
  assert.deepEqual([...room.server.state.nicks.keys()], ["alice", "bob"]);
  room.close();
});
