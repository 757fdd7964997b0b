/**
 * Push: where this device is told of what is for us while nobody is connected from it
 * (draft/webpush). Handlers only; who subscribes with the browser is beside.
 */
import { has } from "./state.ts";
import type { ClientState } from "./state.ts";
import type { Handlers, Heard, Turn } from "./turn.ts";

export interface PushPlace {
  readonly endpoint: string;
  /** Base64url. */
  readonly p256dh: string;
  readonly auth: string;
}

/** The server pushes only to whoever has an account. */
export const canPush = (state: ClientState): boolean =>
  has(state, "draft/webpush") && state.phase === "ready" && state.account !== null;

/** By which key the server's pushes are known; it comes as news. */
export const askPushKey = (turn: Turn): void => turn.send("WEBPUSH", ["VAPIDPUBKEY"]);

export function addPush(turn: Turn, { endpoint, p256dh, auth }: PushPlace): void {
  turn.send("WEBPUSH", ["REGISTER", endpoint, `p256dh=${p256dh};auth=${auth}`]);
}

export const removePush = (turn: Turn, endpoint: string): void =>
  turn.send("WEBPUSH", ["UNREGISTER", endpoint]);

function webpush(turn: Turn, heard: Heard): void {
  const [what = "", text = ""] = heard.params;
  const at = heard.time;
  if (what.toUpperCase() === "VAPIDPUBKEY") turn.tell({ type: "pushKey", at, key: text });
}

export const pushHandlers: Handlers = { WEBPUSH: webpush };
