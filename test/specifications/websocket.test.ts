/** websocket: https://ircv3.net/specs/extensions/websocket. The whole server behind a real socket;
 * what concerns bytes alone is tested in src/server/transport/websocket.test.ts. */
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { WebSocket } from "ws";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { listen } from "../../src/server/transport/listener.ts";
import { TestRoom } from "../room.ts";

async function open(t: TestContext): Promise<{ room: TestRoom; url: string }> {
  const room = new TestRoom();
  const listener = await listen(
    {
      address: "127.0.0.1",
      port: 0,
      http: false,
      websocket: true,
      proxyFrom: [],
      websocketOrigins: [],
      page: () => ({ status: 404, headers: {}, body: "" }),
      silentGreetingMs: limitsDefault.silentGreetingMs,
    },
    room.server.door.accept,
  );
  t.after(async () => {
    await listener.close();
    room.close();
  });
  return { room, url: `ws://127.0.0.1:${listener.port}/` };
}

interface Client {
  readonly socket: WebSocket;
  readonly messages: { readonly text: string; readonly binary: boolean }[];
  /** Says these, and answers with all that has come since it was asked last, up to the answer to
   * a PING said after them. */
  ask(...lines: (string | Buffer)[]): Promise<string[]>;
}

let pings = 0;

async function connect(t: TestContext, url: string, protocols: string[]): Promise<Client> {
  const socket = new WebSocket(url, protocols);
  t.after(() => socket.terminate());
  const messages: Client["messages"] = [];
  let read = 0;
  let wake = (): void => {};
  socket.on("message", (data: Buffer, binary) => {
    messages.push({ text: data.toString(), binary });
    wake();
  });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  return {
    socket,
    messages,
    async ask(...lines) {
      const token = `fence${(pings += 1)}`;
      for (const line of [...lines, `PING ${token}`]) socket.send(line);
      while (!messages.at(-1)?.text.endsWith(token))
        await new Promise<void>((resolve) => (wake = resolve));
      const told = messages.slice(read, -1).map(({ text }) => text);
      read = messages.length;
      return told;
    },
  };
}

const registration = ["NICK alice", "USER alice 0 * :Alice"];

test("binary.ircv3.net and text.ircv3.net, by the client's order of preference", async (t) => {
  const { url } = await open(t);
  for (const [wanted, taken] of [
    [["binary.ircv3.net"], "binary.ircv3.net"],
    [["text.ircv3.net"], "text.ircv3.net"],
    [["binary.ircv3.net", "text.ircv3.net"], "binary.ircv3.net"],
    [["text.ircv3.net", "binary.ircv3.net"], "text.ircv3.net"],
    [["soap", "text.ircv3.net"], "text.ircv3.net"],
  ] as const) {
    const client = await connect(t, url, [...wanted]);
    assert.equal(client.socket.protocol, taken);
    client.socket.terminate();
  }
});

test("with one of them messages are of its kind, in both directions", async (t) => {
  const { url } = await open(t);
  for (const binary of [false, true]) {
    const client = await connect(t, url, [binary ? "binary.ircv3.net" : "text.ircv3.net"]);
    const line = (text: string) => (binary ? Buffer.from(text) : text);
    const nick = binary ? "bob" : "alice";
    await client.ask(line(`NICK ${nick}`), line(`USER ${nick} 0 * :x`));
    assert.ok(client.messages.length > 5);
    for (const message of client.messages) assert.equal(message.binary, binary, message.text);
  }
});

test("without any the connection is established all the same, in text", async (t) => {
  const { url } = await open(t);
  const client = await connect(t, url, []);
  assert.equal(client.socket.protocol, "");
  const welcome = await client.ask(...registration);
  assert.match(welcome[0] ?? "", /^:banter\.test 001 alice /);
  assert.ok(client.messages.every(({ binary }) => !binary));
});

test("each message is one line, without its end", async (t) => {
  const { url } = await open(t);
  const client = await connect(t, url, ["text.ircv3.net"]);
  const told = await client.ask(...registration, "JOIN #a", "WHOIS alice");
  for (const line of told) assert.match(line, /^:[^\r\n]+$/);
  assert.ok(told.some((line) => line.includes(" 366 ")));
});

test("a message is up to 510 bytes without its tags, each way", async (t) => {
  const { url } = await open(t);
  const client = await connect(t, url, ["text.ircv3.net"]);
  await client.ask(...registration, "CAP REQ :echo-message message-tags");
  const [longest] = await client.ask(`PING :${"x".repeat(510 - "PING :".length)}`);
  assert.ok(longest?.startsWith(":banter.test PONG "));
  assert.ok(Buffer.byteLength(longest ?? "") <= 510);
  const [over] = await client.ask(`PING :${"x".repeat(511 - "PING :".length)}`);
  assert.equal(over, ":banter.test 417 alice :Input line was too long");
  // Tags have a limit of their own, as they have elsewhere.
  const [tagged] = await client.ask(`@+x=${"y".repeat(4_090)} TAGMSG alice`);
  assert.match(tagged ?? "", /^@msgid=[^;]+;\+x=y{4090} :alice!/);
  const [tooMuch] = await client.ask(`@+x=${"y".repeat(4_092)} TAGMSG alice`);
  assert.equal(tooMuch, ":banter.test 417 alice :Input line was too long");
});

test("what is not UTF-8 reaches nobody, neither in text nor in binary", async (t) => {
  const { url } = await open(t);
  const alice = await connect(t, url, ["binary.ircv3.net"]);
  const bob = await connect(t, url, ["text.ircv3.net"]);
  await alice.ask(...registration.map((line) => Buffer.from(line)));
  await bob.ask("NICK bob", "USER bob 0 * :x");
  const said = Buffer.concat([Buffer.from("PRIVMSG bob :caf"), Buffer.from([0xe9])]);
  const [answer] = await alice.ask(said);
  assert.match(answer ?? "", /^:banter\.test FAIL PRIVMSG INVALID_UTF8 :/);
  assert.deepEqual(await bob.ask(), []);
  await alice.ask(Buffer.from("PRIVMSG bob :café 😀"));
  assert.deepEqual(await bob.ask(), [":alice!~alice@127.0.0.1 PRIVMSG bob :café 😀"]);
});

test("a message that is far too large ends the connection, not the server", async (t) => {
  const { url } = await open(t);
  const client = await connect(t, url, ["text.ircv3.net"]);
  const closed = new Promise<number>((resolve) => client.socket.once("close", resolve));
  client.socket.send("x".repeat(1_000_000));
  assert.equal(await closed, 1009); // RFC 6455 §7.4.1: too big to process
  const other = await connect(t, url, ["text.ircv3.net"]);
  assert.match((await other.ask(...registration))[0] ?? "", / 001 alice /);
});
