/** Web Locks for tests: Node 20 has none. Knows what the browser's do here; the browser's are tried in the browser. */
import { nextTask } from '../worker/next-task.ts';

export class WebLocks {
  readonly held = new Set<string>();

  async request(name: string, ...rest: [...LockOptions[], (lock: unknown) => unknown]): Promise<unknown> {
    const work = rest.pop() as (lock: unknown) => unknown;
    const [{ ifAvailable = false } = {}] = rest as LockOptions[];
    if (ifAvailable && this.held.has(name)) return work(null);
    while (this.held.has(name)) await nextTask();
    this.held.add(name);
    try {
      return await work({ name });
    } finally {
      this.held.delete(name);
    }
  }

  async query() {
    return { held: [...this.held].map((name) => ({ name })), pending: [] };
  }
}
