/** A corpus cleaned by threads of Node, built as the command line is. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LeakIndex } from '../data/cleaning/leak-index.ts';
import { DEFAULT_STEPS } from '../data/cleaning/table.ts';
import { modelOf } from '../data/cleaning/trusted-text.ts';
import { cleanerThreads } from './cleaner-threads.ts';
import { openInputs } from './corpus-input.ts';
import { newCorpusRun, processCorpus } from './corpus-run.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'ocaq-corpus-run-'));
const entry = pathToFileURL(path.join(dir, 'build', 'cleaner-entry.js'));
beforeAll(async () => {
  const output = { ssr: true, outDir: path.join(dir, 'build'), target: 'node20' };
  const rollupOptions = { input: 'src/cli/cleaner-entry.ts' };
  const bundled = { ssr: { noExternal: true as const }, build: { ...output, rollupOptions } };
  await build({ configFile: false, logLevel: 'error', ...bundled });
}, 60_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const WORDS = 'ocaq od tüstü göy dağ su yol ev bağ alma nar armud qonşu payız yaz qış kitab söz dil səs'.split(' ');
const word = (n: number) => WORDS[n % WORDS.length] ?? '';
/** Every fifth repeats an earlier one; some are short, some have markup and lines that all share. */
const document = (i: number) => {
  const n = i % 5 === 4 ? i - 3 : i;
  const words = Array.from({ length: i % 7 === 0 ? 2 : 400 }, (_, k) => word(n * 31 + k * k * (1 + (n % 13)) + k * n));
  return `Ana səhifə\n<b>${n}</b>  ${words.join(' ')}.`;
};

it('gives the same whoever cleans it', async () => {
  const file = path.join(dir, 'a.jsonl');
  writeFileSync(
    file,
    Array.from({ length: 1200 }, (_, i) => `${JSON.stringify({ text: document(i), q: i % 10 })}\n`).join(''),
  );
  const inputs = await openInputs({
    input: [file],
    field: undefined,
    format: undefined,
    encoding: 'auto',
    licence: [],
  });
  const evaluation = new LeakIndex();
  evaluation.add(document(8));
  const steps = DEFAULT_STEPS.map(({ id, options }) =>
    id === 'score-filter' ? { id, options: { column: 'q', min: 2 } } : { id, options },
  ).filter(({ id }) => !['language', 'gopher-quality', 'gopher-repetition', 'fineweb-quality'].includes(id));
  const context = { evaluation, trusted: modelOf(Array.from({ length: 20 }, (_, i) => document(i))) };
  const reading = { field: undefined, format: undefined, encoding: 'auto' };

  async function cleanedBy(workers: number) {
    const run = newCorpusRun();
    const all = [];
    for await (const one of processCorpus({ inputs, reading, steps, context }, run, cleanerThreads(workers, entry)))
      all.push(one);
    return { all, steps: run.steps, clusters: run.clusters.sizes(), files: run.report.files };
  }
  const here = await cleanedBy(1);
  expect(here.all).toHaveLength(1200);
  const removedBy = here.steps.filter(({ removed }) => removed > 0).map(({ id }) => id);
  expect(removedBy).toEqual(expect.arrayContaining(['score-filter', 'leaks', 'exact-duplicates']));
  expect(here.steps.find(({ id }) => id === 'boilerplate')?.changed).toBeGreaterThan(0);
  expect(await cleanedBy(3)).toEqual(here);
}, 60_000);
