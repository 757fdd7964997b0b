/** Overlay: what may lie over the conversation. */
export type Overlay =
  | { readonly type: "rooms" }
  | { readonly type: "members" }
  | { readonly type: "addRoom" }
  | { readonly type: "search" | "emoji" }
  | { readonly type: "settings" | "account" | "devices" | "profile" | "help" }
  | { readonly type: "switcher" }
  | { readonly type: "person" | "room"; readonly nick: string }
  /** The room wants its password; what was given is wrong. */
  | { readonly type: "key"; readonly name: string; readonly wrong: boolean }
  | { readonly type: "picker" | "takeBack"; readonly name: string; readonly msgid: string };
