/** Which tokens a new model begins, ends and fills texts with. */
import { describe, expect, it } from 'vitest';
import { openTokenizer } from '../data/tokenizer/open-tokenizer.ts';
import type { ModelConfig } from '../formats/hf-config.ts';
import { parseModelConfig } from '../model/families/table.ts';
import { trainedConfig } from './special-tokens.ts';

const SIZES = { hidden_size: 16, num_hidden_layers: 1, num_attention_heads: 2, intermediate_size: 24, vocab_size: 8 };
const llama = { model_type: 'llama', ...SIZES };

/** Special tokens first, then the letters a, b, c. */
const tokenizerOf = (...special: string[]) => {
  const texts = [...special, 'a', 'b', 'c'];
  return openTokenizer({
    version: '1.0',
    added_tokens: special.map((content, id) => ({
      ...{ id, content, special: true, normalized: false },
      ...{ single_word: false, lstrip: false, rstrip: false },
    })),
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: { type: 'BPE', vocab: Object.fromEntries(texts.map((text, id) => [text, id])), merges: [] },
  });
};
const NAMED = { bos_token_id: 0, eos_token_id: 1, pad_token_id: 2 };
const ours = ['<|bos|>', '<|eos|>', '<|pad|>'];

const idsOf = (config: ModelConfig) => [config.bosTokenId, config.eosTokenId, config.padTokenId];

async function tokensOf(json: object, special: string[]) {
  return idsOf(trainedConfig(json, await tokenizerOf(...special), 'config.json', null));
}

describe('special tokens of a new model', () => {
  it.each([
    ['those of the tokenizer where the config names none', {}, ours, [0, 1, 2]],
    ['of a tokenizer without padding, no padding', {}, ['</s>', '<s>'], [1, 0, undefined]],
    ['of a tokenizer with one token for both, that one', {}, ['<|endoftext|>'], [0, 0, undefined]],
    ['those of the config where they are the same', NAMED, ours, [0, 1, 2]],
    ['none where the config says so', { pad_token_id: null }, ours, [0, 1, undefined]],
    ['the end token as padding where the config says so', { pad_token_id: 1 }, ours, [0, 1, 1]],
    ['another special token where the config says so', { eos_token_id: [3, 1] }, [...ours, '<|end|>'], [0, 3, 2]],
  ])('are %s', async (_what, json, special, expected) => {
    expect(await tokensOf({ ...llama, ...json }, special)).toEqual(expected);
  });

  it.each([
    [
      'has another role by its name',
      { eos_token_id: 2 },
      '"<|pad|>" in the tokenizer; by its names it should be 1, "<|eos|>"',
    ],
    ['is one of a list with another role', { eos_token_id: [1, 0] }, 'eos_token_id 0'],
    ['is an ordinary token', { bos_token_id: 4 }, '"b" in the tokenizer'],
  ])('are refused where one of the config %s', async (_what, json, words) => {
    await expect(tokensOf({ ...llama, ...json }, ours)).rejects.toThrow(words);
  });
});

describe('special tokens of a run that is resumed', () => {
  it.each([
    ['that began with those that its config has by itself', llama, llama, [1, 2, undefined]],
    ['that began with those of its tokenizer', llama, { ...llama, ...NAMED }, [0, 1, 2]],
    ['that began with what would be refused now', { ...llama, eos_token_id: 2 }, llama, [1, 2, undefined]],
  ])('are those that it began with: one %s', async (_, json, began, expected) => {
    const tokenizer = await tokenizerOf(...ours);
    expect(idsOf(trainedConfig(json, tokenizer, 'config.json', parseModelConfig(began)))).toEqual(expected);
  });

  it('are looked at as in a new run where they are others', async () => {
    const tokenizer = await tokenizerOf(...ours);
    const resumed = { ...llama, eos_token_id: 2 };
    expect(() => trainedConfig(resumed, tokenizer, 'config.json', parseModelConfig({ ...llama, ...NAMED }))).toThrow(
      'by its names it should be 1',
    );
  });
});
