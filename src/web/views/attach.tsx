/** Attach: choosing files to send, and how far their sending is. */
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { useRef } from "../preact.ts";
import { texts } from "../texts.ts";
import { Icon } from "./icons.tsx";

interface AttachProps {
  readonly app: App;
  readonly take: (files: Iterable<File>) => void;
}

export function Attach({ app: { uploads }, take }: AttachProps): VNode {
  const field = useRef<HTMLInputElement>(null);
  const prepare = (): void => uploads.prepare();
  return (
    <>
      <button
        type="button"
        class="icon-button attach"
        aria-label={texts.attach}
        aria-describedby="attach-hint"
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={() => field.current?.click()}
      >
        <Icon name="attach" />
      </button>
      <span class="hint" id="attach-hint" role="tooltip">
        {uploads.hint}
      </span>
      <input
        ref={field}
        type="file"
        multiple
        accept={uploads.accept}
        class="hidden"
        tabIndex={-1}
        aria-hidden="true"
        onChange={({ currentTarget }) => {
          take([...(currentTarget.files ?? [])]);
          currentTarget.value = "";
        }}
      />
    </>
  );
}

export function Sending({ app }: { app: App }): VNode {
  const { percent, failure } = app.uploads;
  return (
    <p class={failure === "" ? "sending" : "sending said"} role="status">
      {percent === null ? failure : texts.uploading(percent)}
    </p>
  );
}
