import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder, type Thread, ThreadPool } from './thread-pool.ts';

/** Waits as many milliseconds as it is asked, and fails where they are negative or it is asked before it has answered. */
class Sleeper implements Thread<number, number> {
  busy: boolean = false;
  ended: boolean = false;
  async ask(milliseconds: number): Promise<number> {
    if (this.busy) throw new Error('asked twice');
    this.busy = true;
    await sleep(Math.abs(milliseconds));
    this.busy = false;
    if (milliseconds < 0) throw new Error('negative');
    return milliseconds;
  }
  end(): void {
    this.ended = true;
  }
}

describe('a pool of threads', () => {
  it('asks no thread before it has answered, and goes on after a failure', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 12 }),
        async (threads, requests) => {
          const pool = new ThreadPool(Array.from({ length: threads }, () => new Sleeper()));
          const answers = await Promise.allSettled(requests.map((request) => pool.ask(request)));
          expect(
            answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : answer.reason.message)),
          ).toEqual(requests.map((request) => (request < 0 ? 'negative' : request)));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('works side by side, and ends all', async () => {
    const threads = [new Sleeper(), new Sleeper()];
    const pool = new ThreadPool(threads);
    expect(pool.parallel).toBe(2);
    const answers = [pool.ask(5), pool.ask(5)];
    expect(threads.map(({ busy }) => busy)).toEqual([true, true]);
    await Promise.all(answers);
    pool.end();
    expect(threads.map(({ ended }) => ended)).toEqual([true, true]);
  });
});

describe('inOrder', () => {
  it('gives results in the order of the items, with so many begun ahead', async () => {
    const begun: number[] = [];
    const seen: [result: number, begun: number][] = [];
    const work = async (item: number) => {
      begun.push(item);
      await sleep(item % 2 === 0 ? 4 : 1);
      return item;
    };
    for await (const result of inOrder([0, 1, 2, 3, 4], 2, work)) seen.push([result, begun.length]);
    expect(seen).toEqual([
      [0, 3],
      [1, 4],
      [2, 5],
      [3, 5],
      [4, 5],
    ]);
  });

  it('fails in its turn, and whoever stops waits for none of the others', async () => {
    const results: number[] = [];
    const work = async (item: number) => {
      if (item === 1) throw new Error('no 1');
      if (item === 2) await new Promise<never>(() => undefined);
      return item;
    };
    const run = async () => {
      for await (const result of inOrder([0, 1, 2], 3, work)) results.push(result);
    };
    await expect(run()).rejects.toThrow('no 1');
    expect(results).toEqual([0]);
  });
});
