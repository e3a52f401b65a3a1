/** What a run began with: the run that it continues, and where from, or does again; of instruction tuning its base and its sets. */
import type { Id, RunRecord } from '../../worker/api.ts';
import { useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { useCheckpointName } from '../parts/checkpoint-names.ts';
import { Repeated } from './repeat-form.tsx';
import { runTitle } from './run-title.ts';

export function RunOrigin({ run }: { run: RunRecord }) {
  return (
    <>
      <Parent run={run} />
      <Repeated run={run} />
      <Tuned run={run} />
    </>
  );
}

/** Nothing where it began at its first step. */
function Parent({ run: { parent } }: { run: RunRecord }) {
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

function Tuned({ run: { data, baseCheckpoint } }: { run: RunRecord }) {
  const m = useMessages();
  const language = useLanguage();
  const nameOfCheckpoint = useCheckpointName();
  const known = useStudio((state) => state.snapshot?.instructionSets);
  if (data.kind !== 'instructions' || baseCheckpoint === null) return null;
  const nameOf = (id: Id): string => known?.find((one) => one.id === id)?.fileName ?? m.instruct.deletedSet;
  const sets = data.sets.map(({ set, weight }) =>
    data.sets.length === 1
      ? nameOf(set)
      : `${nameOf(set)} × ${formatNumber(weight, language, weight % 1 === 0 ? 0 : 1)}`,
  );
  return (
    <dl data-testid="run-tuned" className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-sm">
      <dt className="text-soft">{m.instruct.base}</dt>
      <dd className="break-words">{nameOfCheckpoint(baseCheckpoint)}</dd>
      <dt className="text-soft">{m.instruct.sets}</dt>
      <dd className="break-words">{sets.join(', ')}</dd>
    </dl>
  );
}
