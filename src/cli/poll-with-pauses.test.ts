import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pollWithPauses } from './poll-with-pauses.ts';

const { setImmediate: immediate, clearImmediate: clear } = globalThis;
beforeAll(pollWithPauses);
afterAll(() => void Object.assign(globalThis, { setImmediate: immediate, clearImmediate: clear }));

/** Asks again, as Dawn does, until so many milliseconds have passed. @returns how often it asked */
const poll = (milliseconds: number): Promise<number> =>
  new Promise((resolve) => {
    const start = performance.now();
    let count = 0;
    const ask = () => {
      count += 1;
      if (performance.now() - start >= milliseconds) resolve(count);
      else setImmediate(ask);
    };
    setImmediate(ask);
  });

describe('a wait', () => {
  it('asks at once while it is short, and about every millisecond when it is long', async () => {
    const short = await poll(8);
    const long = await poll(60);
    expect(long - short).toBeLessThan(2 * short + 60);
    expect(long).toBeLessThan(short * (60 / 8));
  });

  it('begins anew for whoever did not ask before', async () => {
    await poll(30);
    const handle = setImmediate(() => undefined);
    expect(handle).not.toHaveProperty('refresh'); // of a timer
    clearImmediate(handle);
  });
});

describe('setImmediate', () => {
  it('hands on arguments', async () => {
    expect(await new Promise((resolve) => setImmediate((...args: number[]) => resolve(args), 1, 2))).toEqual([1, 2]);
  });

  it('can be awaited with util.promisify, value included', async () => {
    expect(await promisify(setImmediate)('value')).toBe('value');
  });

  it.each([0, 15])('can be cleared, after a wait of %s ms too', async (milliseconds) => {
    const start = performance.now();
    const ran = await new Promise<boolean>((resolve) => {
      const ask = () => {
        if (performance.now() - start < milliseconds) return void setImmediate(ask);
        const handle = setImmediate(() => resolve(true));
        clearImmediate(handle);
        setTimeout(() => resolve(false), 10);
      };
      setImmediate(ask);
    });
    expect(ran).toBe(false);
  });
});
