/** What belongs to a project stays with it: runs, conversations, settings, and files on their way into it. */
import { describe, expect, test, vi } from 'vitest';
import { OcaqError } from '../errors.ts';
import type {
  ChatResult,
  ImportOptions,
  ModelChoice,
  ProjectSnapshot,
  Readings,
  SourcePreview,
  SourceRecord,
  TrainingSettings,
} from '../worker/api.ts';
import { checkpoint, openStudio, run, settings, snapshot, storageStatus } from './fixtures.ts';

const answer: ChatResult = { text: 'Salam!', tokens: 2, tokensPerSecond: 1, stopped: 'eos', written: [] };

describe('opening another project', () => {
  test('ends the conversation, and an answer still on its way is not shown in the other project', async () => {
    let finish = (_: ChatResult) => {};
    const cancelled: string[] = [];
    const { studio, chat } = await openStudio({
      chat: () => new Promise((resolve) => (finish = resolve)),
      cancel: async (job) => void cancelled.push(job),
    });
    chat.change({ checkpoint: 'c', template: 'alpaca' });
    const sent = chat.send('Salam', [checkpoint('c', 'pretrain', 1)]);
    const { live } = chat.store.getState();
    await studio.openProject('b');
    expect(cancelled).toEqual([live?.jobId]);
    finish({ ...answer, stopped: 'cancelled' });
    await sent;
    expect(chat.store.getState()).toMatchObject({
      conversation: { exchanges: [] },
      live: null,
      checkpoint: null,
      template: 'auto',
    });
  });

  test('of two that were asked for, the last opens, whichever is there first', async () => {
    const waiting = new Map<string, (snapshot: ProjectSnapshot) => void>();
    const { studio } = await openStudio({
      openProject: (id) =>
        id === 'a' ? Promise.resolve(snapshot('a')) : new Promise((resolve) => waiting.set(id, resolve)),
    });
    const both = [studio.openProject('b'), studio.openProject('c')];
    waiting.get('c')?.(snapshot('c'));
    waiting.get('b')?.(snapshot('b'));
    await Promise.all(both);
    expect(studio.isOpen('c')).toBe(true);
  });

  test('forgets what was chosen for an instruction run and for an export', async () => {
    const { studio, instruct, exporting } = await openStudio();
    instruct.change({ sets: [{ set: 's', weight: 1 }], base: 'c', seq: 64, batch: 2, accumulate: 3, edits: settings });
    exporting.change({ name: 'model-of-a', checkpoint: 'c', license: 'mit' });
    await studio.openProject('b');
    expect(instruct.store.getState()).toMatchObject({ sets: null, base: null, seq: null, batch: 8, edits: {} });
    expect(exporting.store.getState()).toMatchObject({ name: '', checkpoint: null, license: 'mit' });
  });

  test('a new picture of the same project changes none of it', async () => {
    const { events, studio, instruct, chat } = await openStudio({ chat: async () => answer });
    instruct.change({ sets: [{ set: 's', weight: 2 }] });
    await chat.send('Salam', [checkpoint('c', 'pretrain', 1)]);
    events.emit({ type: 'project-changed', snapshot: snapshot('a') });
    await studio.openProject('a');
    expect(instruct.store.getState().sets).toEqual([{ set: 's', weight: 2 }]);
    expect(chat.store.getState().conversation.exchanges).toMatchObject([{ takes: [[answer]] }]);
  });

  test('a run that began in the project that was left does not appear in the other one', async () => {
    let begin = () => {};
    const began: string[] = [];
    const { studio, training } = await openStudio({
      startTraining: (project) =>
        new Promise((resolve) => {
          began.push(project);
          begin = () => resolve(run('r', 'running'));
        }),
      stopRun: async (id) => run(id, 'stopped'),
    });
    training.setSettings(settings);
    const started = training.start();
    await studio.openProject('b');
    begin();
    await started;
    expect(began).toEqual(['a']);
    expect(studio.store.getState().snapshot?.runs).toEqual([]);
    expect(studio.store.getState().seenRuns).toEqual({ r: true });
    await training.stop('r');
    expect(studio.store.getState().snapshot?.runs).toEqual([]);
  });

  test('a picture of the project that was left does not bring it back', async () => {
    const { studio } = await openStudio();
    await studio.openProject('b');
    studio.takeSnapshot(snapshot('a', [run('r', 'running')]));
    expect(studio.projectId()).toBe('b');
  });
});

test('a run that begins in the open project is shown first', async () => {
  const { studio, training } = await openStudio({
    openProject: async (id) => snapshot(id, [run('old', 'finished')]),
    startTraining: async () => run('new', 'running'),
  });
  await training.begin('a', settings);
  expect(studio.store.getState().snapshot?.runs.map((one) => one.id)).toEqual(['new', 'old']);
});

test('a run that could not be deleted says so to whoever asked', async () => {
  const refused = new OcaqError('run-active', 'This run is under way. Stop it first.');
  const { training } = await openStudio({ deleteRun: () => Promise.reject(refused) });
  await expect(training.deleteRun('r')).rejects.toBe(refused);
  expect(training.store.getState().busy).toBeNull();
});

