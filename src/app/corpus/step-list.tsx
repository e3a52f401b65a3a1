/** The cleaning steps in their order, those that compare documents last; each can be switched, moved and opened. */
import { useStore } from 'zustand';
import { effectsOf, isTried } from '../../state/cleaning.ts';
import { ofLevel, type StepLevel } from '../../state/step-list.ts';
import { useStores, useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { StepRow } from './step-row.tsx';
import { useSteps } from './use-steps.ts';

const LEVELS: readonly StepLevel[] = ['document', 'corpus'];

export function StepList({ disabled }: { disabled: boolean }) {
  const m = useMessages();
  const { cleaning } = useStores();
  const { draft, trial, trying } = useStore(cleaning.store);
  const corpus = useStudio((state) => state.snapshot?.corpus);
  const steps = useSteps();
  const tried = isTried(draft, corpus);
  const done = effectsOf(corpus?.sources ?? []);
  const effect = (id: string) => (tried ? trial?.steps.find((step) => step.id === id) : done.get(id)) ?? null;
  return (
    <div className="flex flex-col gap-4" aria-busy={trying}>
      {LEVELS.map((level) => (
        <div key={level}>
          <h3 className="text-soft text-xs">{m.cleaning.levels[level]}</h3>
          <ol aria-label={m.cleaning.levels[level]} className="flex flex-col">
            {ofLevel(steps, level).map((step) => (
              <li key={step.id} className="border-b">
                <StepRow
                  step={step}
                  steps={steps}
                  effect={effect(step.id)}
                  isTrial={tried}
                  isOld={trying}
                  disabled={disabled}
                />
              </li>
            ))}
          </ol>
        </div>
      ))}
    </div>
  );
}
