/** The small decisions the stores make: defaults, names, queues, what a stored preference is worth. */
import { describe, expect, test } from 'vitest';
import { DEFAULT_BUDGET_BYTES } from '../defaults.ts';
import { applyChatEvent, type LiveAnswer, templateOf } from './chat.ts';
import { createEventStream } from './connection.ts';
import { type CorpusState, type PendingSource, readyToImport, withoutPending } from './corpus.ts';
import { formOf, formsOf, safeModelName } from './exporting.ts';
import { checkpoint, config, settings } from './fixtures.ts';
import { changedFields, instructBatch, instructSettings, templateWith, tuningSteps, withSet } from './instruct.ts';
import { enterStep, idleJourney } from './journey.ts';
import { choiceKey, measuredKey, presetFor } from './model.ts';
import { budgetBytes, preferredLanguage, readPreferences } from './preferences.ts';
import { suggestedVocabSize } from './tokenizer.ts';

const spoken = ['az', 'en'];

describe('preferences', () => {
  test.each([
    [['az-Latn-AZ', 'en'], 'az'],
    [['tr', 'en-GB', 'az'], 'en'],
    [['ru'], 'en'],
    [[], 'en'],
  ])('%j chooses %s', (languages, language) => {
    expect(preferredLanguage(languages, spoken)).toBe(language);
  });

  test('one bad field does not cost the others', () => {
    expect(
      readPreferences('{"language":"az","theme":"pink","budgetGiB":"8","lastProject":7,"keepAwake":1}', ['en'], spoken),
    ).toEqual({
      language: 'az',
      theme: 'system',
      budgetGiB: 3.25,
      lastProject: null,
      keepAwake: false,
    });
  });

  test.each([null, '', '{', '7', 'null', '[]'])('%j gives the defaults', (stored) => {
    expect(readPreferences(stored, ['az'], spoken)).toEqual({
      language: 'az',
      theme: 'system',
      budgetGiB: 3.25,
      lastProject: null,
      keepAwake: false,
    });
  });

  test('the screen is kept on where that was chosen', () => {
    expect(readPreferences('{"keepAwake":true}', [], spoken).keepAwake).toBe(true);
  });

  test.each([
    [0.25, 0.25],
    [64, 64],
    [0.2, 3.25],
    [64.5, 3.25],
    [null, 3.25],
  ])('a stored memory budget of %d GiB is read as %d', (budgetGiB, read) => {
    expect(readPreferences(JSON.stringify({ budgetGiB }), [], spoken).budgetGiB).toBe(read);
  });

  test('the memory budget is that of the command line unless set, and whole bytes', () => {
    expect(budgetBytes(readPreferences(null, [], spoken))).toBe(DEFAULT_BUDGET_BYTES);
    expect(budgetBytes({ budgetGiB: 0.3 })).toBe(322_122_547);
  });
});

test('events that arrive before anyone listens are delivered to the first listener, once', () => {
  const events = createEventStream();
  const ended = (jobId: string) => ({ type: 'job-ended', jobId, kind: 'import', outcome: 'done' }) as const;
  events.emit(ended('early'));
  const heard: string[] = [];
  const off = events.on((event) => event.type === 'job-ended' && heard.push(event.jobId));
  events.emit(ended('late'));
  off();
  events.emit(ended('after'));
  expect(heard).toEqual(['early', 'late']);
});

describe('files waiting to be imported', () => {
  const file = (id: string, part: Partial<PendingSource> = {}): PendingSource => ({
    id,
    source: { name: id, files: [] },
    preview: { groups: [], skipped: [], isWhole: true, licence: null },
    readings: { text: { format: 'text' } },
    licence: null,
    use: 'corpus',
    error: null,
    importing: false,
    ...part,
  });
  const state = (selected: string): CorpusState => ({
    pending: [file('a'), file('b'), file('c')],
    selected,
    importing: false,
    error: null,
  });

  test.each([
    ['b', 'b', 'c'],
    ['c', 'c', 'b'],
    ['a', 'b', 'b'],
  ])('taking %s off while %s is selected selects %s', (gone, selected, next) => {
    expect(withoutPending(state(selected), gone).selected).toBe(next);
  });

  test('JSON lines wait for their field, unless they are instruction records', () => {
    const jsonl = { format: 'jsonl', split: 'auto' } as const;
    expect(readyToImport(file('a'))).toBe(true);
    expect(readyToImport(file('a', { preview: null }))).toBe(false);
    expect(readyToImport(file('a', { readings: { text: null } }))).toBe(false);
    expect(readyToImport(file('a', { readings: { jsonl } }))).toBe(false);
    expect(readyToImport(file('a', { readings: { jsonl }, use: 'instructions' }))).toBe(true);
    expect(readyToImport(file('a', { readings: { jsonl: { ...jsonl, field: 'text' } } }))).toBe(true);
    expect(readyToImport(file('a', { readings: { text: { format: 'text' }, jsonl } }))).toBe(false);
  });
});

