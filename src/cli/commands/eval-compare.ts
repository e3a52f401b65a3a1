/** Results of runs that differ in their seed alone, put together, and whether two such groups, or two models' answers, differ. */
import path from 'node:path';
import type { Spread } from '../../data/intervals.ts';
import { spreadOf } from '../../data/intervals.ts';
import { type Comparison, compareSeeds, spreads, type Verdict } from '../../evaluation/seeds.ts';
import { answersComparisons, comparisonReport } from '../answers-comparison.ts';
import { defineCommand, usageError } from '../options.ts';
import { Progress } from '../progress.ts';
import { readResults } from '../results-file.ts';
import { textTable } from '../text-table.ts';

const VERDICTS: Readonly<Record<Verdict, string>> = {
  'first-better': 'first is better',
  'second-better': 'second is better',
  'within-noise': 'within the noise of seeds',
  untold: 'not told by one run each',
};

export const compareResults = defineCommand({
  name: 'eval compare',
  summary:
    'Puts results of several seeds together, says whether two recipes differ by more than seeds do, and compares the answers of two models.',
  details: [
    'Of one file each, answers to the same set of prompts are compared prompt by prompt too: the differences of their scores, with intervals of 95 % from drawing the same prompts again for both, and where the second gains and loses most by chrF++. All of them stand in the result.',
    "For each figure that all runs have: mean, range and the interval of 95 % of the mean by Student's t. Of two groups also the interval of the difference of their means, with the spread of both together; where it holds 0, they are within the noise of seeds.",
  ],
  options: {
    first: {
      kind: 'list',
      value: 'FILE',
      required: true,
      help: 'Results that `eval --results` wrote, one for each seed.',
    },
    second: { kind: 'list', value: 'FILE', help: 'The same of another recipe, to compare with.' },
  },
  async run({ first, second }) {
    const progress = new Progress();
    const groups = await Promise.all([first, second].map((files) => Promise.all(files.map(readResults))));
    const [ofFirst = [], ofSecond = []] = groups;
    if (ofSecond.length === 0) {
      const figures = spreads(ofFirst).map(({ of, name, values }) => ({ of, name, spread: spreadOf(values) }));
      if (figures.length === 0) throw noneShared(first);
      const rows = figures.map(({ of, name, spread }) => [`${of} ${name}`, ...spreadCells(spread)]);
      progress.end(textTable([['figure', 'mean', 'range', '95 %'], ...rows]));
      return { runs: first.length, figures: figures.map(({ of, name, spread }) => ({ of, name, ...spread })) };
    }
    const figures = compareSeeds(ofFirst, ofSecond);
    const [[one], [two]] = [ofFirst, ofSecond];
    const isOfTwo = ofFirst.length === 1 && ofSecond.length === 1;
    const answers = isOfTwo && one && two ? answersComparisons(one, two) : [];
    if (figures.length === 0 && answers.length === 0) throw noneShared([...first, ...second]);
    if (figures.length > 0)
      progress.end(textTable([['figure', 'first', 'second', 'difference', '95 %', ''], ...figures.map(row)]));
    for (const compared of answers) progress.end(comparisonReport(compared));
    return { runs: [first.length, second.length], figures, ...(answers.length > 0 && { answers }) };
  },
});

const noneShared = (files: readonly string[]) =>
  usageError(
    `No figure is in all of ${files.map((file) => path.basename(file)).join(', ')}. Measure all on the same sets.`,
  );

const digits = (value: number): string => value.toFixed(4);

const spreadCells = ({ mean, min, max, interval }: Spread): string[] => [
  digits(mean),
  `${digits(min)} to ${digits(max)}`,
  interval ? `${digits(interval.low)} to ${digits(interval.high)}` : '–',
];

const row = ({ of, name, first, second, difference, interval, verdict }: Comparison): string[] => [
  ...[`${of} ${name}`, digits(first.mean), digits(second.mean), digits(difference)],
  interval ? `${digits(interval.low)} to ${digits(interval.high)}` : '–',
  VERDICTS[verdict],
];
