import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { pollWithPauses } from './poll-with-pauses.ts';

const { setImmediate: immediate, clearImmediate: clear } = globalThis;
beforeAll(pollWithPauses);
/** A clock that goes on a quarter of a millisecond whenever it is looked at, however busy the machine is. */
beforeEach(() => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 0.25));
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => void Object.assign(globalThis, { setImmediate: immediate, clearImmediate: clear }));

interface Question {
  /** Milliseconds of the wait that had passed, before and after it was asked for. */
  readonly from: number;
  readonly to: number;
  readonly isPaused: boolean;
}

/** Asks again, as Dawn does, until so many milliseconds have passed. */
const poll = (milliseconds: number): Promise<Question[]> =>
  new Promise((resolve) => {
    const start = performance.now();
    const passed = () => performance.now() - start;
    const questions: Question[] = [];
    const ask = () => {
      const from = passed();
      if (from >= milliseconds) return resolve(questions);
      const isPaused = 'refresh' in setImmediate(ask); // a timer has it
      questions.push({ from, to: passed(), isPaused });
    };
    setImmediate(ask);
  });

describe('a wait', () => {
  it('asks at once while it is short, and about every millisecond when it is long', async () => {
    const questions = await poll(60);
    const [early, late] = [questions.filter(({ to }) => to < 9), questions.filter(({ from }) => from > 12)];
    expect(early.length).toBeGreaterThan(0);
    expect(late.length).toBeGreaterThan(0);
    expect(early.filter(({ isPaused }) => isPaused)).toEqual([]);
    expect(late.filter(({ isPaused }) => !isPaused)).toEqual([]);
  });

  it('begins anew for whoever did not ask before', async () => {
    await poll(30);
    const handle = setImmediate(() => undefined);
    expect(handle).not.toHaveProperty('refresh');
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
