/** What numbers a setting may be. A refusal names the range, so that every language can say it. */
import { OcaqError } from '../errors.ts';

interface Range {
  has(value: number): boolean;
  /** What a value should be, in English. */
  readonly text: string;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

export const SETTING_RANGES = {
  'count-from-1': { has: (value) => isCount(value) && value >= 1, text: 'a whole number of at least 1' },
  'count-to-10': { has: (value) => isCount(value) && value >= 1 && value <= 10, text: 'a whole number from 1 to 10' },
  count: { has: isCount, text: 'a whole number, 0 or more' },
  'above-0': { has: (value) => value > 0 && value < Number.POSITIVE_INFINITY, text: 'more than 0' },
  'from-0': { has: (value) => value >= 0, text: '0 or more' },
  'below-1': { has: (value) => value >= 0 && value < 1, text: 'at least 0 and less than 1' },
  'to-1': { has: (value) => value >= 0 && value <= 1, text: 'from 0 to 1' },
} satisfies Record<string, Range>;

export type SettingRange = keyof typeof SETTING_RANGES;

/** @throws OcaqError `setting-out-of-range` */
export function checkSetting(setting: string, expected: SettingRange, got: number): void {
  const range: Range = SETTING_RANGES[expected];
  if (range.has(got)) return;
  throw new OcaqError('setting-out-of-range', `The setting "${setting}" should be ${range.text}, but is ${got}.`, {
    ...{ setting, expected, got },
  });
}
