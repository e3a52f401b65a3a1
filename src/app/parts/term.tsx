/** A word of the trade with its one-sentence explanation, one hover, focus or tap away. */
import { Tooltip } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import type { TermId } from '../messages/language.ts';
import { useMessages } from '../messages/messages.ts';

export function Term({ id, children }: { id: TermId; children: ReactNode }) {
  return <Explained text={useMessages().terms[id]}>{children}</Explained>;
}

export function Explained({ text, children }: { text: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <Tooltip.Root open={open} onOpenChange={setOpen}>
      <Tooltip.Trigger
        asChild
        // A tap has no hover: it opens the explanation (which a click would close), the next tap elsewhere closes it.
        onClick={(event) => {
          event.preventDefault();
          setOpen(true);
        }}
      >
        <button
          type="button"
          className="cursor-help text-left underline decoration-line decoration-dotted decoration-[1.5px] underline-offset-[3px] hover:decoration-ink"
        >
          {children}
        </button>
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          className="z-50 max-w-72 rounded-md bg-ink px-3 py-2 text-paper text-sm shadow-float"
          sideOffset={6}
          collisionPadding={12}
        >
          {text}
          <Tooltip.Arrow className="fill-ink" />
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
