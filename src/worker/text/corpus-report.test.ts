import 'fake-indexeddb/auto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { reportCorpus as reportFiles } from '../../cli/commands/corpus-report.ts';
import { runCommand } from '../../cli/parse-options.ts';
import { DEFAULT_STEPS } from '../../data/cleaning/table.ts';
import { openDatabase } from '../../storage/database.ts';
import { deleteSource, listSources } from '../../storage/documents.ts';
import { createProject } from '../../storage/projects.ts';
import { Hub } from '../hub.ts';
import { cleanCorpus } from './cleaning.ts';
import { importSource } from './corpus.ts';
import { reportCorpus } from './corpus-report.ts';
import { trainTokenizer } from './tokens.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-report-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sentence = (n: number) =>
  `${n} nömrəli bağda ${n * 7} alma, ${n * 11} armud və ${n * 13} nar ağacı əkilib; hər payız qonşular onları birlikdə yığır.`;
const lines = (...texts: string[]) => texts.map((text) => `${JSON.stringify({ text })}\n`).join('');
const FILES = {
  'a.jsonl': lines(sentence(1), `${sentence(1)} `, 'qısa', sentence(2).repeat(12)),
  'b.jsonl': lines(
    sentence(1),
    sentence(3),
    'The quick brown fox jumps over the lazy dog, and the dog sleeps on in the sun.',
  ),
};

async function opened(name: string) {
  const database = await openDatabase(name);
  const hub = new Hub(database, () => undefined);
  const project = (await createProject(database, 'p')).id;
  for (const [file, text] of Object.entries(FILES)) {
    const options = { readings: { jsonl: { format: 'jsonl', field: 'text' } }, licence: 'cc-by-4.0' } as const;
    const source = { name: file, files: [{ path: file, file: new File([text], file) }] };
    await importSource(hub, project, file, source, options, async () => undefined);
  }
  return {
    database,
    hub,
    project,
    clean: () => hub.job('clean', 'clean', '', (job) => cleanCorpus(hub, project, job, DEFAULT_STEPS, 'all')),
  };
}

async function fromFiles() {
  const input = Object.entries(FILES).map(([name, text]) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  });
  const licences = input.map((file) => `${file}=cc-by-4.0`);
  const words = ['--input', ...input, '--licence', ...licences, '--out', path.join(folder, 'report.json')];
  return runCommand(reportFiles, words);
}

test('the figures are those of the command', async () => {
  const { hub, project, clean } = await opened('report');
  await clean();
  const report = await reportCorpus(hub, project, 'r');
  expect(report.duplicates).toMatchObject({ exact: 2, clusters: [{ size: 3, clusters: 1 }] });
  const { warnings: _, ...expected } = await fromFiles();
  const steps = report.steps.map(({ examples: _examples, ...step }) => step);
  const sources = report.sources.map((source) => ({ ...source, name: path.join(folder, source.name) }));
  expect({ ...report, steps, sources }).toEqual(expected);
});

test('tokens are counted where there is a tokenizer', async () => {
  const { hub, project, clean } = await opened('report-counted');
  await clean();
  const estimated = await reportCorpus(hub, project, 'r');
  await hub.job('t', 'tokenizer', '', (job) => trainTokenizer(hub, project, job, { vocabSize: 300, rule: 'llama-3' }));
  const counted = await reportCorpus(hub, project, 'r');
  expect([estimated.tokensAre, counted.tokensAre]).toEqual(['estimated', 'counted']);
  expect(counted.total.tokensOut).toBeGreaterThan(estimated.total.tokensOut);
  expect(counted.total.bytesOut).toBe(estimated.total.bytesOut);
});

test('sources that were not cleaned are left out, and clusters whose places have moved', async () => {
  const { database, hub, project, clean } = await opened('report-moved');
  expect((await reportCorpus(hub, project, 'r')).sources).toEqual([]);
  await clean();
  const report = await reportCorpus(hub, project, 'r');
  expect(report.sources).toHaveLength(2);
  const sources = await listSources(database, project);
  await deleteSource(database, sources[0]?.id ?? '');
  const after = await reportCorpus(hub, project, 'r');
  expect(after.duplicates).toMatchObject({ exact: 1, clusters: [] });
});

test('it can be cancelled', async () => {
  const { hub, project, clean } = await opened('report-cancelled');
  await clean();
  const written = reportCorpus(hub, project, 'r');
  hub.cancel('r');
  await expect(written).rejects.toMatchObject({ code: 'cancelled' });
});
