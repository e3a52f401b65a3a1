/** Results of measures, as the card of a model says them. */
import type { CardFigure, CardScore } from '../formats/card-figures.ts';
import type { Evaluation } from './evaluate.ts';
import type { ExamResult, MeasureResult, Share } from './results.ts';

/**
 * Of a text in windows.
 * @param measuredOn the file that it was measured on; null: held-out documents that are not at hand
 * @param window tokens
 */
export const lossFigures = (
  { perplexity, bitsPerByte }: Pick<Evaluation, 'perplexity' | 'bitsPerByte'>,
  measuredOn: string | null,
  window: number,
): CardFigure[] => [
  { kind: 'perplexity', value: perplexity, measuredOn, window },
  { kind: 'bits-per-byte', value: bitsPerByte, measuredOn, window },
];

/**
 * @param set what the set is called
 * @param window tokens of a window, of a text
 * @param leaked items of the set that stand in what the model learned from
 */
export function figuresOfResult(result: MeasureResult, set: string, window: number, leaked: number): CardFigure[] {
  const of = { set, leaked };
  switch (result.kind) {
    case 'text':
      return lossFigures(result, set, window);
    case 'flores':
      return [
        {
          ...of,
          kind: 'flores-bits',
          value: result.bits.mean,
          interval: result.bits.interval,
          count: result.bits.count,
        },
      ];
    case 'pairs':
      return shareFigures(of, 'pair-accuracy', result.all, 0.5);
    case 'exam':
      return examFigures(of, result);
    case 'answers':
      return result.scores.map(({ measure, score, interval, signature }) => ({
        ...of,
        ...{ kind: measure, value: score, interval, signature, count: result.answers.length },
      }));
    default:
      return result satisfies never;
  }
}

const examFigures = (of: Pick<CardScore, 'set' | 'leaked'>, { raw, normalised, chance }: ExamResult): CardScore[] => [
  ...shareFigures(of, 'exam-accuracy', raw, chance),
  ...shareFigures(of, 'exam-accuracy-normalised', normalised, chance),
];

const shareFigures = (
  of: Pick<CardScore, 'set' | 'leaked'>,
  kind: CardScore['kind'],
  { share, low, high, count }: Share,
  chance: number,
): CardScore[] => (share === null ? [] : [{ ...of, kind, value: share, interval: { low, high }, count, chance }]);
