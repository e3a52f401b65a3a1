/** Which run this one continues, and from where; nothing where it began at its first step. */
import type { RunRecord } from '../../worker/api.ts';
import { useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { runTitle } from './run-title.ts';

export function RunOrigin({ run: { parent } }: { run: RunRecord }) {
  const m = useMessages();
  const language = useLanguage();
  const from = useStudio((state) => state.snapshot?.runs.find(({ id }) => id === parent?.run) ?? null);
  if (!parent) return null;
  const step = formatNumber(parent.step, language);
  return (
    <p data-testid="run-origin" className="text-sm text-soft">
      {from ? m.onward.parentIs(runTitle(from, m), step) : m.onward.parentGone(step)}
    </p>
  );
}
