/**
 * draft/search, clause by clause. https://github.com/ircv3/ircv3-specifications/pull/496
 */
import { describe, test } from "node:test";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { play } from "../journey.ts";

// Whoever knows chathistory gets no history unasked.
const capabilities = "draft/search draft/chathistory batch server-time message-tags";

/** A minute apart. */
const said = `
  ann comes ${capabilities}
  ann > JOIN #a
  ann << 366
  ann > JOIN #b
  ann << 366
  ann > PRIVMSG #a :That was fast!
  time passes 60
  ann > NOTICE #a :Fasting is hard, says the café
  time passes 60
  ann > PRIVMSG #b :how fast is it
  time passes 60
  bob comes ${capabilities}
  bob > JOIN #a
  bob << 366
  ann < …
  bob > PRIVMSG #a :Not that fast
  ann < …
  bob > PRIVMSG ann :a fast secret
  ann < …
`;

const lines: Record<string, string> = {
  "That was fast!": "18:00:00.000Z;msgid=5 :ann!~ann@127.0.0.1 PRIVMSG #a",
  "Fasting is hard, says the café": "18:01:00.000Z;msgid=6 :ann!~ann@127.0.0.1 NOTICE #a",
  "how fast is it": "18:02:00.000Z;msgid=7 :ann!~ann@127.0.0.1 PRIVMSG #b",
  "Not that fast": "18:03:00.000Z;msgid=a :bob!~bob@127.0.0.1 PRIVMSG #a",
  "a fast secret": "18:03:00.000Z;msgid=b :bob!~bob@127.0.0.1 PRIVMSG ann",
};
const [was, fasting, how, not, secret] = Object.keys(lines) as [
  string,
  string,
  string,
  string,
  string,
];

const finds = (attributes: string, ...texts: string[]): string => `
  ann > SEARCH ${attributes}
  ann < @time=… :banter.test BATCH +h… search
  ${texts.map((text) => `ann < @batch=h…;time=2026-11-22T${lines[text]} :${text}`).join("\n")}
  ann < @time=… :banter.test BATCH -h…
`;

const at = (time: string): string => `2026-11-22T18:${time}.000Z`;

describe("a search is answered by a batch of the messages", () => {
  test("that match all attributes, oldest first, with their own times and msgids", () =>
    play(`${said}
      ${finds("text=fast;in=#a;limit=2", was, not)}
      ${finds("from=bob;in=#a", not)}
      ${finds("text=hard;in=#a;from=ann", fasting)}
    `));

  test("an empty one when none match", () =>
    play(`${said}
      ${finds("before=2010-01-01T00:00:00.000Z;in=#a")}
      ${finds("text=nonsense")}
      ${finds("text=fast;from=nobody")}
    `));

  test("labeled, the batch bears the label", () =>
    play(`
      ann comes labeled-response ${capabilities}
      ann > @label=x SEARCH text=fast
      ann < @label=x;time=… :banter.test BATCH +h… search
      ann < @time=… :banter.test BATCH -h…
    `));

  test("without batch, server-time or message-tags as much as can be told", () =>
    play(`
      ann comes draft/search
      ann > JOIN #a
      ann << 366
      ann > PRIVMSG #a :fast
      ann > SEARCH text=fast
      ann < :ann!~ann@127.0.0.1 PRIVMSG #a :[2026-11-22 18:00] fast
    `));

  test("messages only: neither what happened besides nor reactions", () =>
    play(`
      ann comes ${capabilities}
      ann > JOIN #fast
      ann << 366
      ann > TOPIC #fast :fast
      ann < …
      ann > @+draft/react=fast;+draft/reply=x TAGMSG #fast
      ann > SEARCH in=#fast
      ann < … BATCH +…
      ann < … BATCH -…
    `));
});

describe("attributes", () => {
  test("in: a channel, or the conversation with a person", () =>
    play(`${said}
      ${finds("in=#A;text=was", was)}
      ${finds("in=#b", how)}
      ${finds("in=bob", secret)}
    `));

  test("without it all that one may read", () =>
    play(`${said}
      ${finds("text=fast;limit=4", was, how, not, secret)}
      ${finds("text=fast", was, fasting, how, not, secret)}
    `));

  test("from: the nick under which it was said, in any letters", () =>
    play(`${said}
      bob > NICK rob
      bob < …
      ann < …
      ${finds("from=BOB", not, secret)}
      ${finds("from=rob")}
    `));

  test("after and before: at that time too", () =>
    play(`${said}
      ${finds(`after=${at("01:00")};before=${at("02:00")}`, fasting, how)}
      ${finds(`before=${at("00:00")}`, was)}
      ${finds(`after=${at("03:00")}`, not, secret)}
    `));

  test("limit: from the beginning where after is given, else the last ones", () =>
    play(`${said}
      ${finds(`after=${at("00:00")};limit=2`, was, fasting)}
      ${finds("limit=2", not, secret)}
      ${finds(`before=${at("02:00")};limit=1`, how)}
    `));

  test("a limit above the greatest is the greatest", () => {
    const limits = { ...limitsDefault, historyPageLinesMax: 10 };
    const many = Array.from({ length: 12 }, (_, n) => `ann > PRIVMSG #a :line ${n}`);
    return play(
      `
      ann comes ${capabilities}
      ann > JOIN #a
      ann << 366
      ${many.join("\n")}
      ann > SEARCH text=line;limit=99
      ann < … BATCH +…
      ann < … :line 2
      ann << line 11
      ann < … BATCH -…
    `,
      { limits },
    );
  });

  test("text: words in any order, letters and accents, the last one perhaps only begun", () =>
    play(`${said}
      ${finds("text=FAST\\sthat", was, not)}
      ${finds("text=cafe", fasting)}
      ${finds("text=fasti", fasting)}
      ${finds("text=hard\\sfas", fasting)}
      ${finds("text=fa")}
      ${finds("text=!!!")}
      ${finds('text="fast"\\sOR\\sNOT\\s*')}
    `));

  test("text: of languages without spaces any part", () =>
    play(`
      ann comes ${capabilities}
      ann > JOIN #a
      ann << 366
      ann > PRIVMSG #a :今日は天気がいいですね
      ann > PRIVMSG #a :気天
      ann > SEARCH text=天気
      ann < … BATCH +…
      ann < … :今日は天気がいいですね
      ann < … BATCH -…
      ann > SEARCH text=日
      ann < … BATCH +…
      ann < … :今日は天気がいいですね
      ann < … BATCH -…
    `));

  test("text: formatting and the frame of an action are no part of it", () =>
    play(`
      ann comes ${capabilities}
      ann > JOIN #a
      ann << 366
      ann > PRIVMSG #a :\x0304red\x03 words
      ann > PRIVMSG #a :\x01ACTION waves\x01
      ann > SEARCH text=red
      ann < … BATCH +…
      ann < … words
      ann < … BATCH -…
      ann > SEARCH text=waves
      ann < … BATCH +…
      ann < … waves\x01
      ann < … BATCH -…
      ann > SEARCH text=action
      ann < … BATCH +…
      ann < … BATCH -…
    `));
});

