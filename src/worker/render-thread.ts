/** A thread of the browser that renders chat templates: a worker that the studio's worker starts, under the page's policy. */
import type { RenderReply, RenderThread } from '../formats/chat-renderer.ts';
import { inheriting } from './inheriting.ts';
import entry from './render-entry.ts?worker&url';

const ADDRESS = inheriting(new URL(entry, import.meta.url));

export async function openRenderThread(): Promise<RenderThread> {
  const worker = new Worker(ADDRESS, { type: 'module', name: 'chat template' });
  await nextMessage(worker);
  return {
    async ask(request) {
      worker.postMessage(request);
      return (await nextMessage(worker)) as RenderReply;
    },
    end: () => worker.terminate(),
  };
}

function nextMessage(worker: Worker): Promise<unknown> {
  const settled = new AbortController();
  const { signal } = settled;
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => resolve(data), { signal });
    worker.addEventListener('error', ({ message }) => reject(new Error(message)), { signal });
  }).finally(() => settled.abort());
}
