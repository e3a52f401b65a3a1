import { expect, test } from 'vitest';
import { OcaqError } from '../errors.ts';
import type { OcaqApi } from '../worker/api.ts';
import { openStudio } from './fixtures.ts';

const refusing = (code: ConstructorParameters<typeof OcaqError>[0]) => async () => {
  throw new OcaqError(code, 'No.');
};

test.each<[string, OcaqApi['packedPass'], object]>([
  ['known', async () => ({ rows: 3, tokens: 20 }), { pass: { rows: 3, tokens: 20, seq: 8 }, error: null }],
  ['not known while there are no tokens', async () => null, { pass: null, error: null }],
  ['not known of a corpus that is too short', refusing('corpus-too-short'), { pass: null, error: null }],
  ['refused with the reason', refusing('storage-unreadable'), { pass: null, error: { code: 'storage-unreadable' } }],
])('a packed pass is %s', async (_, packedPass, expected) => {
  const { packing } = await openStudio({ packedPass });
  await packing.look(8);
  expect(packing.store.getState()).toMatchObject(expected);
});

test('of two looks the later one counts, and another project begins anew', async () => {
  const answers: (() => void)[] = [];
  const { packing, studio } = await openStudio({
    packedPass: (_, seq) => new Promise((resolve) => answers.push(() => resolve({ rows: seq, tokens: seq }))),
  });
  const looks = [packing.look(8), packing.look(16)];
  for (const answer of answers.toReversed()) answer();
  await Promise.all(looks);
  expect(packing.store.getState()).toMatchObject({ pass: { seq: 16 } });
  await studio.openProject('b');
  expect(packing.store.getState()).toEqual({ pass: null, error: null });
});
