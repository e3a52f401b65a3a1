/**
 * Results of several runs that differ in nothing but their seed, put together; and whether two such groups differ by more than
 * seeds do. The interval of a difference of means is Student's, of both groups' spread together, since seeds move alike recipes
 * alike; so a group of a single run can be compared with one of several.
 */
import { type Interval, meanOf, type Spread, spreadOf, squaresAround, studentQuantile } from '../data/intervals.ts';
import type { TextMeasureId } from './answers/text-measure.ts';
import type { MeasureResult, Share } from './results.ts';

/** One number of a result. */
export interface Figure {
  /** Kind, name and size of the set: results are compared by it. */
  readonly of: string;
  readonly name: 'bits_per_byte' | 'flores_bits' | 'accuracy' | 'accuracy_normalised' | 'loops' | TextMeasureId;
  readonly value: number;
  readonly better: 'less' | 'more';
}

/** The figures by which runs are compared. */
export function figuresOf(result: MeasureResult): Figure[] {
  const of = `${result.kind} ${result.set} (${sizeOf(result)})`;
  switch (result.kind) {
    case 'text':
      return [{ of, name: 'bits_per_byte', value: result.bitsPerByte, better: 'less' }];
    case 'flores':
      return [{ of, name: 'flores_bits', value: result.bits.mean, better: 'less' }];
    case 'pairs':
      return shareFigure(of, 'accuracy', result.all);
    case 'exam':
      return [...shareFigure(of, 'accuracy', result.raw), ...shareFigure(of, 'accuracy_normalised', result.normalised)];
    case 'answers':
      return [
        ...result.scores.map(({ measure, score }) => ({ of, name: measure, value: score, better: 'more' as const })),
        { of, name: 'loops', value: result.loops.share, better: 'less' },
      ];
    default:
      return result satisfies never;
  }
}

/** Of the set, whatever the tokenizer: sets of one name are told apart by it. */
function sizeOf(result: MeasureResult): string {
  switch (result.kind) {
    case 'text':
      return `${result.bytes} bytes`;
    case 'flores':
      return `${result.bits.count + result.tooLong} sentences`;
    case 'pairs':
      return `${result.all.count + result.tooLong} pairs`;
    case 'exam':
      return `${result.raw.count + result.tooLong} questions`;
    case 'answers':
      return `${result.answers.length + result.leftOut.length} prompts`;
    default:
      return result satisfies never;
  }
}

const shareFigure = (of: string, name: Figure['name'], { share }: Share): Figure[] =>
  share === null ? [] : [{ of, name, value: share, better: 'more' }];

/** `untold`: each group is one run, which says nothing of how far seeds move the figure. */
export type Verdict = 'first-better' | 'second-better' | 'within-noise' | 'untold';

export interface Comparison {
  readonly of: Figure['of'];
  readonly name: Figure['name'];
  readonly first: Spread;
  readonly second: Spread;
  /** The first mean less the second one. */
  readonly difference: number;
  /** Of 95 %; null where it is not told. */
  readonly interval: Interval | null;
  readonly verdict: Verdict;
}

/** Of each figure of one group of runs, how it spreads over them. Figures that not all runs have are left out. */
export function spreads(runs: readonly (readonly MeasureResult[])[]): (Omit<Figure, 'value'> & { values: number[] })[] {
  const all = runs.map((results) => results.flatMap(figuresOf));
  return (all[0] ?? []).flatMap(({ value: _, ...figure }) => {
    const values = all.flatMap((figures) =>
      figures.filter((one) => one.of === figure.of && one.name === figure.name).slice(0, 1),
    );
    return values.length === runs.length ? [{ ...figure, values: values.map(({ value }) => value) }] : [];
  });
}

/** Of every figure that all runs of both groups have. */
export function compareSeeds(
  first: readonly (readonly MeasureResult[])[],
  second: readonly (readonly MeasureResult[])[],
): Comparison[] {
  const others = spreads(second);
  return spreads(first).flatMap(({ of, name, better, values }) => {
    const other = others.find((one) => one.of === of && one.name === name);
    return other ? [{ of, name, ...compared(values, other.values, better) }] : [];
  });
}

function compared(
  a: readonly number[],
  b: readonly number[],
  better: Figure['better'],
): Omit<Comparison, 'of' | 'name'> {
  const difference = meanOf(a) - meanOf(b);
  const groups = { first: spreadOf(a), second: spreadOf(b), difference };
  const freedom = a.length + b.length - 2;
  if (freedom === 0) return { ...groups, interval: null, verdict: 'untold' };
  const variance = (squaresAround(a) + squaresAround(b)) / freedom;
  const half = studentQuantile(freedom) * Math.sqrt(variance * (1 / a.length + 1 / b.length));
  const interval = { low: difference - half, high: difference + half };
  return { ...groups, interval, verdict: verdictOf(interval, better) };
}

function verdictOf({ low, high }: Interval, better: Figure['better']): Verdict {
  if (low <= 0 && high >= 0) return 'within-noise';
  return low > 0 === (better === 'more') ? 'first-better' : 'second-better';
}
