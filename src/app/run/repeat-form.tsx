/** A run done again, to see whether this machine comes to the same bits; and how far it did. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { RepeatComparison, RunRecord } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import type { Language } from '../messages/language.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { runTitle } from './run-title.ts';

export function RepeatForm({ run, blocked }: { run: RunRecord; blocked: string | null }) {
  const m = useMessages();
  const { repeats, training } = useStores();
  const busy = useStore(training.store, (state) => state.busy);
  return (
    <div className="flex flex-col items-start gap-4">
      <p>{m.onward.repeat.lead}</p>
      <Button
        data-testid="repeat-start"
        disabled={busy !== null}
        unavailable={blocked}
        onClick={() => void repeats.start(run)}
      >
        {busy === 'start' ? m.train.starting : m.onward.repeat.start}
      </Button>
    </div>
  );
}

/** What a run repeats and how far it came to the same bits; nothing of any other run. */
export function Repeated({ run }: { run: RunRecord }) {
  const m = useMessages();
  const language = useLanguage();
  const { repeats } = useStores();
  const original = useStudio((state) => state.snapshot?.runs.find(({ id }) => id === run.repeats) ?? null);
  const { of, comparison } = useStore(repeats.store);
  const { id, status, repeats: repeated } = run;
  useEffect(() => {
    if (repeated !== undefined && status !== 'running') void repeats.compare(id);
  }, [repeats, id, status, repeated]);
  if (repeated === undefined) return null;
  return (
    <div data-testid="run-repeated" className="flex flex-col gap-1 text-sm text-soft">
      <p>{original ? m.onward.repeat.is(runTitle(original, m)) : m.onward.repeat.gone}</p>
      {of === id && comparison && <p className="text-ink">{comparisonText(comparison, language)}</p>}
    </div>
  );
}

function comparisonText({ steps, firstOther, checkpoints }: RepeatComparison, language: Language): string {
  const { repeat } = language.messages.onward;
  const number = (value: number, digits = 0) => formatNumber(value, language, digits);
  if (steps === 0) return repeat.nothing;
  if (firstOther) {
    const { step, there, here } = firstOther;
    return repeat.other(number(step), number(there, 6), number(here, 6));
  }
  const other = checkpoints.find(({ isSame }) => !isSame);
  if (other) return repeat.otherWeights(number(steps), number(other.step));
  return checkpoints.length === 0
    ? repeat.sameLosses(number(steps))
    : repeat.same(number(steps), checkpoints.map(({ step }) => number(step)).join(', '));
}
