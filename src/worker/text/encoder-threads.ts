/** Workers that encode documents. */
import type { EncoderPool, TokenizerMessage } from '../../data/tokenizer/bulk-encoding.ts';
import { inheriting } from '../inheriting.ts';
import { openWorkers } from '../workers.ts';
import entry from './encoder-entry.ts?worker&url';

const ADDRESS = inheriting(new URL(entry, import.meta.url));

export const openEncoderThreads = (tokenizer: TokenizerMessage): EncoderPool =>
  openWorkers(ADDRESS, 'encoding', tokenizer);