test('sets are chosen with weights, in the order in which they were', () => {
  const one = withSet([], 'a', 1);
  const two = withSet(one, 'b', 2);
  expect(two).toEqual([
    { set: 'a', weight: 1 },
    { set: 'b', weight: 2 },
  ]);
  expect(withSet(two, 'a', 0.5)[0]).toEqual({ set: 'a', weight: 0.5 });
  expect(withSet(two, 'a', null)).toEqual([{ set: 'b', weight: 2 }]);
  expect(withSet(two, 'c', null)).toEqual(two);
});

test('the template is the base’s own where it has one and nothing else is chosen', () => {
  const [own, none] = [{ hasChatTemplate: true }, { hasChatTemplate: false }];
  expect([own, none, null].map((base) => templateWith(null, base))).toEqual(['chat', 'az', 'az']);
  expect([own, none, null].map((base) => templateWith('alpaca', base))).toEqual(['alpaca', 'alpaca', 'alpaca']);
});

describe('chat', () => {
  const live: LiveAnswer = {
    jobId: 'j',
    checkpoint: 'c',
    text: 'a',
    tokens: 1,
    tokensPerSecond: 5,
    before: [],
    isBlind: false,
  };
  test('text is added to the answer it belongs to, and to no other', () => {
    const event = { type: 'chat-text', jobId: 'j', delta: 'b', tokens: 2, tokensPerSecond: 6 } as const;
    expect(applyChatEvent(live, event)).toEqual({ ...live, text: 'ab', tokens: 2, tokensPerSecond: 6 });
    expect(applyChatEvent(live, { ...event, jobId: 'other' })).toBe(live);
    expect(applyChatEvent(null, event)).toBeNull();
  });

  test('the template follows the checkpoint unless the person says otherwise', () => {
    expect(templateOf('auto', checkpoint('i', 'instruct', 1))).toBe('az');
    expect(templateOf('auto', checkpoint('p', 'pretrain', 1))).toBeNull();
    const own = { ...checkpoint('p', 'pretrain', 1), hasChatTemplate: true };
    expect(templateOf('auto', own)).toBe('chat');
    expect(templateOf('auto', { ...own, template: 'az' })).toBe('az');
    expect(templateOf('plain', own)).toBeNull();
    expect(templateOf('plain', checkpoint('i', 'instruct', 1))).toBeNull();
    expect(templateOf('alpaca', checkpoint('p', 'pretrain', 1))).toBe('alpaca');
  });
});

test('instruct settings: three passes within bounds, a fifth of the rate, every interval at least one step', () => {
  expect([1, 240, 1_000_000].map((usable) => tuningSteps(usable, 8))).toEqual([20, 90, 600]);
  expect(tuningSteps(240, 8, 30)).toBe(30);
  expect(instructSettings(90, settings)).toMatchObject({ steps: 90, learningRate: 6e-4, weightDecay: 0 });
  const small = instructSettings(1, settings);
  expect(Math.min(small.evalEvery, small.sampleEvery, small.saveEvery)).toBeGreaterThanOrEqual(1);
  expect(instructBatch(3)).toEqual({ batch: 3, accumulate: 1 });
  expect(instructBatch(0).batch).toBe(1);
});

test('instruct settings follow the steps, but for what was edited', () => {
  const proposed = instructSettings(80, settings);
  const edits = changedFields(proposed, { ...proposed, steps: 400, saveEvery: 7 });
  expect(edits).toEqual({ steps: 400, saveEvery: 7 });
  expect({ ...instructSettings(400, settings), ...edits }).toMatchObject({
    evalEvery: 50,
    warmupSteps: 20,
    saveEvery: 7,
  });
  expect(changedFields(proposed, structuredClone(proposed))).toEqual({});
});

