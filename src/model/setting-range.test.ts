import { expect, test } from 'vitest';
import { checkSetting, type SettingRange } from './setting-range.ts';

test.each<[SettingRange, readonly number[], readonly number[]]>([
  ['count-from-1', [1, 2 ** 53 - 1], [0, -1, 1.5, 2 ** 53]],
  ['count-to-10', [1, 10], [0, 11, 2.5]],
  ['count', [0, 7], [-1, 0.5]],
  ['above-0', [Number.MIN_VALUE, 5], [0, -1, Number.POSITIVE_INFINITY]],
  ['from-0', [0, 0.5], [-Number.MIN_VALUE]],
  ['below-1', [0, 1 - 2 ** -53], [1, -0.1]],
  ['to-1', [0, 1], [1 + 2 ** -52, -0.1]],
])('%s', (range, right, wrong) => {
  for (const value of right) expect(() => checkSetting('s', range, value)).not.toThrow();
  for (const got of [...wrong, Number.NaN])
    expect(() => checkSetting('s', range, got)).toThrow(
      expect.objectContaining({ code: 'setting-out-of-range', details: { setting: 's', expected: range, got } }),
    );
});
