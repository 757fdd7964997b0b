/** Sidebar: the rooms and people that one talks in and with, and how much is new there. */
import type { Conversation } from "../../client/state.ts";
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { texts } from "../texts.ts";
import { Avatar, Name } from "./avatar.tsx";
import { Icon, Logo } from "./icons.tsx";

export function Sidebar({ app }: { app: App }): VNode | null {
  const { state } = app;
  if (state === null) return null;
  const all = [...state.conversations.values()];
  const rooms = all.filter(({ kind }) => kind === "channel").toSorted(byName);
  const people = all.filter(({ kind }) => kind === "person");
  return (
    <nav class="sidebar" aria-label={texts.openRooms}>
      <header class="brand">
        <Logo size={28} />
        <strong dir="auto">{state.isupport.get("NETWORK") ?? app.about.network}</strong>
      </header>
      <div class="lists">
        <Section words={texts.rooms}>
          {rooms.map((of) => (
            <Entry key={of.name} app={app} of={of} />
          ))}
          <li>
            <button type="button" class="entry quiet" onClick={() => app.show({ type: "addRoom" })}>
              <Icon name="plus" />
              <span>{texts.addRoom}</span>
            </button>
          </li>
        </Section>
        {people.length > 0 && (
          <Section words={texts.directs}>
            {people.map((of) => (
              <Entry key={of.name} app={app} of={of} />
            ))}
          </Section>
        )}
      </div>
      <footer class="me">
        <Avatar app={app} nick={state.nick} state={meanings(app)} />
        <button type="button" class="who" onClick={() => app.show({ type: "settings" })}>
          <span class="name">
            <Name app={app} nick={state.nick} />
          </span>
          <small>{state.account === null ? texts.guest : texts.loggedInAs(state.account)}</small>
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={texts.settings}
          onClick={() => app.show({ type: "settings" })}
        >
          <Icon name="gear" />
        </button>
      </footer>
    </nav>
  );
}

const byName = (one: Conversation, other: Conversation): number =>
  one.name.localeCompare(other.name);

function meanings({ state }: App): "here" | "away" | "gone" {
  if (state?.phase !== "ready") return "gone";
  return state.away === null ? "here" : "away";
}

function Section({ words, children }: { words: string; children: unknown }): VNode {
  return (
    <section>
      <h2>{words}</h2>
      <ul>{children as VNode}</ul>
    </section>
  );
}

function Entry({ app, of }: { app: App; of: Conversation }): VNode {
  const current = app.here === of;
  const apart = of.membership !== null && !of.membership.joined;
  const { unread, mentions } = of;
  return (
    <li>
      <button
        type="button"
        class={`entry${unread > 0 ? " unread" : ""}${apart ? " apart" : ""}`}
        aria-current={current ? "page" : undefined}
        onClick={() => app.go(of.name)}
      >
        {of.kind === "person" ? (
          <Avatar app={app} nick={of.name} state={presenceOf(of)} />
        ) : (
          <Icon name="hash" />
        )}
        <span class="name">
          {of.kind === "channel" ? (
            <bdi>{of.name.replace(/^#/, "")}</bdi>
          ) : (
            <Name app={app} nick={of.name} />
          )}
        </span>
        <Count unread={unread} mentions={mentions} />
      </button>
    </li>
  );
}

interface CountProps {
  readonly unread: number;
  readonly mentions: number;
}

/** A number to look at, and words to hear. */
export function Count({ unread, mentions }: CountProps): VNode | null {
  if (mentions === 0 && unread === 0) return null;
  const count = mentions > 0 ? mentions : unread;
  return (
    <b class={mentions > 0 ? "badge" : "count"} data-count={count > 99 ? "99+" : count}>
      <span class="hidden"> {mentions > 0 ? texts.mentions(count) : texts.unread(count)}</span>
    </b>
  );
}

export function presenceOf({ presence }: Conversation): "here" | "away" | "gone" | undefined {
  if (presence === null || presence.online === null) return undefined;
  if (!presence.online) return "gone";
  return presence.away ? "away" : "here";
}
