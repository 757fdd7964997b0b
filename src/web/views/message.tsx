/** Message: one thing that was said, in its row. Drawn anew only when it has changed. */
import { tally } from "../../client/notes.ts";
import type { Conversation } from "../../client/state.ts";
import type { Said } from "../../client/timeline.ts";
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import type { Preview } from "../previews.ts";
import { texts } from "../texts.ts";
import { clock, moment } from "../times.ts";
import { addressesIn } from "../../client/blocks.ts";
import { Attached } from "./attached.tsx";
import { Avatar, hueOf, Name } from "./avatar.tsx";
import { Formatted } from "./formatted.tsx";
import { Icon } from "./icons.tsx";
import { Linked } from "./linked.tsx";
import { MessageTools } from "./messagetools.tsx";

export interface MessageProps {
  readonly app: App;
  readonly of: Conversation;
  readonly said: Said;
  readonly follows: boolean;
  readonly key?: string;
  readonly rowKey: string;
  readonly preview: Preview | null;
  /** The pointer or the focus is or was in it. */
  readonly near: boolean;
  readonly comesNear: () => void;
}

export function Message(props: MessageProps): VNode {
  const { app, of, said, follows, rowKey, preview, near, comesNear } = props;
  const gone = said.notes?.redacted ?? null;
  const kind = [
    "message",
    said.manner !== "text" && said.manner,
    follows && "follows",
    said.own && "own",
    said.mention && !said.private && "mention",
    gone !== null && "gone",
  ];
  return (
    <li
      class={kind.filter(Boolean).join(" ")}
      data-key={rowKey}
      data-id={said.msgid}
      tabIndex={-1}
      onPointerEnter={comesNear}
      onFocusIn={comesNear}
    >
      {said.replyTo !== null && <Answered app={app} of={of} msgid={said.replyTo} />}
      <div class="gutter">
        {follows ? (
          <time title={moment(said.at)}>{clock(said.at)}</time>
        ) : (
          <Avatar app={app} nick={said.nick} />
        )}
      </div>
      <div class="body">
        <div class={follows ? "head hidden" : "head"}>
          <button
            type="button"
            class="nick"
            style={{ "--hue": String(hueOf(said.nick)) }}
            onClick={() => app.show({ type: "person", nick: said.nick })}
          >
            <Name app={app} nick={said.nick} />
          </button>
          <time title={moment(said.at)} dateTime={new Date(said.at).toISOString()}>
            {clock(said.at)}
          </time>
        </div>
        {gone === null ? (
          <div class="text">
            {said.manner === "action" && <bdi class="doer">{said.nick} </bdi>}
            <Formatted text={said.text} />
            {said.notes?.edited && <small class="edited"> ({texts.edited})</small>}
          </div>
        ) : (
          <div class="text">{texts.deleted}</div>
        )}
        {gone === null && <Attached addresses={addressesIn(said.text)} />}
        {preview !== null && <Linked preview={preview} />}
        {gone === null && <Reactions app={app} of={of} said={said} />}
      </div>
      {near && gone === null && said.msgid !== null && (
        <MessageTools app={app} of={of} said={said} />
      )}
    </li>
  );
}

function Answered({ app, of, msgid }: { app: App; of: Conversation; msgid: string }): VNode {
  const to = of.byId.get(msgid);
  const words =
    to?.type === "said" && (to.notes?.redacted ?? null) === null
      ? to.text.split("\n", 1)[0]
      : texts.unknownReply;
  return (
    <button type="button" class="answered" onClick={() => app.jumpTo(of.name, msgid)}>
      <Icon name="reply" />
      {to?.type === "said" && <bdi class="doer">{to.nick}</bdi>}
      <span dir="auto">{words}</span>
    </button>
  );
}

function Reactions({ app, of, said }: { app: App; of: Conversation; said: Said }): VNode | null {
  const all = tally(said);
  if (all.length === 0 || said.msgid === null) return null;
  const { msgid } = said;
  return (
    <div class="reactions" role="group" aria-label={texts.reactions}>
      {all.map(({ value, nicks, own }) => (
        <button
          type="button"
          key={value}
          class="reaction"
          aria-pressed={own}
          title={nicks.join(", ")}
          onClick={() => app.act({ type: "react", name: of.name, msgid, value, on: !own })}
        >
          <span class="emoji">{value}</span> {nicks.length}
          <span class="hidden"> {nicks.join(", ")}</span>
        </button>
      ))}
    </div>
  );
}
