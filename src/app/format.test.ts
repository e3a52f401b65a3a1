import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDate,
  formatDuration,
  formatFigures,
  formatMilliseconds,
  formatMultiple,
  formatNumber,
  formatShare,
  parseNumber,
} from './format.ts';
import { az } from './messages/az/az.ts';
import { en } from './messages/en/en.ts';
import { tr } from './messages/tr/tr.ts';

const plain = (text: string) => text.replaceAll('\u202f', '_').replaceAll('\u00a0', ' ');

describe('formatNumber', () => {
  test.each([
    [0, 0, '0', '0'],
    [9999, 0, '9999', '9999'],
    [10_000, 0, '10_000', '10_000'],
    [1_234_567.891, 2, '1_234_567.89', '1_234_567,89'],
    [-1.5, 1, '−1.5', '−1,5'],
    [-0.001, 1, '0.0', '0,0'],
    [Number.NaN, 1, '–', '–'],
    [Number.POSITIVE_INFINITY, 1, '–', '–'],
  ])('%s with %s digits', (value, digits, english, azerbaijani) => {
    expect(plain(formatNumber(value, en, digits))).toBe(english);
    expect(plain(formatNumber(value, az, digits))).toBe(azerbaijani);
  });
});

test.each([
  [0, '0'],
  [0.0003, '3_×_10⁻⁴'],
  [0.00123, '0,00123'],
  [0.5, '0,5'],
  [12.345, '12,3'],
  [1234.5, '1235'],
  [6.25e12, '6,25_×_10¹²'],
])('formatFigures %s', (value, text) => {
  expect(plain(formatFigures(value, az))).toBe(text);
});

test.each([
  [0, 5, '0'],
  [500_000, 5, '5×10⁵'],
  [150_000, 4, '15×10⁴'],
  [1e30, 30, '10³⁰'],
])('formatMultiple %s by 10^%s', (value, exponent, text) => {
  expect(formatMultiple(value, exponent, az)).toBe(text);
});

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.00 KiB'],
  [1536 * 1024, '1.50 MiB'],
  [20.5 * 2 ** 20, '20.5 MiB'],
  [3.25 * 2 ** 30, '3.25 GiB'],
  [5000 * 2 ** 40, '5000 TiB'],
])('formatBytes %s', (value, text) => {
  expect(plain(formatBytes(value, en))).toBe(text);
});

test.each([
  [9999, '9999', '9999'],
  [10_000, '10.0 k', '10,0 min'],
  [999_499, '999 k', '999 min'],
  [999_500, '1.00 M', '1,00 mln'],
  [109_500_000, '110 M', '110 mln'],
  [1_094_912, '1.09 M', '1,09 mln'],
  [2_500_000_000, '2.50 bn', '2,50 mlrd'],
])('formatCount %s', (value, english, azerbaijani) => {
  expect(plain(formatCount(value, en))).toBe(english);
  expect(plain(formatCount(value, az))).toBe(azerbaijani);
});

test.each([
  [0, '0 s', '0 san'],
  [0.25, '250 ms', '250 ms'],
  [8.4, '8 s', '8 san'],
  [59.6, '1 min', '1 dəq'],
  [200, '3 min 20 s', '3 dəq 20 san'],
  [7500, '2 h 5 min', '2 saat 5 dəq'],
  [3 * 86_400 + 4 * 3600 + 59, '3 d 4 h', '3 gün 4 saat'],
  [-1, '–', '–'],
])('formatDuration %s', (value, english, azerbaijani) => {
  expect(plain(formatDuration(value, en))).toBe(english);
  expect(plain(formatDuration(value, az))).toBe(azerbaijani);
});

test('milliseconds, shares and dates', () => {
  expect(plain(formatMilliseconds(4.25, az))).toBe('4,3 ms');
  expect(plain(formatMilliseconds(1234, az))).toBe('1,23 san');
  expect(plain(formatShare(0.125, az, 1))).toBe('12,5 %');
  expect(plain(formatShare(0.0004, en))).toBe('< 1 %');
  expect(plain(formatShare(0, en))).toBe('0 %');
  expect(plain(formatShare(0.125, tr, 1))).toBe('%12,5');
  expect(plain(formatShare(0.0004, tr))).toBe('< %1');
  const at = new Date(2026, 10, 21, 1, 5).getTime();
  expect(plain(formatDate(at, az))).toBe('21 noy 2026, 01:05');
  expect(plain(formatDate(at, en))).toBe('21 Nov 2026, 01:05');
  expect(plain(formatDate(at, tr))).toBe('21 Kas 2026, 01:05');
});

describe('parseNumber', () => {
  test.each([
    ['3e-4', 3e-4],
    ['0,5', 0.5],
    ['10 000', 10_000],
    ['10\u202f000', 10_000],
    ['−2', -2],
    ['.5', 0.5],
    ['5.', 5],
  ])('reads %s', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });
  test.each(['', 'abc', '1,2,3', '1e', '0x10', '1e999', '--1', 'NaN'])('refuses %s', (text) => {
    expect(parseNumber(text)).toBeNull();
  });
});
