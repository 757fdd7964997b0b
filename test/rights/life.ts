/**
 * Life: what goes on in the rooms of a world: before the outsider comes, while they are in, after
 * they have gone, and while they listen. Of every kind of thing one, with words that are secret.
 */
import { outsiderNick, type Stage } from "./stage.ts";
import type { Message, Person, Room, RoomPlan } from "./world.ts";

export interface Cast {
  readonly owner: Person;
  readonly friend: Person;
  readonly shade: Person;
  readonly sleeper: Person;
  readonly ghost: Person;
}

/** The world, and how things stand when the outsider begins to listen. */
export async function build(stage: Stage): Promise<Cast> {
  const { world } = stage;
  const make = (called: Person["called"], invisible: boolean, ranked: boolean): Person =>
    world.makePerson(called, { invisible, ranked });
  const cast: Cast = {
    owner: make("owner", false, true),
    friend: make("friend", false, true),
    shade: make("shade", true, false),
    sleeper: make("sleeper", false, false),
    ghost: make("ghost", true, false),
  };
  for (const person of Object.values(cast))
    await stage.comes(person, person === cast.sleeper ? { alwaysOn: true } : {});
  await stage.does(cast.friend, "JOIN #hall");
  await ofPeople(stage, cast);
  for (const plan of world.plan.rooms) await found(stage, cast, world.makeRoom(plan));
  for (const room of world.rooms) await goOn(stage, cast, room);
  await stage.goes(cast.sleeper);
  stage.outsider = await stage.outsiderComes();
  stage.check(stage.outsider.take(), { line: "" });
  await stage.outsiderAsks(`${world.plan.plain ? "/msg" : "PRIVMSG"} ${cast.friend.nick} hello`);
  for (const room of world.rooms) await relate(stage, cast, room);
  return cast;
}

async function found(stage: Stage, { owner, ...others }: Cast, room: Room): Promise<void> {
  await before(stage, others.shade, room);
  await stage.does(owner, `JOIN ${room.name}`);
  owner.rooms.add(room);
  const { secret, auditorium } = room.plan;
  const flags = (secret ? "s" : "") + (auditorium ? "u" : "");
  if (flags !== "") await stage.does(owner, `MODE ${room.name} +${flags}`);
  for (const person of Object.values(others)) {
    await stage.does(person, `JOIN ${room.name}`);
    person.rooms.add(room);
  }
  await stage.does(owner, `MODE ${room.name} +v ${others.friend.nick}`);
  for (const person of [...Object.values(others), owner])
    stage.world.secrets.keepApart(
      () => [room.name, person.nick],
      () => stage.world.seesThere(room, person),
    );
  values(stage, room.name, stage.world.ofRoom(room, "what a room says of itself"));
}

/** There was another room of that name, which nobody knows any more. */
async function before(stage: Stage, shade: Person, { name }: Room): Promise<void> {
  const { world } = stage;
  await stage.does(shade, `JOIN ${name}`);
  const reaction = world.hidden("a reaction in a room that is no more");
  await stage.does(shade, `@+draft/react=${reaction} TAGMSG ${name}`);
  await stage.does(shade, `PART ${name} :${world.hidden("why somebody left what is no more")}`);
}

/** The outsider comes in and goes, or stays; the room is closed. */
async function relate(stage: Stage, cast: Cast, room: Room): Promise<void> {
  const { owner } = cast;
  const { relation, renamed, forwardedTo } = room.plan;
  const says = (line: string): Promise<string> =>
    stage.outsiderAsks(stage.world.plan.plain ? `/${line.toLowerCase()}` : line);
  const came = relation === "parted" || relation === "kicked" || relation === "member";
  if (came) {
    room.inside = true;
    room.cameAt = stage.room.now;
    stage.check(await says(`JOIN ${room.name}`), { line: "" });
    await goOn(stage, cast, room);
    room.spokeUnder = room.name;
    await stage.outsiderAsks(
      stage.world.plan.plain ? "harvest of my own" : `PRIVMSG ${room.name} :harvest of my own`,
    );
  }
  if (relation === "kicked") await stage.does(owner, `KICK ${room.name} ${outsiderNick}`);
  if (relation === "parted") await says(`PART ${room.name}`);
  room.inside = relation === "member";
  if (forwardedTo) await forward(stage, owner, room);
  await stage.does(owner, `MODE ${room.name} ${closing(stage, room)}`);
  if (relation === "invited") {
    await stage.does(owner, `INVITE ${outsiderNick} ${room.name}`);
    room.invited = true;
  }
  if (renamed) await rename(stage, owner, room);
  await goOn(stage, cast, room);
}

