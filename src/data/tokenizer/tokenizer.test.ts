import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Tokenizer as HuggingFace } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { trainBpe } from './bpe-trainer.ts';
import { BYTE_LEVEL_ALPHABET } from './byte-level.ts';
import { LLAMA3_SPLIT_PATTERN } from './split-rules.ts';
import { SPECIAL_TOKENS, Tokenizer } from './tokenizer.ts';
import { WordCounter } from './word-counter.ts';

const data = process.env.OCAQ_TEST_DATA;
if (!data) console.warn('SKIPPED: encoding of corpora and with GPT-2 needs OCAQ_TEST_DATA, which is not set.');
const read = (file: string): string => readFileSync(path.join(data!, file), 'utf8');

const SAMPLE = `Qoca dəmirçi ocağın başında oturub közə baxırdı. Kənddə səhər tezdən duman olur, günorta isə hava açılır.
Uşaqlar məktəbdən qayıdanda "Dəmirçi əmi, bizə nağıl danış!" – deyə qışqırışırdılar. 1918-ci ildə, 23,5 dərəcə istidə…
O isə gülümsəyib deyərdi: «Nağılların ən yaxşısı odun yanında danışılır.»  Ocaq sönməsə, nağıl da bitməz.\n\n\tSon.\r\n`;

async function trained(text: string, vocabSize: number): Promise<Tokenizer> {
  const counter = new WordCounter();
  counter.add(text);
  return Tokenizer.fromModel(await trainBpe(counter.counts, { vocabSize, specialTokens: SPECIAL_TOKENS }));
}

/** Hugging Face's tokenizer from the file that ours writes. */
function theirsOf(tokenizer: Tokenizer): { encode(text: string): number[]; decode(ids: number[]): string } {
  const theirs = new HuggingFace(JSON.parse(tokenizer.toJson()), { clean_up_tokenization_spaces: false });
  return { encode: (text) => theirs.encode(text).ids, decode: (ids) => theirs.decode(ids) };
}

interface Handmade {
  specials?: string[];
  added?: object[];
  merges?: [string, string][];
  model?: object;
  file?: object;
}

/** A tokenizer.json with the given special tokens (ids 0, 1, …), all bytes, and what the merges make. */
function handmade({ specials = [], added = [], merges = [], model = {}, file = {} }: Handmade): Tokenizer {
  const tokens = new Set([...specials, ...BYTE_LEVEL_ALPHABET, ...merges.map((merge) => merge.join(''))]);
  const vocab = Object.fromEntries(Array.from(tokens, (token, id) => [token, id]));
  const special = specials.map((content) => ({ id: vocab[content], content, special: true, normalized: false }));
  const split = { type: 'Split', pattern: { Regex: LLAMA3_SPLIT_PATTERN }, behavior: 'Isolated', invert: false };
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, use_regex: false };
  return Tokenizer.fromJson({
    added_tokens: [...special, ...added],
    normalizer: { type: 'NFC' },
    pre_tokenizer: { type: 'Sequence', pretokenizers: [split, byteLevel] },
    decoder: { type: 'ByteLevel' },
    model: { type: 'BPE', vocab, merges, ...model },
    ...file,
  });
}

const bytesOf = (tokenizer: Tokenizer, text: string): number[] =>
  Array.from(text, (character) => tokenizer.tokenToId(character)!);

