/** Takes the person to a heading of this screen, the keyboard too: an address says which screen is open, not which part of it. */
export function showHeading(id: string): void {
  const heading = document.getElementById(id);
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: 'start' });
}
