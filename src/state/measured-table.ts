/**
 * What was measured, as a table: sets, of each its figures, and of each figure what every checkpoint has. Pure. Of a checkpoint
 * that was measured twice on a set the newer result counts. Checkpoints are compared with the first one that has a figure.
 */
import type { Interval } from '../data/intervals.ts';
import type { AnswersResult, Id, Measurement, MeasureResult, Share } from '../worker/api.ts';

export type FigureName =
  | 'bits_per_byte'
  | 'perplexity'
  | 'flores_bits'
  | 'accuracy'
  | 'accuracy_normalised'
  | AnswersResult['scores'][number]['measure']
  | 'loops'
  | 'distinct_2';

export interface MeasuredFigure {
  readonly name: FigureName;
  readonly value: number;
  /** Of 95 %; null where the measure has none. */
  readonly interval: Interval | null;
  /** What guessing gets; null: nobody guesses. */
  readonly chance: number | null;
  readonly better: 'less' | 'more';
}

/** Beside the first checkpoint's figure: apart where the intervals of 95 % do not meet. */
export type Beside = 'better' | 'worse' | 'within-noise';

export interface Cell extends MeasuredFigure {
  /** Whether guessing may have got it. */
  readonly isChance: boolean;
  /** null: it is the first, or one of the two has no interval. */
  readonly beside: Beside | null;
}

export interface MeasuredSet {
  readonly key: string;
  /** The newest measurement of each checkpoint, in the order of the columns; null: none. */
  readonly measurements: readonly (Measurement | null)[];
  /** One that is there: what the set is, is the same in all. */
  readonly any: Measurement;
  readonly rows: readonly { readonly name: FigureName; readonly cells: readonly (Cell | null)[] }[];
}

const setKey = ({ source, set }: Measurement): string => `${source} ${set}`;

export function figuresWithIntervals(result: MeasureResult): MeasuredFigure[] {
  switch (result.kind) {
    case 'text':
      return [
        { name: 'bits_per_byte', value: result.bitsPerByte, interval: null, chance: null, better: 'less' },
        { name: 'perplexity', value: result.perplexity, interval: null, chance: null, better: 'less' },
      ];
    case 'flores': {
      const { mean: value, interval } = result.bits;
      return [{ name: 'flores_bits', value, interval, chance: null, better: 'less' }];
    }
    case 'pairs':
      return shareFigure('accuracy', result.all, 0.5);
    case 'exam':
      return [
        ...shareFigure('accuracy', result.raw, result.chance),
        ...shareFigure('accuracy_normalised', result.normalised, result.chance),
      ];
    case 'answers':
      return answerFigures(result);
    default:
      return result satisfies never;
  }
}

function answerFigures({ scores, loops, distinct }: AnswersResult): MeasuredFigure[] {
  const { share, ...interval } = loops;
  const [, pairs = null] = distinct;
  const open = { chance: null, better: 'more' } as const;
  return [
    ...scores.map(({ measure: name, score: value, interval: of }) => ({ name, value, interval: of, ...open })),
    { name: 'loops', value: share, interval, chance: null, better: 'less' },
    ...(pairs === null ? [] : [{ name: 'distinct_2' as const, value: pairs, interval: null, ...open }]),
  ];
}

const shareFigure = (name: FigureName, { share, low, high }: Share, chance: number): MeasuredFigure[] =>
  share === null ? [] : [{ name, value: share, interval: { low, high }, chance, better: 'more' }];

/** Checkpoints of which something was measured, in the order in which that first happened. */
export const measuredCheckpoints = (measurements: readonly Measurement[]): Id[] => [
  ...new Set(measurements.map(({ checkpoint }) => checkpoint)),
];

/** @param measurements the oldest first. @param columns checkpoints */
export function measuredSets(measurements: readonly Measurement[], columns: readonly Id[]): MeasuredSet[] {
  const shown = measurements.filter(({ checkpoint }) => columns.includes(checkpoint));
  return [...new Set(shown.map(setKey))].flatMap((key) => {
    const own = shown.filter((one) => setKey(one) === key);
    const of = columns.map((id) => own.findLast(({ checkpoint }) => checkpoint === id) ?? null);
    const any = own.at(-1);
    if (!any) return [];
    const figures = of.map((one) => (one ? figuresWithIntervals(one.result) : []));
    const names = [...new Set(figures.flat().map(({ name }) => name))];
    const rows = names.map((name) => ({ name, cells: besideFirst(figures, name) }));
    return [{ key, measurements: of, any, rows }];
  });
}

function besideFirst(figures: readonly (readonly MeasuredFigure[])[], name: FigureName): (Cell | null)[] {
  const found = figures.map((some) => some.find((one) => one.name === name) ?? null);
  const first = found.find((one) => one !== null) ?? null;
  return found.map((figure) => figure && { ...figure, isChance: isChance(figure), beside: besideOf(figure, first) });
}

const isChance = ({ interval, chance }: MeasuredFigure): boolean =>
  interval !== null && chance !== null && interval.low <= chance;

function besideOf(figure: MeasuredFigure, first: MeasuredFigure | null): Beside | null {
  if (!first || figure === first || !figure.interval || !first.interval) return null;
  const [own, other] = [figure.interval, first.interval];
  if (own.low <= other.high && other.low <= own.high) return 'within-noise';
  return figure.value > first.value === (figure.better === 'more') ? 'better' : 'worse';
}
