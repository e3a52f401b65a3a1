/** Which cleaning steps the files that wait go through; every one unless it is switched off. */
import { useStore } from 'zustand';
import { CLEANING_STEPS, DEFAULT_STEPS, type StepChoice, type StepId } from '../../data/cleaning/table.ts';
import { useStores, useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { CheckField } from '../parts/fields.tsx';

export function CleaningChoice({ disabled }: { disabled: boolean }) {
  const m = useMessages();
  const { corpus } = useStores();
  const ofProject = useStudio((state) => state.snapshot?.corpus.cleaning) ?? DEFAULT_STEPS;
  const cleaning = useStore(corpus.store, (state) => state.cleaning) ?? ofProject;
  const isOn = (step: string) => cleaning.some(({ id, off }) => id === step && !off);

  function set(step: StepId, on: boolean): void {
    corpus.setCleaning(cleaning.map((choice) => (choice.id === step ? switched(choice, on) : choice)));
  }

  return (
    <details className="mb-5 border-b pb-3">
      <summary className="w-fit text-sm">
        {m.corpus.dialog.cleaning(cleaning.filter(({ off }) => !off).length, CLEANING_STEPS.length)}
      </summary>
      <ul className="mt-3 grid gap-x-6 gap-y-3 sm:grid-cols-2">
        {CLEANING_STEPS.map(({ id }) => {
          const [name, what] = m.corpus.steps[id];
          return (
            <li key={id}>
              <CheckField
                label={name}
                hint={what}
                checked={isOn(id)}
                disabled={disabled}
                testId={`cleaning-${id}`}
                onChange={(on) => set(id, on)}
              />
            </li>
          );
        })}
      </ul>
    </details>
  );
}

const switched = ({ id, options }: StepChoice, on: boolean): StepChoice =>
  on ? { id, options } : { id, options, off: true };
