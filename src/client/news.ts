/**
 * News: what a session learned that a person may want to see. Made by the session, put into words
 * by whoever shows it. Plain data; nothing here says how it looks.
 */
import type { Listed } from "./state.ts";
import type { Said } from "./timeline.ts";

export type { Listed } from "./state.ts";

interface At {
  /** Milliseconds since the epoch; the server's own time where it told it. */
  readonly at: number;
}

interface InRoom extends At {
  readonly room: string;
}

export interface Present {
  readonly nick: string;
  /** Highest first, e.g. "@+"; "" for an ordinary member. */
  readonly prefixes: string;
  readonly away: boolean;
}

/** What was refused: the nick, a room, a line that was to be said, the connection, or else. */
export type RefusedWhat = "nick" | "room" | "line" | "server" | "other";

export type News =
  | Said
  /** A line that waits for the connection to return; it will be `said` when it was sent. */
  | (InRoom & { readonly type: "waits"; readonly text: string })
  /** Sent before the connection was lost, and nobody can tell whether it arrived. */
  | (InRoom & { readonly type: "doubtful"; readonly text: string })
  | (InRoom & {
      readonly type: "joined";
      readonly nick: string;
      readonly own: boolean;
      /** We were in it before the connection was lost. */
      readonly again: boolean;
    })
  | (InRoom & {
      readonly type: "parted";
      readonly nick: string;
      readonly own: boolean;
      readonly reason: string;
    })
  | (InRoom & {
      readonly type: "kicked";
      readonly nick: string;
      readonly own: boolean;
      readonly by: string;
      readonly reason: string;
    })
  | (At & {
      readonly type: "quit";
      readonly nick: string;
      readonly own: boolean;
      readonly reason: string;
      readonly rooms: readonly string[];
    })
  | (At & {
      readonly type: "renamed";
      readonly nick: string;
      readonly to: string;
      readonly own: boolean;
      readonly rooms: readonly string[];
    })
  /** The channel has another name (draft/channel-rename). */
  | (InRoom & {
      readonly type: "moved";
      readonly from: string;
      readonly nick: string;
      readonly reason: string;
    })
  | (InRoom & {
      readonly type: "topic";
      readonly text: string;
      /** Null when it is only told what the topic is. */
      readonly nick: string | null;
    })
  | (InRoom & { readonly type: "mode"; readonly nick: string; readonly text: string })
  | (At & {
      readonly type: "away";
      readonly nick: string;
      readonly own: boolean;
      /** Null when back. */
      readonly text: string | null;
    })
  | (At & {
      readonly type: "invited";
      readonly by: string;
      readonly nick: string;
      readonly room: string;
    })
  /** Something was added to what had been said: a reaction, another wording, or it was deleted. */
  | (InRoom & {
      readonly type: "reacted";
      readonly nick: string;
      readonly own: boolean;
      readonly value: string;
      readonly on: boolean;
      readonly to: Said;
    })
  | (InRoom & { readonly type: "edited"; readonly nick: string; readonly to: Said })
  | (InRoom & {
      readonly type: "redacted";
      readonly nick: string;
      readonly reason: string;
      readonly to: Said;
    })
  | (InRoom & {
      readonly type: "people";
      readonly people: readonly Present[];
      /** Told because we joined, not because it was asked. */
      readonly unasked: boolean;
    })
  | (At & { readonly type: "rooms"; readonly rooms: readonly Listed[] })
  | (InRoom & { readonly type: "history"; readonly count: number })
  /** A search has been answered: see the state. */
  | (At & { readonly type: "searched"; readonly text: string; readonly found: readonly Said[] })
  /** Registered: lines can be sent. */
  | (At & { readonly type: "welcomed"; readonly nick: string; readonly again: boolean })
  | (At & { readonly type: "loggedIn"; readonly account: string })
  /** An account was made; when not `done`, `text` says what is still to be done. */
  | (At & {
      readonly type: "registered";
      readonly account: string;
      readonly done: boolean;
      readonly text: string;
    })
  /** What this device can log in with from now on. */
  | (At & { readonly type: "device"; readonly id: string; readonly token: string })
  /** By which the server's pushes are known (VAPID). */
  | (At & { readonly type: "pushKey"; readonly key: string })
  /** By which a service of the server knows this session. */
  | (At & {
      readonly type: "token";
      readonly service: string;
      /** "" when it is not given, for which there is a reason. */
      readonly token: string;
      readonly refusal: string;
    })
  /** Keys that were made of the password, for whoever keeps them to log in without it. */
  | (At & { readonly type: "keys"; readonly account: string; readonly keys: LoginKeys })
  /** SCRAM: whoever holds the session salts the password, and gives the result back. */
  | (At & {
      readonly type: "salting";
      readonly password: string;
      readonly salt: Uint8Array;
      readonly iterations: number;
    })
  /** A password is needed, and the session waits for it. */
  | (At & {
      readonly type: "password";
      readonly account: string;
      /** What was wrong with the last; "" at first. */
      readonly why: string;
      /** The numeric that said so. */
      readonly code?: string;
    })
  /** The server says something to us alone; `here` when it answers what was just asked. */
  | (At & { readonly type: "told"; readonly text: string; readonly here: boolean })
  | (At & {
      readonly type: "refused";
      readonly what: RefusedWhat;
      /** The numeric that said so, where it was one. */
      readonly code?: string;
      readonly text: string;
      /** The typed line that was lost by it. */
      readonly line: string | null;
      /** Where it was to be said. */
      readonly room: string | null;
    })
  /** Sent, and the server has not confirmed it for long. */
  | (InRoom & { readonly type: "unconfirmed"; readonly text: string })
  /** An answer of the client itself. */
  | (At & { readonly type: "hint"; readonly text: string })
  /** The person has asked to leave. */
  | (At & { readonly type: "leaving" })
  /** The connection is as good as dead: whoever holds it should close it. */
  | (At & { readonly type: "silent" });

/** What logs in in place of a password, by SCRAM-SHA-256, until the password is changed. */
export interface LoginKeys {
  /** Base64. */
  readonly salt: string;
  readonly iterations: number;
  /** Base64 of PBKDF2(password, salt, iterations): 32 bytes. */
  readonly salted: string;
}
