import { describe, expect, it, test, vi } from 'vitest';
import { type BatteryManager, type BatteryState, batteryWarning, createBattery } from './battery.ts';
import { openStudio, run } from './fixtures.ts';

const INFINITE = Number.POSITIVE_INFINITY;

describe('the warning', () => {
  const battery = (level: number, secondsLeft = INFINITE, charging = false): BatteryState => ({
    charging,
    level,
    secondsLeft,
  });
  it.each<[ReturnType<typeof batteryWarning>, BatteryState | null, number | null]>([
    [null, null, 100],
    [null, battery(1, INFINITE, true), 100],
    [null, battery(0.01, 5, true), 100],
    [null, battery(0.2), null],
    ['low', battery(0.199), null],
    ['low', battery(0.1, 5000), 100],
    [null, battery(0.8, 3600), 3600],
    ['ends', battery(0.8, 3599), 3600],
    [null, battery(0.8, INFINITE), 1e9],
    [null, battery(0.8, 60), null],
  ])('%s', (expected, state, runSeconds) => {
    expect(batteryWarning(state, runSeconds)).toBe(expected);
  });
});

/** One that the test empties. */
class Emptied extends EventTarget implements BatteryManager {
  charging = false;
  level = 1;
  dischargingTime = INFINITE;
  set(change: Partial<Pick<Emptied, 'charging' | 'level'>>): void {
    Object.assign(this, change);
    this.dispatchEvent(new Event('levelchange'));
  }
}

test('a run is saved once when the battery is nearly empty, and again after it was charged', async () => {
  const { studio } = await openStudio();
  const saveNow = vi.fn(async () => undefined);
  const battery = new Emptied();
  const { store } = createBattery(studio, { saveNow }, Promise.resolve(battery));
  await Promise.resolve();
  battery.set({ level: 0.05 });
  expect(saveNow).not.toHaveBeenCalled(); // nothing is under way
  battery.set({ level: 0.5 });
  studio.takeRun(run('r', 'running'));
  battery.set({ level: 0.08 });
  expect(saveNow).not.toHaveBeenCalled();
  battery.set({ level: 0.07 });
  battery.set({ level: 0.06 });
  expect(saveNow.mock.calls).toEqual([['r']]);
  expect(store.getState().battery).toEqual({ charging: false, level: 0.06, secondsLeft: INFINITE });
  battery.set({ charging: true, level: 0.07 });
  battery.set({ charging: false });
  expect(saveNow).toHaveBeenCalledTimes(2);
});

test.each([
  ['there is none', async () => undefined],
  ['a policy forbids it', () => Promise.reject(new Error('forbidden'))],
])('nothing is told where %s', async (_, manager) => {
  const { studio } = await openStudio();
  const { store } = createBattery(studio, { saveNow: async () => undefined }, manager());
  await new Promise((resolve) => setTimeout(resolve));
  expect(store.getState().battery).toBeNull();
});
