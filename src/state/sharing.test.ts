import { expect, test, vi } from 'vitest';
import { config, openStudio, settings } from './fixtures.ts';
import { settingsFile } from './settings-file.ts';

const choice = { preset: null, config, seq: 8, batch: 1, accumulate: 1, precision: 'f32' } as const;

test('a file of settings is offered', async () => {
  const { sharing } = await openStudio();
  await sharing.offerFile(new File([settingsFile({ choice, settings })], 'settings.json'));
  expect(sharing.store.getState()).toEqual({ offered: { choice, settings }, taking: false, error: null });
});

test('a file that is gone, or far too long, is refused in a sentence', async () => {
  const { sharing } = await openStudio();
  const gone = new File(['{}'], 'gone.json');
  vi.spyOn(gone, 'slice').mockImplementation(() => {
    throw new DOMException('The file is gone.', 'NotFoundError');
  });
  await sharing.offerFile(gone);
  expect(sharing.store.getState()).toMatchObject({ offered: null, error: { code: 'file-unreadable' } });
  await sharing.offerFile(new File(['{"format": "', 'x'.repeat(2 ** 21), '"}'], 'long.json'));
  expect(sharing.store.getState()).toMatchObject({ offered: null, error: { code: 'settings-not-json' } });
});
