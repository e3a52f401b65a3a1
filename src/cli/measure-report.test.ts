import { describe, expect, it } from 'vitest';
import { spreadOf } from '../data/intervals.ts';
import { shareOf } from '../evaluation/measure.ts';
import { measureReport, referenceReport, resultReport } from './measure-report.ts';

describe('what is told of a measure', () => {
  it('FLORES: the mean with its interval, and what did not fit', () => {
    const bits = spreadOf([90, 100, 110]);
    expect(measureReport({ kind: 'flores', set: 'dev.txt', bits, cut: 2, tooLong: 1 }).split('\n')).toEqual([
      'dev.txt: 100.00 bits for the second half of a sentence (95 %: 75.16 to 124.84), of 3 sentences',
      '2 texts lost tokens at the beginning, which were only given',
      '1 item left out: longer than a row',
    ]);
    const one = measureReport({ kind: 'flores', set: 'dev.txt', bits: spreadOf([90]), cut: 0, tooLong: 0 });
    expect(one).toBe('dev.txt: 90.00 bits for the second half of a sentence, of 1 sentence');
  });

  it('pairs: a line for each phenomenon, and one for all with chance', () => {
    const phenomena = [{ phenomenon: 'harmony', ...shareOf(7, 10) }];
    const report = measureReport({
      kind: 'pairs',
      set: 'azblimp',
      all: shareOf(7, 10),
      phenomena,
      problems: [],
      cut: 0,
      tooLong: 0,
    });
    expect(report).toContain('harmony               70.0 %  39.7 % to 89.2 %     10');
    expect(report).toContain('all (chance: 50.0 %)  70.0 %');
  });

  it('exams: both ways to choose, chance, and the rows that are no question', () => {
    const problems = Array.from({ length: 12 }, (_, i) => ({ row: i + 2, problem: 'answer-missing' as const }));
    const shares = { raw: shareOf(1, 2), normalised: shareOf(0, 0) };
    const report = measureReport({
      kind: 'exam',
      set: 'arc.jsonl',
      form: 'arc',
      ...shares,
      chance: 0.25,
      problems,
      cut: 0,
      tooLong: 2,
    });
    expect(report).toContain('the whole choice  50.0 %');
    expect(report).toContain('its characters         –  0.0 % to 100.0 %          0');
    expect(report).toContain('chance            25.0 %');
    expect(report).toContain('arc.jsonl: 12 rows could not be used\n  row 2 does not say which choice is right\n');
    expect(report).toContain('and 2 more');
  });
});

describe('published models', () => {
  it('are those of the language of the sentences, the best one first', () => {
    const az = referenceReport(['Qatar hər səhər Gəncədən Bakıya yola düşür.', 'Uşaqlar həyətdə oynayırdılar.']);
    expect(az).toContain('azj_Latn');
    expect(az.split('\n')[2]).toMatch(/^Goldfish, 1000 MB +74\.28$/);
    expect(referenceReport(['The train leaves for the coast every morning.'])).toBe('');
  });

  it('answers: scores with their signatures, loops, and the prompts that were not asked', () => {
    const signature = 'nrefs:1|case:mixed';
    const report = measureReport({
      kind: 'answers',
      set: 'suallar.jsonl',
      scores: [
        { measure: 'bleu', score: 12.345, interval: { low: 9, high: 15.5 }, signature },
        { measure: 'chrf++', score: 40, interval: null, signature },
      ],
      loops: { share: 0.25, low: 0.1, high: 0.5 },
      distinct: [0.5, 0.75, null],
      cut: 1,
      leftOut: [{ row: 7, reason: 'prompt-too-long' }],
      answers: [{ row: 1, prompt: 'Hə?', references: ['Bəli!'], text: 'Bəli.', chrf: 40, isLoop: false }],
    });
    expect(report.split('\n').map((line) => line.trim())).toEqual([
      'suallar.jsonl: 1 answer against their references',
      'measure  score           95 %',
      'bleu     12.35  9.00 to 15.50  nrefs:1|case:mixed',
      'chrf++   40.00              –  nrefs:1|case:mixed',
      '25.0 % of them end in a loop (95 %: 10.0 % to 50.0 %); distinct-1, -2, -3 over all: 0.50, 0.75, –',
      '1 answer was cut by --max-tokens or the context',
      '1 prompt was not asked',
      'row 7 leaves no room for an answer in the context',
    ]);
  });

  it('leaks: which items stand where, and the result without them', () => {
    const fit = { cut: 0, tooLong: 0 };
    const without = { kind: 'flores', set: 'dev.txt', bits: spreadOf([90]), ...fit } as const;
    const places = [{ source: 'a.txt', document: 4, excerpt: 'qar\nyağdı bu gün' }];
    const leak = { item: 2, words: 9, sharedWords: 4, documents: 1, places };
    const leaked = { items: 3, tooShort: 1, leaks: [leak], share: 1 / 3, documents: 50, without };
    const result = { kind: 'flores', set: 'dev.txt', bits: spreadOf([100]), ...fit, leaked } as const;
    expect(resultReport(result).slice(1)).toEqual([
      'dev.txt: 1 of 3 items (33.3 %) stand in the corpus, so that the model may know them by heart; of 1 with fewer than four words it cannot be told\n  item 3, 4 of 9 words: a.txt, document 4: qar yağdı bu gün',
      'without them:\ndev.txt: 90.00 bits for the second half of a sentence, of 1 sentence',
    ]);
    const clean = { ...leaked, leaks: [], tooShort: 0, share: 0, without: null };
    expect(resultReport({ ...result, leaked: clean }).slice(1)).toEqual([
      'dev.txt: none of its 3 items stands in the corpus',
    ]);
    const many = { ...leaked, leaks: Array(7).fill(leak), without: null };
    expect(resultReport({ ...result, leaked: many })[1]).toContain('  and 2 more');
    expect(resultReport(without)).toHaveLength(1);
    const text = { kind: 'text', set: 'a.txt', loss: 1, perplexity: 2, bitsPerByte: 3, tokens: 4, bytes: 5 } as const;
    expect(resultReport(text)).toEqual([]);
    expect(resultReport({ ...text, leaked: clean })).toHaveLength(1);
  });
});
