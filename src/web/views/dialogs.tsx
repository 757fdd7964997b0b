/** Dialogs: which one is open, by the app's word. Loaded once one is in. */
import type { Conversation } from "../../client/state.ts";
import type { App } from "../app.ts";
import type { Overlay } from "../overlay.ts";
import type { VNode } from "../preact.ts";
import "../style/dialogs.css";
import { dialogTexts } from "../dialog-texts.ts";
import { texts } from "../texts.ts";
import { Account } from "./account.tsx";
import { AddRoom } from "./addroom.tsx";
import { Devices } from "./devices.tsx";
import { Dialog } from "./dialog.tsx";
import { Help } from "./help.tsx";
import { Key } from "./key.tsx";
import { Members } from "./members.tsx";
import { Person } from "./person.tsx";
import { Picker } from "./picker.tsx";
import { Profile } from "./profile.tsx";
import { Room } from "./room.tsx";
import { Search } from "./search.tsx";
import { Settings } from "./settings.tsx";
import { Sidebar } from "./sidebar.tsx";
import { Switcher } from "./switcher.tsx";
import { TakeBack } from "./takeback.tsx";

interface Shown {
  readonly title: string;
  readonly place?: "middle" | "start" | "end" | "top";
  readonly bare?: boolean;
  readonly body: VNode;
}

export function Dialogs({ app, overlay }: { app: App; overlay: Overlay }): VNode | null {
  const shown = shownFor(app, overlay, app.here);
  if (shown === null) return null;
  const { title, place = "middle", bare = false, body } = shown;
  return (
    <Dialog title={title} place={place} bare={bare} close={() => app.show(null)}>
      {body}
    </Dialog>
  );
}

function shownFor(app: App, overlay: Overlay, here: Conversation | null): Shown | null {
  switch (overlay.type) {
    case "rooms":
      return { title: texts.openRooms, place: "start", bare: true, body: <Sidebar app={app} /> };
    case "members": {
      if (here === null) return null;
      const body = <Members app={app} of={here} />;
      return { title: texts.peopleHere, place: "end", bare: true, body };
    }
    case "addRoom":
      return { title: texts.addRoom, body: <AddRoom app={app} /> };
    case "person":
      return { title: overlay.nick, body: <Person app={app} nick={overlay.nick} /> };
    case "room":
      return here && { title: here.name, body: <Room app={app} of={here} /> };
    case "key":
      return {
        title: overlay.name,
        body: <Key app={app} room={overlay.name} wrong={overlay.wrong} />,
      };
    case "picker": {
      const { name, msgid } = overlay;
      const take = (value: string): void => {
        app.act({ type: "react", name, msgid, value, on: true });
        app.show(null);
      };
      return { title: texts.reactOther, body: <Picker take={take} /> };
    }
    case "emoji": {
      const take = (value: string): void => {
        app.show(null);
        // Once the field can be written in again.
        queueMicrotask(() => app.writing.insert(value));
      };
      return { title: texts.emoji, body: <Picker take={take} /> };
    }
    case "takeBack": {
      const { name, msgid } = overlay;
      return { title: texts.takeBack, body: <TakeBack app={app} name={name} msgid={msgid} /> };
    }
    case "search":
      return { title: texts.search, place: "end", body: <Search app={app} /> };
    case "settings":
      return { title: texts.settings, body: <Settings app={app} /> };
    case "account":
      return { title: dialogTexts().account, body: <Account app={app} /> };
    case "devices":
      return { title: dialogTexts().devices, body: <Devices app={app} /> };
    case "profile":
      return { title: dialogTexts().profile, body: <Profile app={app} /> };
    case "help":
      return { title: dialogTexts().help, body: <Help app={app} /> };
    case "switcher":
      return {
        title: dialogTexts().switcher,
        place: "top",
        bare: true,
        body: <Switcher app={app} />,
      };
    default:
      return overlay satisfies never;
  }
}
