/**
 * Account actions: what a person does about who they are here: logging in, devices, how they are
 * seen, where they are told of things. A part of actions.ts.
 */
import { addDevice, askDevices, register, removeDevice } from "./account.ts";
import { loginTo, passwordGiven, saltedPassword } from "./login.ts";
import type { Credentials } from "./login.ts";
import { setProfile } from "./profiles.ts";
import type { ProfileKey } from "./profiles.ts";
import { addPush, askPushKey, removePush } from "./push.ts";
import type { PushPlace } from "./push.ts";
import type { Turn } from "./turn.ts";

export type AccountAction =
  /** Logs in, with what one has. */
  | { readonly type: "login"; readonly credentials: Credentials }
  | { readonly type: "register"; readonly password: string; readonly email: string }
  | { readonly type: "addDevice"; readonly name: string }
  | { readonly type: "removeDevice"; readonly id: string }
  | { readonly type: "askDevices" }
  /** "" takes it away. */
  | { readonly type: "profile"; readonly key: ProfileKey; readonly value: string }
  | { readonly type: "askPushKey" }
  | { readonly type: "addPush"; readonly place: PushPlace }
  | { readonly type: "removePush"; readonly endpoint: string }
  | { readonly type: "password"; readonly password: string | null }
  | { readonly type: "salted"; readonly salted: Uint8Array };

/** False when it could not be done. */
export function performForAccount(turn: Turn, action: AccountAction): boolean {
  switch (action.type) {
    case "login":
      loginTo(turn, action.credentials);
      return true;
    case "register":
      register(turn, action.password, action.email);
      return true;
    case "addDevice":
      addDevice(turn, action.name);
      return true;
    case "removeDevice":
      removeDevice(turn, action.id);
      return true;
    case "askDevices":
      askDevices(turn);
      return true;
    case "profile":
      return setProfile(turn, action.key, action.value);
    case "askPushKey":
      askPushKey(turn);
      return true;
    case "addPush":
      addPush(turn, action.place);
      return true;
    case "removePush":
      removePush(turn, action.endpoint);
      return true;
    case "password":
      passwordGiven(turn, action.password);
      return true;
    case "salted":
      saltedPassword(turn, action.salted);
      return true;
    default:
      return action satisfies never;
  }
}
