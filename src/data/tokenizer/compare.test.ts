import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trainBpe } from './bpe-trainer.ts';
import { TokenizerComparison } from './compare.ts';
import { openTokenizer } from './open-tokenizer.ts';
import { LLAMA3_SPLIT_PATTERN, TURKIC_SPLIT_PATTERN } from './split-rules.ts';
import { SPECIAL_TOKENS, Tokenizer } from './tokenizer.ts';
import { WordCounter } from './word-counter.ts';

const TEXTS = [
  "Ankara'da qış sərt keçir, Ankara'dan gələn qatar isə gecikir.",
  "Leyla Ankara'da oxuyur, qardaşı Ankara'da işləyir; nənəsi Ankara'da yaşayır.",
];

async function trained(splitPattern: string, vocabSize: number): Promise<Tokenizer> {
  const counter = new WordCounter({ splitPattern });
  for (const text of TEXTS) counter.add(text);
  return Tokenizer.fromModel(
    await trainBpe(counter.counts, { vocabSize, specialTokens: SPECIAL_TOKENS, splitPattern }),
  );
}

function compared(tokenizers: ConstructorParameters<typeof TokenizerComparison>[0], texts: readonly string[]) {
  const comparison = new TokenizerComparison(tokenizers);
  for (const text of texts) comparison.add(text);
  return comparison.result();
}

describe('a comparison of tokenizers', () => {
  it('counts the same documents, words and bytes for all, and the tokens of each', async () => {
    const [small, large] = [await trained(LLAMA3_SPLIT_PATTERN, 265), await trained(LLAMA3_SPLIT_PATTERN, 330)];
    const { documents, words, bytes, tokenizers } = compared([small, large], TEXTS);
    expect([documents, words, bytes]).toEqual([2, 18, Buffer.byteLength(TEXTS.join(''))]);
    for (const [i, tokenizer] of [small, large].entries()) {
      const tokens = TEXTS.flatMap((text) => [...tokenizer.encode(text)]).length;
      expect(tokenizers[i]).toMatchObject({ vocabSize: tokenizer.vocabSize, tokens });
      expect(tokenizers[i]?.fertility).toBeCloseTo(tokens / words);
      expect(tokenizers[i]?.bytesPerToken).toBeCloseTo(bytes / tokens);
    }
  });

  it('says which rule keeps a suffix after an apostrophe whole', async () => {
    const rules = [await trained(LLAMA3_SPLIT_PATTERN, 330), await trained(TURKIC_SPLIT_PATTERN, 330)];
    const [llama, turkic] = compared(rules, TEXTS).tokenizers.map(({ suffixes }) => suffixes);
    expect(llama?.examples[0]).toEqual({ word: "Ankara'da", pieces: ['Ankara', "'d", 'a'], count: 4 });
    expect(turkic?.examples[0]).toEqual({ word: "Ankara'da", pieces: ['Ankara', "'da"], count: 4 });
    expect(llama?.wholeShare).toBe(0);
    expect(turkic?.wholeShare).toBeGreaterThanOrEqual(0.8);
  });

  it('names the longest, the rarest and the unused tokens', async () => {
    const tokenizer = await trained(LLAMA3_SPLIT_PATTERN, 330);
    const [figures] = compared([tokenizer], ['Ankara zəng, Ankara!']).tokenizers;
    expect(figures?.longest[0]).toMatchObject({ text: ' yaşayır', count: 0 });
    expect(figures?.longest).toContainEqual({ id: tokenizer.tokenToId('ĠAnkara'), text: ' Ankara', count: 1 });
    expect(figures?.rarest.every(({ count }) => count === 1)).toBe(true);
    const used = new Set(tokenizer.encode('Ankara zəng, Ankara!'));
    const ofText = [...Array(tokenizer.vocabSize).keys()].filter((id) => tokenizer.byteLength(id) > 1);
    expect(figures?.neverUsed.count).toBe(ofText.filter((id) => !used.has(id)).length);
    expect(figures?.neverUsed.examples.length).toBe(12);
  });

  it('takes bytes of longer characters, and unknown text, for fallback', async () => {
    const [own] = compared([await trained(LLAMA3_SPLIT_PATTERN, 262)], ['ab 中 日']).tokenizers;
    expect(own?.tokens).toBe(10);
    expect(own?.fallbackShare).toBeCloseTo(6 / 10);
  });

  it('takes tokenizers of any kind, and counts what they do not know as fallback', async () => {
    const cases = JSON.parse(readFileSync('src/testing/golden/tokenizers/cases.json', 'utf8')) as {
      tokenizer: object;
    }[];
    const tokenizers = await Promise.all(cases.map(({ tokenizer }) => openTokenizer(tokenizer)));
    const text = 'Kənd uzaqdır: 日.';
    compared(tokenizers, [text]).tokenizers.forEach((figures, i) => {
      expect(figures.tokens).toBe(tokenizers[i]?.encode(text, { specialTokens: false }).length);
      const knows = tokenizers[i]?.decode(tokenizers[i].encode('日', { specialTokens: false })).includes('日');
      if (figures.fallbackShare === 0) expect(knows).toBe(false); // it leaves out what it does not know
    });
  });

  it('of nothing is nothing, and no text is too strange', async () => {
    const tokenizer = await trained(TURKIC_SPLIT_PATTERN, 300);
    expect(compared([tokenizer], []).tokenizers[0]).toMatchObject({ tokens: 0, fertility: 0, fallbackShare: 0 });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { bytes, tokenizers } = compared([tokenizer], [text]);
        const [figures] = tokenizers;
        expect((figures?.bytesPerToken ?? 0) * (figures?.tokens ?? 0)).toBeCloseTo(bytes);
      }),
      { numRuns: 200 },
    );
  });
});
