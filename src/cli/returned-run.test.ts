/** What the log of a run says after a checkpoint came back from a cluster. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { archived, checkpointFolder, clusterRun, LLAMA } from '../testing/cluster/cluster-run.ts';
import { bundleFiles } from '../training/cluster/bundle.ts';
import { importReturned } from './returned-run.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'ocaq-returned-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const line = (step: number, loss: number) => JSON.stringify({ step, loss, lr: 0.1, grad_norm: 1, tokens_per_s: 9 });
const evaluated = (step: number, loss: number) =>
  JSON.stringify({ step, heldout_loss: loss, perplexity: Math.exp(loss), bits_per_byte: loss });

/** It left at step 3 and comes back at 6. */
async function cameBack(log: string) {
  const zip = await archived(bundleFiles(clusterRun(LLAMA).cluster));
  const state = JSON.parse((await zip.read('checkpoints/step-3/state.json')).toString()) as object;
  const changed = JSON.stringify({ ...state, step: 6, updates: 3, device: 'torch' });
  return checkpointFolder(zip, { 'state.json': changed, 'log.jsonl': log });
}

function runFolder(name: string, log: string | null): string {
  const out = path.join(dir, name);
  mkdirSync(out);
  if (log !== null) writeFileSync(path.join(out, 'log.jsonl'), log);
  return out;
}
const logOf = (out: string) =>
  readFileSync(path.join(out, 'log.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as { step: number; loss?: number; event?: string });

it('holds the steps done elsewhere, in the place of those that were done here since', async () => {
  const out = runFolder('same', [1, 2, 3, 4].map((step) => `${line(step, 9)}\n`).join(''));
  const folder = await cameBack([line(4, 8), line(5, 7), evaluated(5, 7), line(6, 6), evaluated(6, 6.5)].join('\n'));
  expect(await importReturned(folder, out)).toMatchObject({ step: 6, logged_steps: 3 });
  const losses = logOf(out).map(({ step, loss }) => [step, loss]);
  expect(losses).toEqual([
    [1, 9],
    [2, 9],
    [3, 9],
    [4, 8],
    [5, 7],
    [6, 6],
  ]);
  const latest = JSON.parse(readFileSync(path.join(out, 'checkpoints/latest.json'), 'utf8')) as object;
  expect(latest).toMatchObject({ step: 6, best: { step: 6, heldOutLoss: 6.5 } });
});

it('begins with them in a new folder, and says what of them is missing', async () => {
  const out = runFolder('new', null);
  expect(await importReturned(await cameBack(`${line(4, 8)}\n{"step":5,"lo`), out)).toMatchObject({ logged_steps: 1 });
  expect(logOf(out)).toMatchObject([
    { step: 4, loss: 8 },
    { step: 3, event: 'cluster-log-incomplete', text: expect.stringMatching(/lacks 2 of the steps/) as string },
  ]);
});

it('stays as it is where a checkpoint is only looked at', async () => {
  const out = runFolder('looked', `${line(1, 9)}\n`);
  expect(await importReturned(await cameBack(line(4, 8)), undefined)).toMatchObject({ usable: true, logged_steps: 1 });
  expect(logOf(out)).toEqual([JSON.parse(line(1, 9))]);
});
