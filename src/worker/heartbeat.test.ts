import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BEAT_MS, heartbeat, PATIENT_BEATS } from './heartbeat.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const beats = (count: number) => vi.advanceTimersByTimeAsync(count * BEAT_MS);

test('asks once a beat, and says nothing while answers come', async () => {
  const ask = vi.fn(async () => undefined);
  const onChange = vi.fn();
  const stop = heartbeat(ask, onChange);
  await beats(20);
  expect(ask).toHaveBeenCalledTimes(20);
  stop();
  await beats(20);
  expect(ask).toHaveBeenCalledTimes(20);
  expect(onChange).not.toHaveBeenCalled();
});

test('silence is told once, after so many beats, and its end once', async () => {
  let answer: (() => void) | undefined;
  const ask = vi.fn(
    () =>
      new Promise<void>((resolve) => {
        answer = resolve;
      }),
  );
  const onChange = vi.fn();
  const stop = heartbeat(ask, onChange);
  await beats(PATIENT_BEATS);
  expect(onChange.mock.calls).toEqual([]);
  await beats(1);
  expect(onChange.mock.calls).toEqual([[false]]);
  await beats(100);
  expect(ask).toHaveBeenCalledTimes(1);
  expect(onChange.mock.calls).toEqual([[false]]);
  answer?.();
  await beats(1);
  expect(onChange.mock.calls).toEqual([[false], [true]]);
  expect(ask).toHaveBeenCalledTimes(2);
  stop();
});

test('an answer just in time is no silence, and patience begins anew', async () => {
  const answers: (() => void)[] = [];
  const onChange = vi.fn();
  const stop = heartbeat(() => new Promise<void>((resolve) => answers.push(resolve)), onChange);
  await beats(PATIENT_BEATS);
  answers.shift()?.();
  await beats(PATIENT_BEATS);
  expect(onChange).not.toHaveBeenCalled();
  await beats(1);
  expect(onChange.mock.calls).toEqual([[false]]);
  stop();
});

test('a clock that jumps, as after sleep, is one beat', async () => {
  const onChange = vi.fn();
  const stop = heartbeat(() => new Promise(() => undefined), onChange);
  await beats(2);
  vi.setSystemTime(Date.now() + 8 * 3_600_000);
  await beats(1);
  expect(onChange).not.toHaveBeenCalled();
  stop();
});
