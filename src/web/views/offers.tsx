/** Offers: what the word being typed may become: found, chosen from by keys, and shown. Loaded
 * after the first message. */
import { commands } from "../../client/commands.ts";
import { completions } from "../../client/completions.ts";
import type { Offer } from "../../client/completions.ts";
import { emojiNamed } from "../../client/emoji.ts";
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { texts } from "../texts.ts";

const offersMax = 8;

export interface Offers {
  readonly all: readonly Offer[];
  readonly index: number;
  /** Where the word begins in the text. */
  readonly start: number;
  /** As it has been typed. */
  readonly word: string;
}

export function offersFor(
  app: App,
  field: HTMLTextAreaElement | null,
  asked: boolean,
): Offers | null {
  if (app.state === null || field === null) return null;
  const { value, selectionStart } = field;
  const upTo = value.slice(0, selectionStart);
  const word = /\S*$/.exec(upTo)?.[0] ?? "";
  const start = upTo.length - word.length;
  // Unasked only what begins with a sign: a command, a person, a room, an emoji.
  const meant = start === 0 ? /^(?:\/\w*|@\S+|#\S+|:\w{2,})$/ : /^(?:@\S+|#\S+|:\w{2,})$/;
  if (word === "" || (!asked && !meant.test(word))) return null;
  const all = completions(app.state, word, start === 0, { emojiNamed }).slice(0, offersMax);
  return all.length === 0 ? null : { all, index: 0, start, word };
}

/** True: the key was for the offers. */
export function choose(
  event: KeyboardEvent,
  offers: Offers,
  set: (offers: Offers | null) => void,
  take: (offer: Offer, start: number) => void,
): boolean {
  const { all, index } = offers;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step !== undefined) {
    set({ ...offers, index: (index + step + all.length) % all.length });
    return true;
  }
  if (event.key === "Escape") {
    set(null);
    return true;
  }
  const offer = all[index];
  if (offer === undefined || event.shiftKey) return false;
  // Typed to its end there is nothing to take: Enter says it.
  const whole = offer.text.trim() === offers.word;
  if (event.key !== "Tab" && (event.key !== "Enter" || whole)) return false;
  take(offer, offers.start);
  return true;
}

/** What a command does. */
function helpFor({ text }: Offer): string {
  const [, name = ""] = /^\/(\w+) $/.exec(text) ?? [];
  return texts.commands[name] ?? commands[name]?.help ?? "";
}

interface OfferListProps {
  readonly id: string;
  readonly offers: Offers;
  readonly take: (offer: Offer, start: number) => void;
}

export function OfferList({ id, offers, take }: OfferListProps): VNode {
  return (
    <ul class="offers" id={id} role="listbox" aria-label={texts.offers}>
      {offers.all.map((offer, index) => (
        <li
          key={offer.text}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === offers.index}
          onMouseDown={(event) => {
            event.preventDefault();
            take(offer, offers.start);
          }}
        >
          <bdi>{offer.label ?? offer.text.trim()}</bdi>
          <small>{helpFor(offer)}</small>
        </li>
      ))}
    </ul>
  );
}
