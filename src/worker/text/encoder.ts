/** Who encodes a corpus: workers as many as the machine has cores, or this thread where there are none or little text. */
import { type EncoderPool, messageOf } from '../../data/tokenizer/bulk-encoding.ts';
import type { TextTokenizer } from '../../data/tokenizer/text-tokenizer.ts';

/** Below it this thread is done before others have begun. */
const ENOUGH_BYTES = 8 * 2 ** 20;

/** @param textBytes of all documents together. The caller ends the pool */
export async function openEncoder(tokenizer: TextTokenizer, textBytes: number): Promise<EncoderPool | undefined> {
  if (typeof Worker === 'undefined' || textBytes < ENOUGH_BYTES) return undefined;
  const { openEncoderThreads } = await import('./encoder-threads.ts');
  return openEncoderThreads(messageOf(tokenizer));
}
