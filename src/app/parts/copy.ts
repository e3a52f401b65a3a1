/** Copying text to the clipboard, which a browser may forbid. */
import { useState } from 'react';

interface Copied {
  text: string;
  /** False: the browser did not allow it. */
  isDone: boolean;
}

/** `outcome` is of the text that was copied last; null before the first, and after `forget`. */
export function useCopy(): { outcome: Copied | null; copy: (text: string) => Promise<void>; forget: () => void } {
  const [outcome, setOutcome] = useState<Copied | null>(null);
  return {
    outcome,
    async copy(text) {
      try {
        await navigator.clipboard.writeText(text);
        setOutcome({ text, isDone: true });
      } catch {
        setOutcome({ text, isDone: false });
      }
    },
    forget: () => setOutcome(null),
  };
}
