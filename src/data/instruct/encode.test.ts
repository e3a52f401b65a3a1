import { readFileSync } from 'node:fs';
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../error-codes.ts';
import { OcaqError } from '../../errors.ts';
import { instructionsOf } from '../../testing/instructions.ts';
import { IGNORE } from '../batches.ts';
import { encodeExample, encodePrompt } from './encode.ts';
import { encodeSet, noneLearned } from './encode-set.ts';
import { promptEncoder } from './encoder.ts';
import type { InstructionRecord } from './records.ts';
import { PROMPT_TEMPLATES, renderPrompt } from './templates.ts';

const EOS = 256;
/** The tokenizer without merges: one token per UTF-8 byte. */
const byteTokenizer = {
  encode: (text: string) => Uint32Array.from(new TextEncoder().encode(text)),
  eosId: EOS as number | undefined,
  beginIds: [],
  stopTokens: [EOS],
};
const record = (fields: Partial<InstructionRecord>): InstructionRecord => ({
  instruction: 'Topla',
  input: '',
  output: 'Üç',
  row: 1,
  ...fields,
});
const textOf = (ids: Iterable<number>) => new TextDecoder().decode(Uint8Array.from(ids));
const { az, alpaca } = PROMPT_TEMPLATES;

describe('encodeExample', () => {
  it('masks exactly the prompt, for any texts', () => {
    const texts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        texts,
        fc.string({ unit: 'grapheme' }),
        texts,
        fc.constantFrom(az, alpaca),
        (instruction, input, output, template) => {
          const one = record({ instruction, input, output });
          const example = encodeExample(byteTokenizer, template, one, 10_000);
          if ('tooLong' in example) throw new Error('too long');
          const { tokens, labels, promptLength } = example;
          expect(labels.length).toBe(tokens.length);
          expect(textOf(tokens.subarray(0, promptLength))).toBe(renderPrompt(template, one));
          expect(tokens.subarray(0, promptLength)).toEqual(encodePrompt(byteTokenizer, template, one));
          // What is counted, in order, is the answer and the end of text.
          const counted = labels.filter((label) => label !== IGNORE);
          expect(textOf(counted.subarray(0, -1))).toBe(output);
          expect(counted.at(-1)).toBe(EOS);
          // Every label that counts is the next token.
          for (let i = 0; i < tokens.length; i++) {
            expect(labels[i]).toBe(i + 1 >= promptLength && i + 1 < tokens.length ? tokens[i + 1] : IGNORE);
          }
        },
      ),
    );
  });

  it('fits exactly or says how long it is', () => {
    const length = new TextEncoder().encode(`${renderPrompt(az, record({}))}Üç`).length + 1;
    expect(encodeExample(byteTokenizer, az, record({}), length - 1)).toEqual({ tooLong: length });
    expect(encodeExample(byteTokenizer, az, record({}), length)).toMatchObject({ promptLength: length - 5 });
  });

  it('truncates the end of an answer where that is asked for, and then teaches no end of text', () => {
    const promptLength = new TextEncoder().encode(renderPrompt(az, record({}))).length;
    const cut = (maxLength: number) =>
      encodeExample(byteTokenizer, az, record({ output: 'beş' }), maxLength, 'truncate');
    const whole = cut(promptLength + 5);
    expect(whole).toEqual(encodeExample(byteTokenizer, az, record({ output: 'beş' }), promptLength + 5));
    for (const kept of [4, 3, 1]) {
      const example = cut(promptLength + kept);
      if ('tooLong' in example || 'tooLong' in whole) throw new Error('too long');
      expect(example.tokens).toEqual(whole.tokens.subarray(0, promptLength + kept));
      const counted = example.labels.filter((label) => label !== IGNORE);
      expect(counted).toEqual(Int32Array.from(whole.tokens.subarray(promptLength, promptLength + kept)));
      expect(counted).not.toContain(EOS);
    }
    expect(cut(promptLength)).toEqual({ tooLong: promptLength + 5 });
    expect(cut(0)).toEqual({ tooLong: promptLength + 5 });
  });

  it('refuses an answer without tokens, naming the row, and a tokenizer without an end of text', () => {
    expect(() => encodeExample(byteTokenizer, az, record({ output: '', row: 17 }), 100)).toThrow(
      expect.objectContaining({
        code: 'example-all-masked',
        message: expect.stringContaining('Row 17 '),
        details: { row: 17, part: 'answer' },
      }),
    );
    expect(() => encodeExample({ ...byteTokenizer, eosId: undefined }, az, record({}), 100)).toThrow(
      expect.objectContaining({ code: 'tokenizer-no-eos' }),
    );
  });
});

