import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ThreadPool } from '../thread-pool.ts';
import { trainBpe } from './bpe-trainer.ts';
import { batchEncoder, encodeInOrder, messageOf } from './bulk-encoding.ts';
import type { TextTokenizer } from './text-tokenizer.ts';
import { SPECIAL_TOKENS, Tokenizer } from './tokenizer.ts';
import { WordCounter } from './word-counter.ts';

const TEXT = 'Ocaqda od yanır, tüstü göyə qalxır; uşaqlar külək əsəndə qapını örtürlər.';

async function trained(): Promise<Tokenizer> {
  const counter = new WordCounter();
  counter.add(TEXT);
  return Tokenizer.fromModel(await trainBpe(counter.counts, { vocabSize: 290, specialTokens: SPECIAL_TOKENS }));
}

async function* documents(count: number) {
  for (let n = 0; n < count; n++)
    yield { n, text: n % 7 === 0 ? '' : `${n} ${TEXT.slice(n % 40)}<|eos|>`.repeat(1 + (n % 3) * 200) };
}

/** Threads that answer after a while, the later ones sooner. */
function poolOf(tokenizer: TextTokenizer, threads: number) {
  return new ThreadPool(
    Array.from({ length: threads }, (_, i) => {
      const encode = batchEncoder(messageOf(tokenizer));
      const ask = async (texts: readonly string[]) => {
        await sleep((threads - i) * 3);
        return encode(structuredClone(texts)).then((answer) => structuredClone(answer));
      };
      return { ask, end: () => undefined };
    }),
  );
}

async function encoded(tokenizer: TextTokenizer, count: number, threads: number) {
  const all: [number, string][] = [];
  const pool = threads === 0 ? undefined : poolOf(tokenizer, threads);
  for await (const { document, ids } of encodeInOrder(documents(count), tokenizer, pool))
    all.push([document.n, ids.join()]);
  return all;
}

describe('encoding in bulk', () => {
  it('gives the ids of each document in order, special tokens as plain text', async () => {
    const tokenizer = await trained();
    const expected: [number, string][] = [];
    for await (const { n, text } of documents(100))
      expected.push([n, tokenizer.encode(text, { specialTokens: false }).join()]);
    expect(await encoded(tokenizer, 100, 0)).toEqual(expected);
    for (const threads of [1, 3]) expect(await encoded(tokenizer, 100, threads)).toEqual(expected);
  });

  it('of nothing is nothing', async () => expect(await encoded(await trained(), 0, 2)).toEqual([]));

  it('tells of an error in its turn, with its code', async () => {
    const file = JSON.parse((await trained()).toJson()) as { model: object };
    const model = { ...file.model, vocab: { a: 0, b: 1 }, merges: [] };
    const tokenizer = Tokenizer.fromJson({ ...file, model, added_tokens: [] });
    await expect(encoded(tokenizer, 30, 2)).rejects.toMatchObject({
      name: 'OcaqError',
      code: 'tokenizer-byte-missing',
    });
  });

  it('may be left early', async () => {
    const tokenizer = await trained();
    for await (const { document } of encodeInOrder(documents(200), tokenizer, poolOf(tokenizer, 3))) {
      if (document.n === 5) break;
    }
  });
});
