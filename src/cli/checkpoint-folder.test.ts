/** What is found to resume from in a folder as kills and full disks leave it. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeSafetensors } from '../formats/safetensors.ts';
import { bestLoss, betterOf, loadLatest, savedSteps, startedConfig } from './checkpoint-folder.ts';
import { writeWhole } from './files.ts';

const root = mkdtempSync(path.join(tmpdir(), 'ocaq-checkpoints-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A checkpoint whose one tensor holds its step. */
async function writeStep(dir: string, step: number): Promise<void> {
  const values = Float32Array.of(step);
  const folder = path.join(dir, 'checkpoints', `step-${step}`);
  const tensor = { name: 'weights/norm', dtype: 'F32' as const, shape: [1, 1], data: async () => values };
  await writeWhole(path.join(folder, 'state.safetensors'), writeSafetensors([tensor]));
  const hash = createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex');
  const state = {
    state: { step },
    run: { config: { eosTokenId: step }, corpus: '' },
    hashes: { 'weights/norm': hash },
  };
  writeFileSync(path.join(folder, 'state.json'), JSON.stringify(state));
}

/** @param latest what `latest.json` holds; null: there is none */
async function runOf(latest: string | null, ...steps: number[]): Promise<string> {
  const dir = mkdtempSync(path.join(root, 'run-'));
  for (const step of steps) await writeStep(dir, step);
  if (latest !== null) writeFileSync(path.join(dir, 'checkpoints', 'latest.json'), latest);
  return dir;
}

const flip = (file: string): void => {
  const bytes = readFileSync(file);
  bytes[bytes.length - 1]! ^= 1;
  writeFileSync(file, bytes);
};

describe('the checkpoint to resume from', () => {
  it.each([
    ['is missing', null],
    ['is empty, as a full disk leaves it', ''],
    ['is torn', '{"step": 8'],
    ['is null', 'null'],
    ['names no step', '{}'],
  ])('is the newest that was written whole where latest.json %s', async (_how, latest) => {
    const dir = await runOf(latest, 4, 8, 12);
    rmSync(path.join(dir, 'checkpoints', 'step-12', 'state.json'));
    expect(await savedSteps(dir)).toEqual([8, 4]);
    expect(await loadLatest(dir)).toMatchObject({ state: { step: 8 }, damaged: [] });
  });

  it('is the one that latest.json names, though a later one was written', async () => {
    const dir = await runOf('{"step": 4, "previous": null}', 4, 8);
    expect(await loadLatest(dir)).toMatchObject({ state: { step: 4 } });
  });

  it('is the one before where a byte was changed, and what is wrong is said', async () => {
    const dir = await runOf('{"step": 8, "previous": 4}', 4, 8);
    flip(path.join(dir, 'checkpoints', 'step-8', 'state.safetensors'));
    const loaded = await loadLatest(dir);
    expect(loaded).toMatchObject({
      state: { step: 4 },
      damaged: [{ code: 'checkpoint-damaged', details: { step: 8 } }],
    });
  });

  it('is none where none was saved', async () => {
    const dir = mkdtempSync(path.join(root, 'none-'));
    expect(await loadLatest(dir)).toBeNull();
    mkdirSync(path.join(dir, 'checkpoints', 'step-4'), { recursive: true });
    expect(await savedSteps(dir)).toEqual([]);
  });
});

describe('the config that a run began with', () => {
  it('is that of the checkpoint to resume from, or of the one before where that cannot be read', async () => {
    const dir = await runOf('{"step": 8, "previous": 4}', 4, 8);
    expect(await startedConfig(dir)).toEqual({ family: 'llama', eosTokenId: 8 });
    writeFileSync(path.join(dir, 'checkpoints', 'step-8', 'state.json'), '{"state"');
    expect(await startedConfig(dir)).toEqual({ family: 'llama', eosTokenId: 4 });
    writeFileSync(path.join(dir, 'checkpoints', 'step-4', 'state.json'), 'null');
    expect(await startedConfig(dir)).toBeNull();
  });
});

describe('the best checkpoint', () => {
  const best = { step: 4, heldOutLoss: 3 };
  it.each([
    ['the first that was evaluated', null, 4, 3, best],
    ['a lower loss', best, 8, 2.5, { step: 8, heldOutLoss: 2.5 }],
    ['the newer of equals', best, 8, 3, { step: 8, heldOutLoss: 3 }],
    ['no higher loss', best, 8, 3.5, best],
    ['none that was not evaluated', best, 8, null, best],
    ['none whose loss is no number', best, 8, Number.NaN, best],
    ['none whose loss is infinite', best, 8, Number.POSITIVE_INFINITY, best],
    ['nothing yet, where the first loss is no number', null, 4, Number.NaN, null],
    ['another one of its own step', best, 4, 3.5, { step: 4, heldOutLoss: 3.5 }],
    ['none, where its own step now gives no number', best, 4, Number.NaN, null],
  ])('is %s', (_, before, step, heldOutLoss, expected) => {
    expect(betterOf(before, step, heldOutLoss)).toEqual(expected);
  });

  it('is not known where latest.json has no number for its loss', async () => {
    const dir = await runOf('{"step": 8, "previous": 4, "best": {"step": 4, "heldOutLoss": null}}', 4, 8);
    expect(await bestLoss(dir)).toBe(Number.POSITIVE_INFINITY);
    expect(await savedSteps(dir)).toEqual([8, 4]);
  });
});
