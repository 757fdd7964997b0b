/**
 * draft/chathistory and draft/event-playback, clause by clause.
 * https://ircv3.net/specs/extensions/chathistory
 */
import { describe, test } from "node:test";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { play } from "../journey.ts";

const capabilities = "draft/chathistory batch server-time message-tags";

/** Ann says "one" to "six" in #a, a minute apart: their msgids are 4 to 9. */
const said = `
  ann comes ${capabilities}
  ann > JOIN #a
  ann << 366
  ann > PRIVMSG #a :one
  time passes 60
  ann > NOTICE #a :two
  time passes 60
  ann > @+x=y PRIVMSG #a :three
  time passes 60
  ann > PRIVMSG #a :four
  time passes 60
  ann > PRIVMSG #a :five
  time passes 60
  ann > PRIVMSG #a :six
`;

const times: Record<string, string> = {
  one: "18:00:00.000",
  two: "18:01:00.000",
  three: "18:02:00.000",
  four: "18:03:00.000",
  five: "18:04:00.000",
  six: "18:05:00.000",
};
const ids: Record<string, string> = {
  one: "4",
  two: "5",
  three: "6",
  four: "7",
  five: "8",
  six: "9",
};

const at = (word: string): string => `timestamp=2026-11-22T${times[word]}Z`;
const id = (word: string): string => `msgid=${ids[word]}`;

/** All times. */
const always = "timestamp=2020-01-01T00:00:00.000Z timestamp=2030-01-01T00:00:00.000Z";

/** The batch in which ann reads these words. */
function reads(...words: string[]): string {
  const lines = words.map((word) => {
    const tags = `batch=h…;time=2026-11-22T${times[word]}Z;msgid=${ids[word]}`;
    const more = word === "three" ? ";+x=y" : "";
    const command = word === "two" ? "NOTICE" : "PRIVMSG";
    return `ann < @${tags}${more} :ann!~ann@127.0.0.1 ${command} #a :${word}`;
  });
  return `
  ann < @…time=… :banter.test BATCH +h… chathistory #a
  ${lines.join("\n")}
  ann < @time=… :banter.test BATCH -h…
  `;
}

const asks = (line: string, ...words: string[]): string =>
  `ann > CHATHISTORY ${line}\n${reads(...words)}`;

describe("subcommands", () => {
  test("BEFORE: up to so many before the message or time, without it", () =>
    play(`${said}
      ${asks(`BEFORE #a ${id("four")} 2`, "two", "three")}
      ${asks(`BEFORE #a ${at("four")} 2`, "two", "three")}
      ${asks(`BEFORE #a ${id("two")} 10`, "one")}
      ${asks(`BEFORE #a ${id("one")} 10`)}
      ${asks(`before #a timestamp=2030-01-01T00:00:00.000Z 1`, "six")}
    `));

  test("AFTER: up to so many after it, without it", () =>
    play(`${said}
      ${asks(`AFTER #a ${id("two")} 2`, "three", "four")}
      ${asks(`AFTER #a ${at("two")} 2`, "three", "four")}
      ${asks(`AFTER #a ${id("six")} 10`)}
      ${asks(`AFTER #a timestamp=2026-11-22T18:03:59.999Z 10`, "five", "six")}
    `));

  test("LATEST: the most recent ones; all, or only those after it", () =>
    play(`${said}
      ${asks("LATEST #a * 2", "five", "six")}
      ${asks("LATEST #a * 100", "one", "two", "three", "four", "five", "six")}
      ${asks(`LATEST #a ${id("four")} 10`, "five", "six")}
      ${asks(`LATEST #a ${at("two")} 2`, "five", "six")}
    `));

  test("AROUND: some before and some after it, not more than so many together", () =>
    play(`${said}
      ${asks(`AROUND #a ${id("three")} 1`, "three")}
      ${asks(`AROUND #a ${id("three")} 3`, "two", "three", "four")}
      ${asks(`AROUND #a ${at("three")} 4`, "one", "two", "three", "four")}
      ${asks(`AROUND #a ${id("one")} 3`, "one", "two", "three")}
      ${asks(`AROUND #a ${id("six")} 3`, "four", "five", "six")}
      ${asks(`AROUND #a ${id("two")} 100`, "one", "two", "three", "four", "five", "six")}
    `));

  test("BETWEEN: between two, without them, counted from the first, either way in time", () =>
    play(`${said}
      ${asks(`BETWEEN #a ${id("one")} ${id("six")} 10`, "two", "three", "four", "five")}
      ${asks(`BETWEEN #a ${id("one")} ${id("six")} 2`, "two", "three")}
      ${asks(`BETWEEN #a ${id("six")} ${id("one")} 2`, "four", "five")}
      ${asks(`BETWEEN #a ${at("one")} ${at("four")} 10`, "two", "three")}
      ${asks(`BETWEEN #a ${at("four")} ${at("one")} 1`, "three")}
      ${asks(`BETWEEN #a ${at("one")} ${id("four")} 1`, "two")}
      ${asks(`BETWEEN #a ${id("four")} ${at("one")} 1`, "three")}
      ${asks(`BETWEEN #a ${id("two")} ${id("two")} 9`)}
      ${asks(`BETWEEN #a ${at("two")} ${id("two")} 9`)}
    `));

  test("a limit above the greatest is the greatest (CHATHISTORY)", () => {
    const limits = { ...limitsDefault, historyPageLinesMax: 10 };
    const more = Array.from({ length: 6 }, (_, n) => `ann > PRIVMSG #a :more ${n}`);
    return play(
      `${said}
      ${more.join("\n")}
      ann > CHATHISTORY LATEST #a * 100
      ann < … BATCH +h… chathistory #a
      ann < … :three
      ann << more 5
      ann < … BATCH -h…
    `,
      { limits },
    );
  });
});

