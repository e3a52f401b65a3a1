/** The instruction sets of the project: what each holds, which records could not be used and why. */
import { Plus, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { InstructionSetRecord } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { Ask } from '../parts/dialogs.tsx';
import { Section } from '../parts/layout.tsx';
import { useChosen } from './chosen.ts';

const noSets: InstructionSetRecord[] = [];

export function SetList() {
  const m = useMessages();
  const language = useLanguage();
  const { instruct } = useStores();
  const sets = useStudio((state) => state.snapshot?.instructionSets ?? noSets);
  const { importing } = useStore(instruct.store);
  const { set: chosen } = useChosen();
  const [asking, setAsking] = useState<InstructionSetRecord | null>(null);
  const input = useRef<HTMLInputElement>(null);
  return (
    <Section
      title={m.instruct.sets}
      aside={
        <>
          <input
            ref={input}
            type="file"
            accept=".json,.jsonl,application/json"
            data-testid="instruct-input"
            aria-label={m.instruct.addSet}
            tabIndex={-1}
            className="sr-only"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file) void instruct.addFile(file);
              event.target.value = '';
            }}
          />
          <Button
            size="small"
            look={sets.length === 0 ? 'primary' : 'plain'}
            disabled={importing}
            onClick={() => input.current?.click()}
          >
            <Plus className="size-4" aria-hidden="true" />
            {m.instruct.addSet}
          </Button>
        </>
      }
    >
      {sets.length === 0 && (
        <p className="text-soft">
          {m.instruct.needsSet} {m.instruct.addHint}.
        </p>
      )}
      <ul className="flex flex-col">
        {sets.map((one) => (
          <li key={one.id} className="border-b py-2 last:border-b-0">
            <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <label className="flex min-w-0 flex-1 basis-32 cursor-pointer items-center gap-2">
                <input
                  type="radio"
                  name="instruction-set"
                  className="size-4 accent-ink"
                  checked={one.id === chosen?.id}
                  onChange={() => instruct.change({ set: one.id, edits: {} })}
                />
                <span className="truncate font-medium">{one.fileName}</span>
              </label>
              <span className="text-sm">{m.instruct.records(formatNumber(one.records, language), one.records)}</span>
              <span className="text-sm text-soft max-md:hidden">
                {Object.entries(one.mapping)
                  .map(([role, field]) => (role === field ? role : `${role} ← ${field}`))
                  .join(', ')}
              </span>
              <IconButton label={m.instruct.remove(one.fileName)} onClick={() => setAsking(one)}>
                <Trash2 className="size-4" aria-hidden="true" />
              </IconButton>
            </div>
            {one.problemCount > 0 && (
              <details className="mt-1 ml-6 text-sm">
                <summary className="w-fit">
                  {m.instruct.problems(formatNumber(one.problemCount, language), one.problemCount)}
                </summary>
                <ul className="mt-1 flex flex-col gap-0.5 text-soft">
                  {one.problems.map((problem) => (
                    <li key={problem.row}>
                      {m.instruct.problem(
                        formatNumber(problem.row, language),
                        m.input.rows[problem.reason] ?? problem.reason,
                      )}
                    </li>
                  ))}
                  {one.problemCount > one.problems.length && (
                    <li>{m.instruct.moreProblems(formatNumber(one.problemCount - one.problems.length, language))}</li>
                  )}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
      <Ask
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={m.instruct.removeTitle(asking?.fileName ?? '')}
        lead={m.instruct.removeLead}
        action={m.instruct.removeDo}
        onConfirm={async () => {
          if (asking) await instruct.deleteSet(asking.id);
        }}
      />
    </Section>
  );
}
