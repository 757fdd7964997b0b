/** Members: who is in a room, those with a role first. */
import type { Conversation, Member } from "../../client/state.ts";
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { useState } from "../preact.ts";
import { texts } from "../texts.ts";
import { Avatar, Name } from "./avatar.tsx";

/** More are shown when they are searched for. */
const shownMax = 300;

export function Members({ app, of }: { app: App; of: Conversation }): VNode | null {
  const [wanted, setWanted] = useState("");
  if (of.membership === null || app.state === null) return null;
  const { fold } = app.state;
  const signs = /\)(.*)$/.exec(app.state.isupport.get("PREFIX") ?? "(ov)@+")?.[1] ?? "@+";
  const rank = ({ prefixes }: Member): number =>
    prefixes === "" ? signs.length : signs.indexOf(prefixes[0] ?? "");
  const all = [...of.membership.members.values()];
  const found = wanted === "" ? all : all.filter(({ nick }) => fold(nick).includes(fold(wanted)));
  const sorted = found.toSorted(
    (one, other) => rank(one) - rank(other) || one.nick.localeCompare(other.nick),
  );
  const groups = Map.groupBy(sorted.slice(0, shownMax), (member) => member.prefixes[0] ?? "");
  return (
    <aside class="members" aria-label={texts.peopleHere}>
      <header>
        <h2>{texts.people(all.length)}</h2>
      </header>
      {all.length > 12 && (
        <input
          type="search"
          class="filter"
          value={wanted}
          placeholder={texts.findPerson}
          aria-label={texts.findPerson}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
      )}
      <div class="lists">
        {[...groups].map(([sign, members]) => (
          <section key={sign}>
            <h3>{texts.role(sign)}</h3>
            <ul>
              {members.map((member) => (
                <MemberEntry key={member.nick} app={app} member={member} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </aside>
  );
}

function MemberEntry({ app, member }: { app: App; member: Member }): VNode {
  const { nick, away } = member;
  const own = app.state !== null && app.state.fold(nick) === app.state.fold(app.state.nick);
  return (
    <li>
      <button
        type="button"
        class={`entry${away ? " is-away" : ""}`}
        onClick={() => app.show({ type: "person", nick })}
      >
        <Avatar app={app} nick={nick} state={away ? "away" : "here"} />
        <span class="name">
          <Name app={app} nick={nick} />
        </span>
        {away && <span class="hidden"> {texts.away}</span>}
        {own && <small> {texts.you}</small>}
      </button>
    </li>
  );
}