/** A public room that lets nobody in, and leads into this one. */
export const gateOf = (stage: Stage, room: Room): string =>
  `#gate${stage.world.rooms.indexOf(room)}`;

async function forward(stage: Stage, owner: Person, room: Room): Promise<void> {
  const gate = gateOf(stage, room);
  await stage.does(owner, `JOIN ${gate}`);
  await stage.does(owner, `MODE ${gate} +if ${room.name}`);
}

function closing({ world }: Stage, room: Room): string {
  const key = (): string => `+k ${world.ofMembers(room, "a room's password")}`;
  const closings: Readonly<Record<RoomPlan["closure"], () => string>> = {
    key,
    invite: () => "+i",
    account: () => "+R",
    full: () => "+l 1",
    mask: () => `+b ${outsiderNick}!*@*`,
    ofAccount: () => `+b a:${outsiderNick}`,
    ofGuests: () => "+b U:*!*@*",
  };
  return closings[room.plan.closure]();
}

/** Whether the outsider is let in by the closure of that name. */
export function isOpen({ world }: Stage, { plan: { closure }, invited }: Room): boolean {
  const { account } = world.plan;
  if (closure === "mask") return false;
  if (closure === "account" || closure === "ofGuests") return account;
  if (closure === "ofAccount") return !account;
  return invited;
}

async function rename(stage: Stage, owner: Person, room: Room): Promise<void> {
  const { name: old } = room;
  stage.world.rename(room);
  await stage.does(owner, `RENAME ${old} ${room.name}`);
}

/** Of all that can happen in a room. */
export async function goOn(stage: Stage, cast: Cast, room: Room): Promise<void> {
  const { world } = stage;
  const { owner, friend, shade } = cast;
  const { name } = room;
  const word = (what: string, message = about(stage), gone?: () => boolean): string =>
    `${world.said(room, what, message, gone)} harvest`;
  await stage.does(owner, `PRIVMSG ${name} :${word("what was said")}`);
  const { said } = stage;
  await stage.does(friend, `NOTICE ${name} :${word("what was said")}`);
  await stage.does(
    friend,
    `BATCH +1 draft/multiline ${name}`,
    `@batch=1 PRIVMSG ${name} :${word("what was said in lines")}`,
    `@batch=1 PRIVMSG ${name} :more`,
    "BATCH -1",
  );
  const reaction = world.said(room, "a reaction", about(stage));
  await stage.does(friend, `@+draft/reply=${said};+draft/react=${reaction} TAGMSG ${name}`);
  const typing = world.ofMove(friend, "that somebody types", Infinity, [room]);
  await stage.does(friend, `@+typing=${typing} TAGMSG ${name}`);
  await stage.does(owner, `RELAYMSG ${name} far/away :${word("what was said elsewhere")}`);
  await otherwise(stage, friend, room, word);
  await ruled(stage, cast, room);
  await stage.does(
    owner,
    `PRIVMSG @${name} :${word("what was said to operators", about(stage, true))}`,
  );
  await stage.does(owner, `MODE ${name} +U`);
  const held = word("what was held back", about(stage, true));
  await stage.does(shade, `PRIVMSG ${name} :${held}`);
  await stage.does(owner, `MODE ${name} -U`);
  const from = Date.UTC(2021, 0, 1) + (stage.room.now % 1e9);
  const mark = new Date(from).toISOString();
  world.secrets.keep(mark, "how far somebody has read", () => false);
  await stage.does(friend, `MARKREAD ${name} timestamp=${mark}`);
}

/** What is said next. */
const about = (stage: Stage, forFew = false): Message => ({
  msgid: stage.next,
  at: stage.room.now + 1_337,
  forFew,
  heardLive: stage.world.live,
  gone: false,
});

