import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { trainBpe } from './bpe-trainer.ts';
import { splitterOf } from './pretokenize.ts';
import { SPLIT_RULES, splitRuleOf } from './split-rules.ts';
import { Tokenizer } from './tokenizer.ts';
import { WordCounter } from './word-counter.ts';

/** By Hugging Face `tokenizers` (Rust); written by src/testing/golden/tokenizers/splits.py. */
interface Golden {
  text: string[];
  rules: { rule: string; merges: [string, string][]; samples: { text: string; pieces: string[]; ids: number[] }[] }[];
}

const GOLDEN = JSON.parse(readFileSync('src/testing/golden/tokenizers/splits.json', 'utf8')) as Golden;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe.each(SPLIT_RULES)('the rule $id', (rule) => {
  const golden = GOLDEN.rules.find((one) => one.rule === rule.id);

  it('cuts, learns and encodes as Hugging Face does', async () => {
    const counter = new WordCounter({ splitPattern: rule.pattern });
    for (const line of GOLDEN.text) counter.add(line);
    const model = await trainBpe(counter.counts, {
      vocabSize: 340,
      specialTokens: [],
      splitPattern: rule.pattern,
    });
    expect(model.merges).toEqual(golden?.merges);
    const tokenizer = Tokenizer.fromJson(Tokenizer.fromModel(model).toJson());
    expect(tokenizer.splitPattern).toBe(rule.pattern);
    for (const { text, pieces, ids } of golden?.samples ?? []) {
      const found: string[] = [];
      splitterOf(rule.pattern)(text, (piece) => found.push(piece));
      expect(found).toEqual(pieces);
      expect([...tokenizer.encode(text)]).toEqual(ids);
    }
  });

  it('is told by its pattern', () => expect(splitRuleOf(rule.pattern)).toBe(rule));
});

it('only the Turkic rule keeps a suffix after an apostrophe whole', () => {
  const whole = GOLDEN.rules.filter(({ samples }) => samples[0]?.pieces.join('|') === "Ankara|'da");
  expect(whole.map(({ rule }) => rule)).toEqual(['turkic']);
});

it('a pattern with one more character is none of them', () => {
  for (const { pattern } of SPLIT_RULES) expect(splitRuleOf(`${pattern} `)).toBeUndefined();
});

// The digests that `ollama create` knows (convert/tokenizer.go).
it.each([
  ['llama-3', 'd98f9631be1e9607a9848c26c1f9eac1aa9fc21ac6ba82a2fc0741af9780a48f'],
  ['qwen-2', '1ff7f41064896984db5d1bb6ff64fa4bc29007d08c1b439e505b7392777a319e'],
])('the pattern of %s is the one that Ollama knows, and no other is known', (id, digest) => {
  const known = SPLIT_RULES.filter(({ pattern }) => sha256(pattern) === digest);
  expect(known.map((rule) => rule.id)).toEqual([id]);
  expect(SPLIT_RULES.filter(({ outcomes }) => outcomes['ollama-folder'] === 'same').map((rule) => rule.id)).toEqual([
    'llama-3',
    'qwen-2',
  ]);
});
