import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { OcaqError } from '../errors.ts';
import type {
  ChatResult,
  InstructionSetRecord,
  OcaqApi,
  PresetRecord,
  ProjectSnapshot,
  RunRecord,
} from '../worker/api.ts';
import { checkpoint, config, openStudio, run, settings, snapshot } from './fixtures.ts';
import { sampleVocabSize } from './journey.ts';
import { presetChoice } from './model.ts';

const files: Record<string, string> = {
  'index.json': JSON.stringify({ corpus: ['text.txt'], instructions: 'instructions.json' }),
  'text.txt': 'Salam.',
  'instructions.json': JSON.stringify([
    { instruction: 'Sağollaş.', output: 'Sağ ol!' },
    { instruction: 'Salam ver.', output: 'Salam!' },
    { instruction: 'Tərcümə et.', input: 'Hello', output: 'Salam' },
  ]),
};

beforeEach(() => {
  vi.stubGlobal('document', { baseURI: 'http://localhost/' });
  vi.stubGlobal('fetch', async (url: URL) => new Response(files[url.pathname.replace('/sample/', '')]));
});
afterEach(() => vi.unstubAllGlobals());

const cancelled = () => new OcaqError('cancelled', 'Cancelled.');

const starter: PresetRecord = {
  id: 'starter',
  choice: { preset: 'starter', config, seq: 8, batch: 1, accumulate: 1, precision: 'f32' as const },
  training: settings,
  isPublished: false,
};

/** The studio over a worker whose runs continue until the test ends them; project `a` is open and empty. */
async function begin(speed = 1e6, other: Partial<OcaqApi> = {}) {
  const asked: string[] = [];
  const pictures = new Map<string, ProjectSnapshot>([
    ['a', snapshot('a')],
    ['b', snapshot('b')],
  ]);
  const change = (part: Partial<ProjectSnapshot>) => {
    const picture = { ...pictures.get('a')!, ...part };
    pictures.set('a', picture);
    studio.events.emit({ type: 'project-changed', snapshot: picture });
    return picture;
  };
  const move = (id: string, status: RunRecord['status']) => {
    const record = run(id, status);
    const { runs } = pictures.get('a')!;
    pictures.set('a', { ...pictures.get('a')!, runs: [record, ...runs.filter((one) => one.id !== id)] });
    studio.events.emit({ type: 'run-changed', run: record });
    return record;
  };
  const note = (call: string, project: string) => asked.push(`${call} ${project}`);
  const calls: Partial<OcaqApi> = {
    openProject: async (id) => pictures.get(id)!,
    importSource: async (project) => {
      note('import', project);
      return { id: 's', fileName: '', addedAt: 0, bytes: 1, documents: 1, keptBytes: 1 } as never;
    },
    cleanCorpus: async () => [],
    trainTokenizer: async (project) => {
      note('tokenizer', project);
      return {} as never;
    },
    presets: async () => [starter],
    measureSpeed: async () => ({ tokensPerSecond: speed, millisecondsPerStep: 1, measuredSteps: 1 }),
    proposeTraining: async (_, __, steps) => ({ ...starter.training, steps }),
    chooseModel: async (project, model) => {
      note('model', project);
      return change({ model });
    },
    startTraining: async (project) => {
      note('train', project);
      return move('trained', 'running');
    },
    importInstructions: async (project) => {
      note('instructions', project);
      return { id: 'set' } as InstructionSetRecord;
    },
    previewInstructions: async () => ({
      examples: [],
      total: 1,
      usable: 1,
      tooLong: 0,
      refused: { count: 0, records: [] },
      unanswered: { count: 0, places: [] },
      truncated: { records: 0, lostTokens: 0, answerTokens: 0 },
      longer: [],
      learned: { records: 1, rows: 1, tokens: 2, answerTokens: 1, packedRows: 1 },
      canReplay: true,
    }),
    startInstruct: async (project) => {
      note('instruct', project);
      return move('tuned', 'running');
    },
    stopRun: async (id) => {
      note('stop', id);
      return move(id, 'stopped');
    },
    chat: async () => ({ text: 'Salam!', tokens: 2, tokensPerSecond: 1, stopped: 'eos', written: [] }),
    ...other,
  };
  const studio = await openStudio(calls);
  const over = studio.journey.start('Journey');
  const end = (id: string, kind: 'pretrain' | 'instruct') => {
    const { checkpoints } = pictures.get('a')!;
    change({ checkpoints: [...checkpoints, { ...checkpoint(`of ${id}`, kind, 1), runId: id }] });
    move(id, 'finished');
  };
  await vi.waitFor(() => expect(asked).toContain('train a'));
  return { ...studio, asked, over, change, move, end };
}

