import { expect, it } from 'vitest';
import { type MeasuredSpeed, probeDevice } from './measure-speed.ts';

const speed = (secondsPerStep: number): MeasuredSpeed => ({ tokensPerSecond: 1, secondsPerStep, measuredSteps: 1 });

it.each([
  { name: 'a processor, known by the smallest', steps: [1], probed: ['starter'] },
  { name: 'a small card', steps: [0.01, 0.3], probed: ['starter', 'az-5m'] },
  { name: 'a large card, all', steps: [0.01, 0.25, 0.2], probed: ['starter', 'az-5m', 'az-night'] },
  { name: 'little memory, what fits', steps: [0.01, null], probed: ['starter'] },
  { name: 'no memory, none', steps: [null], probed: [] },
])('a device is measured until steps are long or a preset does not fit: $name', async ({ steps, probed }) => {
  let asked = 0;
  const measured = await probeDevice(async () => {
    const seconds = steps[asked++];
    return typeof seconds === 'number' ? speed(seconds) : null;
  });
  expect(measured.map(({ preset }) => preset.id)).toEqual(probed);
  expect(asked).toBe(steps.length);
});
