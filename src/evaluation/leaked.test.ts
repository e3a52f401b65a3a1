import { describe, expect, it } from 'vitest';
import { LeakGuard } from '../data/tasks/leak-guard.ts';
import { examAccuracy } from './exam-accuracy.ts';
import { floresBits } from './flores-bits.ts';
import { withLeaks } from './leaked.ts';
import { type Losses, type Measure, resultOf, resultOfSome } from './measure.ts';
import { pairAccuracy } from './pair-accuracy.ts';

const tokenizer = {
  encode: (text: string) => Uint32Array.from(text.match(/\S+/g) ?? [], (word) => word.length),
  beginIds: [9],
  bosId: 1,
  eosId: 2,
};
const SENTENCES = ['Qar yağdı, yollar bağlandı.', 'Dəniz bu gün çox sakitdir.', 'Onlar axşam qatarı ilə gəldilər.'];
const QUESTIONS = SENTENCES.map((prompt, i) => ({
  row: i + 1,
  prompt,
  choices: ['a', 'b', 'c'].slice(i === 1 ? 1 : 0),
  answer: 1,
}));
const PAIRS = SENTENCES.map((good, i) => ({ phenomenon: i === 0 ? 'bir' : 'iki', good, bad: `${good} deyil` }));

/** Of a different number each, the last one cut and the one before it too long. */
const lossesOf = ({ sequences }: Measure<unknown>): Losses => ({
  nats: sequences.map((_, i) => (i === sequences.length - 2 ? null : ((i * 7) % 5) + 1)),
  isCut: sequences.map((_, i) => i === sequences.length - 1),
});

const MEASURES: [string, (kept: readonly number[]) => Measure<unknown>][] = [
  [
    'flores',
    (kept) =>
      floresBits(
        'x',
        kept.map((i) => SENTENCES[i]!),
        tokenizer,
      ),
  ],
  [
    'exam',
    (kept) => examAccuracy('x', { form: 'arc', questions: kept.map((i) => QUESTIONS[i]!), problems: [] }, tokenizer),
  ],
  ['pairs', (kept) => pairAccuracy('x', { pairs: kept.map((i) => PAIRS[i]!), problems: [] }, tokenizer)],
];

describe.each(MEASURES)('a result without some items: %s', (_, make) => {
  const all = make([0, 1, 2]);
  const losses = lossesOf(all);
  /** Where the sequences of an item begin. */
  const begins = all.items.map((__, item) =>
    all.items.slice(0, item).reduce((sum, { sequences }) => sum + sequences, 0),
  );

  it.each([[[0, 2]], [[1]], [[0, 1, 2]]])('is that of a set of items %j alone', (kept) => {
    const one = make(kept);
    const some = <Value>(values: readonly Value[]) =>
      kept.flatMap((item) => values.slice(begins[item], begins[item]! + all.items[item]!.sequences));
    const alone = resultOf(one, { nats: some(losses.nats), isCut: some(losses.isCut) });
    const isNone = some(losses.nats).every((nats) => nats === null);
    expect(resultOfSome(all, losses, (item) => kept.includes(item))).toEqual(isNone ? null : alone);
  });

  it('is none where no item is left, or none of them could be scored', () => {
    expect(resultOfSome(all, losses, () => false)).toBeNull();
    const unscored = { nats: losses.nats.map(() => null), isCut: losses.isCut };
    expect(resultOfSome(all, unscored, () => true)).toBeNull();
  });

  it('has as many sequences as its items', () => {
    expect(all.items.reduce((sum, { sequences }) => sum + sequences, 0)).toBe(all.sequences.length);
    expect(all.items.map(({ texts }) => texts)).toEqual(SENTENCES.map((text) => [text]));
  });
});

describe('a result beside its leaks', () => {
  const measured = floresBits('x', SENTENCES, tokenizer);
  const losses = { nats: [1, 2, 3], isCut: [false, false, true] };
  const result = resultOf(measured, losses);
  const reportOf = (corpus: string) => {
    const guard = new LeakGuard(measured.items.map(({ texts }) => texts));
    guard.look(corpus, { source: 'korpus.txt', document: 1 });
    return guard.report();
  };
  const beside = (corpus: string) =>
    withLeaks(result, reportOf(corpus), (isCounted) => resultOfSome(measured, losses, isCounted));

  it('has the result without the items that were found', () => {
    const { leaked, ...same } = beside(`Əvvəl. ${SENTENCES[2]} Sonra.`);
    expect(same).toEqual(result);
    expect(leaked?.leaks.map(({ item }) => item)).toEqual([2]);
    expect(leaked?.without).toEqual(
      resultOf(floresBits('x', SENTENCES.slice(0, 2), tokenizer), { nats: [1, 2], isCut: [] }),
    );
  });

  it('has none where nothing was found, where nothing is left, and where nobody looked', () => {
    expect(beside('Başqa bir mətn.').leaked).toMatchObject({ leaks: [], without: null });
    expect(beside(SENTENCES.join('\n')).leaked).toMatchObject({ share: 1, without: null });
    expect(withLeaks(result, undefined, () => null)).toBe(result);
  });
});
