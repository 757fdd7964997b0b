/**
 * Focused: the ref of what is to have the focus: at once where nothing has it, in a dialog when it
 * opens. As the attribute says; but of an element that comes with it the browser complains on the
 * console when somebody was faster.
 */
export function focused(element: HTMLElement | null): void {
  if (element === null) return;
  element.autofocus = true;
  if (document.activeElement === document.body) element.focus();
}
