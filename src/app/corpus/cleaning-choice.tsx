/** Which cleaning steps the files that wait go through: those of the project, which can be changed here too. */
import { useMessages } from '../messages/messages.ts';
import { ProfileChoice } from './cleaning-section.tsx';
import { StepList } from './step-list.tsx';
import { useSteps } from './use-steps.ts';

export function CleaningChoice({ disabled }: { disabled: boolean }) {
  const m = useMessages();
  const steps = useSteps();
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