describe('a tokenizer of our own, beside Hugging Face', () => {
  let ours: Tokenizer;
  let theirs: ReturnType<typeof theirsOf>;
  beforeAll(async () => {
    ours = await trained(SAMPLE, 440);
    theirs = theirsOf(ours);
  });

  it('needs few tokens for text like its own', () => {
    expect(ours.vocabSize).toBe(440);
    expect(ours.encode(SAMPLE).length).toBeLessThan(new TextEncoder().encode(SAMPLE).length / 2);
  });

  it.each([
    '',
    ' ',
    'Ocaq sönməsə, nağıl da bitməz.',
    '  üç   boşluq    sonda  ',
    'a\n\n\nb \n c\r\n\r\nd\t\te',
    '\r\n',
    '1234567 12 3,14 ٣٤٥',
    "o'dur I'LL don't 'Re'",
    'qos\u0327ma e\u0301\u0323 \u0301 İ i\u0307',
    '👨‍👩‍👧 🇦🇿 👋🏽',
    'ǅ ﬁ Å ᄀ\u1161 가',
    '\u200b\u00a0\ufeff\u0085\u2028',
    '<|eos|>',
    'a<|user|>b<|eos|><|eos|> c',
    '<|eos <|pad|',
    '<|bos|>Sual?<|assistant|>Cavab.<|eos|>',
    'e<|bos|>\u0301',
  ])('encodes %j the same', (text) => {
    expect([...ours.encode(text)]).toEqual(theirs.encode(text));
  });

  const parts = fc.constantFrom(
    ...[
      ' ',
      '  ',
      '\n',
      '\r',
      '\t',
      'a',
      'ə',
      'İ',
      'ş',
      's\u0327',
      '\u0301',
      '0',
      '12',
      '.',
      ',',
      '"',
      "'s",
      '😀',
      '\u200d',
    ],
    ...['dəmirçi', ' nağıl', 'Ocaq', ...SPECIAL_TOKENS, '<|', '|>', '\u00a0', '\u3000', '中', 'я', 'ا'],
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({ unit: parts, maxLength: 40 }),
    fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)), maxLength: 40 }),
  );

  it('encodes any Unicode the same, lone surrogates included', () => {
    fc.assert(
      fc.property(text, (sample) => {
        expect([...ours.encode(sample)]).toEqual(theirs.encode(sample));
      }),
      { numRuns: 2000 },
    );
  });

  it('decodes any ids the same, and text to itself in NFC', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(439), { minLength: 1, maxLength: 40 }), (ids) => {
        expect(ours.decode(ids)).toBe(theirs.decode(ids));
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(text, fc.boolean(), (sample, specialTokens) => {
        expect(ours.decode(ours.encode(sample, { specialTokens }))).toBe(
          ours.decode(ours.encode(sample.toWellFormed(), { specialTokens })),
        );
        const parts = specialTokens ? sample.split(/(<\|(?:bos|eos|pad|user|assistant)\|>)/) : [sample];
        const normal = parts.map((part) => part.toWellFormed().normalize('NFC')).join('');
        expect(ours.decode(ours.encode(sample, { specialTokens }))).toBe(normal);
      }),
      { numRuns: 500 },
    );
  });

  it('streams what decode gives at once, holding unfinished characters back', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(450), { maxLength: 40 }), fc.boolean(), (ids, skipSpecialTokens) => {
        const stream = ours.stream({ skipSpecialTokens });
        for (let time = 0; time < 2; time++) {
          const streamed = ids.map((id) => stream.push(id)).join('') + stream.flush();
          expect(streamed).toBe(ours.decode(ids, { skipSpecialTokens }));
        }
      }),
    );
    const stream = ours.stream();
    const emoji = Array.from(ours.encode('😀'), (id) => stream.push(id));
    expect(emoji.length).toBeGreaterThan(1);
    expect(emoji.slice(0, -1).join('')).toBe('');
    expect(emoji.at(-1)).toBe('😀');
  });

  it('never gives a special id where special tokens are plain text', () => {
    fc.assert(
      fc.property(text, (sample) => {
        const ids = ours.encode(`${sample}<|eos|>`, { specialTokens: false });
        expect(ids.every((id) => id >= SPECIAL_TOKENS.length)).toBe(true);
      }),
    );
  });

  it('shows a text token by token', () => {
    const sample = 'Ocaq 😀<|eos|>\ufeff';
    const pieces = ours.pieces(sample);
    expect(pieces.map((piece) => piece.id)).toEqual([...ours.encode(sample)]);
    expect(Buffer.concat(pieces.map((piece) => piece.bytes)).toString()).toBe(sample);
    expect(pieces.filter((piece) => piece.isSpecial)).toEqual([
      { id: 1, text: '<|eos|>', bytes: new TextEncoder().encode('<|eos|>'), isSpecial: true },
    ]);
    expect(pieces[0]).toMatchObject({ text: 'Oc', bytes: new TextEncoder().encode('Oc') });
    expect(pieces.some((piece) => piece.text.includes('\ufffd'))).toBe(true);
  });

  it('reads what it writes', () => {
    const again = Tokenizer.fromJson(ours.toJson());
    expect(again.toJson()).toBe(ours.toJson());
    expect(again.encode(SAMPLE)).toEqual(ours.encode(SAMPLE));
    expect([again.bosId, again.eosId, again.padId, again.vocabSize]).toEqual([0, 1, 2, 440]);
  });

  it('knows tokens by their text and by their byte-level string', () => {
    expect(['<|assistant|>', 'a', 'Ġ', 'ÉĻ'].map((token) => ours.tokenToId(token))).not.toContain(undefined);
    expect([ours.tokenToId('<|assistant|>'), ours.tokenToId(' '), ours.tokenToId('toString')]).toEqual([
      4,
      undefined,
      undefined,
    ]);
  });
});

