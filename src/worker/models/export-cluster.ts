/** A run as a bundle that PyTorch goes on with on one or many cards, and the proof that it reads back. */
import { OcaqError } from '../../errors.ts';
import { modelCard } from '../../formats/model-card.ts';
import { insideArchive } from '../../formats/zip.ts';
import { loadCheckpoint } from '../../storage/checkpoints.ts';
import { getRun } from '../../storage/runs.ts';
import { openTokenReader } from '../../storage/tokens.ts';
import type { ClusterRun } from '../../training/cluster/bundle.ts';
import { checkBundle } from '../../training/cluster/check.ts';
import type { Identity } from '../../training/cluster/checkpoint.ts';
import { readLoopState } from '../../training/loop-state.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';
import { tokenSetOfRun } from '../runs/run-data.ts';
import type { RunConfig } from '../stored.ts';
import { cardFacts } from './card-facts.ts';
import type { Checkpoint } from './checkpoint.ts';
import { runOf } from './evaluation.ts';

/** What a checkpoint that comes back is known by. */
export interface StudioIdentity extends Identity {
  readonly id: api.Id;
  /** Milliseconds since 1970: in a project that came from a file, a run has another id. */
  readonly startedAt: number;
}

/** @throws OcaqError `cluster-run-unfit` where the run cannot go on elsewhere; `run-data-changed`, `checkpoint-damaged` */
export async function clusterRun(hub: Hub, checkpoint: Checkpoint, name: string): Promise<ClusterRun> {
  const { manifest, tensor } = await loadCheckpoint(hub.database, checkpoint.id);
  const run = await runOf(hub, checkpoint);
  const { config } = run.choice;
  if (!goesOn(run, checkpoint))
    throw new OcaqError(
      'cluster-run-unfit',
      'This run cannot go on elsewhere. Choose a checkpoint of one that learns the corpus with every weight and is not at its end. A run of adapters or instructions goes on here, and what it comes to is exported as a model.',
      { id: checkpoint.id, step: checkpoint.step },
    );
  const set = await tokenSetOfRun(hub, checkpoint.projectId, run);
  const tokenizer = await hub.tokenizers.byId(run.tokenizer);
  const { createdAt: startedAt } = await getRun(hub.database, checkpoint.runId);
  const identity: StudioIdentity = { id: checkpoint.runId, startedAt, config };
  // How far it is, is another matter where it goes on.
  const { training: _, ...facts } = await cardFacts(hub, checkpoint, run, '');
  const heldOut = openTokenReader(hub.database, set, 'heldout');
  return {
    state: readLoopState(manifest.state),
    config,
    run: identity,
    async tensor(wanted) {
      const { buffer, byteOffset, byteLength } = await tensor(wanted);
      return new Float32Array(buffer, byteOffset, byteLength / 4);
    },
    folder: {
      tokenizerJson: tokenizer.toJson(),
      chatTemplate: '',
      modelCard: modelCard({ ...facts, name }),
    },
    corpus: openTokenReader(hub.database, set, 'train'),
    padId: tokenizer.padId ?? 0,
    heldOut:
      heldOut.length < 2 ? null : { tokens: heldOut, bytes: set.splits.heldout.textBytes, given: tokenizer.beginIds },
  };
}

export async function verifyCluster(file: File, folder: string, run: ClusterRun, job: Job): Promise<number> {
  const checkpoint = await insideArchive(file.name, file, `${folder}/checkpoints/step-${run.state.step}/`);
  return checkBundle(checkpoint, run.tensor, (done, total) => {
    job.signal.throwIfAborted();
    job.progress(done, total, 'tensors');
  });
}

/** Whether it learns the corpus with every weight, and is not at its end. */
const goesOn = ({ data, imported, settings }: RunConfig, { step, adapter }: Checkpoint): boolean =>
  !adapter && !imported && data.kind === 'corpus' && step < settings.steps;
