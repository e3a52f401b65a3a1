import { expect, test } from 'vitest';
import { IGNORE, memoryStream } from '../../data/batches.ts';
import { readWindows, spreadWindows } from './held-out-windows.ts';

test('windows lie evenly over the whole text, on the grid of all windows, each once', () => {
  expect(spreadWindows(101, 10, 5)).toEqual([0, 20, 40, 60, 80]);
  expect(spreadWindows(101, 10, 3)).toEqual([0, 30, 60]);
  expect(spreadWindows(101, 10, 99)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
  expect(spreadWindows(100, 10, 99)).toHaveLength(9);
  expect(spreadWindows(10, 10, 99)).toEqual([]);
  expect(spreadWindows(0, 10, 99)).toEqual([]);
});

test('every batch has all rows, targets are the next tokens, and only their bytes count', async () => {
  const stream = memoryStream(Uint32Array.from({ length: 20 }, (_, i) => i));
  const { batches, bytes } = await readWindows(stream, [0, 4, 12], { seq: 3, rows: 2 }, (token) => token);
  expect(batches.map(({ tokens }) => [...tokens])).toEqual([
    [0, 1, 2, 4, 5, 6],
    [12, 13, 14, 0, 0, 0],
  ]);
  expect(batches.map(({ targets }) => [...targets])).toEqual([
    [1, 2, 3, 5, 6, 7],
    [13, 14, 15, IGNORE, IGNORE, IGNORE],
  ]);
  expect(batches.map(({ counted }) => counted)).toEqual([6, 3]);
  expect(bytes).toBe(1 + 2 + 3 + 5 + 6 + 7 + 13 + 14 + 15);
});
