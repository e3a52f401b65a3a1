import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { CLI_ERROR_CODES, type ErrorCode, PAGE_ERROR_CODES } from '../../error-codes.ts';
import { OcaqError } from '../../errors.ts';
import { checkSetting, SETTING_RANGES, type SettingRange } from '../../model/setting-range.ts';
import { az } from './az/az.ts';
import { en } from './en/en.ts';
import { errorText } from './errors.ts';
import { everyLanguage } from './every-language.ts';

test('English is the message itself; Azerbaijani is looked up by code and filled from the details', () => {
  const error = new OcaqError('corpus-too-short', 'There are 12 tokens.', { tokens: 12, needed: 129 });
  expect(errorText(error, en)).toBe('There are 12 tokens.');
  expect(errorText(error, az)).toContain('12 token');
  expect(errorText(error, az)).toContain('129');
});

test('bytes get their unit, and a detail that is missing does not break the sentence', () => {
  const full = new OcaqError('gpu-out-of-memory', '', { bytes: 3 * 2 ** 20 });
  expect(errorText(full, az)).toContain('3,00\u00a0MiB');
  expect(errorText(new OcaqError('gpu-out-of-memory', ''), az)).not.toContain('undefined');
});

test('what would fit is said where something does', () => {
  const budget = { budget: 2 ** 31, needed: 3 * 2 ** 30, rows: 40, seq: 1024 };
  const fits = { fitRows: 38, fitSeq: 1024, fitBytes: 2 ** 30 };
  expect(errorText(new OcaqError('beyond-budget', '', { ...budget, ...fits }), az)).toContain('38 sətir');
  expect(errorText(new OcaqError('beyond-budget', '', budget), az)).toContain('Daha kiçik model seçin');
});

test('the plan that a run falls back to is named as on the Model screen', () => {
  const details = { wanted: 2 ** 31, bytes: 2 ** 30, moments: 'int8', recompute: 'full' };
  expect(errorText(new OcaqError('plan-fell-back', '', details), az)).toContain(
    '8 bitdə saxlanır; hər qatın yalnız girişi',
  );
});

describe.each(everyLanguage)('a setting that may not be so, in $tag', (language) => {
  const { train, method } = language.messages;
  const said = (setting: string, expected: SettingRange, got: number): string => {
    try {
      checkSetting(setting, expected, got);
    } catch (error) {
      return errorText(error as OcaqError, language);
    }
    throw new Error('no error');
  };

  test('is named as on the page', () => {
    expect(said('weightDecay', 'from-0', -1)).toContain(`“${train.fields.weightDecay}”`);
    expect(said('groups.tables.rate', 'from-0', -1)).toContain(`“${train.fields.tableRate}”`);
    expect(said('rank', 'count-from-1', 0)).toContain(`“${method.fields.rank}”`);
  });

  test('is told what it may be, and what it is', () => {
    const ranges = Object.keys(SETTING_RANGES) as SettingRange[];
    const texts = ranges.map((range) => said('steps', range, -0.5));
    expect(new Set(texts).size).toBe(ranges.length);
    for (const text of texts) expect(text).toContain(`\u22120${language.decimalSign}5.`);
    // Of an error that an earlier version stored.
    const stored = new OcaqError('setting-out-of-range', '', { setting: 'steps', got: 0 });
    expect(errorText(stored, language)).not.toMatch(/undefined|\?/);
  });
});

const ofOlderVersion = (code: string, message: string) => new OcaqError(code as ErrorCode, message);

test('an unknown code keeps the English message, whole', () => {
  const error = ofOlderVersion('never-heard-of', 'Something precise happened. Do this.');
  expect(errorText(error, az)).toBe('Something precise happened. Do this.');
  expect(errorText(ofOlderVersion('constructor', 'Not a text.'), az)).toBe('Not a text.');
});

describe('error codes', () => {
  const root = path.resolve('src');
  const thrown = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .flatMap((file) => {
      const source = readFileSync(path.join(root, file), 'utf8');
      const codes = source.matchAll(/(?:new OcaqError\(|toErrorRecord\([^']*?|code: )\s*'([a-z0-9-]+)'/g);
      return [...codes].map(([, code = '']) => ({ code, file }));
    });

  test('every code is thrown somewhere; those of commands, by commands alone', () => {
    const codes = new Set(thrown.map(({ code }) => code));
    expect([...PAGE_ERROR_CODES, ...CLI_ERROR_CODES].filter((code) => !codes.has(code))).toEqual([]);
    const ofCommands = new Set<string>(CLI_ERROR_CODES);
    expect(thrown.filter(({ code, file }) => ofCommands.has(code) && !file.startsWith('cli'))).toEqual([]);
  });

  const translated = everyLanguage.filter(({ tag }) => tag !== 'en');

  test.each(translated)('$tag has a whole text of its own for each code of the page', (language) => {
    for (const code of PAGE_ERROR_CODES) {
      const text = errorText(new OcaqError(code, 'English.'), language);
      expect(text, code).not.toBe('English.');
      expect(text, code).toMatch(/^\P{Ll}.*[.!?]$/u);
      expect(text, code).not.toContain('undefined');
    }
  });
});
