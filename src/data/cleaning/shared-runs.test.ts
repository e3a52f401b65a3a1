import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sharedRuns } from './shared-runs.ts';

const shown = (parts: readonly { text: string; isShared: boolean }[]) =>
  parts.map(({ text, isShared }) => (isShared ? `[${text}]` : text)).join('');

describe('sharedRuns', () => {
  test.each([
    ['the same words', 'Bir, iki üç dörd beş altı.', 'bir iki ÜÇ dörd – beş altı', 1],
    ['one run of two', 'bir iki üç dörd beş', 'bir iki üç dörd beş altı', 1 / 2],
    ['other words', 'bir iki üç dörd beş', 'altı yeddi səkkiz doqquz on', 0],
    ['the same few words', 'Bir iki!', 'bir iki', 1],
    ['other few words', 'bir iki', 'bir üç', 0],
    ['a few words of many', 'bir iki', 'bir iki üç dörd beş altı', 0],
    ['no words', '…', '', 1],
    ['no words and some', '', 'bir', 0],
  ])('%s', (_, a, b, similarity) => {
    expect(sharedRuns(a, b).similarity).toBe(similarity);
    expect(sharedRuns(b, a).similarity).toBe(similarity);
  });

  test('marks what the common runs cover, with what stands between its words', () => {
    const { a, b } = sharedRuns('  Sıfır: bir, iki üç dörd beş altı. Son', 'bir iki üç dörd beş altı – başqa');
    expect(shown(a)).toBe('  Sıfır: [bir, iki üç dörd beş altı. ]Son');
    expect(shown(b)).toBe('[bir iki üç dörd beş altı – ]başqa');
  });

  test('the parts of a text are that text', () => {
    const text = fc.array(fc.constantFrom('bir', 'iki', 'üç', ' ', ', ', '\n', '😀', 'ə'), { maxLength: 60 });
    fc.assert(
      fc.property(text, text, (wordsOfA, wordsOfB) => {
        const [a, b] = [wordsOfA.join(''), wordsOfB.join('')];
        const shared = sharedRuns(a, b);
        expect(shared.a.map((part) => part.text).join('')).toBe(a);
        expect(shared.b.map((part) => part.text).join('')).toBe(b);
        expect(shared.similarity).toBeGreaterThanOrEqual(0);
        expect(shared.similarity).toBeLessThanOrEqual(1);
      }),
    );
  });
});
