/** A thread of Node that encodes documents; a file of its own in the build (see launch.mjs). */
import { parentPort, workerData } from 'node:worker_threads';
import { batchEncoder, type TokenizerMessage, transferOf } from '../data/tokenizer/bulk-encoding.ts';

const encode = batchEncoder(workerData as TokenizerMessage);
parentPort?.on('message', async (documents: readonly string[]) => {
  const answer = await encode(documents);
  parentPort?.postMessage(answer, transferOf(answer));
});
