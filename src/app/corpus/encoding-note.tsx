/** Of documents of a preview in which letters are wrongly encoded: whether cleaning restores them, and how the first then reads. */
import { repairMojibake } from '../../data/cleaning/mojibake.ts';
import { beforeAndAfter } from '../../data/excerpt.ts';
import { useMessages } from '../messages/messages.ts';
import { useSteps } from './use-steps.ts';

const REPAIRED_LENGTH = 80;

export function EncodingNote({ texts }: { texts: readonly string[] }) {
  const words = useMessages().corpus.dialog;
  const isOn = useSteps().some(({ id, off }) => id === 'repair-encoding' && !off);
  const repairs = texts.map((text) => ({ text, repaired: repairMojibake(text).text }));
  const first = repairs.find(({ text, repaired }) => text !== repaired);
  if (!first) return null;
  return (
    <p className="mb-2 text-sm" data-testid="preview-encoding">
      {isOn ? words.repaired(beforeAndAfter(first.text, first.repaired, REPAIRED_LENGTH).after) : words.notRepaired}
    </p>
  );
}