describe("who may read", () => {
  const nothing = (attributes: string): string => `
    bob > SEARCH ${attributes}
    bob < … BATCH +…
    bob < … BATCH -…
  `;

  test("nothing of channels one is not in, nor of other people's conversations", () =>
    play(`
      ann comes ${capabilities}
      cy comes
      bob comes ${capabilities}
      ann > JOIN #a
      ann << 366
      ann > PRIVMSG #a :fast
      ann > PRIVMSG cy :fast
      cy < …
      ${nothing("text=fast")}
      ${nothing("in=#a")}
      ${nothing("in=ann")}
      ${nothing("in=cy;from=ann")}
      bob > JOIN #a
      bob << 366
      ann < …
      bob > SEARCH text=fast
      bob < … BATCH +…
      bob < … PRIVMSG #a :fast
      bob < … BATCH -…
      bob > PART #a
      bob < …
      ann < …
      ${nothing("text=fast")}
    `));

  test("nothing of what was said to the channel's operators, nor of before one came", () =>
    play(
      `
      ann comes ${capabilities}
      ann > JOIN #a
      ann << 366
      ann > PRIVMSG #a :fast one
      time passes 1
      bob comes ${capabilities}
      bob > JOIN #a
      bob << 366
      ann < …
      ann > PRIVMSG @#a :fast two
      ${nothing("text=fast")}
      ann > PRIVMSG #a :fast three
      bob < …
      bob > SEARCH text=fast
      bob < … BATCH +…
      bob < … PRIVMSG #a :fast three
      bob < … BATCH -…
    `,
      { history: { since: "join" } },
    ));
});

test("what has been taken back is found no more", () =>
  play(`
    ann comes draft/message-redaction ${capabilities}
    ann > JOIN #a
    ann << 366
    ann > PRIVMSG #a :one fish
    ann > PRIVMSG #a :two fish
    ann > SEARCH text=fish
    ann < … BATCH +…
    ann < … :one fish
    ann < … :two fish
    ann < … BATCH -…
    ann > REDACT #a 5
    ann > SEARCH text=fish
    ann < … BATCH +…
    ann < … :one fish
    ann < … BATCH -…
    ann > PRIVMSG #a :red fish
    ann > SEARCH text=fish
    ann < … BATCH +…
    ann < … :one fish
    ann < … :red fish
    ann < … BATCH -…
  `));

describe("errors", () => {
  const fails = (line: string, wrong: string): string => `
    ann > SEARCH${line}
    ann < @time=… :banter.test FAIL SEARCH INVALID_PARAMS ${wrong} :Invalid parameters
  `;

  test("INVALID_PARAMS names the attributes that are wrong", () =>
    play(`
      ann comes ${capabilities}
      ${fails("", "*")}
      ${fails(" after=yesterday", "after")}
      ${fails(" before=2026-13-01T00:00:00.000Z;after=", "after,before")}
      ${fails(" text=x;limit=many", "limit")}
      ${fails(" limit=0", "limit")}
      ${fails(" text=x;where=here", "where")}
    `));

  test("without the capability it is an unknown command", () =>
    play(`
      ann comes
      ann > SEARCH text=x
      ann < :banter.test 421 ann SEARCH :Unknown command
    `));
});

test("what has been changed is found by its new words, and no longer by the old", () =>
  play(`
    ann comes ${capabilities} draft/message-edit
    ann > JOIN #a
    ann << 366
    ann > PRIVMSG #a :meet at noon
    ann > SEARCH text=noon
    ann << noon
    ann << BATCH -
    ann > @draft/target-msgid=4;draft/edit-text=meet\\sat\\ssix EDIT #a
    ann > SEARCH text=noon
    ann < … BATCH +…
    ann < … BATCH -…
    ann > SEARCH text=six
    ann << :meet at six
    ann << BATCH -
  `));
