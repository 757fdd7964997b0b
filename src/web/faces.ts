/** Faces: how a person is shown: by the name and the picture that they have given, or else by their
 * nick. Names are cut and cleaned; pictures come from this server alone. */
import { profileOf } from "../client/profiles.ts";
import type { App } from "./app.ts";
import { remembered } from "./remembered.ts";

export interface Face {
  /** "" where the nick says it all. */
  readonly name: string;
  /** An address of this server; "" for none. */
  readonly picture: string;
}

const lettersMax = 40;
/** Of a picture that can be had in several sizes. */
const edge = "128";

export function faceOf(app: App, nick: string): Face {
  const { state } = app;
  if (state === null) return { name: "", picture: "" };
  const { displayName, avatar } = profileOf(state, nick);
  const name = clean(displayName);
  return {
    name: state.fold(name) === state.fold(nick) ? "" : name,
    picture: avatar === "" ? "" : pictureAt(app, avatar.replaceAll("{size}", edge)),
  };
}

/** One line, in the order in which it is written. */
const clean = (name: string): string =>
  [...name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "").trim()].slice(0, lettersMax).join("").trim();

function pictureAt(app: App, address: string): string {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) return "";
  if (url.origin === location.origin) return url.pathname.startsWith("/files/") ? url.pathname : "";
  return app.previews.of(url.href)?.picture ?? "";
}

/** As a guest one says again how one wants to be seen: nobody keeps it for one. */
export function dress(app: App): void {
  const { state } = app;
  if (state === null || state.account !== null) return;
  const known = profileOf(state, state.nick);
  for (const key of ["displayName", "avatar"] as const) {
    const value = remembered.profile[key];
    if (value !== "" && value !== known[key]) app.act({ type: "profile", key, value });
  }
}
