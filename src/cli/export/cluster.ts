/** `export --to cluster`: a run of this machine as a bundle that PyTorch goes on with; what is written is read again. */
import { openAsBlob } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { memoryStream } from '../../data/batches.ts';
import { documentStream } from '../../data/corpus-rows.ts';
import { rolesOf } from '../../data/tokenizer/token-roles.ts';
import { OcaqError } from '../../errors.ts';
import { modelCard } from '../../formats/model-card.ts';
import { insideArchive, zipStream } from '../../formats/zip.ts';
import { familyOf, parameterCount, type StoredModelConfig, withFamily } from '../../model/families/table.ts';
import { cardRecipe } from '../../training/card-recipe.ts';
import { bundleFiles, type ClusterRun } from '../../training/cluster/bundle.ts';
import { checkBundle } from '../../training/cluster/check.ts';
import { readLoopState } from '../../training/loop-state.ts';
import type { SavedRun } from '../checkpoint-folder.ts';
import { corpusHash, tokeniseCorpus } from '../corpus.ts';
import { folderSource, writeWhole } from '../files.ts';
import { usageError } from '../options.ts';
import { Progress } from '../progress.ts';
import { openTokenizerFile } from '../tokenizer-file.ts';
import { newestCheckpoint } from './newest-checkpoint.ts';
import type { ExportRequest, ExportTarget, WrittenFile } from './target.ts';
import { writtenFiles } from './written-files.ts';

type Request = Pick<ExportRequest<string>, 'from' | 'corpus'>;

export const cluster: ExportTarget<'f32'> = {
  summary:
    'cluster writes a run of `train` that is not at its end, a zip archive where --out ends in .zip, else a folder: model, moments, tokens, rows in their order, and train.py, which goes on with the very run under torchrun on one or many cards and writes checkpoints that `import` takes back.',
  source: 'run',
  types: ['f32'],
  /** @throws OcaqError `nothing-to-resume`, `usage` where the run cannot go on or learns other texts, `export-unverified` */
  async write({ from, corpus, out }) {
    const progress = new Progress();
    const isArchive = out.endsWith('.zip');
    if (corpus.length === 0) throw usageError('--to cluster needs the texts that the run learns: --corpus FILE….');
    // The newest checkpoint of a folder is what goes on, and it might be of another run.
    if (!isArchive && (await readdir(out).catch(() => [])).length > 0)
      throw usageError(`The folder "${out}" is not empty. Choose a new one, or a name that ends in .zip.`);
    const saved = await newestCheckpoint(from, 'train', progress);
    const run = await clusterRun(saved, { from, corpus }, progress);
    const { step, settings } = run.state;
    progress.show(`writing ${out}`, true);
    const { files, tensors } = await (isArchive ? writeArchive(out, run) : writeFolder(path.resolve(out), run));
    progress.end(`wrote ${out}, which goes on from step ${step} of ${settings.steps}`);
    return { step, files, checks: { tensors } };
  },
};

interface WrittenBundle {
  readonly files: WrittenFile[];
  /** Read again and compared. */
  readonly tensors: number;
}

const checkpointIn = ({ state }: ClusterRun): string => `checkpoints/step-${state.step}`;

async function writeArchive(out: string, run: ClusterRun): Promise<WrittenBundle> {
  await writeWhole(out, zipStream(bundleFiles(run)));
  const written = await insideArchive(out, await openAsBlob(out), `${checkpointIn(run)}/`);
  const tensors = await checkBundle(written, run.tensor);
  return { tensors, files: await writtenFiles(path.dirname(out), [path.basename(out)]) };
}

/** The folder has its name when it is whole. */
async function writeFolder(out: string, run: ClusterRun): Promise<WrittenBundle> {
  const partial = `${out}.partial`;
  await rm(partial, { recursive: true, force: true });
  const names: string[] = [];
  try {
    for await (const { name, content } of bundleFiles(run)) {
      await writeWhole(path.join(partial, name), content);
      names.push(name);
    }
    const tensors = await checkBundle(folderSource(path.join(partial, checkpointIn(run))), run.tensor);
    await rename(partial, out);
    return { tensors, files: await writtenFiles(out, names) };
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

async function clusterRun(
  { state: stored, run, tensors }: SavedRun,
  { from: dir, corpus: files }: Request,
  progress: Progress,
): Promise<ClusterRun> {
  const state = readLoopState(stored);
  const { step, settings } = state;
  if (run.method && run.method.kind !== 'full')
    throw usageError(
      `The run in "${dir}" trains adapters, which go on here alone. Resume it with finetune --resume, or take the adapters as they are: --to peft.`,
    );
  if (step >= settings.steps)
    throw usageError(
      `The run in "${dir}" has done all of its ${settings.steps} steps. Lengthen it first: train --resume with more --steps and --stop-at ${step + 1}.`,
    );
  const config = withFamily(run.config as StoredModelConfig);
  const { json: tokenizerJson, tokenizer } = await openTokenizerFile(path.join(dir, 'tokenizer.json'), rolesOf(config));
  progress.show('reading the corpus', true);
  const corpus = await tokeniseCorpus(files, tokenizer, (text) => progress.end(text));
  if (corpusHash(corpus) !== run.corpus)
    throw usageError(
      `The run in "${dir}" learns something else than --corpus gives. Give the files that train was begun with, in their order; a run of finetune goes on here alone, with --resume.`,
    );
  const family = familyOf(config).title;
  const name = path.basename(path.resolve(dir));
  return {
    ...{ state, config, run },
    async tensor(wanted) {
      const bytes = tensors.get(wanted);
      if (bytes) return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
      throw new OcaqError('checkpoint-damaged', `The checkpoint lacks "${wanted}". Start a new run.`, { name: wanted });
    },
    folder: {
      tokenizerJson,
      chatTemplate: '',
      modelCard: modelCard({
        ...{ name, parameters: parameterCount(config), config, family },
        recipe: cardRecipe(settings, state.storage, { kind: 'full' }),
        changes: state.recovery.changes,
        sources: files.map((file) => ({ name: path.basename(file) })),
      }),
    },
    corpus: documentStream(corpus.train.tokens, corpus.train.starts),
    padId: tokenizer.padId ?? 0,
    heldOut:
      corpus.heldOut.length < 2
        ? null
        : { tokens: memoryStream(corpus.heldOut), bytes: corpus.heldOutBytes, given: tokenizer.beginIds },
  };
}
