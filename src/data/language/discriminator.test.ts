import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { identifyLanguage } from './discriminator.ts';
import labelled from './labelled.json' with { type: 'json' };
import { LANGUAGE_LABELS } from './varieties.ts';

/** How many of the short texts of each language are told as which. */
const confusion = Object.entries(labelled).map(([label, texts]) => {
  const found = texts.map((text) => identifyLanguage(text).label);
  return [label, ...LANGUAGE_LABELS.map((one) => found.filter((other) => other === one).length)] as const;
});

describe('identifyLanguage', () => {
  it('tells short texts apart as docs/cleaning.md says', () => {
    const docs = readFileSync('docs/cleaning.md', 'utf8');
    const cells = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
    const table = [
      cells(['', ...LANGUAGE_LABELS]),
      cells(['---', ...LANGUAGE_LABELS.map(() => '---:')]),
      ...confusion.map(([label, ...counts]) => cells([label, ...counts.map((count) => count || '')])),
    ].map((line) => line.replaceAll('|  |', '| |').replaceAll('|  |', '| |'));
    expect(docs).toContain(table.join('\n'));
  });

  test.each(['az', 'tr', 'uz'])('hardly ever takes %s for another', (label) => {
    const [, ...counts] = confusion.find(([one]) => one === label) ?? [''];
    const right = counts[LANGUAGE_LABELS.indexOf(label as 'az')] ?? 0;
    const all = counts.reduce((sum, count) => sum + count, 0);
    expect(all).toBeGreaterThanOrEqual(30);
    expect(right / all).toBeGreaterThanOrEqual(0.94);
  });

  it('has scores that add up, and none without words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        const { scores, label, score, words } = identifyLanguage(text);
        const sum = scores.reduce((a, b) => a + b, 0);
        expect(sum).toBeCloseTo(words > 0 ? 1 : 0, 9);
        expect(score).toBe(words > 0 ? scores[LANGUAGE_LABELS.indexOf(label)] : 0);
      }),
      { numRuns: 300 },
    );
    expect(identifyLanguage('5 + 5 = 10 😀')).toMatchObject({ label: 'other', score: 0, words: 0 });
  });

  it('reads the apostrophe of Uzbek in whichever sign', () => {
    const text = 'Oʻzbek tilida koʻp kitob oʻqidim';
    const found = identifyLanguage(text).score;
    for (const sign of ["'", '’', '‘', '`']) expect(identifyLanguage(text.replaceAll('ʻ', sign)).score).toBe(found);
  });

  it('gives a mixed text the shares of its parts', () => {
    const az = 'Kəndin yolu dağın ətəyindən keçir, suyu da soyuqdur. '.repeat(20);
    const ru = 'Дорога в деревню идёт у подножия горы, и вода там холодная. '.repeat(14);
    const { scores, label } = identifyLanguage(az + ru);
    expect(label).toBe('az');
    expect(scores[LANGUAGE_LABELS.indexOf('az')]).toBeCloseTo(0.5, 1);
    expect(scores[LANGUAGE_LABELS.indexOf('ru')]).toBeCloseTo(0.5, 1);
  });
});

const testData = process.env.OCAQ_TEST_DATA;
if (!testData) console.warn('OCAQ_TEST_DATA is not set: the test of languages on a real corpus is SKIPPED');

describe.skipIf(!testData)('az_demo_corpus.txt by lines', () => {
  it('is Azerbaijani, and hardly a long line is not', () => {
    const lines = readFileSync(`${testData}/corpus/az_demo_corpus.txt`, 'utf8').split('\n');
    const share = (some: readonly string[]) =>
      some.filter((line) => identifyLanguage(line).label === 'az').length / some.length;
    const withWords = lines.filter((line) => (line.match(/\p{L}{2,}/gu) ?? []).length >= 3);
    expect(share(withWords.filter((line) => line.length <= 40))).toBeGreaterThan(0.96);
    expect(share(withWords.filter((line) => line.length > 100))).toBeGreaterThan(0.99);
  });
});
