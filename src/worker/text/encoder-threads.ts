/** Workers of the studio's worker that encode documents, under the page's policy. One core is left to the page. */
import { ThreadPool } from '../../data/thread-pool.ts';
import type { EncoderPool, EncodingAnswer, TokenizerMessage } from '../../data/tokenizer/bulk-encoding.ts';
import { inheriting } from '../inheriting.ts';
import entry from './encoder-entry.ts?worker&url';

const ADDRESS = inheriting(new URL(entry, import.meta.url));
const MOST = 8;

export function openEncoderThreads(tokenizer: TokenizerMessage): EncoderPool {
  const parallel = Math.max(1, Math.min(MOST, navigator.hardwareConcurrency - 1));
  return new ThreadPool(Array.from({ length: parallel }, () => openThread(tokenizer)));
}

function openThread(tokenizer: TokenizerMessage) {
  const worker = new Worker(ADDRESS, { type: 'module', name: 'encoding' });
  worker.postMessage(tokenizer);
  return {
    ask: (documents: readonly string[]) => answerOf(worker, documents),
    end: () => worker.terminate(),
  };
}

function answerOf(worker: Worker, request: readonly string[]): Promise<EncodingAnswer> {
  const settled = new AbortController();
  const { signal } = settled;
  return new Promise<EncodingAnswer>((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => resolve(data), { signal });
    worker.addEventListener('error', ({ message }) => reject(new Error(message)), { signal });
    worker.postMessage(request);
  }).finally(() => settled.abort());
}
