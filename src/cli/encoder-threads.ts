/** Threads of Node that encode documents. */
import { Worker } from 'node:worker_threads';
import { ThreadPool } from '../data/thread-pool.ts';
import type { EncoderPool, EncodingAnswer, TokenizerMessage } from '../data/tokenizer/bulk-encoding.ts';
import { nextMessage } from './next-message.ts';

/** @param entry the built encoder-entry.ts */
export function openEncoderThreads(
  tokenizer: TokenizerMessage,
  threads: number,
  entry = new URL('./encoder.js', import.meta.url),
): EncoderPool {
  return new ThreadPool(Array.from({ length: threads }, () => openThread(entry, tokenizer)));
}

function openThread(entry: URL, tokenizer: TokenizerMessage) {
  const worker = new Worker(entry, { workerData: tokenizer });
  return {
    ask: async (documents: readonly string[]) => {
      const answer = nextMessage(worker);
      worker.postMessage(documents);
      return (await answer) as EncodingAnswer;
    },
    end: () => void worker.terminate(),
  };
}
