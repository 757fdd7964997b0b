/**
 * Reader: through which a command reads and answers, for one peer. Beside the journey in server.ts;
 * what the server does besides stands in host.ts.
 */
import { type Message, message, noTags } from "../protocol/message.ts";
import type { Reader } from "./command.ts";
import { commands } from "./commands.ts";
import type { Run } from "./labels.ts";
import type { Peer } from "./peer.ts";
import type { Server } from "./server.ts";

/** The reader for one command of one peer; `run` when the answer is labeled. */
export function readerFor(server: Server, peer: Peer, run?: Run, command = ""): Reader {
  return readerThrough(server, peer, run, command, (told) => server.send(peer, told, run));
}

function readerThrough(
  server: Server,
  peer: Peer,
  run: Run | undefined,
  command: string,
  told: (message: Message) => void,
): Reader {
  const { state, store, config, host } = server;
  const nick = (): string => state.users.get(peer.user)?.nick ?? "*";
  const reader: Reader = {
    state,
    history: store.history,
    trail: store.trail,
    config,
    host,
    session: peer,
    commands,
    reply: (numeric, ...params) => told(message(numeric, [nick(), ...params], host.name)),
    request: (request) => server.append(peer, request, command, run),
    ask: (request, done) => server.append(peer, request, command, run, false, done),
    refuse(refusal, level) {
      const words = peer.dialect.refusal(refusal, command, peer);
      const addressed = /^[0-9]|^NOTICE$/.test(words.command);
      told({
        tags: noTags,
        source: host.name,
        command: words.command === "FAIL" ? (level ?? "FAIL") : words.command,
        params: addressed ? [nick(), ...words.params] : words.params,
      });
    },
    send: told,
    through: (send) => readerThrough(server, peer, run, command, send),
    deliver: (message) => server.send(peer, message),
    replay: (told, events) => peer.dialect.replay(told, events, peer, reader),
  };
  return reader;
}
