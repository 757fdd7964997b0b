/** Plain past: lines said before, as people read them: with their times, and days where they
 * change. Beside plain.ts. */
import type { Reader } from "../command.ts";
import { type PastTold, type View, viewOf } from "../dialect.ts";
import type { Event } from "../event.ts";
import type { Session } from "../session.ts";
import { dayOf, eventText } from "./plain-events.ts";
import { linesToSay } from "./plain-replies.ts";

export function replay(
  { target, asked }: PastTold,
  events: readonly Event[],
  session: Session,
  reader: Reader,
): void {
  if (events.length === 0 && asked !== true) return;
  const view = viewOf(reader);
  let day = dayOf(reader.host.now());
  const lines: string[] = [];
  for (const event of events) {
    const line = pastText(event, target === undefined, session, view);
    if (line === "") continue;
    if (dayOf(event.time) !== day) lines.push(`— ${(day = dayOf(event.time))} —`);
    lines.push(line);
  }
  if (lines.length === 0)
    lines.push(target === undefined ? "* Nothing." : "* Nothing has been said here yet.");
  reader.send(linesToSay(lines));
}

/** In a conversation one's own words were said to the other. */
function pastText(event: Event, named: boolean, { user: id }: Session, view: View): string {
  if (event.type !== "said" || !("user" in event.to)) return eventText(event, named, view, true);
  const { who, to } = event;
  const account = view.state.users.get(id)?.account ?? null;
  if (to.user.id === id || (account !== null && to.user.account === account))
    return eventText(event, false, view, true);
  const nick = `${who.nick} to ${to.user.nick}`;
  const spoken: Event = {
    ...event,
    who: { ...who, nick, guest: false },
    to: { channel: "", key: "", rank: "" },
  };
  return eventText(spoken, false, view, true);
}
