/**
 * Secrets: words that nobody can guess, each with the rule by which the outsider may read it. All
 * that the outsider is sent is held against them. What the outsider types is in capitals: what
 * comes back in small letters comes from the server.
 */

/** What is being asked, and so what the answer may have in it. */
export interface Asking {
  /** As it was sent; "" for what came unasked. */
  readonly line: string;
  /** Who is asked about by the exact nick. */
  readonly about?: string;
  /** It asks to come in, so that of the room that it names one may learn that it is there. */
  readonly joins?: true;
  /** It reads what oneself has said. */
  readonly own?: true;
}

type MayRead = (asking: Asking) => boolean;

interface Secret {
  readonly what: string;
  readonly mayRead: MayRead;
}

/** Two words that must not stand in one line: a room, and who is there unseen. */
interface Pair {
  readonly words: () => readonly [string, string];
  readonly mayRead: () => boolean;
}

const forms = [
  /x\d{4}q/g, // made by make()
  /\b10\.7\.\d+\.\d+\b/g, // the addresses of the others
  /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g,
  /msgid=[0-9a-z-]+/g,
];

export class Secrets {
  private readonly known = new Map<string, Secret>();
  private readonly pairs: Pair[] = [];
  private made = 0;

  /** Another word each time. */
  make(what: string, mayRead: MayRead): string {
    const word = `x${String((this.made += 1)).padStart(4, "0")}q`;
    this.keep(word, what, mayRead);
    return word;
  }

  /** A time, an address or an id of one of the forms above. */
  keep(text: string, what: string, mayRead: MayRead): void {
    this.known.set(text, { what, mayRead });
  }

  keepApart(words: Pair["words"], mayRead: Pair["mayRead"]): void {
    this.pairs.push({ words, mayRead });
  }

  /** What the outsider should not have read; undefined when there is nothing. */
  leaked(heard: string, asking: Asking): string | undefined {
    for (const told of heard.split(/\r?\n/)) {
      // Who is asked in need not be there; members are told of it (invite-notify).
      const line = told.replace(/( INVITE | 341 \S+ |You have asked \S+ into )\S+/, "$1");
      for (const form of forms)
        for (const [word] of line.matchAll(form)) {
          const secret = this.known.get(word);
          if (!secret || asking.line.includes(word) || secret.mayRead(asking)) continue;
          return `${secret.what} (${word})\nasked: ${asking.line}\nheard: ${line}`;
        }
      for (const { words, mayRead } of this.pairs) {
        const [room, nick] = words();
        if (!line.includes(room) || !line.includes(nick) || mayRead()) continue;
        return `that ${nick} is in ${room}\nasked: ${asking.line}\nheard: ${line}`;
      }
    }
    return undefined;
  }
}
