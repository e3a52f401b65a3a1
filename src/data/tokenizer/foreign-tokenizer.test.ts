import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeBeginning } from './encode-beginning.ts';
import { ForeignTokenizer } from './foreign-tokenizer.ts';
import { openTokenizer } from './open-tokenizer.ts';
import { Tokenizer } from './tokenizer.ts';

interface Case {
  name: string;
  tokenizer: { model: { vocab: object; unk_token?: string }; [field: string]: unknown };
  samples: { text: string; ids: number[]; whole: number[]; decoded: string }[];
}

/** Written by `reference.py` beside it, with Hugging Face `tokenizers` (Rust). */
const CASES = JSON.parse(readFileSync('src/testing/golden/tokenizers/cases.json', 'utf8')) as Case[];
const caseOf = (name: string): Case => CASES.find((one) => one.name === name)!;

describe.each(CASES)('a tokenizer with $name', ({ tokenizer: file, samples }) => {
  it.each(samples)('has the ids of the Rust library: $text', ({ text, ids, whole, decoded }) => {
    const tokenizer = new ForeignTokenizer(file);
    expect([...tokenizer.encode(text)]).toEqual(ids);
    expect([...tokenizer.encode(text)]).toEqual(ids); // from the cache
    expect(whole.slice(0, tokenizer.beginIds.length + ids.length)).toEqual([...encodeBeginning(tokenizer, text)]);
    expect(tokenizer.decode(ids)).toBe(decoded);
    const stream = tokenizer.stream();
    expect(ids.map((id) => stream.push(id)).join('') + stream.flush()).toBe(decoded);
    expect(
      tokenizer
        .pieces(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(decoded);
  });

  it('is read by the one way to open a tokenizer, and keeps its file', async () => {
    const tokenizer = await openTokenizer(JSON.stringify(file));
    expect(tokenizer).toBeInstanceOf(ForeignTokenizer);
    expect(JSON.parse(tokenizer.toJson())).toEqual(file);
  });

  it('gives no special id for plain text, but for what it does not know', () => {
    const tokenizer = new ForeignTokenizer(file);
    const added = file.added_tokens as { id: number; content: string; special: boolean }[];
    const special = added.filter((token) => token.special && !/unk/i.test(token.content));
    const ids = tokenizer.encode(special.map(({ content }) => content).join(' və '), { specialTokens: false });
    expect([...ids].filter((id) => special.some((token) => token.id === id))).toEqual([]);
  });
});

describe('decoding', () => {
  const llama = new ForeignTokenizer(caseOf('byte fallback').tokenizer);

  it('waits for the bytes of a character', () => {
    const stream = llama.stream();
    const ids = [...llama.encode('ş😀ş')];
    const parts = ids.map((id) => stream.push(id));
    expect(parts.join('')).toBe('ş😀ş');
    expect(parts.filter((part) => part.includes('\ufffd'))).toEqual([]);
    expect(parts.filter((part) => part === '').length).toBeGreaterThanOrEqual(3);
  });

  it('shows an unfinished character, and an id without a token, as U+FFFD', () => {
    const [first] = llama.encode('😀').subarray(-4);
    const stream = llama.stream();
    expect(stream.push(first!) + stream.flush()).toBe('\ufffd');
    expect(llama.decode([llama.vocabSize + 5])).toBe('\ufffd');
    expect(stream.push(llama.vocabSize + 5)).toBe('\ufffd');
    expect(llama.decode([])).toBe('');
  });

  it('leaves special tokens out where asked', () => {
    const ids = [1, ...llama.encode('qış'), 2];
    expect(llama.decode(ids, { skipSpecialTokens: true })).toBe('qış');
    const stream = llama.stream({ skipSpecialTokens: true });
    expect(ids.map((id) => stream.push(id)).join('') + stream.flush()).toBe('qış');
  });

  it.each(['byte fallback', 'Metaspace first', 'digits before bytes', 'Unigram with bytes'])(
    'knows the bytes of each token: %s',
    (name) => {
      const tokenizer = new ForeignTokenizer(caseOf(name).tokenizer);
      const text = 'Uşaqlar  quşların 15 adını soruşurdular';
      const bytes = [...tokenizer.encode(text)].map((id) => tokenizer.byteLength(id)).reduce((a, b) => a + b);
      const written = new TextEncoder().encode(tokenizer.decode(tokenizer.encode(text))).length;
      // A space that the decoder takes away from the first word is part of its token.
      expect([written, written + 1]).toContain(bytes);
      expect(tokenizer.byteLength(1)).toBe(0);
    },
  );
});

describe('roles', () => {
  it('come from the model, else from names', () => {
    const { tokenizer } = caseOf('byte fallback');
    expect(new ForeignTokenizer(tokenizer)).toMatchObject({ bosId: 1, eosId: 2, padId: undefined, beginIds: [1] });
    expect(new ForeignTokenizer(tokenizer, { eosId: 7 })).toMatchObject({ bosId: 1, eosId: 7, stopTokens: [7] });
    expect(new ForeignTokenizer(caseOf('WordPiece').tokenizer)).toMatchObject({ bosId: 2, eosId: 3, beginIds: [2] });
  });
});

describe('files that Ocaq’s own encoder covers', () => {
  const { tokenizer: file } = caseOf('digits before bytes');
  const { post_processor: _, ...withoutBegin } = file;
  const plain = { ...withoutBegin, added_tokens: [], pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false } };

  it.each([
    ['an empty sequence of normalizers', { ...plain, normalizer: { type: 'Sequence', normalizers: [] } }, []],
    ['a begin token in the post-processor', { ...plain, post_processor: file.post_processor }, [1]],
  ])('stay with it: %s', async (_what, json, beginIds) => {
    const tokenizer = await openTokenizer(json);
    expect(tokenizer).toBeInstanceOf(Tokenizer);
    expect(tokenizer.beginIds).toEqual(beginIds);
    expect([...encodeBeginning(tokenizer, 'qış')]).toEqual([...beginIds, ...tokenizer.encode('qış')]);
  });
});

describe('a damaged or hostile file', () => {
  const { tokenizer: file } = caseOf('byte fallback');
  const { tokenizer: unigram } = caseOf('Unigram');
  const deep = (depth: number): unknown => (depth === 0 ? null : { type: 'Sequence', normalizers: [deep(depth - 1)] });
  const split = (pattern: unknown, more: object = {}) => ({
    ...file,
    pre_tokenizer: { type: 'Split', pattern, behavior: 'Isolated', invert: false, ...more },
  });
  it.each<[string, unknown, string]>([
    ['no JSON', '{"model":', '(whole file)'],
    ['a list', '[]', '(whole file)'],
    ['a name twice', '{"model":1,"model":2}', 'model'],
    ['nesting', JSON.stringify({ ...file, normalizer: deep(100) }), '(whole file)'],
    ['no model', { ...file, model: undefined }, 'model'],
    ['an unknown model', { ...file, model: { type: 'Neural' } }, 'model.type'],
    ['ids that are none', { ...file, model: { ...file.model, vocab: { a: -1 } } }, 'model.vocab["a"]'],
    ['merges of nothing', { ...file, model: { ...file.model, merges: [['x', 'yz']] } }, 'model.merges[0]'],
    ['random encoding', { ...file, model: { ...file.model, dropout: 0.1 } }, 'model.dropout'],
    ['scores that are none', { ...unigram, model: { ...unigram.model, vocab: [['a', null]] } }, 'model.vocab[0]'],
    ['an unknown token outside', { ...unigram, model: { ...unigram.model, unk_id: 1e6 } }, 'model.unk_id'],
    ['an unknown normalizer', { ...file, normalizer: { type: 'Precompiled' } }, 'normalizer.type'],
    ['an unknown decoder', { ...file, decoder: { type: 'CTC' } }, 'decoder.type'],
    ['a post-processor without ids', { ...file, post_processor: { type: 'BertProcessing' } }, 'post_processor.cls'],
    ['a pattern that never ends', split({ Regex: '(a+)+$' }), 'pre_tokenizer.pattern'],
    ['the same deeper', split({ Regex: String.raw`((\w|[)]*)b){2,}` }), 'pre_tokenizer.pattern'],
    ['a pattern that is none', split({ Regex: '[a' }), '(whole file)'],
    ['an empty pattern', split({ String: '' }), 'pre_tokenizer.pattern'],
    ['an unknown behavior', split({ String: 'a' }, { behavior: 'Kept' }), 'pre_tokenizer.behavior'],
    ['a prototype', `{"__proto__":{"model":{}},"added_tokens":[]}`, 'model'],
  ])('is refused by the field: %s', async (_what, json, field) => {
    await expect(openTokenizer(json as object | string)).rejects.toMatchObject({
      code: 'tokenizer-json-invalid',
      details: { field },
    });
  });

  it('takes a long text without spaces in its stride', () => {
    const tokenizer = new ForeignTokenizer(file);
    expect(tokenizer.decode(tokenizer.encode('ab'.repeat(50_000)))).toBe('ab'.repeat(50_000));
  });

  it('says which text it cannot express', () => {
    const model = { ...unigram.model, unk_id: null };
    expect(() => new ForeignTokenizer({ ...unigram, model }).encode('日')).toThrow(
      expect.objectContaining({ code: 'tokenizer-text-missing' }),
    );
  });
});
