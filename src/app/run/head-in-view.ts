/** Shows the head of a run that has come in place of what was pressed, and lets the keyboard begin there. */
export function bringHeadIntoView(): void {
  window.scrollTo(0, 0);
  document.getElementById('content')?.focus({ preventScroll: true });
}

/** The same for a run that took a while to start, unless the person has gone on to something else meanwhile. */
export function bringStartedIntoView(): void {
  if (document.activeElement === document.body) bringHeadIntoView();
}
