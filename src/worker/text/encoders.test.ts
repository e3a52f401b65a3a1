import { expect, test } from 'vitest';
import { BYTE_LEVEL_ALPHABET } from '../../data/tokenizer/byte-level.ts';
import { Tokenizer } from '../../data/tokenizer/tokenizer.ts';
import { encoderFor, templateInPlace } from './encoders.ts';

const SPECIAL = ['<s>', '</s>'];
const vocab = new Map([...BYTE_LEVEL_ALPHABET, ...SPECIAL].map((token, id) => [token, id]));
const specialTokens = SPECIAL.map((content) => ({ content, id: vocab.get(content) as number }));
const tokenizer = Tokenizer.fromModel({ vocab, merges: [], specialTokens, splitPattern: '.+' });
const own = { source: 'own', bosToken: '', eosToken: '<|im_end|>' };

test('a template that is given goes before the model’s own, and writes its tokens or the tokenizer’s', () => {
  expect(templateInPlace(own, tokenizer, null)).toBe(own);
  expect(templateInPlace(own, tokenizer, 'given')).toEqual({ ...own, source: 'given' });
  expect(templateInPlace(undefined, tokenizer, 'given')).toEqual({
    source: 'given',
    bosToken: '<s>',
    eosToken: '</s>',
  });
  expect(templateInPlace(undefined, tokenizer, undefined)).toBeUndefined();
});

test('a template that is built in needs none of the model', async () => {
  const asked = await encoderFor(tokenizer, 'az', undefined).prompt({ instruction: 'a', input: '' });
  expect(tokenizer.decode(asked)).toBe('### Təlimat:\na\n\n### Cavab:\n');
  expect(() => encoderFor(tokenizer, 'chat', undefined)).toThrow();
});
