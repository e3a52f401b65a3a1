/**
 * A run done again from its first step, with the kernels and the number formats that it had, so that the same adapter computes
 * the same bits; and how far it did.
 */
import { OcaqError } from '../../errors.ts';
import type { AdapterSummary } from '../../gpu/device.ts';
import { listCheckpoints, loadCheckpoint } from '../../storage/checkpoints.ts';
import type { CheckpointManifest, RunRecord } from '../../storage/records.ts';
import { getRun, readPoints } from '../../storage/runs.ts';
import { type LoopState, readLoopState } from '../../training/loop-state.ts';
import { isKernelChoice, KERNELS_VERSION, kernelsOn } from '../../tuning/stored.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { basisOf, type RepeatBasis, runConfig } from '../stored.ts';
import { type NewRun, seedConfig } from './branch.ts';

/** What a repeated run is to have of this one. */
export function repeatBasis(start: LoopState): RepeatBasis {
  const { kernels, kernelsVersion, storage, moments, adapter, bindingBytes } = start;
  return { kernels, kernelsVersion, storage, moments, adapter, bindingBytes };
}

/** @throws OcaqError `repeat-unknown` where nothing says any more what the run computed with */
export async function repeatConfig(hub: Hub, run: api.Id): Promise<NewRun> {
  const record = await getRun(hub.database, run);
  const { project, config } = await seedConfig(hub, run, runConfig(record).settings.seed);
  const basis = basisOf(record) ?? (await basisOfCheckpoint(hub, record));
  // Of a project from a file it may be anything.
  if (basis === null || !isKernelChoice(basis.kernels))
    throw new OcaqError(
      'repeat-unknown',
      'It is not known any more which kernels this run had, so it cannot be done again bit for bit. Start a new run with its settings.',
      { run },
    );
  return { project, config: { ...config, repeats: { run, basis } } };
}

/** Of a run of an earlier version. */
async function basisOfCheckpoint({ database }: Hub, { id, projectId }: RunRecord): Promise<RepeatBasis | null> {
  const newest = (await listCheckpoints(database, projectId)).find(({ runId }) => runId === id);
  if (!newest) return null;
  return repeatBasis(readLoopState((await loadCheckpoint(database, newest.id)).manifest.state));
}

/** As far as the adapter that is here can have what the run had. */
export function basisHere(
  basis: RepeatBasis,
  adapter: AdapterSummary,
): Pick<LoopState, 'kernels' | 'storage' | 'bindingBytes'> {
  const hasF16 = adapter.features.includes('shader-f16');
  return {
    kernels: kernelsOn(basis.kernels, adapter),
    storage: basis.storage === 'f16' && !hasF16 ? 'packed' : basis.storage,
    bindingBytes: Math.min(basis.bindingBytes, adapter.maxBindingBytes),
  };
}

/** Why a repeated run does not come to the same bits; empty: it does. */
export function repeatWarnings(basis: RepeatBasis, adapter: AdapterSummary): OcaqError[] {
  const { storage, bindingBytes } = basisHere(basis, adapter);
  const isOtherAdapter = basis.adapter !== adapter.name;
  const isOtherBasis =
    basis.kernelsVersion !== KERNELS_VERSION || storage !== basis.storage || bindingBytes !== basis.bindingBytes;
  return [
    ...(isOtherAdapter ? [otherAdapter(basis.adapter, adapter.name)] : []),
    ...(isOtherBasis ? [otherKernels()] : []),
  ];
}

const otherAdapter = (from: string, to: string): OcaqError =>
  new OcaqError(
    'repeat-other-adapter',
    `The first run was trained on "${from}"; this is "${to}", which rounds differently. The losses will be close to those of the first run, but not the same bits.`,
    { from, to },
  );

const otherKernels = (): OcaqError =>
  new OcaqError(
    'repeat-other-kernels',
    'The first run was trained with kernels or limits that this version of Ocaq, or this browser, does not have. The losses will be close to those of the first run, but not the same bits.',
  );

/** @throws OcaqError `run-missing` where either is gone */
export async function repeatComparison({ database }: Hub, run: api.Id): Promise<api.RepeatComparison | null> {
  const record = await getRun(database, run);
  const { repeats } = runConfig(record);
  if (!repeats) return null;
  const original = await getRun(database, repeats.run);
  const [there, here] = await Promise.all(
    [original.id, run].map((id) => readPoints<api.StepPoint>(database, id, 'steps')),
  );
  const known = new Map(there!.map(({ step, loss }) => [step, loss]));
  const common = here!.filter(({ step }) => known.has(step));
  const first = common.find(({ step, loss }) => !Object.is(loss, known.get(step)));
  return {
    original: original.id,
    steps: common.length,
    firstOther: first ? { step: first.step, there: known.get(first.step)!, here: first.loss } : null,
    checkpoints: await checkpointsCompared(database, record.projectId, original.id, run),
  };
}

async function checkpointsCompared(
  database: Hub['database'],
  project: api.Id,
  original: api.Id,
  run: api.Id,
): Promise<api.RepeatComparison['checkpoints']> {
  const all = await listCheckpoints(database, project);
  const pairs = all.flatMap((one) => {
    const other = all.find(({ runId, step }) => runId === original && step === one.step);
    return one.runId === run && other ? [[one.id, other.id] as const] : [];
  });
  const compared = await Promise.all(
    pairs.map(async ([id, other]) => {
      const [here, there] = await Promise.all([id, other].map((one) => loadCheckpoint(database, one)));
      return { step: here!.manifest.step, isSame: sumsOf(here!.manifest) === sumsOf(there!.manifest) };
    }),
  );
  return compared.sort((a, b) => a.step - b.step);
}

const sumsOf = ({ tensors }: CheckpointManifest): string =>
  JSON.stringify(tensors.map(({ name, chunks }) => [name, chunks.map(({ sha256 }) => sha256)]));
