/** Account speech: how people register, log in and out, and rule what is theirs, by chance. Beside
 * speech.ts. Half of the accounts are called as people are, so that nicks are kept from some. */
import type { Chance } from "../../src/server/log/simulated.ts";
import type { Request } from "../../src/server/request.ts";
import type { Channel, State, User } from "../../src/server/state.ts";
import { plainResponse } from "../sasl.ts";

const names = ["ann", "Dee", "gil", "Hal"];
const password = "secret word";

export const anyAccount = (chance: Chance): string => {
  const name = chance.pick(names);
  return chance.oneIn(4) ? name.toUpperCase() : name;
};

/** How somebody asks for capabilities, and logs in when they are `known`. */
export function arrivalLines(
  chance: Chance,
  capabilities: readonly string[],
  known: boolean,
): string[] {
  const request = `CAP REQ :${[...capabilities, "sasl"].join(" ")}`;
  if (!known) return [request];
  const name = anyAccount(chance);
  if (chance.oneIn(8)) return [`PASS :${name}:${password}`, request];
  const said = chance.oneIn(8) ? "another word" : password;
  return [request, "AUTHENTICATE PLAIN", `AUTHENTICATE ${plainResponse(name, said)}`];
}

export function accountLine(chance: Chance, nick: () => string, channel: () => string): string {
  const name = (): string => anyAccount(chance);
  return chance.pick([
    () => `REGISTER ${name()} * :${password}`,
    () => `REGISTER ${chance.oneIn(2) ? "*" : name()} * :${password}`,
    () => `NS REGISTER ${password}`,
    () => `NS IDENTIFY ${name()} :${password}`,
    () => `NS IDENTIFY ${name()} :${password}`,
    () => `@label=n${chance.below(9)} NS IDENTIFY ${name()} :wrong`,
    () => "AUTHENTICATE PLAIN",
    () => `AUTHENTICATE ${plainResponse(name(), password)}`,
    () => "NS LOGOUT",
    () => `HISTORY DELETE ${name()}`,
    () => `HISTORY DELETE ${name()}`,
    () => `HISTORY DELETE ${name()}`,
    () => `NS SET PROTECT ${chance.pick(["strict", "friendly", "off", "default"])}`,
    () => `NS SET ALWAYS-ON ${chance.oneIn(4) ? "on" : "off"}`,
    () => `NS CERT ADD ${chance.pick(["ab", "cd"]).repeat(32)}`,
    () => `NS CERT DEL ${chance.pick(["ab", "cd"]).repeat(32)}`,
    () => `NS ${chance.pick(["GHOST", "RELEASE", "REGAIN"])} ${name()}`,
    () => `NS PASSWD :${password}`,
    () => `CS REGISTER ${channel()}`,
    () => `CS TRANSFER ${channel()} ${name()}`,
    () => `CS AMODE ${channel()} ${chance.pick(["+a", "+o", "+h", "+v", "-o"])} ${name()}`,
    () => `CS ${chance.pick(["OP", "DEOP", "VOICE", "DEVOICE"])} ${channel()} ${nick()}`,
    () => `CS ${chance.pick(["INFO", "AMODE"])} ${channel()}`,
    () => `NICK ${name()}`,
  ])();
}

/** Who is in a room where an account is somebody logs in to that. */
export function gainingLine(chance: Chance, user: User, state: State): string | undefined {
  const keys = [...user.channels].flatMap((key) => {
    const { founder, ranks } = state.channels.get(key) as Channel;
    return [...ranks.keys(), ...(founder.account === null ? [] : [founder.account])];
  });
  if (user.account !== null || keys.length === 0) return undefined;
  return `NS IDENTIFY ${chance.pick(keys)} :${password}`;
}

/** What needs a code first, or what a node asks by itself. */
export function accountRequest(chance: Chance, user: number, nick: string): Request {
  return chance.pick<() => Request>([
    () => ({ type: "dropAccount", account: anyAccount(chance) }),
    () => ({ type: "freeNick", user, nick, salt: chance.below(999) }),
    () => ({ type: "addDevice", account: anyAccount(chance), ...anyDevice(chance) }),
    () => ({ type: "removeDevice", account: anyAccount(chance), id: anyDevice(chance).id }),
    () => ({ type: "removeDevice", account: anyAccount(chance), id: null }),
    () => ({ type: "addFile", account: anyOrNone(chance), file: anyFile(chance) }),
    () => ({ type: "removeFile", account: anyAccount(chance), id: anyFile(chance).id }),
    () => ({ type: "expireFiles" }),
    () => ({ type: "addPush", account: anyAccount(chance), ...anyPush(chance) }),
    () => ({ type: "removePush", account: anyAccount(chance), ...anyPush(chance) }),
    () => ({ type: "dropPush", account: anyAccount(chance), ...anyPush(chance) }),
    () => ({ type: "verifyAccount", account: anyAccount(chance), codeHash: "" }),
    () => ({ type: "suspendAccount", account: anyAccount(chance), reason: null }),
    () => ({ type: "registerAccount", name: anyAccount(chance), ...made }),
  ])();
}

const anyOrNone = (chance: Chance) => (chance.oneIn(3) ? null : anyAccount(chance));

const anyFile = (chance: Chance) => ({
  id: `f${chance.below(5)}`,
  hash: "00",
  size: chance.below(1_000),
  type: "image/png",
  name: "a.png",
});

const anyPush = (chance: Chance) => ({ endpoint: `p${chance.below(3)}`, p256dh: "", auth: "" });

const anyDevice = (chance: Chance) => ({ id: `d${chance.below(4)}`, hash: "", called: "phone" });

/** For when two register one name at the same instant, on two nodes. */
export const registering = (chance: Chance): string =>
  `REGISTER ${anyAccount(chance)} * :${password}`;

const made = {
  credentials: { passwordHash: `hash of ${password}`, scram: null },
  fingerprints: [],
  email: null,
  verification: null,
};
