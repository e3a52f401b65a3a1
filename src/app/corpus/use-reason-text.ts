/** By which rule a step removed a document, with what was measured and the bound that it is beyond; null where neither is known. */
import { formatFigures } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { useStepWords } from './step-words.ts';

interface Found {
  readonly rule?: string;
  readonly measured?: number;
  readonly bound?: number;
}

export function useReasonText(): (step: string, found: Found) => string | null {
  const { stages } = useMessages().cleaning;
  const language = useLanguage();
  const words = useStepWords();
  const figures = (value: number) => formatFigures(value, language);
  const limit = ({ measured, bound }: Found) =>
    measured === undefined || bound === undefined
      ? null
      : (measured > bound ? stages.atMost : stages.atLeast)(figures(measured), figures(bound));
  return (step, found) => {
    const measured = limit(found);
    // A step of one rule does not name it; the words for it are there by the name of the step.
    const rule = found.rule ?? (measured === null ? undefined : step);
    if (rule === undefined) return null;
    const name = words.rule(step, rule);
    return measured === null ? name : `${name} (${measured})`;
  };
}
