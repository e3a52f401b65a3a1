import { describe, expect, it } from 'vitest';
import type { ModelConfig } from '../../formats/hf-config.ts';
import { ggufVocabulary } from './gguf-vocabulary.ts';
import { openTokenizer } from './open-tokenizer.ts';
import { LLAMA3_SPLIT_PATTERN, QWEN2_SPLIT_PATTERN, SPLIT_RULES, TURKIC_SPLIT_PATTERN } from './split-rules.ts';
import { rolesOf } from './token-roles.ts';

/** `ə` is two bytes, of which `É` and `Ļ` are the characters; `yə` and `yən` are words. */
const VOCAB = { '<|end|>': 0, É: 1, Ļ: 2, y: 3, n: 4, ÉĻ: 5, yÉĻ: 6, yÉĻn: 7 };
const MERGES = [
  ['É', 'Ļ'],
  ['y', 'ÉĻ'],
  ['yÉĻ', 'n'],
];
const added = (id: number, content: string, special = true) => ({
  ...{ id, content, special },
  ...{ single_word: false, lstrip: false, rstrip: false, normalized: false },
});

interface Changes {
  readonly pattern?: string;
  readonly addedTokens?: readonly object[];
  readonly model?: object;
  readonly normalizer?: object;
  readonly postProcessor?: object;
}