describe('encodeSet', () => {
  it('counts what is too long and never cuts it', async () => {
    const records = [record({}), record({ output: 'x'.repeat(100), row: 2 }), record({ output: 'y', row: 3 })];
    const set = await encodeSet(promptEncoder(byteTokenizer, az), records, 60);
    const prompt = new TextEncoder().encode(renderPrompt(az, record({}))).length;
    expect(set.examples.map(({ tokens }) => tokens.length)).toEqual([prompt + 5, prompt + 2]);
    expect({ ...set, examples: [] }).toEqual({
      examples: [],
      tokens: 2 * prompt + 7,
      counted: 5 + 2,
      longest: prompt + 101,
      tooLong: [{ row: 2, length: prompt + 101 }],
      refused: [],
    });
  });

  it('lists what is wrong with one record, and ends by what is wrong with all', async () => {
    const refusing = (code: ErrorCode) => ({
      example: async ({ row, output }: InstructionRecord) => {
        if (row === 2) throw new OcaqError(code, 'No.');
        return encodeExample(byteTokenizer, az, record({ output }), 60);
      },
    });
    const records = [record({}), record({ row: 2 }), record({ row: 3 })];
    for (const code of ['chat-template-failed', 'example-all-masked'] as const) {
      const { examples, refused } = await encodeSet(refusing(code), records, 60);
      expect(examples).toHaveLength(2);
      expect(refused).toEqual([{ row: 2, error: expect.objectContaining({ code }) }]);
    }
    for (const code of ['chat-template-limit', 'tokenizer-no-eos'] as const)
      await expect(encodeSet(refusing(code), records, 60)).rejects.toMatchObject({ code });
  });
});

describe('encodeSet that truncates', () => {
  it('leaves out only prompts that leave no room', async () => {
    const prompt = new TextEncoder().encode(renderPrompt(az, record({}))).length;
    const records = [record({ output: 'x'.repeat(100) }), record({ instruction: 'i'.repeat(100), row: 2 })];
    const set = await encodeSet(promptEncoder(byteTokenizer, az), records, 60, 'truncate');
    expect(set.examples.map(({ tokens }) => tokens.length)).toEqual([60]);
    expect(set).toMatchObject({ tokens: 60, counted: 60 - prompt, tooLong: [{ row: 2 }] });
  });
});

describe('noneLearned', () => {
  const refused = [{ row: 2, error: new OcaqError('chat-template-failed', 'No.') }];
  const tooLong = [{ row: 1, length: 9 }];
  it.each([
    ['all are held out', { refused: [], tooLong: [] }, 'examples-held-out', { records: 3 }],
    ['all are too long', { refused: [], tooLong }, 'examples-none', { records: 1, seq: 8 }],
    ['some are refused, the rest too long', { refused, tooLong }, 'examples-none', { records: 1, seq: 8 }],
    ['all are refused', { refused, tooLong: [] }, 'chat-template-failed', {}],
  ] as const)('says that %s', (_name, set, code, details) => {
    expect(noneLearned([set], 3, 8)).toMatchObject({ code, details });
  });
});

const testData = process.env.OCAQ_TEST_DATA;
if (!testData) console.warn('OCAQ_TEST_DATA is not set: the tests of example encoding on real sets are SKIPPED');

describe.skipIf(!testData)('real sets with the GPT-2 tokenizer', () => {
  const file = (name: string) => readFileSync(`${testData}/${name}`, 'utf8');
  const gpt2 = () => {
    const vocab: Record<string, number> = JSON.parse(file('bpe-oracle/gpt2_vocab.json'));
    const merges = file('bpe-oracle/gpt2_merges.txt')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#version'));
    const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
    const json = {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: [],
      normalizer: null,
      pre_tokenizer: byteLevel,
      post_processor: null,
      decoder: byteLevel,
      model: {
        type: 'BPE',
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: '',
        end_of_word_suffix: '',
        fuse_unk: false,
        byte_fallback: false,
        vocab,
        merges,
      },
    };
    const tokenizer = new HuggingFaceTokenizer(json, {});
    return {
      encode: (text: string) => Uint32Array.from(tokenizer.encode(text, { add_special_tokens: false }).ids),
      decode: (ids: Uint32Array) => tokenizer.decode([...ids], { clean_up_tokenization_spaces: false }),
      eosId: vocab['<|endoftext|>'],
      beginIds: [],
      stopTokens: [],
    };
  };

  it.each([
    ['instruct/alpaca_en_demo.json', alpaca],
    ['instruct/az/test.jsonl', az],
  ])('%s', async (name, template) => {
    const tokenizer = gpt2();
    const records = instructionsOf(file(name), name).records.slice(0, 200);
    const set = await encodeSet(promptEncoder(tokenizer, template), records, 256);
    expect(set.examples.length + set.tooLong.length).toBe(records.length);
    const tooLong = new Set(set.tooLong.map(({ row }) => row));
    const fitting = records.filter(({ row }) => !tooLong.has(row));
    let counted = 0;
    for (const [i, { tokens, labels, promptLength }] of set.examples.entries()) {
      const source = fitting[i]!;
      expect(tokenizer.decode(tokens.subarray(0, promptLength))).toBe(renderPrompt(template, source));
      expect(tokenizer.decode(tokens.subarray(promptLength, -1))).toBe(source.output);
      counted += labels.filter((label) => label !== IGNORE).length;
    }
    expect(set.counted).toBe(counted);
    console.info(
      `${name}: ${set.examples.length} fit 256 GPT-2 tokens, ${set.tooLong.length} do not, longest ${set.longest}`,
    );
  });
});