describe('decoding', () => {
  const tokenizer = handmade({ specials: ['<s>', '</s>', 'ə é'] });
  const byte = (value: number): number =>
    3 + BYTE_LEVEL_ALPHABET.indexOf(value === 0xff ? 'ÿ' : String.fromCharCode(value));

  it('gives U+FFFD for what is not UTF-8, and for ids without a token', () => {
    expect(tokenizer.decode([byte(0xff), byte(0x41), byte(0xc9)])).toBe('\ufffdA\ufffd');
    expect(tokenizer.decode([259, byte(0x41), 1e9, -1, 0.5])).toBe('\ufffdA\ufffd\ufffd\ufffd');
  });

  it('writes special tokens by their text, and leaves them out where asked', () => {
    expect(tokenizer.decode([0, byte(0x41), 2, 1])).toBe('<s>Aə é</s>');
    expect(tokenizer.decode([0, byte(0x41), 2, 1], { skipSpecialTokens: true })).toBe('A');
  });

  it('takes any list of numbers, the empty one too', () => {
    expect(tokenizer.decode(new Uint16Array([0, 1]))).toBe('<s></s>');
    expect(tokenizer.decode([])).toBe('');
  });
});

describe('the names of special tokens', () => {
  it.each([
    [['<s>', '</s>', '<pad>'], 0, 1, 2],
    [['<|begin_of_text|>', '<|end_of_text|>'], 0, 1, undefined],
    [['<|endoftext|>'], 0, 0, undefined],
    [['<|endoftext|>', '<|eos|>', '<|bos|>', '<|pad|>'], 2, 1, 3],
    [['<mask>'], undefined, undefined, undefined],
  ])('%j', (specials, bos, eos, pad) => {
    const tokenizer = handmade({ specials });
    expect([tokenizer.bosId, tokenizer.eosId, tokenizer.padId]).toEqual([bos, eos, pad]);
  });
});

describe('added tokens', () => {
  it('are cut out from the left, the longest first', () => {
    const tokenizer = handmade({ specials: ['<a>', '<a><b>', '<b>'] });
    expect([...tokenizer.encode('<a><b><a><a><b')].slice(0, 3)).toEqual([1, 0, 0]);
  });

  it('are found before or after normalisation, as they ask', () => {
    const added = [
      { id: 300, content: 'e\u0301!', special: false, normalized: true },
      { id: 301, content: 'o\u0301!', special: false, normalized: false },
    ];
    const tokenizer = handmade({ added });
    const theirs = theirsOf(tokenizer);
    for (const text of ['e\u0301!', 'é!', 'o\u0301!', 'ó!', 'é!o\u0301!x']) {
      expect([...tokenizer.encode(text)]).toEqual(theirs.encode(text));
    }
    expect([...tokenizer.encode('é!o\u0301!')]).toEqual([300, 301]);
    expect(tokenizer.vocabSize).toBe(302);
  });

  it('stay recognised as plain text when they are not special', () => {
    const tokenizer = handmade({ specials: ['<s>'], added: [{ id: 300, content: '<tool>', special: false }] });
    expect([...tokenizer.encode('<tool><s>', { specialTokens: false })]).toEqual([300, ...bytesOf(tokenizer, '<s>')]);
  });

  it('are never spelt by merges where special tokens are plain text', () => {
    const merges: [string, string][] = [
      ['u', 's'],
      ['us', 'er'],
      ['e', 'r'],
      ['user', 's'],
    ];
    for (const model of [{}, { ignore_merges: true }]) {
      const specials = ['user'];
      const tokenizer = handmade({ specials, merges, model });
      expect([...tokenizer.encode('user')]).toEqual([0]);
      expect([...tokenizer.encode('user', { specialTokens: false })]).toEqual([
        tokenizer.tokenToId('us'),
        tokenizer.tokenToId('er'),
      ]);
    }
  });
});

