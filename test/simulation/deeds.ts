/** Deeds: what operators do as such, by the model. Beside rulebook.ts. */
import assert from "node:assert/strict";
import type { EventOf } from "../../src/server/event.ts";
import type { Request } from "../../src/server/request.ts";
import { keyOf } from "./server-bans.ts";
import { isForced } from "./profiles.ts";
import { givesByRight, keepsByRight } from "./rulebook.ts";
import { fold, type Person, type World } from "./world.ts";

/** What the audit trail says of a request that has come to something. */
export function deedsOf(world: World, request: Request, by: Person | undefined): string[] {
  switch (request.type) {
    case "forceJoin":
      return ["SAJOIN"];
    case "forcePart":
      return ["SAPART"];
    case "forceNick":
      return ["SANICK"];
    case "changeModes":
    case "changeUserModes":
      return request.forced ? ["SAMODE"] : [];
    case "changeAccountRank": {
      const room = world.rooms.get(fold(request.channel));
      return room && by && keepsByRight(room, request, by) ? [] : ["AMODE"];
    }
    case "setMetadata":
    case "clearMetadata":
      return by && isForced(world, request, by) ? ["METADATA"] : [];
    case "changeFounder": {
      const room = world.rooms.get(fold(request.channel));
      return room && by && givesByRight(room, request, by) ? [] : ["TRANSFER"];
    }
    case "becomeOperator":
      return ["OPER"];
    case "kill":
      return ["KILL"];
    case "ban":
    case "unban":
      return [request.command];
    case "noteRehash":
      return ["REHASH"];
    default:
      return [];
  }
}

export function followDeed(
  { bans, audits }: World & { readonly audits: (readonly string[])[] },
  event: EventOf<"banSet" | "banLifted" | "bansExpired" | "audited">,
): void {
  if (event.type === "banSet") bans.set(keyOf(event.ban), event.ban);
  else if (event.type === "banLifted") assert.ok(bans.delete(keyOf(event.ban)));
  else if (event.type === "bansExpired") for (const key of event.keys) assert.ok(bans.delete(key));
  else audits.push([event.action, event.who.nick, event.target, event.reason]);
}
