import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTokenizerJson, writeTokenizerJson } from './tokenizer-json.ts';

const SPLIT = { type: 'Split', pattern: { Regex: '\\s+|\\S+' }, behavior: 'Isolated', invert: false };
const BYTE_LEVEL = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false };
const FILE = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: [
    { id: 0, content: '<|bos|>', single_word: false, lstrip: false, rstrip: false, normalized: false, special: true },
    { id: 9, content: 'ə ', special: false },
  ],
  normalizer: { type: 'NFC' },
  pre_tokenizer: { type: 'Sequence', pretokenizers: [SPLIT, BYTE_LEVEL] },
  post_processor: { type: 'TemplateProcessing', single: [{ SpecialToken: { id: '<|bos|>', type_id: 0 } }] },
  decoder: { type: 'ByteLevel' },
  model: {
    type: 'BPE',
    dropout: null,
    unk_token: null,
    continuing_subword_prefix: null,
    end_of_word_suffix: '',
    fuse_unk: false,
    byte_fallback: false,
    ignore_merges: true,
    vocab: { '<|bos|>': 0, a: 1, b: 2, ab: 3, '"': 4, '1': 5, __proto__x: 6 } as Record<string, number>,
    merges: [['a', 'b']] as unknown[],
  },
};
type File = typeof FILE;

/** The file with one value replaced; `path` as in messages, with dots only. */
function changed(path: string, value: unknown): unknown {
  const file: Record<string, unknown> = structuredClone(FILE);
  const names = path.split('.');
  let at = file;
  for (const name of names.slice(0, -1)) at = at[name] as Record<string, unknown>;
  if (value === undefined) delete at[names.at(-1)!];
  else at[names.at(-1)!] = value;
  return file;
}

const invalid = (field: string) =>
  expect.objectContaining({ name: 'OcaqError', code: 'tokenizer-json-invalid', details: { field } });