test.each([
  ['Nağıllar və hekayələr', 'nagillar-ve-hekayeler'],
  ['İlk MODELim!', 'ilk-modelim'],
  ['  ../etc ', 'etc'],
  ['日本', ''],
  ['a.b_c-1', 'a.b_c-1'],
])('model name of %j', (name, safe) => {
  expect(safeModelName(name)).toBe(safe);
});

describe('what a checkpoint is exported as', () => {
  const run = (kind: 'corpus' | 'instructions') =>
    ({ data: { kind }, settings: { steps: 10 } }) as unknown as Parameters<typeof formsOf>[1];
  const at = (step: number) => ({ id: 'c', runId: 'r', adapter: null, step });
  const tuned = { ...at(3), adapter: { base: 'b' } } as unknown as Parameters<typeof formsOf>[0];

  test.each([
    ['adapters', tuned, run('instructions'), ['adapter', 'model', 'gguf']],
    ['of a run that goes on', at(9), run('corpus'), ['model', 'gguf', 'cluster']],
    ['at the end of its run', at(10), run('corpus'), ['model', 'gguf']],
    ['of a run over instructions', at(3), run('instructions'), ['model', 'gguf']],
    ['that came from elsewhere', at(0), undefined, ['model', 'gguf']],
  ] as const)('%s', (_, checkpoint, of, forms) => {
    expect(formsOf(checkpoint, of)).toEqual(forms);
  });

  test('as was chosen, where it can be', () => {
    expect(formOf(['model', 'gguf'], 'gguf')).toBe('gguf');
    expect(formOf(['model', 'gguf'], 'adapter')).toBe('model');
  });
});

test('vocabulary suggestions grow with the corpus and stay on the list', () => {
  expect(suggestedVocabSize(0)).toBe(1024);
  expect(suggestedVocabSize(90_000)).toBe(1024);
  expect(suggestedVocabSize(2_000_000)).toBe(4096);
  expect(suggestedVocabSize(1e9)).toBe(32_000);
});

test('a measured speed belongs to the numbers and the memory budget, not to the name of the preset', () => {
  const choice = { preset: 'starter', config, seq: 8, batch: 1, accumulate: 1, precision: 'f32' as const };
  expect(choiceKey(choice)).toBe(choiceKey({ ...choice, preset: null }));
  const reordered = Object.fromEntries(Object.entries(config).reverse()) as typeof config;
  expect(choiceKey(choice)).toBe(choiceKey({ ...choice, config: reordered }));
  expect(choiceKey(choice)).not.toBe(choiceKey({ ...choice, batch: 2 }));
  expect(choiceKey(choice)).not.toBe(choiceKey({ ...choice, config: { ...config, layers: config.layers + 1 } }));
  expect(measuredKey(choice, 3.25)).toBe(measuredKey({ ...choice, preset: null }, 3.25));
  expect(measuredKey(choice, 3.25)).not.toBe(measuredKey(choice, 4));
});

test('settings come from the preset a model was made from, or from the one nearest in size', () => {
  const choice = { preset: null, config, seq: 8, batch: 1, accumulate: 1, precision: 'f32' as const };
  const large = { ...config, hiddenSize: 768, layers: 12, heads: 12, kvHeads: 12, headSize: 64, ffnSize: 2048 };
  const presets = [
    { id: 'small', choice: { ...choice, preset: 'small' }, training: settings, isPublished: false },
    { id: 'large', choice: { ...choice, preset: 'large', config: large }, training: settings, isPublished: false },
  ];
  expect(presetFor(presets, { ...choice, preset: 'small', config: large })?.id).toBe('small');
  expect(presetFor(presets, { ...choice, config: { ...large, layers: 11, vocabSize: 32_000 } })?.id).toBe('large');
  expect(presetFor(presets, { ...choice, config: { ...config, layers: 2, vocabSize: 32_000 } })?.id).toBe('small');
  expect(presetFor([], choice)).toBeNull();
});

test('the journey keeps the time of each step it leaves', () => {
  const first = enterStep({ ...idleJourney, phase: 'running' }, 'corpus', null);
  expect(first).toMatchObject({ step: 'corpus', seconds: {} });
  const second = enterStep(first, 'tokenizer', 1500);
  expect(second).toMatchObject({ step: 'tokenizer', seconds: { corpus: 1.5 } });
});
