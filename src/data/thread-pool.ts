/** Threads that answer requests, each one at a time: whoever asks gets the next that is idle. */

export interface Thread<Request, Answer> {
  /** Never asked again before it has answered. */
  ask(request: Request): Promise<Answer>;
  end(): void;
}

export class ThreadPool<Request, Answer> {
  readonly #all: readonly Thread<Request, Answer>[];
  readonly #idle: Thread<Request, Answer>[];
  readonly #waiting: ((thread: Thread<Request, Answer>) => void)[] = [];

  constructor(threads: readonly Thread<Request, Answer>[]) {
    this.#all = threads;
    this.#idle = [...threads];
  }

  /** How many requests are worked on at once. */
  get parallel(): number {
    return this.#all.length;
  }

  async ask(request: Request): Promise<Answer> {
    const idle = this.#idle.pop();
    const thread = idle ?? (await new Promise<Thread<Request, Answer>>((resolve) => this.#waiting.push(resolve)));
    try {
      return await thread.ask(request);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(thread);
      else this.#idle.push(thread);
    }
  }

  end(): void {
    for (const thread of this.#all) thread.end();
  }
}

/**
 * What work makes of each item, in their order. So many more are begun ahead of the one that is waited for. Whoever stops early
 * does not wait for those, and what becomes of them is of no interest any more.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  ahead: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  for await (const item of items) {
    const started = work(item);
    started.catch(() => undefined); // it is awaited in its turn, not when it fails
    underWay.push(started);
    const oldest = underWay.length > ahead ? underWay.shift() : undefined;
    if (oldest) yield await oldest;
  }
  for (const rest of underWay) yield await rest;
}
