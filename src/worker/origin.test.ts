import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../storage/database.ts';
import { createProject } from '../storage/projects.ts';
import { KERNELS_VERSION } from '../tuning/stored.ts';
import { differences, differencesFrom, originOf } from './origin.ts';

const machine = {
  code: 'entry-a.js',
  kernels: KERNELS_VERSION,
  browser: 'Browser 1',
  adapter: { name: 'Card', features: ['f16'], maxBindingBytes: 128 },
};

describe('differences', () => {
  it.each([
    ['nothing', {}, []],
    ['another card', { adapter: { ...machine.adapter, name: 'B' } }, [{ what: 'adapter', there: 'Card', here: 'B' }]],
    ['other kernels', { kernels: 'x' }, [{ what: 'kernels', there: KERNELS_VERSION, here: 'x' }]],
    [
      'no card',
      { adapter: null },
      [
        { what: 'adapter', there: 'Card', here: '' },
        { what: 'features', there: 'f16', here: '' },
        { what: 'limits', there: '128', here: '' },
      ],
    ],
    ['another version of all that computes', { code: 'entry-b.js', browser: 'Browser 2' }, ['code', 'browser']],
  ])('are told of %s', (_, here, expected) => {
    const found = differences(machine, { ...machine, ...here });
    expect(typeof expected[0] === 'string' ? found.map(({ what }) => what) : found).toEqual(expected);
  });
});

describe('what a file says of where it was made', () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'x'],
    ['an adapter that is none', { ...machine, adapter: 'Card' }],
    ['a version that is no text', { ...machine, kernels: 3 }],
  ])('is not believed where it is %s', async (_, origin) => {
    vi.stubGlobal('navigator', { userAgent: 'Browser 1' });
    expect(await differencesFrom(origin)).toBeNull();
  });

  it('is told of a project that has nothing yet, on a machine without a card', async () => {
    vi.stubGlobal('navigator', { userAgent: 'Browser 1' });
    const database = await openDatabase('origin');
    const { id } = await createProject(database, 'p');
    const origin = await originOf(database, id, new AbortController().signal);
    expect(origin).toMatchObject({
      kernels: KERNELS_VERSION,
      browser: 'Browser 1',
      adapter: null,
      sources: [],
      runs: [],
    });
    expect(await differencesFrom(JSON.parse(JSON.stringify(origin)))).toEqual([]);
    expect(await differencesFrom({ ...origin, browser: 'Browser 2' })).toEqual([
      { what: 'browser', there: 'Browser 2', here: 'Browser 1' },
    ]);
  });
});
