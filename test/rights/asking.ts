/**
 * Asking: the outsider asks for everything, in every form, about everybody and every room, and
 * about rooms that there are not: of a secret room nothing must be told that is not told of those.
 */
import assert from "node:assert/strict";
import { commands } from "../../src/server/commands.ts";
import { build, type Cast, gateOf, isOpen, listen } from "./life.ts";
import { plainReads } from "./plain-reads.ts";
import { ownReads, type Read, reads } from "./reads.ts";
import type { Asking } from "./secrets.ts";
import { type Broken, outsiderNick, Stage } from "./stage.ts";
import type { Message, Plan, Room } from "./world.ts";

/** Throws when the outsider reads what is none of theirs. */
export async function play(plan: Plan, broken: Broken = {}): Promise<void> {
  const stage = new Stage(plan, broken);
  const cast = await build(stage);
  if (plan.watches) {
    const { owner, friend, shade, sleeper } = cast;
    const nicks = [owner, friend, shade, sleeper].map(({ nick }) => nick);
    const line = (nick: string): string => (plan.plain ? `/watch ${nick}` : `MONITOR + ${nick}`);
    for (const nick of nicks) await stage.outsiderAsks(line(nick.toUpperCase()));
  }
  stage.outsider.take();
  await listen(stage, cast);
  stage.check(stage.outsider.take(), { line: "" });
  stage.world.live = false;
  stage.room.now += 1_337;
  const asking = new Outsider(stage, cast);
  await asking.everything();
  await asking.withAnotherDevice();
  stage.room.close();
}

/** In which one says something oneself: it is in what is read after it. */
const sayings = ["BATCH", "NOTICE", "PRIVMSG"];

const tables: readonly Read[] = [
  ...Object.keys(reads).filter((command) => !sayings.includes(command)),
  ...sayings,
].flatMap((command) => reads[command] ?? []);

/** What is said to a friend, or taken back, is in the answers that follow. */
const speaking = new Set(["PRIVMSG", "NOTICE", "UNSAY"]);

/** Whatever it is for, also of a command that comes to be after this test. */
const anyhow: Read = {
  room: (room) =>
    Object.keys(commands)
      .filter((command) => !["JOIN", "QUIT", "NICK", "SETNAME", "AWAY", "OPER"].includes(command))
      .flatMap((command) => [
        `${command} ${room}`,
        `${command} ${room} FRIEND`,
        ...(speaking.has(command) ? [] : [`${command} FRIEND ${room}`]),
        `@label=any ${command} ${room} x x`,
      ]),
};

class Outsider {
  private readonly stage: Stage;
  private readonly cast: Cast;

  constructor(stage: Stage, cast: Cast) {
    this.stage = stage;
    this.cast = cast;
  }

  async everything(): Promise<void> {
    const { plain } = this.stage.world.plan;
    for (const read of plain ? Object.values(plainReads) : [...tables, anyhow])
      await this.each(read);
    if (!plain) for (const line of ownReads) await this.ask([{ line, own: true }]);
  }

  private async each(read: Read): Promise<void> {
    const { world } = this.stage;
    const own = read.own === true ? { own: true as const } : {};
    await this.ask((read.once ?? []).map((line) => ({ line, ...own })));
    for (const room of world.rooms) await this.ofRoom(read, room);
    for (const { nicks, account } of Object.values(this.cast)) {
      for (const about of nicks.map((nick: string) => nick.toUpperCase()))
        await this.ask((read.person?.(about) ?? []).map((line) => ({ line, about })));
      const lines = read.account?.(account.toUpperCase()) ?? [];
      await this.ask(lines.map((line) => ({ line })));
    }
  }

  private async ofRoom(read: Read, room: Room): Promise<void> {
    const { stage } = this;
    const { inside, plan, messages } = room;
    const names = room.names.map((name) => name.toUpperCase());
    const gate = plan.forwardedTo ? [gateOf(stage, room)] : [];
    for (const name of [...names, ...gate]) {
      const lines = read.room?.(name) ?? [];
      const goes = lines.some((line) => /^\/?PART/i.test(line));
      if ((inside && goes) || (read.joins && (isOpen(stage, room) || inside))) continue;
      const joins = read.joins === true ? { joins: true as const } : {};
      const heard = await this.ask(lines.map((line) => ({ line, ...joins })));
      if (plan.secret && !inside && !read.joins && !gate.includes(name))
        await this.compare(name, read, lines, heard);
    }
    const some = [messages[0], messages[2], messages.at(-1)] as Message[];
    for (const { msgid } of some)
      for (const target of [names.at(-1), "#HALL", this.cast.friend.nick.toUpperCase()])
        await this.ask((read.message?.(target ?? "", msgid) ?? []).map((line) => ({ line })));
  }

  /** As it is answered of a room that there is not, so of one that is secret. */
  private async compare(
    name: string,
    read: Read,
    lines: readonly string[],
    heard: readonly string[],
  ): Promise<void> {
    const nowhere = name.replace("X", "Y");
    const other = await this.ask((read.room?.(nowhere) ?? []).map((line) => ({ line })));
    for (const [n, line] of lines.entries())
      assert.equal(
        without(name, heard[n]),
        without(nowhere, other[n]),
        `the outsider can tell by "${line}" that there is such a room`,
      );
  }

  /** What each is answered. */
  private async ask(given: readonly Asking[]): Promise<string[]> {
    const { stage } = this;
    const { friend, sleeper } = this.cast;
    const askings = given.map((asking) => ({
      ...asking,
      line: asking.line
        .replaceAll("FRIEND", friend.nick.toUpperCase())
        .replaceAll("SLEEPER", sleeper.nick.toUpperCase()),
    }));
    const answers = stage.world.plan.plain
      ? await this.oneByOne(askings)
      : await this.allAtOnce(askings);
    for (const [n, asking] of askings.entries()) stage.check(answers[n] ?? "", asking);
    return answers;
  }

  private async oneByOne(askings: readonly Asking[]): Promise<string[]> {
    const answers: string[] = [];
    for (const { line } of askings) answers.push(await this.stage.outsiderAsks(line));
    return answers;
  }

  /** With a fence after each. */
  private async allAtOnce(askings: readonly Asking[]): Promise<string[]> {
    if (askings.length === 0) return [];
    const lines = askings.map(({ line }) => `${line}\r\nPING fence`);
    const heard: string = await this.stage.outsiderAsks(lines.join("\r\n"));
    const answers = heard.split(/ PONG .*fence\r\n/);
    assert.equal(answers.length, askings.length + 1, answers.at(-1) ?? "");
    return answers;
  }

  /** A second one of the same account reads where it is. */
  async withAnotherDevice(): Promise<void> {
    const { stage } = this;
    const { plain, account } = stage.world.plan;
    if (!account || plain) return;
    const { room } = stage;
    const peer = room.connect({ address: "192.0.2.10" });
    room.newest.account = outsiderNick;
    peer.write(`NICK ${outsiderNick}\r\nUSER x 0 * :x\r\n`);
    await room.settled();
    const heard = peer.take();
    assert.match(heard, / 376 | 422 /);
    stage.check(heard, { line: "" });
  }
}

const without = (name: string, heard = ""): string =>
  heard.replaceAll(name, "#name").replace(/(batch=|BATCH [+-])\w+/g, "$1");