const file = ({ pattern = TURKIC_SPLIT_PATTERN, addedTokens, model, normalizer, postProcessor }: Changes = {}) => ({
  version: '1.0',
  added_tokens: addedTokens ?? [added(0, '<|end|>'), added(9, '<tool>', false)],
  normalizer: normalizer ?? null,
  pre_tokenizer: {
    type: 'Sequence',
    pretokenizers: [
      { type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false },
      { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
    ],
  },
  post_processor: postProcessor ?? null,
  decoder: { type: 'ByteLevel' },
  model: { type: 'BPE', vocab: VOCAB, merges: MERGES, ...model },
});

const config: ModelConfig = {
  family: 'llama',
  vocabSize: 12,
  hiddenSize: 64,
  layers: 1,
  heads: 4,
  kvHeads: 2,
  headSize: 16,
  ffnSize: 96,
  contextLength: 128,
  normEps: 1e-5,
  tied: true,
  initializerRange: 0.02,
  eosTokenId: 0,
};

async function vocabulary(changes: Changes = {}, configured: Partial<ModelConfig> = {}) {
  const whole = { ...config, ...configured };
  const { keys, ...rest } = ggufVocabulary(await openTokenizer(file(changes), rolesOf(whole)), whole);
  const values = Object.fromEntries([...keys].map(([key, { value }]) => [key.replace('tokenizer.ggml.', ''), value]));
  return { values, ...rest };
}

describe('the keys of a tokenizer', () => {
  it('give every row of the table a text and a type', async () => {
    expect(await vocabulary()).toEqual({
      values: {
        model: 'gpt2',
        pre: 'ufakzeka',
        tokens: ['<|end|>', 'É', 'Ļ', 'y', 'n', 'ÉĻ', 'yÉĻ', 'yÉĻn', '[PAD8]', '<tool>', '[PAD10]', '[PAD11]'],
        token_type: [3, 1, 1, 1, 1, 1, 1, 1, 5, 4, 5, 5],
        merges: ['É Ļ', 'y ÉĻ', 'yÉĻ n'],
        bos_token_id: 0,
        add_bos_token: false,
        eos_token_id: 0,
        eos_token_ids: [0],
        add_eos_token: false,
      },
      ends: ['<|end|>'],
      remarks: [{ kind: 'recent' }],
    });
  });

  it.each(SPLIT_RULES)('name the rule $id', async ({ pattern, ggufName }) => {
    expect((await vocabulary({ pattern })).values.pre).toBe(ggufName);
  });

  it('keep texts of rows apart, whatever tokens are called', async () => {
    const { values } = await vocabulary({ addedTokens: [added(0, '<|end|>'), added(9, '[PAD10]')] });
    expect(new Set(values.tokens as string[]).size).toBe(12);
    expect((values.tokens as string[])[10]).toBe('[[PAD10]]');
  });

  it('name the token that is put in front of a text', async () => {
    const begin = (...names: string[]) => ({
      type: 'TemplateProcessing',
      single: [...names.map((id) => ({ SpecialToken: { id, type_id: 0 } })), { Sequence: { id: 'A', type_id: 0 } }],
      special_tokens: { '<tool>': { id: '<tool>', ids: [9], tokens: ['<tool>'] } },
    });
    const one = await vocabulary({ postProcessor: begin('<tool>') });
    expect(one.values).toMatchObject({ bos_token_id: 9, add_bos_token: true });
    await expect(vocabulary({ postProcessor: begin('<tool>', '<tool>') })).rejects.toMatchObject({
      code: 'gguf-begin-tokens',
    });
    expect((await vocabulary({}, { bosTokenId: 9 })).values).toMatchObject({ bos_token_id: 9, add_bos_token: false });
  });

  it('name every token that ends an answer: three to llama.cpp, all to Ollama', async () => {
    const { values, ends, remarks } = await vocabulary({}, { moreEosTokenIds: [9, 3, 4], padTokenId: 4 });
    expect(values).toMatchObject({
      ...{ eos_token_id: 0, eot_token_id: 9, eom_token_id: 3, padding_token_id: 4 },
      eos_token_ids: [0, 9, 3, 4],
    });
    expect(ends).toEqual(['<|end|>', '<tool>', 'y', 'n']);
    expect(remarks).toContainEqual({ kind: 'ends', count: 4 });
  });
});

describe('where other tools would encode otherwise', () => {
  it('a split rule of no name is refused', async () => {
    const pattern = TURKIC_SPLIT_PATTERN.replace('\\p{N}|', '\\p{N}+|');
    await expect(vocabulary({ pattern })).rejects.toMatchObject({ code: 'gguf-split-rule' });
  });

  it('another kind of tokenizer is refused', async () => {
    const whole = { ...file(), pre_tokenizer: { type: 'Whitespace' }, decoder: null };
    const opened = await openTokenizer(whole, rolesOf(config));
    expect(() => ggufVocabulary(opened, config)).toThrow('byte-level BPE');
  });

  it('a model without a token that ends a text is refused', async () => {
    const { eosTokenId: _, ...endless } = config;
    const opened = await openTokenizer(file({ addedTokens: [] }), rolesOf(endless));
    expect(() => ggufVocabulary(opened, endless)).toThrow('eos_token_id');
  });

  it('a tokenizer with more tokens than the model has rows is refused', async () => {
    await expect(vocabulary({}, { vocabSize: 9 })).rejects.toMatchObject({ code: 'folder-tokenizer-too-large' });
  });

  it('a normaliser is told of', async () => {
    expect((await vocabulary({ normalizer: { type: 'NFC' } })).remarks).toContainEqual({ kind: 'nfc' });
  });

  it.each([
    ['merges make every word', LLAMA3_SPLIT_PATTERN, {}, 0],
    ['whole words are taken where merges make another', LLAMA3_SPLIT_PATTERN, { merges: MERGES.slice(0, 2) }, 1],
    ['words are merged where the file takes them whole', QWEN2_SPLIT_PATTERN, { merges: [], ignore_merges: true }, 3],
    ['both take words whole', LLAMA3_SPLIT_PATTERN, { merges: [], ignore_merges: true }, 0],
    ['both merge', QWEN2_SPLIT_PATTERN, { merges: MERGES.slice(0, 2) }, 0],
  ])('%s', async (_, pattern, model, tokens) => {
    const { remarks } = await vocabulary({ pattern, model });
    expect(remarks).toEqual(tokens === 0 ? [] : [{ kind: 'words', count: tokens }]);
  });
});
