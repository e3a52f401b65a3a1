import { expect, test } from 'vitest';
import { OcaqError } from '../../errors.ts';
import { DeviceLosses, mayComeBack } from './device-loss.ts';

const error = (code: 'device-lost' | 'no-adapter' | 'gpu-out-of-memory') => new OcaqError(code, '');
const minutes = (number: number) => number * 60_000;

test('pauses grow beyond the two minutes of a block, and are short again at the next loss', () => {
  const losses = new DeviceLosses();
  expect(losses.note(error('device-lost'), 3, 0)).toBe(1000);
  expect(losses.note(error('no-adapter'), 3, 1000)).toBe(10_000);
  for (let at = minutes(1); at < minutes(60); at += minutes(3))
    expect(losses.note(error('no-adapter'), 3, at)).toBe(130_000);
  expect(losses.note(error('device-lost'), 900, minutes(70))).toBe(1000);
});

test('a driver that fails often gets more time from the third loss in ten minutes on', () => {
  const losses = new DeviceLosses();
  const pauses = [0, 4, 8, 9, 30].map((at, step) => losses.note(error('device-lost'), step, minutes(at)));
  expect(pauses).toEqual([1000, 1000, 10_000, 10_000, 1000]);
});

test('a run that gets no step further is given up at the fifth loss, however long it took', () => {
  const losses = new DeviceLosses();
  for (let i = 0; i < 4; i++) losses.note(error('device-lost'), 7, minutes(i * 60));
  expect(() => losses.note(error('device-lost'), 7, minutes(300))).toThrow(/5 times in a row after step 7/);
});

test('a run that was taken back is not given up for steps that it had done before', () => {
  const losses = new DeviceLosses();
  losses.note(error('device-lost'), 900, 0);
  losses.forgetSteps();
  for (let step = 100; step < 110; step++) losses.note(error('device-lost'), step, minutes(step));
  for (let i = 0; i < 3; i++) losses.note(error('device-lost'), 109, minutes(200 + i));
  expect(() => losses.note(error('device-lost'), 109, minutes(300))).toThrow(/5 times in a row after step 109/);
});

test('each step more is a reason to go on, and a device that is not there is none to give up', () => {
  const losses = new DeviceLosses();
  for (let step = 0; step < 100; step++) losses.note(error('device-lost'), step, minutes(step));
  for (let i = 0; i < 100; i++) losses.note(error('no-adapter'), 99, minutes(100 + i));
});

test('what is an answer is not asked again', () => {
  expect(mayComeBack(error('device-lost'))).toBe(true);
  expect(mayComeBack(error('gpu-out-of-memory'))).toBe(false);
  expect(mayComeBack(new Error('device-lost'))).toBe(false);
});
