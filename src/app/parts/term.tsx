/** A word of the trade with its one-sentence explanation, one hover, focus or tap away. */
import { Tooltip } from 'radix-ui';
import { type ReactElement, type ReactNode, useState } from 'react';
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
      <Bubble>{text}</Bubble>
    </Tooltip.Root>
  );
}

/** What a button does or why it cannot be pressed, on hover and focus; read out with it by `id`. */
export function Hint({ id, text, children }: { id: string; text: string; children: ReactElement }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <span id={id} className="sr-only">
        {text}
      </span>
      <Bubble>{text}</Bubble>
    </Tooltip.Root>
  );
}

function Bubble({ children }: { children: string }) {
  return (
    <Tooltip.Portal>
      <Tooltip.Content
        className="z-50 max-w-72 rounded-md bg-ink px-3 py-2 text-paper text-sm shadow-float"
        sideOffset={6}
        collisionPadding={12}
      >
        {children}
        <Tooltip.Arrow className="fill-ink" />
      </Tooltip.Content>
    </Tooltip.Portal>
  );
}
