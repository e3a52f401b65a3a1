/** The glossary is complete, and every message of every language keeps to it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PAGE_ERROR_CODES } from '../../error-codes.ts';
import { OcaqError } from '../../errors.ts';
import { errorText } from './errors.ts';
import { everyLanguage } from './every-language.ts';
import { forbiddenWords, hasWord, parseGlossary } from './glossary.ts';
import { leavesOf } from './leaves.ts';

const glossary = parseGlossary(readFileSync('docs/glossary.md', 'utf8'));

test('it has a row for each term of the field', () => {
  expect(glossary.length).toBeGreaterThan(40);
  expect(new Set(glossary.map(({ shownIn }) => shownIn)).size).toBe(glossary.length);
});

describe.each([...everyLanguage])('$tag', (language) => {
  const { tag, messages } = language;
  const leaves = leavesOf(messages);
  const texts = new Map(leaves.map(({ path, text }) => [path, text]));

  test('every row has its term, and the message that is named shows it', () => {
    for (const { shownIn, languages: terms } of glossary) {
      const term = terms.get(tag)?.term ?? '';
      expect(term, shownIn).not.toBe('');
      expect(hasWord(texts.get(shownIn) ?? '', term, tag), `${shownIn} says “${term}”: ${texts.get(shownIn)}`).toBe(
        true,
      );
    }
  });

  test('no term of one row is forbidden by another', () => {
    for (const { languages: terms } of glossary)
      expect(forbiddenWords(terms.get(tag)?.term ?? '', tag, glossary)).toEqual([]);
  });

  test('no message uses a word that is not to be used', () => {
    const errors = PAGE_ERROR_CODES.flatMap((code) => {
      const text = errorText(new OcaqError(code, ''), language);
      return { path: code, text };
    });
    // What a person may type is not what the studio says.
    const said = leaves.filter(({ path }) => !path.startsWith('palette.synonyms.'));
    const found = [...said, ...errors].flatMap(({ path, text }) =>
      forbiddenWords(text, tag, glossary).map((word) => `${path}: ${word}: ${text}`),
    );
    expect(found).toEqual([]);
  });
});

describe('a message against a glossary', () => {
  const small = parseGlossary(
    [
      'Words.',
      '| en | not | tr | not | shown in |',
      '| --- | --- | --- | --- | --- |',
      '| warm-up | warmup, ramp up | ısınma | kızışma, kontrol (nokta) | `train.warmup()` |',
    ].join('\n'),
  );

  test('rows are read with their words', () => {
    expect(small).toEqual([
      {
        shownIn: 'train.warmup()',
        languages: new Map([
          ['en', { term: 'warm-up', not: ['warmup', 'ramp up'] }],
          ['tr', { term: 'ısınma', not: ['kızışma', 'kontrol (nokta)'] }],
        ]),
      },
    ]);
  });

  test.each([
    ['Warmup steps', 'en', ['warmup']],
    ['It will ramp up.', 'en', ['ramp up']],
    ['Warm-up steps', 'en', []],
    ['A swarmup', 'en', []],
    ['KIZIŞMA adımları', 'tr', ['kızışma']],
    ['Kızışmanın sonu, (kontrol (nokta)da)', 'tr', ['kızışma', 'kontrol (nokta)']],
    ['Isınma adımları', 'tr', []],
    ['kızışma.json ve kızışma_2', 'tr', []],
    ['Kızışma', 'az', []],
  ])('%s in %s', (text, tag, words) => {
    expect(forbiddenWords(text, tag, small)).toEqual(words);
  });

  test('a term is found with endings and at the start of a sentence', () => {
    expect(hasWord('Isınmanın adımları', 'ısınma', 'tr')).toBe(true);
    expect(hasWord('Öğrenme oranı', 'ısınma', 'tr')).toBe(false);
    expect(hasWord('', 'ısınma', 'tr')).toBe(false);
  });

  test('a row with a cell too few is refused, and so is a text without a table', () => {
    const broken = '| en | not | shown in |\n| --- | --- | --- |\n| warm-up | |';
    expect(() => parseGlossary(broken)).toThrow('2 cells');
    expect(() => parseGlossary('No table.')).toThrow('no table');
  });
});
