/** Overlay: what may lie over the conversation. */
export type Overlay =
  | { readonly type: "rooms" }
  | { readonly type: "members" }
  | { readonly type: "addRoom" }
  | { readonly type: "search" | "emoji" }
  | { readonly type: "settings" | "account" | "devices" | "profile" | "help" }
  | { readonly type: "switcher" }
  | { readonly type: "person" | "room"; readonly nick: string }
  | { readonly type: "picker" | "takeBack"; readonly name: string; readonly msgid: string };
