/** Which cleaning steps the files that wait go through; every one unless it is switched off. */
import { CLEANING_STEPS, DEFAULT_STEPS, type StepId } from '../../data/cleaning/table.ts';
import type { ImportOptions } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { CheckField } from '../parts/fields.tsx';

export function CleaningChoice({ cleaning, disabled }: { cleaning: ImportOptions['cleaning']; disabled: boolean }) {
  const m = useMessages();
  const { corpus } = useStores();
  const isOn = (step: string) => cleaning.some(({ id, off }) => id === step && !off);

  function set(step: StepId, on: boolean): void {
    const chosen = DEFAULT_STEPS.filter(({ id }) => (id === step ? on : isOn(id)));
    corpus.setCleaning(chosen.map(({ id, options }) => ({ id, options })));
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
