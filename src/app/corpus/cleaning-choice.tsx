/** Which cleaning steps the files that wait go through: those of the project, which can be changed here too. */
import { useStore } from 'zustand';
import { shownSteps } from '../../state/cleaning.ts';
import { useStores, useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { ProfileChoice } from './cleaning-section.tsx';
import { StepList } from './step-list.tsx';

export function CleaningChoice({ disabled }: { disabled: boolean }) {
  const m = useMessages();
  const { cleaning } = useStores();
  const corpus = useStudio((state) => state.snapshot?.corpus);
  const steps = shownSteps(
    useStore(cleaning.store, (state) => state.draft),
    corpus,
  );
  return (
    <details className="mb-5 border-b pb-3">
      <summary className="w-fit text-sm">
        {m.corpus.dialog.cleaning(steps.filter(({ off }) => !off).length, steps.length)}
      </summary>
      <div className="mt-3 flex flex-col items-start gap-3">
        <ProfileChoice disabled={disabled} />
        <div className="w-full">
          <StepList disabled={disabled} />
        </div>
      </div>
    </details>
  );
}
