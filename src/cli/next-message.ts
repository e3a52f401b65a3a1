/** What a thread of Node says next. @throws Error what ended it, where it ends before */
import type { Worker } from 'node:worker_threads';

export function nextMessage(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (how: () => void) => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      how();
    };
    const onMessage = (message: unknown) => settle(() => resolve(message));
    const onError = (error: unknown) => settle(() => reject(error));
    const onExit = () => settle(() => reject(new Error('the thread has ended')));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  });
}