test('settings are proposed anew for another model, and stay while the model does', async () => {
  const proposeTraining = async (_: string, { seq }: ModelChoice, steps: number) => ({ ...settings, steps, seed: seq });
  const { training } = await openStudio({ proposeTraining });
  const { choice } = run('r', 'finished');
  await training.propose('a', choice, 400);
  expect(training.store.getState().settings).toEqual({ ...settings, steps: 400, seed: choice.seq });
  training.setSettings({ ...settings, steps: 7 });
  await training.propose('a', choice, 400);
  expect(training.store.getState().settings?.steps).toBe(7);
  await training.propose('a', { ...choice, seq: 4 }, 300);
  expect(training.store.getState().settings).toEqual({ ...settings, steps: 300, seed: 4 });
});

test('what is still as proposed follows the steps; what the person set stays', async () => {
  const proposeTraining = async (_: string, __: ModelChoice, steps: number) => ({
    ...settings,
    steps,
    warmupSteps: steps / 10,
    saveEvery: steps / 5,
    weightDecay: steps > 1000 ? 2 : 0.1,
  });
  const { training } = await openStudio({ proposeTraining });
  await training.propose('a', run('r', 'finished').choice, 100);
  const set = (part: Partial<TrainingSettings>) =>
    training.setSettings({ ...training.store.getState().settings!, ...part });
  set({ saveEvery: 7 });
  set({ steps: 2000 });
  await vi.waitFor(() => expect(training.store.getState().settings?.warmupSteps).toBe(200));
  expect(training.store.getState().settings).toMatchObject({ steps: 2000, saveEvery: 7, weightDecay: 2 });
  set({ steps: 50 });
  set({ steps: 100 });
  await vi.waitFor(() => expect(training.store.getState().settings?.warmupSteps).toBe(10));
  expect(training.store.getState().settings).toMatchObject({ steps: 100, saveEvery: 7, weightDecay: 0.1 });
});

test('a run that is started while the proposal for other steps is on its way starts with it', async () => {
  const started: TrainingSettings[] = [];
  const { training } = await openStudio({
    proposeTraining: async (_, __, steps) => ({ ...settings, steps, warmupSteps: steps / 10 }),
    startTraining: async (_, given) => {
      started.push(given);
      return run('r', 'running');
    },
  });
  await training.propose('a', run('r', 'finished').choice, 100);
  training.setSettings({ ...training.store.getState().settings!, steps: 50 });
  await training.start();
  expect(started).toMatchObject([{ steps: 50, warmupSteps: 5 }]);
});

test('a proposal that failed is asked for again', async () => {
  const refused = new OcaqError('project-missing', 'This project is gone.');
  const answers = [() => Promise.reject(refused), async () => settings];
  const { training } = await openStudio({ proposeTraining: async () => answers.shift()!() });
  const { choice } = run('r', 'finished');
  await training.propose('a', choice, 400);
  expect(training.store.getState()).toMatchObject({ settings: null, error: refused });
  await training.propose('a', choice, 400);
  expect(training.store.getState().settings).toBe(settings);
});

describe('asking the browser to keep the data', () => {
  test.each([true, false])('it answers %s', async (promised) => {
    const { studio } = await openStudio(
      { storage: async () => storageStatus({ persisted: promised }) },
      { persist: async () => promised },
    );
    expect(await studio.askToPersist()).toBe(promised);
    expect(studio.store.getState().storage?.persisted).toBe(promised);
  });

  test('one that has no such promise is named as the reason', async () => {
    const { studio } = await openStudio();
    await expect(studio.askToPersist()).rejects.toMatchObject({ code: 'storage-persist-unavailable' });
  });
});

const previewOf = (format: 'text' | 'jsonl' | 'delimited', kind: 'corpus' | 'instructions'): SourcePreview => {
  const preview = { format, kind, fields: [], suggestedField: 'text', suggestedSplit: 'auto', sample: [] } as const;
  return {
    groups: [{ format, files: ['a'], count: 1, preview: { ...preview, fields: [], sample: [] } }],
    skipped: [],
    isWhole: true,
    licence: null,
  };
};

test('what is changed in the dialog while files are read counts for the files still to come', async () => {
  const read: Record<string, ImportOptions> = {};
  const { corpus } = await openStudio({
    previewSource: async () => previewOf('text', 'corpus'),
    importSource: async (_project, _job, { name }, options) => {
      read[name] = options;
      const [, second, third] = entries;
      if (name === 'first') {
        void corpus.setReading(second!.id, 'text', { format: 'text', split: 'line' });
        corpus.dismiss(third!.id);
      }
      return { fileName: name } as SourceRecord;
    },
    cleanCorpus: async () => [],
  });
  await corpus.addFiles(['first', 'second', 'third'].map((name) => new File(['.'], name)));
  const entries = corpus.store.getState().pending;
  await corpus.importAll();
  expect(Object.keys(read)).toEqual(['first', 'second']);
  expect(read).toMatchObject({ second: { readings: { text: { split: 'line' } } } });
  expect(corpus.store.getState().pending).toEqual([]);
});

