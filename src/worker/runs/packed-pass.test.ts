/** What packing a project's documents comes to is what a run then has: a mixture of sources by their weights. */
import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { newSourceReport } from '../../data/readers/source.ts';
import { SIMPLE_RECIPE } from '../../model/recipe.ts';
import { openDatabase } from '../../storage/database.ts';
import { changeSourceDetails } from '../../storage/documents.ts';
import { createProject } from '../../storage/projects.ts';
import { dropTokens } from '../../storage/tokens.ts';
import { addSource } from '../../testing/corpus.ts';
import { Hub } from '../hub.ts';
import type { RunConfig } from '../stored.ts';
import { currentTokenizer, tokenSetOf, trainTokenizer } from '../text/tokens.ts';
import { packedPass } from './packed-pass.ts';
import { runData } from './run-data.ts';

const SEQ = 16;
const database = await openDatabase('packed-pass');
const { id: project } = await createProject(database, 'p');
const hub = new Hub(database, () => undefined);
const details = { bytes: 0, report: newSourceReport(), contentHash: '', repeatedLines: [] };

const add = (name: string, count: number) =>
  addSource(
    database,
    { projectId: project, name },
    (async function* () {
      for (let i = 0; i < count; i++) yield { text: `${name} ${i}: ${'ocaqda od yanır '.repeat(1 + (i % 3))}` };
    })(),
    () => ({ ...details, contentHash: name }),
  );

async function corpusRun(packing: 'concat' | 'best-fit') {
  const set = await tokenSetOf(hub, project);
  const { id } = await currentTokenizer(hub, project);
  const settings = { ...SIMPLE_RECIPE, packing, documentMask: true, seed: 1 };
  const choice = { seq: SEQ, batch: 4, config: { vocabSize: 270 } };
  const run = { data: { kind: 'corpus' }, choice, settings, tokenizer: id, tokenSet: set.id };
  return { set, data: await runData(hub, project, run as unknown as RunConfig) };
}

test('a pass is told as the run then has it, of every source by its weight, and not while tokens are not there', async () => {
  await add('Nağıl', 20);
  const { id: news } = await add('Xəbər', 20);
  expect(await packedPass(hub, project, SEQ)).toBeNull();
  await hub.job('t', 'tokenizer', '', (job) => trainTokenizer(hub, project, job, { vocabSize: 270, rule: 'llama-3' }));
  const once = await corpusRun('best-fit');
  expect(await packedPass(hub, project, SEQ)).toEqual({
    rows: once.data.source.windowsPerEpoch,
    tokens: once.data.source.tokensPerEpoch,
  });

  await changeSourceDetails(database, news, (known) => ({ ...(known as object), weight: 3 }));
  expect(await packedPass(hub, project, SEQ)).toBeNull();
  const { set, data } = await corpusRun('best-fit');
  const { source } = data;
  expect(await packedPass(hub, project, SEQ)).toEqual({ rows: source.windowsPerEpoch, tokens: source.tokensPerEpoch });
  expect(source.tokensPerEpoch).toBeGreaterThan(once.data.source.tokensPerEpoch);
  const batch = await source.next(source.windowsPerEpoch);
  // All but the first token of each document of the mixture, and nothing from one to the next.
  const { tokens, documents } = set.splits.train;
  expect(batch.counted).toBe(tokens - documents);
  expect(batch.positions).toHaveLength(batch.tokens.length);

  // What it is judged by is the same however it learns.
  const heldOut = async ({ data: { heldOut: part } }: typeof once) => {
    const { batches = [], bytes = 0 } = part() ?? {};
    const all: unknown[] = [];
    for await (const one of batches) all.push(one);
    return { all, bytes };
  };
  expect(await heldOut(await corpusRun('concat'))).toEqual(await heldOut(await corpusRun('best-fit')));

  await dropTokens(database, set);
  expect(await packedPass(hub, project, SEQ)).toBeNull();
});
