/** Reads: the history as people read it: pages, what is found by its words, what one has said
 * oneself. Beside sqlite.ts; what is to be forgotten is in none of it. */
import type { DatabaseSync } from "node:sqlite";
import type { Event } from "../event.ts";
import type { History, Own, Search } from "../store.ts";
import { Forgetting } from "./forgetting.ts";
import { OwnMessages } from "./own.ts";
import { Pages } from "./pages.ts";
import { SearchIndex } from "./search.ts";
import type { Targets } from "./targets.ts";

export class Reads extends Pages implements History {
  readonly index: SearchIndex;
  readonly forgetting: Forgetting;
  readonly ownMessages: OwnMessages;
  private readonly begin: () => void;

  /** @param begin begins a transaction when there is none */
  constructor(database: DatabaseSync, targets: Targets, begin: () => void) {
    super(database, targets);
    this.begin = begin;
    this.index = new SearchIndex(database, this);
    this.forgetting = new Forgetting(database, this.index, targets);
    this.ownMessages = new OwnMessages(database, this, this.forgetting);
    this.isHidden = (row) => this.ownMessages.hides(row);
  }

  search(asked: Search): Event[] {
    if (this.index.isBehind) {
      this.begin();
      this.index.catchUp();
    }
    return this.index.search(asked);
  }

  own(asked: Own): Event[] {
    return this.ownMessages.read(asked);
  }
}
