/** The entry of a worker that encodes documents: the first message is the tokenizer, each one after it a batch. */
import '../answering-only.ts';
import { batchEncoder, type TokenizerMessage, transferOf } from '../../data/tokenizer/bulk-encoding.ts';

let encode: ReturnType<typeof batchEncoder> | null = null;

addEventListener('message', async ({ data }: MessageEvent<TokenizerMessage | readonly string[]>) => {
  if (encode) {
    const answer = await encode(data as readonly string[]);
    postMessage(answer, transferOf(answer));
  } else encode = batchEncoder(data as TokenizerMessage);
});
