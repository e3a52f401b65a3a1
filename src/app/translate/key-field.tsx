/** The key of a service: typed unseen, kept in memory, sent to it alone. */
import { useId } from 'react';
import { useStore } from 'zustand';
import { useStores } from '../context.ts';
import { useMessages } from '../messages/messages.ts';

export function KeyField({ origin }: { origin: string }) {
  const m = useMessages();
  const { translation } = useStores();
  const key = useStore(translation.store, (state) => state.keys[origin] ?? '');
  const id = useId();
  return (
    <div className="field max-w-md">
      <label htmlFor={id} className="text-sm text-soft">
        {m.translation.key(new URL(origin).host)}
      </label>
      <input
        id={id}
        type="password"
        autoComplete="off"
        data-testid="translation-key"
        className="h-8 w-full min-w-0 rounded-md border border-line bg-raised px-2 text-base text-ink"
        value={key}
        aria-describedby={`${id}-hint`}
        onChange={(event) => translation.setKey(origin, event.target.value)}
      />
      <p id={`${id}-hint`} className="text-soft text-xs">
        {m.translation.keyHint}
      </p>
    </div>
  );
}
