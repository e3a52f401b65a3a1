import { expect, test } from 'vitest';
import { OcaqError } from '../errors.ts';
import type { OcaqApi } from '../worker/api.ts';
import { openStudio, run, snapshot } from './fixtures.ts';
import type { Notice } from './notices.ts';
import { projectFileName } from './project-files.ts';

const damaged = new OcaqError('project-file-damaged', 'damaged', { file: 'x', part: 'y' });
const cancelled = new OcaqError('cancelled', 'cancelled');
const request = { project: 'a', checkpoints: true, fileName: 'a.ocaq.zip', into: null };

async function opened(calls: Partial<OcaqApi>) {
  const stores = await openStudio(calls);
  const told: Notice[] = [];
  stores.notices.on((notice) => told.push(notice));
  return { ...stores, files: stores.projectFiles, shown: () => stores.projectFiles.store.getState(), told };
}

test('the person is asked what to save, with its size, until it is under way', async () => {
  const file = new File(['zip'], 'a.ocaq.zip');
  const { files, shown, told, jobs } = await opened({
    projectSize: async () => ({ checkpoints: 2, rest: 1 }),
    saveProject: async ({ jobId, checkpoints }) => {
      expect([jobId in jobs.store.getState().jobs, checkpoints, shown().asking]).toEqual([true, true, false]);
      return { bytes: 3, file };
    },
  });
  const asked = files.ask();
  expect(shown()).toMatchObject({ asking: true, size: null });
  await asked;
  expect(shown().size).toEqual({ checkpoints: 2, rest: 1 });
  expect(await files.save(request)).toEqual({ bytes: 3, file });
  expect(shown()).toMatchObject({ asking: false, saveError: null });
  expect(told).toEqual([{ kind: 'project-saved', fileName: 'a.ocaq.zip', bytes: 3 }]);
});

test('what was not saved is told where it can be tried again, and what was cancelled is not told', async () => {
  let error = damaged;
  const { files, shown, told } = await opened({ saveProject: () => Promise.reject(error) });
  expect(await files.save(request)).toBeNull();
  expect(shown()).toMatchObject({ asking: true, saveError: damaged });
  files.dismiss();
  error = cancelled;
  expect(await files.save(request)).toBeNull();
  expect(shown()).toEqual({ asking: false, size: null, saveError: null, refused: null, moved: null });
  expect(told).toEqual([]);
});

test('a project that came from a file is opened; a file that was refused leaves the open one open', async () => {
  let refuse: OcaqError | null = null;
  const { files, shown, told, studio } = await opened({
    openProjectFile: async () => (refuse ? Promise.reject(refuse) : { id: 'c', name: 'Bağ', differences: null }),
    openProject: async (id) => snapshot(id),
  });
  const file = new File(['zip'], 'c.ocaq.zip');
  for (const error of [damaged, cancelled]) {
    refuse = error;
    await files.open(file);
    expect(shown().refused).toEqual(error === damaged ? { fileName: 'c.ocaq.zip', error } : null);
    expect(studio.projectId()).toBe('a');
  }
  refuse = null;
  await files.open(file);
  expect(shown().refused).toBeNull();
  expect(studio.projectId()).toBe('c');
  expect(told).toEqual([{ kind: 'project-opened', name: 'Bağ' }]);
});

test('what is otherwise here is told of a project that has runs', async () => {
  const differences = [{ what: 'adapter', there: 'A', here: 'B' }] as const;
  for (const [runs, told] of [
    [[run('r', 'finished')], { name: 'Bağ', differences }],
    [[], null],
  ] as const) {
    const { files, shown } = await opened({
      openProjectFile: async () => ({ id: 'c', name: 'Bağ', differences }),
      openProject: async (id) => ({ ...snapshot(id), runs: [...runs] }),
    });
    await files.open(new File(['zip'], 'c.ocaq.zip'));
    expect(shown().moved).toEqual(told);
    files.dismiss();
    expect(shown().moved).toBeNull();
  }
});

test('sizes of a project that was left are not those of the one that is open', async () => {
  const { files, shown, studio } = await opened({
    projectSize: async () => {
      await studio.openProject('b');
      return { checkpoints: 2, rest: 1 };
    },
  });
  await files.ask();
  expect(shown()).toMatchObject({ asking: false, size: null });
});

test.each([
  ['Bağ', 'Bağ.ocaq.zip'],
  ['a/b: c', 'a-b-c.ocaq.zip'],
  ['../..', 'ocaq.ocaq.zip'],
  ['Лес 2.1_x', 'Лес-2.1_x.ocaq.zip'],
])('a file is called after its project: %s', (name, fileName) => {
  expect(projectFileName(name)).toBe(fileName);
});
