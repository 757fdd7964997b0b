/** Dialog: whatever lies over the conversation. The browser's own dialog element keeps the focus
 * inside, closes at Escape, and gives the focus back. */
import type { ComponentChildren, VNode } from "../preact.ts";
import { useLayoutEffect, useRef } from "../preact.ts";
import { dialogTexts } from "../dialog-texts.ts";
import { Icon } from "./icons.tsx";

interface DialogProps {
  readonly title: string;
  /** Where it stands: in the middle, at the side where lines begin or end, or at the top. */
  readonly place: "middle" | "start" | "end" | "top";
  /** It has a heading of its own inside. */
  readonly bare: boolean;
  readonly close: () => void;
  readonly children: ComponentChildren;
}

export function Dialog({ title, place, bare, close, children }: DialogProps): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const { current } = dialog;
    const before = document.activeElement;
    // What lies below a dialog forgets where the caret stood.
    const wrote = before instanceof HTMLTextAreaElement ? before : null;
    const { selectionStart = 0, selectionEnd = 0 } = wrote ?? {};
    current?.showModal();
    return () => {
      current?.close();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
      wrote?.setSelectionRange(selectionStart, selectionEnd);
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`dialog at-${place}`}
      aria-label={title}
      onClose={(event) => {
        // Taken away for another one, it closes too, and later.
        if (event.currentTarget.isConnected) close();
      }}
      onKeyDown={(event) => {
        // A search field would only be emptied.
        if (event.key !== "Escape" || event.isComposing) return;
        event.preventDefault();
        close();
      }}
      onClick={(event) => {
        // The backdrop is the dialog itself; what is in it fills it.
        if (event.target === dialog.current) close();
      }}
    >
      <div class="sheet">
        {!bare && (
          <header class="sheet-header">
            <h2>
              <bdi>{title}</bdi>
            </h2>
            <button
              type="button"
              class="icon-button"
              aria-label={dialogTexts().closePanel}
              onClick={close}
            >
              <Icon name="close" />
            </button>
          </header>
        )}
        {children}
      </div>
    </dialog>
  );
}
