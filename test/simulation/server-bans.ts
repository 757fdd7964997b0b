/** Server bans: whom they mean, written a second time. Beside rulebook.ts. There are few, so each
 * is tried on everybody. */
import { inNetwork, parseNetwork } from "../../src/protocol/network.ts";
import type { BanKind, ServerBan } from "../../src/server/bans.ts";
import type { Event } from "../../src/server/event.ts";
import type { RequestOf } from "../../src/server/request.ts";
import type { Person, World } from "./rulebook.ts";

/** What a ban looks at. */
interface Subject {
  readonly nick: string;
  readonly user: string;
  readonly host: string;
  readonly cloak: string;
  readonly address: string;
  readonly account: string | null;
  readonly realname: string;
}

type Bans = Pick<World, "bans" | "rules" | "now">;

const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

export const keyOf = ({ kind, what }: { readonly kind: BanKind; readonly what: string }): string =>
  `${kind} ${lower(what)}`;

/** As they are known by the address that they first came from. */
export const asSubject = (person: Person): Subject => ({
  ...person,
  address: [...person.addresses.values()][0] ?? "",
});

/** What others see of a person with this account, when nobody has given them another host. */
export function shownHost(
  { rules }: Pick<World, "rules">,
  cloak: string,
  account: string | null,
): string {
  const shows = rules.accountHosts !== "" && account !== null && /^[a-z][\w-]*$/i.test(account);
  return shows ? `${account}.users.${rules.accountHosts}` : cloak;
}

/** Who wants to come in. */
export const comer = (
  world: World,
  request: RequestOf<"connect">,
  account: string | null,
): Subject => ({
  nick: request.nick ?? "",
  user: `~${request.username}`,
  host: shownHost(world, request.host, account),
  cloak: request.host,
  address: request.address,
  account,
  realname: request.realname,
});

export const isBannedHere = ({ bans, rules, now }: Bans, subject: Subject): boolean =>
  [...bans.values()].some(
    (ban) => (ban.until === null || ban.until > now) && means(ban, subject, rules.bansExempt),
  );

function means(
  { kind, what }: Pick<ServerBan, "kind" | "what">,
  { nick, user, host, cloak, address, account, realname }: Subject,
  exempt: readonly string[],
): boolean {
  const isExempt = exempt.some((network) => inNetwork(address, network));
  if (kind === "account") return account !== null && lower(account) === lower(what);
  if (kind === "realname") return like(what, realname);
  if (kind === "network") return !isExempt && inNetwork(address, what);
  if (isExempt && what.startsWith("*!*@")) return false;
  const [who = "", where = ""] = what.split("@");
  const named = like(who, `${nick}!${user}`);
  if (parseNetwork(where)) return named && inNetwork(address, where);
  return named && [host, cloak, address].some((one) => like(where, one));
}

const like = (mask: string, text: string): boolean =>
  new RegExp(
    `^${lower(mask)
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "s",
  ).test(lower(text));

export function mayBan(world: World, request: RequestOf<"ban">, by: Person): boolean {
  const { bans, rules } = world;
  if (!bans.has(keyOf(request)) && bans.size >= rules.limits.serverBansMax) return false;
  if (request.myself) return true;
  const everybody = /^(\*!\*@\*|0\.0\.0\.0\/0)$/.test(request.what);
  return !everybody && !subjectsOf(by).some((own) => means(request, own, []));
}

const subjectsOf = (person: Person): Subject[] =>
  person.sessions.size === 0
    ? [asSubject(person)]
    : [...person.sessions.keys()].map((id) => {
        return { ...asSubject(person), address: person.addresses.get(id) ?? "" };
      });

/** The sessions that a ban ends. */
export function putOut({ people, rules }: World, request: RequestOf<"ban">): string[] {
  return [...people.values()]
    .flatMap(({ sessions, ...person }) =>
      [...sessions.keys()].filter((id) => {
        const address = person.addresses.get(id) ?? "";
        return means(request, { ...asSubject({ sessions, ...person }), address }, rules.bansExempt);
      }),
    )
    .sort();
}

export const sessionsEnded = (events: readonly Event[]): string[] =>
  events
    .flatMap((event) =>
      event.type === "quit" ? event.sessions : event.type === "detached" ? event.session : [],
    )
    .sort();

/** What others are to see of those whose account changes. */
export function hostsAfter(world: World, events: readonly Event[]): [Person, string][] {
  return events.flatMap((event): [Person, string][] => {
    const person = event.type === "accountChanged" && world.people.get(event.who.id);
    if (!person) return [];
    const { host, cloak } = person;
    const given = host !== shownHost(world, cloak, person.account);
    return [[person, given ? host : shownHost(world, cloak, event.account)]];
  });
}
