/** Chat: the whole page once one is in: the rooms, the conversation, the people. On a phone the
 * conversation alone, and the others beside it when they are wanted. */
import { typists } from "../../client/typing.ts";
import type { Conversation } from "../../client/state.ts";
import type { App } from "../app.ts";
import { hasSettled } from "../lazily.ts";
import type { VNode } from "../preact.ts";
import { useEffect, useState } from "../preact.ts";
import { texts } from "../texts.ts";
import { Announcer } from "./announcer.tsx";
import { Composer } from "./composer.tsx";
import { Icon, Logo } from "./icons.tsx";
import { Log } from "./log.tsx";
import { Members } from "./members.tsx";
import { Overlays } from "./overlays.tsx";
import { Count, presenceOf, Sidebar } from "./sidebar.tsx";

export function Chat({ app }: { app: App }): VNode {
  const { here } = app;
  const narrow = useMedia("(max-width: 759px)");
  const slim = useMedia("(max-width: 1099px)");
  // As it is drawn now: by the time of the effect more may have come, and not be drawn yet.
  const settled = here === null || here.complete || here.log.some(({ type }) => type === "said");
  useEffect(() => {
    if (settled) hasSettled();
  }, [settled]);
  return (
    <div class="chat">
      {!narrow && <Sidebar app={app} />}
      <main class="conversation">
        {here === null ? (
          <Nowhere app={app} narrow={narrow} />
        ) : (
          <>
            <Header app={app} of={here} narrow={narrow} slim={slim} />
            <Connection app={app} of={here} />
            <Log app={app} of={here} />
            <Composer app={app} of={here} />
          </>
        )}
      </main>
      {!slim && here?.membership && <Members app={app} of={here} />}
      <Overlays app={app} />
      <Announcer app={app} />
    </div>
  );
}

/** Whether the page is so; drawn anew when that changes. */
function useMedia(query: string): boolean {
  const [matches, set] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const changed = (): void => set(media.matches);
    media.addEventListener("change", changed);
    return () => media.removeEventListener("change", changed);
  }, [query]);
  return matches;
}

interface HeaderProps {
  readonly app: App;
  readonly of: Conversation;
  readonly narrow: boolean;
  readonly slim: boolean;
}

function Header({ app, of, narrow, slim }: HeaderProps): VNode {
  const topic = of.membership?.topic ?? "";
  const presence = presenceOf(of);
  const words = { here: texts.online, away: texts.away, gone: texts.offline };
  const below = of.kind === "person" ? (presence === undefined ? "" : words[presence]) : topic;
  return (
    <header class="room-header">
      {narrow && <RoomsButton app={app} />}
      <button
        type="button"
        class="title"
        onClick={() => app.show({ type: of.kind === "person" ? "person" : "room", nick: of.name })}
      >
        <h1>
          <bdi>{of.name}</bdi>
        </h1>
        <small class="topic" dir="auto">
          {below === "" && of.kind === "channel" ? texts.noTopic : below}
        </small>
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={texts.search}
        onClick={() => app.show({ type: "search" })}
      >
        <Icon name="search" />
      </button>
      {slim && of.membership !== null && (
        <button type="button" class="icon-button" onClick={() => app.show({ type: "members" })}>
          <Icon name="people" />
          <span class="hidden">{texts.peopleHere} </span>
          <span class="of">{of.membership.members.size}</span>
        </button>
      )}
    </header>
  );
}

function RoomsButton({ app }: { app: App }): VNode {
  const others = [...(app.state?.conversations.values() ?? [])].filter((of) => of !== app.here);
  const mentions = others.reduce((sum, of) => sum + of.mentions, 0);
  const unread = others.some((of) => of.unread > 0);
  return (
    <button type="button" class="icon-button" onClick={() => app.show({ type: "rooms" })}>
      <Icon name="rooms" />
      <span class="hidden">{texts.openRooms}</span>
      <Count unread={0} mentions={mentions} />
      {mentions === 0 && unread && <i class="dot" />}
    </button>
  );
}

/** Said only while something is not as it should be. */
function Connection({ app, of }: { app: App; of: Conversation }): VNode | null {
  const { state, visit } = app;
  const [, tick] = useState({});
  const retryAt = visit?.retryAt ?? null;
  const typing = typists(of, Date.now()).length > 0;
  useEffect(() => {
    // The countdown, and that somebody has stopped typing.
    if (retryAt === null && !typing) return;
    const timer = setInterval(() => tick({}), 1000);
    return () => clearInterval(timer);
  }, [retryAt, typing]);
  const words = (): string => {
    if (retryAt !== null) return texts.lost(Math.max(0, Math.ceil((retryAt - Date.now()) / 1000)));
    if (state?.phase !== "ready") return texts.connecting;
    return of.catching ? texts.catchingUp : "";
  };
  const said = words();
  return (
    <div class="connection" role="status">
      {app.updated && (
        <p class="news">
          <span>{texts.updated}</span>
          <button type="button" onClick={() => location.reload()}>
            {texts.useNow}
          </button>
        </p>
      )}
      {said !== "" && (
        <p>
          <span>{said}</span>
          {retryAt !== null && (
            <button type="button" onClick={() => visit?.wake()}>
              {texts.tryNow}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

function Nowhere({ app, narrow }: { app: App; narrow: boolean }): VNode {
  return (
    <>
      <header class="room-header">{narrow && <RoomsButton app={app} />}</header>
      <div class="nowhere">
        <Logo size={72} />
        <p>{texts.inNoRoom}</p>
        <button type="button" class="primary" onClick={() => app.show({ type: "addRoom" })}>
          {texts.addRoom}
        </button>
      </div>
    </>
  );
}