describe("TARGETS", () => {
  const talk = `
    ann comes ${capabilities}
    bob comes
    cy comes
    ann > JOIN #a
    ann << 366
    ann > JOIN #quiet
    ann << 366
    ann > PRIVMSG #a :one
    time passes 60
    bob > PRIVMSG ann :two
    ann < …
    time passes 60
    ann > PRIVMSG cy :three
    cy < …
    cy > JOIN #other
    cy << 366
    cy > PRIVMSG #other :four
  `;
  const line = (name: string, minute: number): string =>
    `ann < @batch=targets;time=… :banter.test CHATHISTORY TARGETS ${name} ` +
    `2026-11-22T18:0${minute}:00.000Z`;
  const asksTargets = (line: string, ...lines: string[]): string => `
    ann > CHATHISTORY TARGETS ${line}
    ann < @…time=… :banter.test BATCH +targets draft/chathistory-targets
    ${lines.join("\n")}
    ann < @time=… :banter.test BATCH -targets
  `;
  const [early, late] = [
    "timestamp=2026-11-22T17:00:00.000Z",
    "timestamp=2026-11-22T19:00:00.000Z",
  ];

  test("channels one reads and people one has talked with, by their last message", () =>
    play(`${talk}
      ${asksTargets(`${early} ${late} 10`, line("#a", 0), line("bob", 1), line("cy", 2))}
    `));

  test("is counted from the first time, which may be the later; both are left out", () =>
    play(`${talk}
      ${asksTargets(`${early} ${late} 2`, line("#a", 0), line("bob", 1))}
      ${asksTargets(`${late} ${early} 2`, line("bob", 1), line("cy", 2))}
      ${asksTargets(`${at("one")} ${at("three")} 9`, line("bob", 1))}
      ${asksTargets(`${late} ${late} 9`)}
    `));

  test("by their nick as it is now; someone who is gone by the last one", () =>
    play(`${talk}
      bob > NICK rob
      bob < …
      cy > QUIT
      cy < …
      ${asksTargets(`${early} ${late} 10`, line("#a", 0), line("rob", 1), line("cy", 2))}
      ann > CHATHISTORY LATEST cy * 10
      ann < … BATCH +h… chathistory cy
      ann < … PRIVMSG cy :three
      ann < … BATCH -h…
      ann > CHATHISTORY LATEST rob * 10
      ann < … BATCH +h… chathistory rob
      ann < … PRIVMSG ann :two
      ann < … BATCH -h…
    `));

  test("its parameters are two timestamps, no msgids, and a limit", () =>
    play(`${talk}
      ann > CHATHISTORY TARGETS msgid=1 ${late} 10
      ann < … FAIL CHATHISTORY INVALID_MSGREFTYPE TARGETS * msgid=1 :…
      ann > CHATHISTORY TARGETS ${early} * 10
      ann < … FAIL CHATHISTORY INVALID_PARAMS TARGETS * :Invalid timestamp
      ann > CHATHISTORY TARGETS ${early} ${late}
      ann < … FAIL CHATHISTORY INVALID_PARAMS TARGETS :Insufficient parameters
      ann > CHATHISTORY TARGETS ${early} ${late} 10 10
      ann < … FAIL CHATHISTORY INVALID_PARAMS TARGETS :Too many parameters
    `));
});