/** Said, and then said otherwise; said, and then taken back. */
async function otherwise(
  stage: Stage,
  friend: Person,
  { name }: Room,
  word: (what: string, message?: Message, gone?: () => boolean) => string,
): Promise<void> {
  const edited = about(stage);
  let before = true;
  await stage.does(
    friend,
    `PRIVMSG ${name} :${word("what was said otherwise at first", edited, () => !before)}`,
  );
  const { said } = stage;
  const { heardLive } = edited;
  const text = word("what was said instead", edited).replace(" ", "\\s");
  await stage.does(friend, `@draft/target-msgid=${said};draft/edit-text=${text} EDIT ${name}`);
  before = heardLive;
  const redacted = about(stage);
  await stage.does(friend, `PRIVMSG ${name} :${word("what was taken back", redacted)}`);
  const why = word("why it was taken back");
  await stage.does(friend, `REDACT ${name} ${stage.said} :${why}`);
  redacted.gone = true;
}

/** What operators do, and those who come and go. */
async function ruled(stage: Stage, { owner, shade }: Cast, room: Room): Promise<void> {
  const { world } = stage;
  const { name } = room;
  const set = (what: string): string => world.ofOperators(room, what, stage.room.now + 1_337);
  await stage.does(owner, `TOPIC ${name} :${world.ofRoom(room, "a topic")}`);
  const value = world.ofRoom(room, "what a room says of itself");
  await stage.does(owner, `METADATA ${name} SET mood :${value}`);
  await stage.does(owner, `MODE ${name} +b ${world.ofRoom(room, "a ban")}!*@*`);
  await stage.does(owner, `MODE ${name} +e ${set("an exception")}!*@*`);
  await stage.does(owner, `MODE ${name} +I ${set("who is invited")}!*@*`);
  const move = (what: string): string => world.ofMove(shade, what, stage.room.now + 1_337, [room]);
  const back = async (): Promise<void> => {
    await stage.does(owner, `INVITE ${shade.nick} ${name}`);
    await stage.does(shade, `JOIN ${name} key`);
  };
  await stage.does(shade, `PART ${name} :${move("why somebody left")}`);
  await back();
  await stage.does(owner, `KICK ${name} ${shade.nick} :${move("why somebody was put out")}`);
  await back();
}

/** What people say of themselves, and to each other. */
export async function ofPeople(stage: Stage, { friend, shade }: Cast): Promise<void> {
  const { world } = stage;
  const word = (what: string): string => world.ofPerson(shade, what);
  await stage.does(shade, `AWAY :${word("where")}`);
  await stage.does(shade, `SETNAME :${word("real name")}`);
  await stage.does(shade, `METADATA * SET mood :${word("mood")}`);
  values(stage, shade.account, "");
  await stage.does(friend, `PRIVMSG ${shade.nick} :${world.hidden("what one said")} harvest`);
  await stage.does(shade, `PRIVMSG ${friend.nick} :${world.hidden("what another said")} harvest`);
  const { said } = stage;
  const text = world.hidden("what another said instead");
  await stage.does(
    shade,
    `@draft/target-msgid=${said};draft/edit-text=${text} EDIT ${friend.nick}`,
  );
  await stage.does(friend, `@+draft/react=${world.hidden("x")} TAGMSG ${shade.nick}`);
  await stage.does(shade, `PRIVMSG ${friend.nick} :${world.hidden("what was taken back")}`);
  await stage.does(shade, `REDACT ${friend.nick} ${stage.said} :${world.hidden("why")}`);
}

/** Values that operators alone see are set by them; here they are simply there. */
function values({ room, world }: Stage, holder: string, mood: string): void {
  const { metadata } = room.server.state;
  const held = metadata.get(holder) ?? new Map<string, string>();
  const note = world.hidden("a value for operators");
  metadata.set(
    holder,
    new Map([...held, ...(mood ? [["mood", mood] as const] : []), ["private.note", note]]),
  );
}

/** All of it once more, while the outsider listens. */
export async function listen(stage: Stage, cast: Cast): Promise<void> {
  const { world } = stage;
  const { owner, shade, ghost } = cast;
  world.live = true;
  for (const room of world.rooms) {
    await goOn(stage, cast, room);
    if (room.plan.renamed) await rename(stage, owner, room);
  }
  await ofPeople(stage, cast);
  await stage.does(shade, `NICK ${world.renick(shade)}`);
  const reason = world.ofMove(ghost, "why somebody went", stage.room.now + 1_337, ghost.rooms);
  await stage.does(ghost, `QUIT :${reason}`);
}
