/** ChanServ: to whom a channel belongs, and who is something in it whenever they come. */
import { channelModes, ranks } from "../../protocol/modes.ts";
import { isOwner } from "../owners.ts";
import { refuse } from "../refusal.ts";
import type { Asking, Service, ServiceCommand } from "../services.ts";
import { accountNamed, type Channel, channelNamed, hasRight, seesChannel } from "../state.ts";

/** Ranks by their words. */
const called: { readonly [word: string]: string | undefined } = {
  founder: "q",
  admin: "a",
  operator: "o",
  halfop: "h",
  voice: "v",
};

/** The channel, if it is there for whoever asks. */
function channelFor({ reader, user, refuse: tell }: Asking, name: string): Channel | undefined {
  const channel = channelNamed(reader.state, name);
  if (channel && seesChannel(user, channel)) return channel;
  tell(refuse("noSuchChannel", name));
  return undefined;
}

/** Gives or takes a rank there and then, by the one that the asker's account has. */
const giving = (rank: string, sign: "+" | "-", help: string): ServiceCommand => ({
  from: "loggedIn",
  paramsMin: 1,
  help,
  run({ ask, user }, [channel = "", nick = user.nick]) {
    const words = `${nick} ${sign === "+" ? "has" : "has no more"} +${rank} in ${channel}.`;
    ask({ type: "useRank", channel, nick, sign, rank }, words);
  },
});

/** `+o alice`, `-o alice`, or nothing for the list. */
function keptRanks(asking: Asking, [name = "", change, account = ""]: readonly string[]): void {
  const { say, ask, refuse: tell, reader } = asking;
  const channel = channelFor(asking, name);
  if (!channel) return;
  if (change === undefined) {
    const kept = [...channel.ranks].sort(([, a], [, b]) => ranks.indexOf(a) - ranks.indexOf(b));
    if (kept.length === 0) return say(`${channel.name} keeps no ranks.`);
    return say(
      ...kept.map(([key, rank]) => {
        const { name: shown } = accountNamed(reader.state, key) ?? { name: key };
        return `${shown} +${rank} (${channelModes[rank]?.name ?? rank})`;
      }),
    );
  }
  const [, sign, word = ""] = /^([+-])(\w+)$/.exec(change) ?? [];
  const rank = called[word] ?? word;
  if (sign === undefined || account === "") return say(`Say it as: ${amode.help}`);
  if (!ranks.includes(rank) || rank === "q") return tell(refuse("unknownMode", word));
  const words = sign === "+" ? `has +${rank} whenever they join` : "has no rank any more";
  ask(
    { type: "changeAccountRank", channel: name, account, rank: sign === "+" ? rank : "" },
    `${account} ${words} in ${channel.name}.`,
  );
}

const amode: ServiceCommand = {
  from: "loggedIn",
  paramsMin: 1,
  help: "AMODE <channel> [+a|+o|+h|+v|-o <account>] — what accounts are whenever they join",
  run: keptRanks,
};

function info(asking: Asking, [name = ""]: readonly string[]): void {
  const channel = channelFor(asking, name);
  if (!channel) return;
  const { reader, say } = asking;
  const { account } = channel.founder;
  const owner = account === null ? "belongs to nobody" : `belongs to ${account}`;
  const since = reader.host.timeInWords(channel.created);
  say(`${channel.name} ${owner}; it is there since ${since}, with ${channel.members.size} in it.`);
  if (channel.topic) say(`It is about: ${channel.topic.text}`);
}

/** Gives the channel up; its ranks stay with those who have them. */
function drop(asking: Asking, [name = "", code]: readonly string[]): void {
  const channel = channelFor(asking, name);
  if (!channel) return;
  const { reader, user, say, ask, refuse: tell } = asking;
  const { key, created, founder } = channel;
  // The rule is asked again at its place in the order.
  if (!isOwner(reader.state, channel, user.account) && !hasRight(user, "force"))
    return tell(refuse("rankTooLow", channel.name));
  const what = `channel ${key} ${created} ${founder.account}`;
  const needed = reader.host.logins.confirmation(what);
  if (code !== needed)
    return say(
      `${channel.name} will belong to nobody.`,
      `If you mean it: /msg ChanServ DROP ${channel.name} ${needed}`,
    );
  const request = { type: "changeFounder", channel: name, account: null } as const;
  ask(request, `${channel.name} belongs to nobody now.`);
}

export const chanserv: Service = {
  about: "Keeps channels for those to whom they belong",
  commands: {
    AMODE: amode,
    DEOP: giving("o", "-", "DEOP <channel> [<nick>] — take the operator's rank"),
    DEVOICE: giving("v", "-", "DEVOICE <channel> [<nick>] — take the voice"),
    DROP: {
      from: "loggedIn",
      paramsMin: 1,
      help: "DROP <channel> [<code>] — let a channel of yours belong to nobody",
      run: drop,
    },
    INFO: {
      from: "anyone",
      paramsMin: 1,
      help: "INFO <channel> — to whom it belongs, and since when it is there",
      run: info,
    },
    OP: giving("o", "+", "OP <channel> [<nick>] — make an operator, yourself if nobody is named"),
    REGISTER: {
      from: "loggedIn",
      paramsMin: 1,
      help: "REGISTER <channel> — make a channel yours, as its operator",
      run({ ask, user }, [channel = ""]) {
        const request = { type: "changeFounder", channel, account: user.account } as const;
        ask(request, `${channel} is yours.`);
      },
    },
    TRANSFER: {
      from: "loggedIn",
      paramsMin: 2,
      help: "TRANSFER <channel> <account> — give a channel of yours to another",
      run: ({ ask }, [channel = "", account = ""]) =>
        ask({ type: "changeFounder", channel, account }, `${channel} belongs to ${account} now.`),
    },
    VOICE: giving("v", "+", "VOICE <channel> [<nick>] — give a voice"),
  },
};