test('one licence is given to all files that go to the corpus, and a card among the files does not take it back', async () => {
  const { corpus } = await openStudio({
    previewSource: async ({ name }) => {
      if (name === 'b') corpus.setLicenceOfAll('cc-by-4.0');
      const preview = previewOf('jsonl', name === 'records' ? 'instructions' : 'corpus');
      return { ...preview, licence: name === 'records' ? null : 'mit' };
    },
  });
  const licences = () => corpus.store.getState().pending.map(({ licence }) => licence);
  await corpus.addFiles(['records', 'a', 'b', 'c'].map((name) => new File(['.'], name)));
  expect(licences()).toEqual([null, 'cc-by-4.0', 'cc-by-4.0', 'cc-by-4.0']);
  corpus.setLicenceOfAll(null);
  expect(licences()).toEqual([null, null, null, null]);
});

test('instruction records become a set, and a file that the corpus has already is said to be', async () => {
  const told: unknown[] = [];
  const { corpus, notices, instruct } = await openStudio({
    previewSource: async ({ name }) => previewOf('jsonl', name === 'text' ? 'corpus' : 'instructions'),
    importSource: async () => null,
    cleanCorpus: async () => [],
    importInstructions: async (_project, _job, file) =>
      ({ id: 's', fileName: file.name, records: 2, problemCount: 1 }) as never,
  });
  notices.on((notice) => told.push(notice));
  await corpus.addFiles(['text', 'records'].map((name) => new File(['.'], name)));
  await corpus.importAll();
  expect(told).toEqual([
    { kind: 'already-there', fileName: 'text' },
    { kind: 'instructions-imported', fileName: 'records', records: 2, problems: 1 },
  ]);
  expect(instruct.store.getState().sets).toEqual([{ set: 's', weight: 1 }]);
});

test('several files of records become sets that are learned from together; what cannot be read is named', async () => {
  const { instruct } = await openStudio({
    importInstructions: async (_project, _job, { name }) => {
      if (name.startsWith('bad')) throw new OcaqError('file-not-json', `"${name}" is no JSON.`, { file: name });
      return { id: name, fileName: name, records: 2, problemCount: 0 } as never;
    },
  });
  await instruct.addFiles(['a', 'bad1', 'b', 'bad2'].map((name) => new File(['.'], name)));
  const { sets, errors } = instruct.store.getState();
  expect(sets).toEqual(['a', 'b'].map((set) => ({ set, weight: 1 })));
  expect(errors.map(({ message }) => message)).toEqual(['"bad1" is no JSON.', '"bad2" is no JSON.']);
});

test('files are looked at again as a person decides, and columns that are gone by then are left out', async () => {
  const asked: Readings[] = [];
  const column = (name: string) => ({ name, kind: 'text' as const, example: '' });
  const group = (names: string[], suggestedField: string) => {
    const [one] = previewOf('delimited', 'corpus').groups;
    if (!one) throw new Error('there is no group');
    return { ...one, preview: { ...one.preview, fields: names.map(column), suggestedField } };
  };
  const { corpus } = await openStudio({
    previewSource: async (_source, readings) => {
      asked.push(readings);
      const isBare = readings.delimited?.header === 'no';
      const groups = [isBare ? group(['1', '2'], '2') : group(['title', 'text'], 'text')];
      return { ...previewOf('delimited', 'corpus'), groups };
    },
  });
  await corpus.addFiles([new File(['.'], 'a.csv')]);
  const id = corpus.store.getState().pending[0]?.id ?? '';
  const reading = () => corpus.store.getState().pending[0]?.readings.delimited;
  expect(reading()).toMatchObject({ field: 'text' });
  await corpus.setReading(id, 'delimited', { format: 'delimited', field: 'text', join: ['title'] });
  expect(reading()).toEqual({ format: 'delimited', field: 'text', join: ['title'] });
  await corpus.setReading(id, 'delimited', { ...reading()!, header: 'no' });
  expect(asked.at(-1)).toMatchObject({ delimited: { header: 'no' } });
  expect(reading()).toEqual({ format: 'delimited', field: '2', join: [], header: 'no' });
  expect(corpus.store.getState().pending[0]?.preview?.groups[0]?.preview.fields.map(({ name }) => name)).toEqual([
    '1',
    '2',
  ]);
});

test('a decision with which a file cannot be read is told, and can be taken back', async () => {
  const { corpus } = await openStudio({
    previewSource: async (_source, readings) => {
      if (readings.text?.format === 'pdf') throw new OcaqError('file-damaged', 'no PDF');
      return previewOf('text', 'corpus');
    },
  });
  await corpus.addFiles([new File(['.'], 'a.txt')]);
  const pending = () => corpus.store.getState().pending[0];
  const id = pending()?.id ?? '';
  await corpus.setReading(id, 'text', { format: 'pdf' });
  expect(pending()).toMatchObject({ error: { code: 'file-damaged' }, preview: { groups: [{ format: 'text' }] } });
  await corpus.setReading(id, 'text', { format: 'text' });
  expect(pending()).toMatchObject({ error: null });
});