describe('reading', () => {
  it('gives everything that the file says', () => {
    const file = parseTokenizerJson(JSON.stringify(FILE));
    expect(Object.fromEntries(file.vocab)).toEqual(FILE.model.vocab);
    expect(file.merges).toEqual([['a', 'b']]);
    expect(file.addedTokens).toEqual([
      { id: 0, content: '<|bos|>', special: true, normalized: false },
      { id: 9, content: 'ə ', special: false, normalized: true },
    ]);
    expect(file).toMatchObject({ splitPattern: '\\s+|\\S+', nfc: true, ignoreMerges: true });
    expect(JSON.parse(file.postProcessor)).toEqual(FILE.post_processor);
  });

  it.each<[string, string, unknown, object]>([
    ['merges as text', 'model.merges', ['a b'], { merges: [['a', 'b']] }],
    ['no merges', 'model.merges', [], { merges: [] }],
    ['GPT-2’s own pattern', 'pre_tokenizer', { type: 'ByteLevel', add_prefix_space: false }, { splitPattern: null }],
    ['a sequence of one', 'pre_tokenizer.pretokenizers', [{ ...BYTE_LEVEL, use_regex: true }], { splitPattern: null }],
    ['no normaliser', 'normalizer', null, { nfc: false }],
    ['an absent normaliser', 'normalizer', undefined, { nfc: false }],
    ['no post-processor', 'post_processor', null, { postProcessor: 'null' }],
    ['a model without its type', 'model.type', undefined, {}],
    ['no ignore_merges', 'model.ignore_merges', undefined, { ignoreMerges: false }],
    ['gaps in the ids', 'model.vocab', { a: 1, b: 20, ab: 30 }, {}],
  ])('takes %s', (_what, path, value, expected) => {
    expect(parseTokenizerJson(changed(path, value) as object)).toMatchObject(expected);
  });

  it.each<[string, unknown, string?]>([
    ['version', '2.0'],
    ['model', undefined],
    ['model', []],
    ['model.type', 'Unigram'],
    ['model.type', 'WordPiece'],
    ['model.vocab', undefined],
    ['model.vocab', {}],
    ['model.vocab', ['a']],
    ['model.vocab.a', '1', 'model.vocab["a"]'],
    ['model.vocab.a', -1, 'model.vocab["a"]'],
    ['model.vocab.a', 1.5, 'model.vocab["a"]'],
    ['model.vocab.a', 2 ** 20, 'model.vocab["a"]'],
    ['model.vocab.b', 1, 'model.vocab["b"]'],
    ['model.merges', undefined],
    ['model.merges', { a: 'b' }],
    ['model.merges', ['ab'], 'model.merges[0]'],
    ['model.merges', ['a b', 'a  b'], 'model.merges[1]'],
    ['model.merges', [['a', 'b', 'ab']], 'model.merges[0]'],
    ['model.merges', [['a', 1]], 'model.merges[0]'],
    ['model.merges', [['b', 'a']], 'model.merges[0]'],
    ['model.merges', [['a', 'c']], 'model.merges[0]'],
    ['model.byte_fallback', true],
    ['model.byte_fallback', 'no'],
    ['model.ignore_merges', 1],
    ['model.dropout', 0.1],
    ['model.continuing_subword_prefix', '##'],
    ['model.end_of_word_suffix', '</w>'],
    ['added_tokens', undefined],
    ['added_tokens', {}],
    ['added_tokens.0', 'x', 'added_tokens[0]'],
    ['added_tokens.0.id', '0', 'added_tokens[0].id'],
    ['added_tokens.0.id', 1, 'added_tokens[0].id'],
    ['added_tokens.0.id', 8, 'added_tokens[0].id'],
    ['added_tokens.1.id', 0, 'added_tokens[1].id'],
    ['added_tokens.0.content', '', 'added_tokens[0].content'],
    ['added_tokens.1.content', '<|bos|>', 'added_tokens[1].content'],
    ['added_tokens.0.special', 'yes', 'added_tokens[0].special'],
    ['added_tokens.0.lstrip', true, 'added_tokens[0].lstrip'],
    ['added_tokens.0.single_word', true, 'added_tokens[0].single_word'],
    ['normalizer', { type: 'Lowercase' }],
    ['normalizer', 'NFC'],
    ['pre_tokenizer', null],
    ['pre_tokenizer', { type: 'Metaspace' }],
    ['pre_tokenizer', BYTE_LEVEL, 'pre_tokenizer.use_regex'],
    ['pre_tokenizer', { type: 'ByteLevel' }, 'pre_tokenizer.add_prefix_space'],
    ['pre_tokenizer.pretokenizers', []],
    ['pre_tokenizer.pretokenizers', undefined],
    ['pre_tokenizer.pretokenizers', [{ type: 'Digits' }, BYTE_LEVEL]],
    ['pre_tokenizer.pretokenizers', [SPLIT, SPLIT, BYTE_LEVEL]],
    ['pre_tokenizer.pretokenizers', [SPLIT, { type: 'Metaspace' }], 'pre_tokenizer.pretokenizers[1]'],
    ['pre_tokenizer.pretokenizers.1.use_regex', true, 'pre_tokenizer.pretokenizers[1].use_regex'],
    ['pre_tokenizer.pretokenizers.0.pattern', { String: ' ' }, 'pre_tokenizer.pretokenizers[0].pattern'],
    [
      'pre_tokenizer.pretokenizers.0.pattern',
      { Regex: String.raw`(?:(?:\p{L}+)+\p{N})|[\s\S]` },
      'pre_tokenizer.pretokenizers[0].pattern',
    ],
    ['pre_tokenizer.pretokenizers.0.behavior', 'Removed', 'pre_tokenizer.pretokenizers[0].behavior'],
    ['pre_tokenizer.pretokenizers.0.invert', true, 'pre_tokenizer.pretokenizers[0].invert'],
    ['decoder', null],
    ['decoder', { type: 'Metaspace' }],
    ['post_processor', 'ByteLevel'],
    ['post_processor', {}],
  ])('refuses %s: %j', (path, value, field = path) => {
    expect(() => parseTokenizerJson(changed(path, value) as object)).toThrow(invalid(field));
  });

  it.each([
    ['nothing', '', '(whole file)'],
    ['broken JSON', '{"version": "1.0"', '(whole file)'],
    ['another kind of value', '[]', '(whole file)'],
    ['deep nesting', '['.repeat(100_000), '(whole file)'],
    ['a token that is there twice', JSON.stringify(FILE).replace('"b":2', '"a":2'), 'a'],
  ])('refuses %s', (_what, text, field) => {
    expect(() => parseTokenizerJson(text)).toThrow(invalid(field));
  });

  it('says of a SentencePiece-style file that it is one', () => {
    expect(() => parseTokenizerJson(changed('model.byte_fallback', true) as object)).toThrow(/SentencePiece/);
  });

  it('either reads or refuses a file in which anything has been changed', () => {
    const paths = [...leaves(FILE)];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.option(fc.jsonValue(), { nil: undefined }), (path, value) => {
        try {
          expect(parseTokenizerJson(changed(path, value) as object).vocab.size).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toMatchObject({ name: 'OcaqError', code: 'tokenizer-json-invalid' });
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('writing', () => {
  const written = writeTokenizerJson(parseTokenizerJson(FILE));

  it('gives the fields that Hugging Face has, and all that was read', () => {
    const [bos, word] = FILE.added_tokens;
    const flags = { single_word: false, lstrip: false, rstrip: false };
    expect(JSON.parse(written)).toEqual({
      ...FILE,
      added_tokens: [bos, { ...word, ...flags, normalized: true }],
      decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
      model: { ...FILE.model, end_of_word_suffix: null },
    } satisfies Record<keyof File, unknown>);
    expect(parseTokenizerJson(written)).toEqual(parseTokenizerJson(FILE));
  });

  it('lists tokens by their ids, even those that look like numbers', () => {
    const tokens = written.slice(written.indexOf('"vocab"')).match(/"(?:[^"\\]|\\.)*": \d+/g);
    expect(tokens).toEqual(['"<|bos|>": 0', '"a": 1', '"b": 2', '"ab": 3', '"\\"": 4', '"1": 5', '"__proto__x": 6']);
  });

  it('keeps a token called __proto__', () => {
    const text = written.replace('__proto__x', '__proto__');
    expect(parseTokenizerJson(text).vocab.get('__proto__')).toBe(6);
    expect(writeTokenizerJson(parseTokenizerJson(text))).toBe(text);
  });

  it('writes GPT-2’s form where the file has it, and empty lists', () => {
    const gpt2 = { ...parseTokenizerJson(FILE), splitPattern: null, addedTokens: [], merges: [], nfc: false };
    const again = JSON.parse(writeTokenizerJson(gpt2));
    expect(again.pre_tokenizer).toEqual({ ...BYTE_LEVEL, use_regex: true });
    expect([again.added_tokens, again.model.merges, again.normalizer]).toEqual([[], [], null]);
    expect(parseTokenizerJson(again)).toEqual(gpt2);
  });
});

/** The dotted paths of all values in a file. */
function* leaves(value: unknown, path = ''): Iterable<string> {
  if (path !== '') yield path;
  if (value === null || typeof value !== 'object') return;
  for (const [name, inner] of Object.entries(value)) yield* leaves(inner, path === '' ? name : `${path}.${name}`);
}
