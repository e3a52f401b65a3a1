/** What a rule measured of a document that it removed, and which bound that is beyond; null where it measures nothing. */
import { formatFigures } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';

interface Measured {
  readonly measured?: number;
  readonly bound?: number;
}

export function useLimitText(): (found: Measured) => string | null {
  const { stages } = useMessages().cleaning;
  const language = useLanguage();
  const figures = (value: number) => formatFigures(value, language);
  return ({ measured, bound }) =>
    measured === undefined || bound === undefined
      ? null
      : (measured > bound ? stages.atMost : stages.atLeast)(figures(measured), figures(bound));
}