describe('what a file may say', () => {
  it('lists a merge twice: the last one counts, as with Hugging Face', () => {
    const tokenizer = handmade({
      merges: [
        ['a', 'b'],
        ['b', 'c'],
        ['a', 'b'],
      ],
    });
    expect([...tokenizer.encode('abc')]).toEqual(theirsOf(tokenizer).encode('abc'));
    expect(tokenizer.pieces('abc').map((piece) => piece.text)).toEqual(['a', 'bc']);
  });

  it('splits as GPT-2 does where the file says so, white space being what Unicode says', () => {
    const gpt2 = handmade({
      file: { pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: true } },
      merges: [
        ['a', 'b'],
        ['Ġ', 'Ġ'],
        ['1', '2'],
        ['12', '12'],
      ],
    });
    const theirs = theirsOf(gpt2);
    for (const text of ['ab  ab', "it's 1212", '  ', 'ab\n\n  ab '])
      expect([...gpt2.encode(text)]).toEqual(theirs.encode(text));
    expect(gpt2.pieces('1212').map((piece) => piece.text)).toEqual(['1212']);
  });

  it('leaves text as it is where the file normalises nothing', () => {
    const tokenizer = handmade({ file: { normalizer: null } });
    expect(tokenizer.decode(tokenizer.encode('e\u0301'))).toBe('e\u0301');
  });
});

describe.skipIf(!data)('with real corpora', () => {
  it('encodes Azerbaijani and English as Hugging Face does', async () => {
    const azerbaijani = read('corpus/az_demo_corpus.txt');
    const ours = await trained(azerbaijani.slice(0, 400_000), 8000);
    const theirs = theirsOf(ours);
    for (const text of [azerbaijani.slice(-60_000), read('corpus/war-and-peace.txt').slice(0, 60_000)]) {
      const ids = ours.encode(text);
      expect([...ids]).toEqual(theirs.encode(text));
      expect(ours.decode(ids)).toBe(text.normalize('NFC'));
    }
  });

  it('encodes with GPT-2 as Hugging Face does', () => {
    const merges = read('bpe-oracle/gpt2_merges.txt')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#version'));
    const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
    const gpt2 = Tokenizer.fromJson({
      version: '1.0',
      added_tokens: [{ id: 50256, content: '<|endoftext|>', special: true, normalized: true }],
      normalizer: null,
      pre_tokenizer: byteLevel,
      post_processor: byteLevel,
      decoder: byteLevel,
      model: { type: 'BPE', vocab: JSON.parse(read('bpe-oracle/gpt2_vocab.json')), merges },
    });
    expect([gpt2.vocabSize, gpt2.eosId]).toEqual([50257, 50256]);
    expect([...gpt2.encode('Hello world')]).toEqual([15496, 995]);
    const theirs = theirsOf(gpt2);
    for (const file of ['corpus/tinyshakespeare.txt', 'corpus/az_demo_corpus.txt', 'bpe-oracle/corpus.en']) {
      const text = read(file).slice(0, 40_000);
      expect([...gpt2.encode(text)]).toEqual(theirs.encode(text));
    }
  });
});
