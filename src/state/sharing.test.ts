import { expect, test, vi } from 'vitest';
import { OcaqError } from '../errors.ts';
import type { TokenizerReport } from '../worker/api.ts';
import { config, openStudio, run, settings, snapshot } from './fixtures.ts';
import { settingsFile } from './settings-file.ts';

const choice = { preset: null, config, seq: 8, batch: 1, accumulate: 1, precision: 'f32' } as const;

test('a file of settings is offered', async () => {
  const { sharing } = await openStudio();
  await sharing.offerFile(new File([settingsFile({ choice, settings })], 'settings.json'));
  expect(sharing.store.getState()).toEqual({ offered: { choice, settings }, taking: false, error: null });
});

test('settings whose model is refused leave the form as it was', async () => {
  const tokenizer = { id: 't', vocabSize: 1024 } as TokenizerReport;
  const { sharing, training } = await openStudio({
    openProject: async (id) => ({ ...snapshot(id), tokenizer }),
    presets: async () => [{ id: 'starter', choice, training: settings, isPublished: false }],
    chooseModel: () => Promise.reject(new OcaqError('config-too-large', 'Too large.')),
  });
  const own = { ...settings, steps: 7 };
  training.setSettings(own);
  sharing.offerRun(run('r', 'finished'));
  expect(await sharing.take()).toBe(false);
  expect(sharing.store.getState()).toMatchObject({ taking: false, error: { code: 'config-too-large' } });
  expect(sharing.store.getState().offered).not.toBeNull();
  expect(training.store.getState().settings).toBe(own);
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
