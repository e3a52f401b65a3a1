import { describe, expect, it } from 'vitest';
import { WordRuns } from './word-runs.ts';

const TEXT = 'Bir, iki – üç! BIR iki üç dörd; bir iki';

/** All runs of so many words as they are written, by their hash. */
function runsOf(text: string, words: number, longest: number): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const runs = new WordRuns(text, longest);
  while (runs.next()) {
    if (!runs.take(words)) continue;
    const hash = `${runs.low} ${runs.high}`;
    found.set(hash, [...(found.get(hash) ?? []), text.slice(runs.start, runs.end)]);
  }
  return found;
}

describe('runs of words', () => {
  it.each([1, 2, 3, 4, 9])('of %d words have one hash where the words are the same', (words) => {
    const plain = ['bir', 'iki', 'üç', 'bir', 'iki', 'üç', 'dörd', 'bir', 'iki'];
    const runs = plain.slice(words - 1).map((_, i) => plain.slice(i, i + words).join(' '));
    const expected = new Map<string, number>();
    for (const run of runs) expected.set(run, (expected.get(run) ?? 0) + 1);
    expect([...runsOf(TEXT, words, 9).values()].map((same) => same.length)).toEqual([...expected.values()]);
  });

  it('begin with their first word and end with their last', () => {
    expect([...runsOf(TEXT, 3, 3).values()]).toContainEqual(['Bir, iki – üç', 'BIR iki üç']);
    expect([...runsOf(TEXT, 9, 9).values()]).toEqual([[TEXT]]);
  });

  it('have the same hash whatever the longest one is and whatever is before them', () => {
    for (const longest of [2, 5, 13])
      expect([...runsOf(`nə isə ${TEXT}`, 2, longest).keys()]).toEqual(
        expect.arrayContaining([...runsOf(TEXT, 2, 2).keys()]),
      );
  });

  it('are none of more words than there are', () => {
    expect(runsOf(TEXT, 10, 13).size).toBe(0);
    expect(runsOf('', 1, 13).size).toBe(0);
    const runs = new WordRuns(' … ', 3);
    expect([runs.next(), runs.count]).toEqual([false, 0]);
  });
});
