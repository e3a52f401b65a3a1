/** One instruction set: what it holds, how its records are read, what is to be known of them, and which could not be used. */
import { Trash2 } from 'lucide-react';
import { withSet } from '../../state/instruct.ts';
import type { ChosenSet, InstructionSetRecord } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { IconButton } from '../parts/button.tsx';
import { NumberField } from '../parts/fields.tsx';
import { SetFields } from './set-fields.tsx';

/** Rows that a remark names; of more, how many there are is said. */
const NAMED_ROWS = 5;

/** @param chosen the sets that are learned from; at least one always is */
export function SetRow(props: { set: InstructionSetRecord; chosen: readonly ChosenSet[]; onDelete: () => void }) {
  const { set, chosen, onDelete } = props;
  const m = useMessages();
  const language = useLanguage();
  const { instruct } = useStores();
  const own = chosen.find((one) => one.set === set.id);
  const choose = (weight: number | null) => instruct.change({ sets: withSet(chosen, set.id, weight), edits: {} });
  const number = (value: number) => formatNumber(value, language);
  return (
    <li className="border-b py-2 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <label className="flex min-w-0 flex-1 basis-32 cursor-pointer items-center gap-2">
          <input
            type="checkbox"
            className="size-4 accent-ink"
            checked={own !== undefined}
            disabled={own !== undefined && chosen.length === 1}
            onChange={() => choose(own ? null : 1)}
          />
          <span className="truncate font-medium">{set.fileName}</span>
        </label>
        {own && chosen.length > 1 && (
          <div className="w-20 max-md:order-last max-md:w-full max-md:pl-6" data-testid="set-weight">
            <NumberField
              label={m.instruct.weight}
              value={own.weight}
              min={0.1}
              max={100}
              step={0.1}
              onChange={choose}
            />
          </div>
        )}
        <span className="text-sm">{m.instruct.records(number(set.records), set.records)}</span>
        <span className="text-sm text-soft max-md:hidden">
          {Object.entries(set.mapping)
            .map(([role, field]) => (role === field ? role : `${role} ← ${field}`))
            .join(', ')}
        </span>
        <IconButton label={m.instruct.remove(set.fileName)} onClick={onDelete}>
          <Trash2 className="size-4" aria-hidden="true" />
        </IconButton>
      </div>
      {set.fields.length > 0 && <SetFields set={set} />}
      {set.remarks.length > 0 && (
        <ul className="mt-1 ml-6 flex flex-col gap-0.5 text-sm" data-testid="set-remarks">
          {set.remarks.map(({ remark, count, rows }) => {
            const named = rows.slice(0, NAMED_ROWS).map(number).join(', ');
            return (
              <li key={remark}>
                {m.instruct.remarks[remark](number(count), number(set.laterAnswers))}{' '}
                <span className="text-soft">{m.instruct.remarkRows(count > NAMED_ROWS ? `${named}, …` : named)}</span>
              </li>
            );
          })}
        </ul>
      )}
      {set.problemCount > 0 && (
        <details className="mt-1 ml-6 text-sm">
          <summary className="w-fit">{m.instruct.problems(number(set.problemCount), set.problemCount)}</summary>
          <ul className="mt-1 flex flex-col gap-0.5 text-soft">
            {set.problems.map((problem) => (
              <li key={problem.row}>
                {m.instruct.problem(number(problem.row), m.input.rows[problem.reason] ?? problem.reason)}
              </li>
            ))}
            {set.problemCount > set.problems.length && (
              <li>{m.instruct.moreProblems(number(set.problemCount - set.problems.length))}</li>
            )}
          </ul>
        </details>
      )}
    </li>
  );
}
