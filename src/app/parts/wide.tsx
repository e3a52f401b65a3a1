/** What may be wider than the page: it scrolls sideways, by keyboard too, and is shaded at the edge where there is more of it. */
import type { ReactNode } from 'react';

export function Wide({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled is within reach of the keyboard
    <section className="scroll-quiet scroll-shaded-sideways relative overflow-x-auto" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
