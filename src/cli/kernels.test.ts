import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DIRECT, TILED } from '../ops/operator.ts';
import { kernelFile, kernelFilePath } from './kernels.ts';

let folder = '';
let file = '';
let warnings: string[] = [];
const open = () => kernelFile(file, (warning) => warnings.push(warning));

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ocaq-kernels-'));
  file = path.join(folder, 'ocaq', 'kernels.json');
  warnings = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the file of kernels', () => {
  it('lies in the cache folder of the user', () => {
    expect(kernelFilePath({ XDG_CACHE_HOME: '/tmp/cache' })).toBe('/tmp/cache/ocaq/kernels.json');
    for (const none of [{}, { XDG_CACHE_HOME: '' }])
      expect(kernelFilePath(none)).toBe(path.join(homedir(), '.cache/ocaq/kernels.json'));
  });

  it('keeps choices by key, each beside those before', async () => {
    expect(await open().load('a')).toBeUndefined();
    expect(existsSync(file)).toBe(false);
    await open().save('a', DIRECT);
    await open().save('b', TILED);
    expect([await open().load('a'), await open().load('b'), await open().load('c')]).toEqual([
      DIRECT,
      TILED,
      undefined,
    ]);
    expect(warnings).toEqual([]);
  });

  it.each(['{"a": {"gemm"', '[1]', 'null', '"text"'])(
    'broken (%s), is named, ignored and written anew',
    async (text) => {
      await open().save('a', DIRECT);
      writeFileSync(file, text);
      const store = open();
      expect(await store.load('a')).toBeUndefined();
      await store.save('a', TILED);
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain(file);
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ a: TILED });
    },
  );

  it('that cannot be written is a warning', async () => {
    file = path.join(folder, 'a-file', 'kernels.json');
    writeFileSync(path.dirname(file), '');
    await open().save('a', DIRECT);
    expect(warnings.at(-1)).toMatch(/could not be kept/);
  });
});
