/** Threads of Node that encode documents. */
import type { EncoderPool, TokenizerMessage } from '../data/tokenizer/bulk-encoding.ts';
import { openThreads } from './threads.ts';

/** @param entry the built encoder-entry.ts */
export const openEncoderThreads = (
  tokenizer: TokenizerMessage,
  threads: number,
  entry = new URL('./encoder.js', import.meta.url),
): EncoderPool => openThreads(entry, tokenizer, threads);
