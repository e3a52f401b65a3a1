/** A checkpoint that came back from a cluster, put into the folder of its run, where `train --resume` goes on from it. */
import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { FolderSource } from '../formats/hf-folder.ts';
import { unzipFolder } from '../formats/zip.ts';
import { CHECKPOINT_FILES, readReturned } from '../training/cluster/checkpoint.ts';
import type { ReturnedLog } from '../training/cluster/returned-log.ts';
import { type LoopState, readLoopState } from '../training/loop-state.ts';
import { loadLatest, type RunIdentity, type SavedRun, saveCheckpoint } from './checkpoint-folder.ts';
import { folderSource } from './files.ts';
import { type CommandResult, usageError } from './options.ts';
import { Progress } from './progress.ts';
import { RunLog } from './run-log.ts';

/**
 * A folder that `train.py` wrote, or began to, or an archive of one; null where `from` is something else.
 * @throws OcaqError `usage` where it is the whole bundle
 */
export async function returnedFolder(from: string): Promise<FolderSource | null> {
  const info = await stat(from).catch(() => null);
  if (!info?.isDirectory() && !(info?.isFile() && from.endsWith('.zip'))) return null;
  const folder = info.isFile() ? unzipFolder(from, await openAsBlob(from)) : folderSource(from);
  const files = await folder.list();
  if (BUNDLE.every((name) => files.includes(name)))
    throw usageError(
      `"${from}" is a whole bundle for a cluster. Give the newest folder in its checkpoints, or a zip of that folder alone.`,
    );
  return CHECKPOINT_FILES.some((name) => files.includes(name)) ? folder : null;
}

/** Beside the checkpoints. */
const BUNDLE = ['train.py', 'run.json'];

/**
 * @param out the folder of the run, or a new one; undefined: it is only looked at
 * @throws OcaqError `usage` where `out` holds another run, or is further; what reading it throws, and nothing is changed then
 */
export async function importReturned(folder: FolderSource, out: string | undefined): Promise<CommandResult> {
  const { state, run, tensors, left, log } = await readReturned(folder);
  const { step, settings, adapter } = state;
  const result = {
    ...{ step, steps: settings.steps, trained_on: adapter, tensors: tensors.length },
    logged_steps: log.steps.length,
  };
  const progress = new Progress();
  if (log.warning) progress.end(log.warning.message);
  if (out === undefined) {
    for (const { read } of tensors) await read();
    return { ...result, usable: true };
  }
  const identity = run as RunIdentity;
  const known = await loadLatest(out);
  if (known) checkFollows(out, known, identity, state);
  await saveCheckpoint(out, tensors, state, identity, log.heldOut.find((one) => one.step === step)?.loss ?? null);
  await putInLog(out, left, log, progress);
  progress.end(
    step < settings.steps
      ? `The run in "${out}" is at step ${step} of ${settings.steps}. train --resume, with the options that it was begun with, goes on from there.`
      : `The run in "${out}" has done all of its ${step} steps. train --resume, with the options that it was begun with, writes its model.`,
  );
  return { ...result, out: path.join(out, 'checkpoints', `step-${step}`) };
}

/** The steps done elsewhere, in the place of those that were done here since the run left. */
async function putInLog(out: string, left: number, { steps, warning }: ReturnedLog, progress: Progress): Promise<void> {
  const log = new RunLog(path.join(out, 'log.jsonl'), () =>
    progress.end('There is no room left on the disk for log.jsonl. The checkpoint is in its place.'),
  );
  await log.backTo(left);
  for (const step of steps) log.step(step);
  if (warning) log.event(left, warning);
}

/** Settings that no run changes on its way: two runs of one model on one text differ in them. */
const LASTING = [
  ...([
    'seed',
    'batch',
    'seq',
    'accumulate',
    'optimizer',
    'momentum',
    'beta1',
    'beta2',
    'weightDecay',
    'clip',
  ] as const),
  ...(['packing', 'documentMask', 'shiftWindows', 'averageWeights'] as const),
];

/** That it is a later checkpoint of the same run. */
function checkFollows(out: string, known: SavedRun, run: RunIdentity, { settings, step }: LoopState): void {
  const here = readLoopState(known.state);
  const isSame = LASTING.every((name) => here.settings[name] === settings[name]);
  if (JSON.stringify(known.run) !== JSON.stringify(run) || !isSame)
    throw usageError(
      `"${out}" holds another run than the one that came back. Give the folder of that run, or a new one.`,
    );
  const own = here.step;
  if (own > step)
    throw usageError(
      `"${out}" has done ${own} steps, but what came back ${step}. Give a new folder as --out to go on from there.`,
    );
}
