/** A document of a preview as it will be read; of wrongly encoded letters it is said whether cleaning restores them. */
import { repairMojibake } from '../../data/cleaning/mojibake.ts';
import { beforeAndAfter } from '../../data/excerpt.ts';
import { useMessages } from '../messages/messages.ts';
import { useSteps } from './use-steps.ts';

const REPAIRED_LENGTH = 80;

export function SampleDocument({ text, isCleaned }: { text: string; isCleaned: boolean }) {
  const m = useMessages();
  const isOn = useSteps().some(({ id, off }) => id === 'repair-encoding' && !off);
  const repaired = repairMojibake(text).text;
  const words = m.corpus.dialog;
  return (
    <div className="border-line border-l-2 pl-3 text-sm">
      <p className="whitespace-pre-wrap break-words">{text}</p>
      {isCleaned && repaired !== text && (
        <p className="mt-1 text-teal text-xs" data-testid="sample-encoding">
          {isOn ? words.repaired(beforeAndAfter(text, repaired, REPAIRED_LENGTH).after) : words.notRepaired}
        </p>
      )}
    </div>
  );
}
