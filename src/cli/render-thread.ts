/** A thread of Node that renders chat templates. It has a small heap, and no environment. */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { chatRendering, type RenderReply, type RenderThread } from '../formats/chat-renderer.ts';
import { nextMessage } from './next-message.ts';

/** A file of its own would have to be bundled; the one function that runs here is sent as its text. */
const CODE = `
  const { parentPort, workerData } = require('node:worker_threads');
  const answer = (${chatRendering})(require(workerData.jinja).Template);
  parentPort.on('message', (request) => parentPort.postMessage(answer(request)));
  parentPort.postMessage('ready');
`;

export async function openRenderThread(): Promise<RenderThread> {
  const jinja = createRequire(import.meta.url).resolve('@huggingface/jinja');
  const resourceLimits = { maxOldGenerationSizeMb: 128 };
  const worker = new Worker(CODE, { eval: true, workerData: { jinja }, env: {}, resourceLimits });
  await nextMessage(worker);
  return {
    async ask(request) {
      worker.postMessage(request);
      return (await nextMessage(worker)) as RenderReply;
    },
    end: () => void worker.terminate(),
  };
}
