/**
 * Account: making one (draft/account-registration), and the devices that stay logged in to it by a
 * token of their own, which can be taken back (DEVICE, Banter's own). Handlers only; logging in is
 * login.ts.
 */
import { parseTimestamp } from "../protocol/timestamp.ts";
import type { Handlers, Heard, Turn } from "./turn.ts";

export interface Device {
  readonly id: string;
  readonly name: string;
  readonly madeAt: number;
  readonly usedAt: number;
  /** It is this one, another that is connected, or none that is. */
  readonly where: "here" | "there" | "away";
}

export function register(turn: Turn, password: string, email: string): void {
  turn.send("REGISTER", ["*", email === "" ? "*" : email, password]);
}

/** A token for this device; it comes as news. */
export const addDevice = (turn: Turn, name: string): void => turn.send("DEVICE", ["ADD", name]);

/** @param id "*" for all others */
export const removeDevice = (turn: Turn, id: string): void => turn.send("DEVICE", ["DEL", id]);

export function askDevices(turn: Turn): void {
  turn.state.devices = [];
  turn.send("DEVICE", ["LIST"]);
}

function registered(turn: Turn, heard: Heard): void {
  const [verdict = "", account = ""] = heard.params;
  const text = heard.params.at(-1) ?? "";
  const done = verdict.toUpperCase() === "SUCCESS";
  turn.tell({ type: "registered", at: heard.time, account, done, text });
}

function device(turn: Turn, heard: Heard): void {
  const { state } = turn;
  const [what = "", id = "", ...rest] = heard.params;
  switch (what.toUpperCase()) {
    case "ADD":
      turn.tell({ type: "device", at: heard.time, id, token: rest[0] ?? "" });
      return;
    case "LIST": {
      const [made = "", used = "", where = "", name = ""] = rest;
      const known = where === "here" || where === "there" ? where : "away";
      const times = { madeAt: parseTimestamp(made) ?? 0, usedAt: parseTimestamp(used) ?? 0 };
      state.devices.push({ id, name, where: known, ...times });
      return;
    }
    case "DEL":
      state.devices = state.devices.filter((each) =>
        id === "*" ? each.where === "here" : each.id !== id,
      );
      return;
    default:
  }
}

/** TOKEN GENERATE service address word (draft/authtoken). */
function token(turn: Turn, heard: Heard): void {
  const [what = "", service = "", , word = ""] = heard.params;
  if (what.toUpperCase() !== "GENERATE") return;
  turn.tell({ type: "token", at: heard.time, service, token: word, refusal: "" });
}

/** FAIL TOKEN code service :why. Whoever has asked tells it, or does without. */
export function tokenRefused(turn: Turn, { params, time: at }: Heard): void {
  const [, , service = "", refusal = ""] = params;
  turn.tell({ type: "token", at, service, token: "", refusal });
}

export const accountHandlers: Handlers = { DEVICE: device, REGISTER: registered, TOKEN: token };
