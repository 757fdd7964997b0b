/** Attach: choosing files to send, and how far their sending is. */
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { useRef } from "../preact.ts";
import { texts } from "../texts.ts";
import { Icon } from "./icons.tsx";

export function Attach({ take }: { take: (files: Iterable<File>) => void }): VNode {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={texts.attach}
        title={texts.attach}
        onClick={() => field.current?.click()}
      >
        <Icon name="attach" />
      </button>
      <input
        ref={field}
        type="file"
        multiple
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
