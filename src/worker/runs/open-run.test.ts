import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { openDatabase } from '../../storage/database.ts';
import { createProject } from '../../storage/projects.ts';
import { appendEvents, createRun } from '../../storage/runs.ts';
import { Hub } from '../hub.ts';
import { presets } from '../models/model.ts';
import type { RunConfig } from '../stored.ts';
import { openRun } from './open-run.ts';
import type { RunData } from './run-data.ts';
import { NO_RUN_DETAILS } from './run-details.ts';

vi.stubGlobal('navigator', {});
const [preset] = presets();
if (!preset) throw new Error('there are no presets');

test('a run that never saved begins anew, one whose checkpoints were all deleted does not: its curves stay', async () => {
  const hub = new Hub(await openDatabase('open-run'), () => undefined);
  const { id: projectId } = await createProject(hub.database, 'p');
  const config: RunConfig = {
    choice: preset.choice,
    settings: preset.training,
    objective: 'next-token',
    method: { kind: 'full' },
    data: { kind: 'corpus' },
    baseCheckpoint: null,
    tokenizer: 't',
    tokenSet: 's',
  };
  const paused = { projectId, name: '', status: 'paused', step: 3, state: null, details: NO_RUN_DETAILS } as const;
  const run = await createRun(hub.database, { ...paused, config });
  const open = () =>
    openRun(hub, run, {} as RunData, { budgetBytes: 2 ** 30, sameAdapter: false, change: {} }).catch(
      ({ code }: { code: string }) => code,
    );
  const event = (kind: string) => appendEvents(hub.database, run.id, 'events', [{ step: 3, kind, at: 0 } as never]);
  await event('started');
  expect(await open()).toBe('no-webgpu');
  await event('checkpoint');
  expect(await open()).toBe('no-checkpoint');
});