describe("draft/chathistory-end", () => {
  /** What is asked, whether it is the end, and how many lines come. */
  const asksFor = (line: string, end: boolean, lines: number): string => `
    ann > CHATHISTORY ${line}
    ann < @${end ? "draft/chathistory-end;" : ""}time=… :banter.test BATCH +h… chathistory #a
    ${"ann < @batch=h…;time=… …\n".repeat(lines)}
    ann < @time=… :banter.test BATCH -h…
  `;

  test("is on the opening of a batch after which there is no more to be asked for", () =>
    play(`${said}
      ${asksFor("LATEST #a * 5", false, 5)}
      -- a page that just holds all is the last one
      ${asksFor("LATEST #a * 6", true, 6)}
      ${asksFor("LATEST #a * 100", true, 6)}
      ${asksFor(`LATEST #a ${id("four")} 1`, false, 1)}
      ${asksFor(`LATEST #a ${id("four")} 2`, true, 2)}
      ${asksFor(`BEFORE #a ${id("three")} 1`, false, 1)}
      ${asksFor(`BEFORE #a ${id("three")} 2`, true, 2)}
      ${asksFor(`BEFORE #a ${id("one")} 2`, true, 0)}
      ${asksFor(`AFTER #a ${at("four")} 1`, false, 1)}
      ${asksFor(`AFTER #a ${at("four")} 2`, true, 2)}
      ${asksFor(`BETWEEN #a ${id("one")} ${id("four")} 1`, false, 1)}
      ${asksFor(`BETWEEN #a ${id("one")} ${id("four")} 2`, true, 2)}
      ${asksFor(`BETWEEN #a ${id("four")} ${id("one")} 1`, false, 1)}
      ${asksFor(`BETWEEN #a ${id("four")} ${id("one")} 2`, true, 2)}
      -- there is none on either side
      ${asksFor(`AROUND #a ${id("three")} 5`, false, 5)}
      ${asksFor(`AROUND #a ${id("three")} 6`, true, 6)}
    `));

  test("counts what the reader may read; who knows no tags is told nothing of it", () =>
    play(`
      ann comes ${capabilities}
      ann > JOIN #a
      ann << 366
      ann > PRIVMSG #a :one
      ann > PRIVMSG @#a :between us
      bob comes ${capabilities}
      bob > JOIN #a
      bob << 366
      ann < …
      bob > CHATHISTORY LATEST #a * 1
      bob < @draft/chathistory-end;time=… :banter.test BATCH +h… chathistory #a
      bob < … PRIVMSG #a :one
      bob < … BATCH -h…
      ann > CHATHISTORY LATEST #a * 1
      ann < @time=… :banter.test BATCH +h… chathistory #a
      ann < … PRIVMSG @#a :between us
      ann < … BATCH -h…
      bob > CAP REQ -message-tags
      bob < …ACK…
      bob > CHATHISTORY LATEST #a * 1
      bob < @time=… :banter.test BATCH +h… chathistory #a
      bob < … PRIVMSG #a :one
      bob < … BATCH -h…
    `));

  test("is on the batch of TARGETS, too", () =>
    play(`
      ann comes ${capabilities}
      bob comes
      ann > JOIN #a
      ann << 366
      ann > PRIVMSG #a :one
      time passes 60
      ann > PRIVMSG bob :two
      bob < …
      ann > CHATHISTORY TARGETS ${always} 1
      ann < @time=… :banter.test BATCH +targets draft/chathistory-targets
      ann < … #a …
      ann < … BATCH -targets
      ann > CHATHISTORY TARGETS ${always} 2
      ann < @draft/chathistory-end;time=… :banter.test BATCH +targets draft/chathistory-targets
      ann < … #a …
      ann < … bob …
      ann < … BATCH -targets
    `));
});

describe("direct messages", () => {
  test("the conversation from both sides, one's own words too", () =>
    play(`
      ann comes ${capabilities}
      bob comes ${capabilities}
      ann > PRIVMSG bob :hello
      bob < …
      bob > PRIVMSG ann :hi
      ann < …
      ann > PRIVMSG ann :a note
      ann < …
      ann > CHATHISTORY LATEST BOB * 10
      ann < … BATCH +h… chathistory bob
      ann < @batch=h…;time=…;msgid=… :ann!~ann@127.0.0.1 PRIVMSG bob :hello
      ann < @batch=h…;time=…;msgid=… :bob!~bob@127.0.0.1 PRIVMSG ann :hi
      ann < … BATCH -h…
      bob > CHATHISTORY LATEST ann * 10
      bob < … BATCH +h… chathistory ann
      bob < … :ann!~ann@127.0.0.1 PRIVMSG bob :hello
      bob < … :bob!~bob@127.0.0.1 PRIVMSG ann :hi
      bob < … BATCH -h…
      ann > CHATHISTORY LATEST ann * 10
      ann < … BATCH +h… chathistory ann
      ann < … PRIVMSG ann :a note
      ann < … BATCH -h…
    `));

  test("also from before either has changed the nick", () =>
    play(`
      ann comes ${capabilities}
      bob comes
      ann > PRIVMSG bob :hello
      bob < …
      bob > NICK rob
      bob < …
      ann > NICK anna
      ann < …
      ann > CHATHISTORY LATEST rob * 10
      ann < … BATCH +h… chathistory rob
      ann < … :ann!~ann@127.0.0.1 PRIVMSG bob :hello
      ann < … BATCH -h…
    `));

  test("whoever takes a nick later does not read what was said to another", () =>
    play(`
      ann comes ${capabilities}
      bob comes
      ann > PRIVMSG bob :a secret
      bob < …
      bob > QUIT
      bob < …
      bob comes ${capabilities}
      bob > CHATHISTORY LATEST ann * 10
      bob < … BATCH +h… chathistory ann
      bob < … BATCH -h…
      bob > PRIVMSG ann :hi
      ann < …
      -- She has heard both, under one name.
      ann > CHATHISTORY LATEST bob * 10
      ann < … BATCH +h… chathistory bob
      ann < … PRIVMSG bob :a secret
      ann < … PRIVMSG ann :hi
      ann < … BATCH -h…
    `));

  test("an account finds its own with every device, and after it was gone", () =>
    play(`
      ann comes account ann ${capabilities}
      bob comes account bob ${capabilities}
      ann > PRIVMSG bob :hello
      bob < …
      ann > QUIT
      ann < …
      phone comes as anne account ann ${capabilities}
      phone > CHATHISTORY LATEST bob * 10
      phone < … BATCH +h… chathistory bob
      phone < … :ann!~ann@127.0.0.1 PRIVMSG bob :hello
      phone < … BATCH -h…
      bob > CHATHISTORY LATEST ann * 10
      bob < … BATCH +h… chathistory ann
      bob < … PRIVMSG bob :hello
      bob < … BATCH -h…
    `));
});

describe("returned messages", () => {
  test("msgids and times are those that were first told", () =>
    play(`
      ann comes echo-message ${capabilities}
      ann > JOIN #a
      ann << 366
      ann > PRIVMSG #a :one
      ann < @time=2026-11-22T18:00:00.000Z;msgid=4 :ann!~ann@127.0.0.1 PRIVMSG #a :one
      time passes 7
      ann > CHATHISTORY LATEST #a * 1
      ann < … BATCH +…
      ann < @batch=h…;time=2026-11-22T18:00:00.000Z;msgid=4 :ann!~ann@127.0.0.1 PRIVMSG #a :one
      ann < … BATCH -…
    `));

  test("the batch bears the target's canonical name; nothing to tell is an empty batch", () =>
    play(`
      ann comes ${capabilities}
      ann > JOIN #Room
      ann << 366
      ann > CHATHISTORY LATEST #rOOM * 10
      ann < @draft/chathistory-end;time=… :banter.test BATCH +h… chathistory #Room
      ann < @time=… :banter.test BATCH -h…
    `));

  test("labeled, the batch itself bears the label", () =>
    play(`
      ann comes labeled-response ${capabilities}
      ann > JOIN #a
      ann << 366
      ann > PRIVMSG #a :one
      ann > @label=x CHATHISTORY LATEST #a * 10
      ann < @label=x;draft/chathistory-end;time=… :banter.test BATCH +h… chathistory #a
      ann < @batch=h…;time=…;msgid=4 :ann!~ann@127.0.0.1 PRIVMSG #a :one
      ann < @time=… :banter.test BATCH -h…
      ann > @label=y CHATHISTORY LATEST #b * 10
      ann < @label=y;time=… :banter.test FAIL CHATHISTORY INVALID_TARGET LATEST #b :…
    `));

  test("without batch, server-time or message-tags as much is told as can be", () =>
    play(`
      ann comes draft/chathistory
      ann > JOIN #a
      ann << 366
      ann > PRIVMSG #a :one
      ann > CHATHISTORY LATEST #a * 10
      ann < :ann!~ann@127.0.0.1 PRIVMSG #a :[2026-11-22 18:00] one
      ann > CHATHISTORY TARGETS ${always} 5
      ann < :banter.test CHATHISTORY TARGETS #a 2026-11-22T18:00:00.000Z
    `));
});

describe("draft/event-playback", () => {
  const happened = `
    bob comes
    ann > JOIN #a
    ann << 366
    bob > JOIN #a
    bob << 366
    ann < …
    ann > TOPIC #a :tea
    ann < …
    bob < …
    ann > PRIVMSG #a :one
    bob < …
    ann > MODE #a +o bob
    ann < …
    bob < …
    bob > NICK rob
    ann < …
    bob < …
    bob > PART #a :bye
    ann < …
    bob < …
    bob > JOIN #a
    bob << :[2026-11-22 18:00] one
    ann < …
    ann > KICK #a rob :out
    ann < …
    bob < …
    bob > JOIN #a
    bob << :[2026-11-22 18:00] one
    ann < …
    bob > QUIT :gone
    bob < …
    ann < …
  `;

  test("without it nothing but PRIVMSG and NOTICE", () =>
    play(`
      ann comes ${capabilities}
      ${happened}
      ann > CHATHISTORY LATEST #a * 50
      ann < … BATCH +…
      ann < … PRIVMSG #a :one
      ann < … BATCH -…
    `));

  test("with it whatever happened there: JOIN, TOPIC, MODE, NICK, PART, KICK, QUIT", () =>
    play(`
      ann comes draft/event-playback extended-join ${capabilities}
      ${happened}
      ann > CHATHISTORY LATEST #a * 50
      ann < … BATCH +…
      ann < @batch=h…;time=…;msgid=… :ann!~ann@127.0.0.1 JOIN #a * :ann of Test
      ann < @batch=h…;time=…;msgid=… :bob!~bob@127.0.0.1 JOIN #a * :bob of Test
      ann < @batch=h…;time=…;msgid=… :ann!~ann@127.0.0.1 TOPIC #a :tea
      ann < @batch=h…;time=…;msgid=… :ann!~ann@127.0.0.1 PRIVMSG #a :one
      ann < @batch=h…;time=…;msgid=… :ann!~ann@127.0.0.1 MODE #a +o bob
      ann < @batch=h…;time=…;msgid=… :bob!~bob@127.0.0.1 NICK rob
      ann < @batch=h…;time=…;msgid=… :rob!~bob@127.0.0.1 PART #a :bye
      ann < @batch=h…;time=…;msgid=… :rob!~bob@127.0.0.1 JOIN #a * :bob of Test
      ann < @batch=h…;time=…;msgid=… :ann!~ann@127.0.0.1 KICK #a rob :out
      ann < @batch=h…;time=…;msgid=… :rob!~bob@127.0.0.1 JOIN #a * :bob of Test
      ann < @batch=h…;time=…;msgid=… :rob!~bob@127.0.0.1 QUIT :Quit: gone
      ann < … BATCH -…
    `));

  test("they count, and are found by their msgids", () =>
    play(`
      ann comes draft/event-playback ${capabilities}
      ${happened}
      ann > CHATHISTORY BEFORE #a msgid=7 2
      ann < … BATCH +…
      ann < @batch=h…;time=…;msgid=5 :bob!~bob@127.0.0.1 JOIN #a
      ann < @batch=h…;time=…;msgid=6 :ann!~ann@127.0.0.1 TOPIC #a :tea
      ann < … BATCH -…
    `));
});

describe("errors", () => {
  /** What is asked, the code, what it is told with, and the words. */
  const fails = (line: string, code: string, context: string, words: string): string => `
    ann > CHATHISTORY ${line}
    ann < @time=… :banter.test FAIL CHATHISTORY ${code} ${context} :${words}
  `;
  const room = `
    ann comes ${capabilities}
    ann > JOIN #a
    ann << 366
  `;

  test("INVALID_PARAMS for what cannot be understood", () => {
    const wrong = (line: string, context: string, words: string): string =>
      fails(line, "INVALID_PARAMS", context, words);
    const [few, many] = ["Insufficient parameters", "Too many parameters"];
    const noDay = "timestamp=2026-02-30T00:00:00.000Z";
    return play(`${room}
      ann > CHATHISTORY
      ann < @time=… :banter.test FAIL CHATHISTORY INVALID_PARAMS * :Insufficient parameters
      ${wrong("SIDEWAYS #a * 10", "SIDEWAYS", "Unknown command")}
      ${wrong("LATEST", "LATEST", few)}
      ${wrong("LATEST #a *", "LATEST", few)}
      ${wrong("BETWEEN #a msgid=1 10", "BETWEEN", few)}
      ${wrong("LATEST #a * 10 10", "LATEST", many)}
      ${wrong("BEFORE #a * 10", "BEFORE *", "Invalid timestamp")}
      ${wrong("AFTER #a timestamp=now 10", "AFTER timestamp=now", "Invalid timestamp")}
      ${wrong(`AFTER #a ${noDay} 10`, `AFTER ${noDay}`, "Invalid timestamp")}
      ${wrong("LATEST #a * 0", "LATEST 0", "Invalid limit")}
      ${wrong("LATEST #a * -5", "LATEST -5", "Invalid limit")}
      ${wrong("LATEST #a * many", "LATEST many", "Invalid limit")}
    `);
  });

  test("INVALID_TARGET for what is not there or may not be read, one like the other", () => {
    const words = "Messages could not be retrieved";
    const unreadable = (target: string): string =>
      fails(`LATEST ${target} * 10`, "INVALID_TARGET", `LATEST ${target}`, words);
    return play(`${room}
      bob comes
      bob > JOIN #b
      bob << 366
      bob > PRIVMSG #b :one
      ${unreadable("#none")}
      ${unreadable("#b")}
      ${unreadable("nobody")}
      ${unreadable("*")}
    `);
  });

  test("INVALID_MSGREFTYPE for another kind of reference", () => {
    const words = "Messages are referred to by timestamp= or msgid=";
    const [line, context] = ["BEFORE #a number=5 10", "BEFORE #a number=5"];
    return play(`${room} ${fails(line, "INVALID_MSGREFTYPE", context, words)}`);
  });

  test("MESSAGE_ERROR for a msgid that can be none", () => {
    const words = "Messages could not be retrieved";
    const [line, context] = ["BEFORE #a msgid=No-Such-Id 10", "BEFORE #a msgid=No-Such-Id"];
    return play(`${room} ${fails(line, "MESSAGE_ERROR", context, words)}`);
  });
});

describe("the capability", () => {
  test("must be negotiated", () =>
    play(`
      ann comes batch
      ann > JOIN #a
      ann << 366
      ann > CHATHISTORY LATEST #a * 10
      ann < :banter.test 421 ann CHATHISTORY :Unknown command
    `));

  test("whoever has it gets no history unasked; others do, on joining", () =>
    play(`${said}
      bob comes ${capabilities}
      bob > JOIN #a
      bob << 366
      ann < …
      cy comes
      cy > JOIN #a
      cy << 366
      cy <+ :ann!~ann@127.0.0.1 … #a :[2026-11-22 18:0…] …
      ann < …
      bob < …
    `));

  test("ISUPPORT tells CHATHISTORY and MSGREFTYPES", () =>
    play(`
      ann comes raw
      ann > NICK ann
      ann > USER ann 0 * :ann
      ann << CHATHISTORY=1000
      ann << MSGREFTYPES=msgid,timestamp
      ann << 422
    `));
});

describe("who may read", () => {
  test("only who is in the channel: not who has left it, was put out or is banned", () => {
    const nothing = `
      bob > CHATHISTORY LATEST #a * 10
      bob < … FAIL CHATHISTORY INVALID_TARGET LATEST #a :…
    `;
    return play(`${said}
      bob comes ${capabilities}
      ${nothing}
      bob > JOIN #a
      bob << 366
      ann < …
      bob > CHATHISTORY LATEST #a * 1
      bob < … BATCH +…
      bob < … PRIVMSG #a :six
      bob < … BATCH -…
      bob > PART #a
      bob < …
      ann < …
      ${nothing}
      bob > JOIN #a
      bob << 366
      ann < …
      ann > KICK #a bob
      ann < …
      bob < …
      ${nothing}
      ann > MODE #a +b bob
      ann < …
      ${nothing}
    `);
  });

  test("what was said to operators only they read, and no page is shorter for it", () =>
    play(`
      ann comes ${capabilities}
      ann > JOIN #a
      ann << 366
      ann > PRIVMSG #a :one
      ann > PRIVMSG @#a :between us
      bob comes ${capabilities}
      bob > JOIN #a
      bob << 366
      ann < …
      bob > CHATHISTORY LATEST #a * 1
      bob < … BATCH +…
      bob < … PRIVMSG #a :one
      bob < … BATCH -…
      ann > CHATHISTORY LATEST #a * 1
      ann < … BATCH +…
      ann < … PRIVMSG @#a :between us
      ann < … BATCH -…
    `));

  test('with since = "join" what was said since one first came in, by the account', () => {
    const joins = (nick: string): string => `
      ${nick} > JOIN #a
      ${nick} << 366
      ann < …
    `;
    return play(
      `${said}
      bob comes account bob ${capabilities}
      ${joins("bob")}
      ann > PRIVMSG #a :seven
      bob < …
      bob > QUIT
      bob < …
      ann < …
      time passes 60
      ann > PRIVMSG #a :eight
      bob comes account bob ${capabilities}
      ${joins("bob")}
      bob > CHATHISTORY LATEST #a * 10
      bob < … BATCH +…
      bob < … PRIVMSG #a :six
      bob < … PRIVMSG #a :seven
      bob < … PRIVMSG #a :eight
      bob < … BATCH -…
      bob > CHATHISTORY AFTER #a msgid=4 1
      bob < … BATCH +…
      bob < … PRIVMSG #a :six
      bob < … BATCH -…
      -- Without an account each coming is the first.
      time passes 60
      cy comes ${capabilities}
      cy > JOIN #a
      cy << 366
      ann < …
      bob < …
      cy > CHATHISTORY LATEST #a * 10
      cy < … BATCH +…
      cy < … BATCH -…
      cy > CHATHISTORY TARGETS ${always} 9
      cy < … BATCH +…
      cy < … BATCH -…
    `,
      { history: { since: "join" } },
    );
  });

  test('with readers = "accounts" only who is logged in', () =>
    play(
      `${said}
      ann > CHATHISTORY LATEST #a * 1
      ann < … FAIL CHATHISTORY INVALID_TARGET LATEST #a :…
      bob comes account bob ${capabilities}
      bob > JOIN #a
      bob << 366
      ann < …
      bob > CHATHISTORY LATEST #a * 1
      bob < … BATCH +…
      bob < … PRIVMSG #a :six
      bob < … BATCH -…
    `,
      { history: { readers: "accounts" } },
    ));
});
