import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import type { StepChoice } from '../../data/cleaning/table.ts';
import { documentHash, isHeldOut } from '../../data/heldout.ts';
import { config, settings } from '../../state/fixtures.ts';
import { dropCleaning } from '../../storage/cleaning.ts';
import { changeSourceDetails, listSources } from '../../storage/documents.ts';
import { openTokenReader } from '../../storage/tokens.ts';
import { cleanedProject } from '../../testing/cleaned-project.ts';
import { corpusConfig } from '../runs/run-config.ts';
import { changeProject, snapshotOf } from '../stored.ts';
import { learnedDocuments, openMixture } from './mixture.ts';
import { tokenSetOf, trainTokenizer } from './tokens.ts';

const steps: StepChoice[] = [{ id: 'exact-duplicates', options: {} }];
const text = (name: string, i: number) => `${name} bağında ${i} ağac böyüyür, hərəsinin öz adı var.`;
const texts = (name: string, count: number) => Array.from({ length: count }, (_, i) => text(name, i));

async function opened(name: string, files: Record<string, readonly string[]>) {
  const { database, hub, project } = await cleanedProject(`mixture-${name}`, files, steps);
  const weigh = async (file: string, weight: number) => {
    const source = (await listSources(database, project)).find((one) => one.name === file);
    await changeSourceDetails(database, source?.id ?? '', (details) => ({ ...(details as object), weight }));
  };
  const train = () =>
    hub.job('t', 'tokenizer', '', (job) => trainTokenizer(hub, project, job, { vocabSize: 300, rule: 'llama-3' }));
  return { database, hub, project, weigh, train };
}

const { signal } = new AbortController();

async function learned(database: Parameters<typeof listSources>[0], project: string, byClusterSize = false) {
  const sources = await listSources(database, project);
  const mixture = await openMixture(database, sources, byClusterSize, signal);
  const all = [];
  for await (const document of learnedDocuments(database, sources, mixture)) all.push(document);
  return all;
}

test('sources are learned by their weights, round after round, and what is held out once', async () => {
  const files = { a: texts('Alma', 60), b: texts('Armud', 40), c: texts('Nar', 80) };
  const { database, project, weigh } = await opened('weights', files);
  await weigh('a', 2);
  await weigh('b', 0);
  await weigh('c', 0.5);
  const all = await learned(database, project);
  const names = new Map((await listSources(database, project)).map(({ id, name }) => [id, name]));
  const heldOut = all.filter(({ split }) => split === 'heldout').map((document) => document.text);
  expect(heldOut).toEqual(
    Object.values(files)
      .flat()
      .filter((one) => isHeldOut(documentHash(one))),
  );
  const train = all.filter(({ split }) => split === 'train');
  const of = (name: string) => train.filter(({ source }) => names.get(source) === name);
  const learnable = (file: readonly string[]) => file.filter((one) => !isHeldOut(documentHash(one)));
  expect(of('a').map((document) => document.text)).toEqual([...learnable(files.a), ...learnable(files.a)]);
  expect(of('b')).toEqual([]);
  expect(of('c').length).toBeGreaterThan(20);
  expect(of('c').length).toBeLessThan(60);
  const lastOfRound = train.findLastIndex(({ isFirst }) => isFirst);
  expect(lastOfRound).toBe(train.findIndex(({ isFirst }) => !isFirst) - 1);
});

test('documents are repeated by the sizes of their clusters, over all sources', async () => {
  const one = text('Alma', 1);
  const two = text('Alma', 2);
  const files = { a: [one, two, text('Alma', 3)], b: [one, one, text('Heyva', 1), two], c: [one, one, one] };
  const { database, project } = await opened('clusters', files);
  const times = async (byClusterSize: boolean) => {
    const counts = new Map<string, number>();
    for (const document of await learned(database, project, byClusterSize))
      counts.set(document.text, (counts.get(document.text) ?? 0) + 1);
    return counts;
  };
  expect([one, two, text('Alma', 3)].map((each) => isHeldOut(documentHash(each)))).toEqual([false, false, false]);
  expect(new Set((await times(false)).values())).toEqual(new Set([1]));
  const counts = await times(true);
  // The last source is nothing but repeats, and was not kept: three stand in the first cluster.
  expect([counts.get(one), counts.get(two), counts.get(text('Alma', 3))]).toEqual([3, 2, 1]);
});

test('other weights make other tokens, the same weights none; held-out tokens stay as they are', async () => {
  const { database, hub, project, weigh, train } = await opened('tokens', {
    a: texts('Alma', 60),
    b: texts('Armud', 60),
  });
  await train();
  const tokens = async () => {
    const set = await tokenSetOf(hub, project);
    const reader = openTokenReader(database, set, 'heldout');
    return { set, heldOut: await reader.read(0, reader.length) };
  };
  const first = await tokens();
  expect((await tokens()).set.id).toBe(first.set.id);
  const { corpus } = await snapshotOf(database, project, new Set());
  const [a = 0, b = 0] = corpus.sources.map(({ learnedTokens }) => learnedTokens ?? 0);
  expect(a + b).toBe(first.set.splits.train.tokens);

  await weigh('a', 3);
  expect((await snapshotOf(database, project, new Set())).corpus.tokens).toBeNull();
  const second = await tokens();
  expect(second.set.splits.train.tokens).toBe(3 * a + b);
  expect(second.heldOut).toEqual(first.heldOut);
  expect((await snapshotOf(database, project, new Set())).tokenizer?.stale).toBe(false);

  await changeProject(database, project, { byClusterSize: true });
  const third = await tokens();
  expect(third.set.id).not.toBe(second.set.id);
  expect(third.set.splits.train.tokens).toBe(3 * a + b); // there are no duplicates

  await weigh('a', 0);
  await weigh('b', 0);
  await expect(tokens()).rejects.toMatchObject({ code: 'mixture-weights' });
  await expect(train()).rejects.toMatchObject({ code: 'mixture-weights' });
});

test('of texts that are not cleaned there is nothing to learn, whatever they weigh', async () => {
  const { database, hub, project, train } = await opened('uncleaned', { a: texts('Alma', 20), b: texts('Armud', 20) });
  await train();
  const [a, b] = await listSources(database, project);
  await dropCleaning(database, a!.id);
  expect((await tokenSetOf(hub, project)).splits.train.tokens).toBeGreaterThan(0);
  await dropCleaning(database, b!.id);
  await expect(tokenSetOf(hub, project)).rejects.toMatchObject({ code: 'corpus-not-cleaned' });
  await expect(train()).rejects.toMatchObject({ code: 'corpus-not-cleaned' });
});

test('a run does not name a source that it does not learn from', async () => {
  const { database, hub, project, weigh, train } = await opened('named', {
    a: texts('Alma', 60),
    b: texts('Armud', 60),
  });
  await train();
  const model = { preset: null, config, seq: 8, batch: 1, accumulate: 1, precision: 'f32' } as const;
  await changeProject(database, project, { model });
  await weigh('b', 0);
  const { learnedFrom = [] } = await corpusConfig(hub, project, settings);
  expect(learnedFrom.map(({ name }) => name)).toEqual(['a']);
});