test('the whole journey ends with an answer', async () => {
  const { journey, chat, instruct, asked, over, end } = await begin();
  end('trained', 'pretrain');
  await vi.waitFor(() => expect(asked).toContain('instruct a'));
  expect(instruct.store.getState()).toMatchObject({ sets: [{ set: 'set', weight: 1 }], base: 'of trained' });
  end('tuned', 'instruct');
  await over;
  expect(journey.store.getState()).toMatchObject({ phase: 'done', step: 'chat', error: null });
  expect(chat.store.getState().conversation.exchanges).toMatchObject([
    { prompt: 'Salam ver.', takes: [[{ text: 'Salam!', checkpoint: 'of tuned' }]] },
  ]);
});

test('it stays in its project when another one is opened, and leaves that one alone', async () => {
  const { journey, studio, chat, instruct, training, asked, over, end } = await begin();
  await studio.openProject('b');
  training.setSettings({ ...settings, steps: 7 });
  end('trained', 'pretrain');
  await vi.waitFor(() => expect(asked).toContain('instruct a'));
  end('tuned', 'instruct');
  await over;
  expect(journey.store.getState().phase).toBe('done');
  expect(asked.filter((one) => one.endsWith(' b'))).toEqual([]);
  expect(studio.projectId()).toBe('b');
  expect(studio.store.getState().snapshot?.runs).toEqual([]);
  expect(instruct.store.getState().sets).toBeNull();
  expect(training.store.getState().settings?.steps).toBe(7);
  expect(chat.store.getState().conversation.exchanges).toEqual([]);
});

test('on a slow device it takes a smaller model, and says when it will end', async () => {
  const { journey, change, move, over } = await begin(100);
  expect(change({}).model).toMatchObject({ preset: null, seq: 64, config: { hiddenSize: 64, layers: 2 } });
  expect(journey.store.getState().promisedEnd).toBeGreaterThan(Date.now());
  move('trained', 'failed');
  await over;
});

test('on a fast device it takes the starter', async () => {
  const { change, move, over } = await begin(1e6);
  expect(change({}).model).toEqual(presetChoice(starter, sampleVocabSize));
  move('trained', 'failed');
  await over;
});

describe('the journey ends', () => {
  test.each(['running', 'paused'] as const)('when it is stopped while its run is %s', async (status) => {
    const { journey, asked, over, move } = await begin();
    move('trained', status);
    await journey.stop();
    await over;
    expect(journey.store.getState().phase).toBe('stopped');
    expect(asked).toContain('stop trained');
  });

  test('when it is stopped during its answer', async () => {
    let answered = () => {};
    const chat = () => new Promise<ChatResult>((_, reject) => (answered = () => reject(cancelled())));
    const { journey, asked, over, end, chat: talk } = await begin(1e6, { chat, cancel: async () => answered() });
    end('trained', 'pretrain');
    await vi.waitFor(() => expect(asked).toContain('instruct a'));
    end('tuned', 'instruct');
    await vi.waitFor(() => expect(talk.store.getState().live).not.toBeNull());
    await journey.stop();
    await over;
    expect(journey.store.getState()).toMatchObject({ phase: 'stopped', error: null });
  });

  test('with the error of an answer that failed', async () => {
    const chat = async () => Promise.reject(new OcaqError('logits-not-finite', 'No number.'));
    const { journey, asked, over, end } = await begin(1e6, { chat });
    end('trained', 'pretrain');
    await vi.waitFor(() => expect(asked).toContain('instruct a'));
    end('tuned', 'instruct');
    await over;
    expect(journey.store.getState()).toMatchObject({ phase: 'failed', error: { code: 'logits-not-finite' } });
  });

  test('when its paused run is deleted', async () => {
    const { journey, over, move, change } = await begin();
    move('trained', 'paused');
    change({ runs: [] });
    await over;
    expect(journey.store.getState()).toMatchObject({ phase: 'stopped', error: null });
  });

  test('when its project is deleted', async () => {
    const { journey, studio, over, move } = await begin();
    move('trained', 'paused');
    studio.store.setState(({ projects }) => ({ projects: projects.filter((one) => one.id !== 'a') }));
    await over;
    expect(journey.store.getState().phase).toBe('stopped');
  });

  test('with the error of a run that failed', async () => {
    const { journey, over, move } = await begin();
    move('trained', 'failed');
    await over;
    expect(journey.store.getState()).toMatchObject({ phase: 'failed', error: { code: 'run-failed' } });
  });
});
