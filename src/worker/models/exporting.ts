/** Export as a Hugging Face folder in a zip, read back and compared before it is offered. */

import { mainLanguageOf } from '../../data/language.ts';
import type { TextTokenizer } from '../../data/tokenizer/text-tokenizer.ts';
import { lossFigures } from '../../evaluation/card-figures.ts';
import { modelFolderFiles, type OutputFile, openModelFolder } from '../../formats/hf-folder.ts';
import { type CardBase, type ModelCard, modelCard } from '../../formats/model-card.ts';
import { checkSame } from '../../formats/same-values.ts';
import { unzipFolder, zipStream } from '../../formats/zip.ts';
import { folderModel, readFolderModel } from '../../model/folder.ts';
import { bundleFiles } from '../../training/cluster/bundle.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';
import { toErrorRecord } from '../stored.ts';
import { cardFacts } from './card-facts.ts';
import { jinjaOf } from './chat-template.ts';
import { type Checkpoint, openCheckpoint, unquantised } from './checkpoint.ts';
import { heldOutPoint, heldOutSet, heldOutTexts, runOf, textOf } from './evaluation.ts';
import { adapterFiles, verifyAdapter } from './export-adapter.ts';
import { clusterRun, verifyCluster } from './export-cluster.ts';
import { checkpointGguf, verifyGguf } from './export-gguf.ts';
import { logitsDifference } from './logits-difference.ts';
import { keptFigures } from './measures.ts';
import { wholeTensor } from './whole-weights.ts';

/** Code units of held-out text by which the language is told. */
const LANGUAGE_SAMPLE = 20_000;
const HELD_OUT_FILE = 'heldout.jsonl';
const MOST_BYTES_IN_HAND = 2 ** 24;

/** Of what is written as it is. */
const NOT_MEASURED = { largestChange: null, largestLogitsDifference: null, heldOut: null, heldOutError: null } as const;

export async function exportCheckpoint(hub: Hub, options: api.ExportOptions): Promise<api.ExportResult> {
  return hub.job(options.jobId, 'export', options.name, async (job) => {
    const checkpoint = await openCheckpoint(hub, options.checkpoint);
    switch (options.form) {
      case 'adapter':
        return exportAdapter(hub, checkpoint, options, job);
      case 'model':
        return exportModel(hub, checkpoint, options, job);
      case 'gguf':
        return exportGguf(hub, checkpoint, options, job);
      case 'cluster':
        return exportCluster(hub, checkpoint, options, job);
      default:
        return options.form satisfies never;
    }
  });
}

async function exportModel(
  hub: Hub,
  checkpoint: Checkpoint,
  options: api.ExportOptions,
  job: Job,
): Promise<api.ExportResult> {
  const run = await runOf(hub, checkpoint);
  const tokenizer = await hub.tokenizers.byId(checkpoint.details.tokenizer);
  const set = await heldOutSet(hub, checkpoint, run);
  const texts = set && (() => heldOutTexts(hub, set, tokenizer));
  const { heldOut, heldOutError } = await evaluated(job, async () =>
    set ? heldOutPoint(hub, unquantised(checkpoint), textOf(hub, set), run.choice.seq, job) : null,
  );
  const language = texts ? mainLanguageOf(await sampleOf(texts())) : null;
  const card: ModelCard = {
    ...(await cardFacts(hub, checkpoint, run, options.baseName)),
    name: options.name,
    ...(options.license === '' ? {} : { license: options.license }),
    languages: language === null ? [] : [language],
    figures: [
      ...(heldOut ? lossFigures(heldOut, options.withHeldOut ? HELD_OUT_FILE : null, run.choice.seq) : []),
      ...(await keptFigures(hub, checkpoint, run.choice.seq)),
    ],
  };
  // In English too, which whoever finds the model elsewhere may read.
  const readme = modelCard(card, [...new Set([options.cardLanguage, 'en' as const])]);
  const changes: number[] = [];
  const written = folderFiles(checkpoint, tokenizer, readme, options.withHeldOut ? texts : null, job, changes);
  const { file, files } = await zipped(checkpoint.adapter ? `${options.name}-merged` : options.name, written, job);
  const verifiedTensors = await verify(file, checkpoint, job);
  const largestChange = checkpoint.adapter ? Math.max(...changes) : null;
  const largestLogitsDifference = checkpoint.adapter ? await logitsDifference(hub, checkpoint, job) : null;
  const change = { largestChange, largestLogitsDifference };
  return { fileName: file.name, file, files, verifiedTensors, remarks: [], ...change, heldOut, heldOutError };
}

async function exportAdapter(
  hub: Hub,
  checkpoint: Checkpoint,
  { name, license, baseName }: api.ExportOptions,
  job: Job,
): Promise<api.ExportResult> {
  const { base, ...facts } = await cardFacts(hub, checkpoint, await runOf(hub, checkpoint), baseName);
  const known = { ...facts, ...(license === '' ? {} : { license }) };
  const { file, files } = await zipped(`${name}-lora`, adapterFiles(checkpoint, name, baseText(base), known), job);
  const verifiedTensors = await verifyAdapter(file, checkpoint, job);
  return {
    fileName: file.name,
    ...{ file, files, verifiedTensors, remarks: [] },
    ...NOT_MEASURED,
  };
}

async function exportGguf(
  hub: Hub,
  checkpoint: Checkpoint,
  options: api.ExportOptions,
  job: Job,
): Promise<api.ExportResult> {
  const tokenizer = await hub.tokenizers.byId(checkpoint.details.tokenizer);
  const name = folderName(`${options.name}-${options.ggufType}`);
  const gguf = checkpointGguf(checkpoint, tokenizer, { ...options, name }, job);
  const { file, files } = await zipped(name, gguf.files, job);
  const verifiedTensors = await verifyGguf(file, gguf, job);
  return {
    fileName: file.name,
    ...{ file, files, verifiedTensors, remarks: gguf.remarks },
    ...NOT_MEASURED,
  };
}

async function exportCluster(
  hub: Hub,
  checkpoint: Checkpoint,
  { name: given }: api.ExportOptions,
  job: Job,
): Promise<api.ExportResult> {
  const run = await clusterRun(hub, checkpoint, given);
  const name = folderName(`${given}-cluster`);
  const { file, files } = await zipped(name, bundleFiles(run), job);
  const verifiedTensors = await verifyCluster(file, name, run, job);
  return {
    fileName: file.name,
    ...{ file, files, verifiedTensors, remarks: [] },
    ...NOT_MEASURED,
  };
}

async function zipped(
  name: string,
  written: AsyncIterable<OutputFile>,
  job: Job,
): Promise<Pick<api.ExportResult, 'files'> & { readonly file: File }> {
  const folder = folderName(name);
  const files: api.ExportResult['files'] = [];
  const parts: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  // What is in a Blob is the browser's to keep, and no more in the memory of this thread.
  const handOver = (): void => {
    parts.push(new Blob(pieces));
    pieces = [];
    bytes = 0;
  };
  for await (const piece of zipStream(counted(inFolder(folder, written), files))) {
    job.signal.throwIfAborted();
    pieces.push(piece as Uint8Array<ArrayBuffer>);
    bytes += piece.length;
    if (bytes >= MOST_BYTES_IN_HAND) handOver();
  }
  handOver();
  return { file: new File(parts, `${folder}.zip`, { type: 'application/zip' }), files };
}

/** As peft's config names it. */
const baseText = (base: CardBase | undefined): string =>
  [base?.name || 'base', ...(base?.step === undefined ? [] : [`step ${base.step}`])].join(', ');

const folderName = (name: string): string => name.replace(/[^\p{L}\p{N}._-]+/gu, '-');

/** A figure that cannot be measured, as on a machine without a graphics adapter, keeps no one from the files. */
async function evaluated(
  job: Job,
  measure: () => Promise<api.HeldOutPoint | null>,
): Promise<Pick<api.ExportResult, 'heldOut' | 'heldOutError'>> {
  try {
    return { heldOut: await measure(), heldOutError: null };
  } catch (error) {
    job.signal.throwIfAborted();
    return { heldOut: null, heldOutError: toErrorRecord(error, 'evaluation-failed') };
  }
}

async function sampleOf(texts: AsyncIterable<string>): Promise<string> {
  let sample = '';
  for await (const text of texts) {
    sample += text.slice(0, LANGUAGE_SAMPLE - sample.length);
    if (sample.length >= LANGUAGE_SAMPLE) break;
  }
  return sample;
}

/** @param changes takes the largest change of each tensor by adapters, when it is written */
async function* folderFiles(
  checkpoint: Checkpoint,
  tokenizer: TextTokenizer,
  card: string,
  heldOut: (() => AsyncIterable<string>) | null,
  job: Job,
  changes: number[],
): AsyncGenerator<OutputFile> {
  const { details } = checkpoint;
  const model = folderModel(details.config);
  let done = 0;
  const tensor = async (name: string) => {
    job.progress(++done, model.tensors.length, 'tensors');
    const { values, largestChange } = await wholeTensor(checkpoint, name);
    changes.push(largestChange);
    return values;
  };
  const chatTemplate = jinjaOf(details);
  yield* modelFolderFiles({ model, tokenizerJson: tokenizer.toJson(), tensor, chatTemplate, modelCard: card });
  if (heldOut) yield { name: HELD_OUT_FILE, content: jsonLines(heldOut()) };
}

async function* jsonLines(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const text of texts) yield encoder.encode(`${JSON.stringify({ text })}\n`);
}

/** Unpacked, the archive is one folder of the model's name. */
async function* inFolder(folder: string, files: AsyncIterable<OutputFile>): AsyncGenerator<OutputFile> {
  for await (const { name, content } of files) yield { name: `${folder}/${name}`, content };
}

/** Notes each file's size as it goes by. */
async function* counted(files: AsyncIterable<OutputFile>, into: api.ExportResult['files']): AsyncGenerator<OutputFile> {
  for await (const { name, content } of files) {
    const entry = { name, bytes: 0 };
    into.push(entry);
    if (content instanceof Uint8Array) entry.bytes = content.length;
    yield { name, content: content instanceof Uint8Array ? content : passing(content, entry) };
  }
}

async function* passing(content: AsyncIterable<Uint8Array>, entry: { bytes: number }): AsyncGenerator<Uint8Array> {
  for await (const part of content) {
    entry.bytes += part.length;
    yield part;
  }
}

/** Opens the archive as a stranger would and compares every tensor with the checkpoint, bit for bit. */
async function verify(file: File, checkpoint: Checkpoint, job: Job): Promise<number> {
  const folder = await openModelFolder(unzipFolder(file.name, file), readFolderModel);
  let verified = 0;
  for (const [name, { read }] of folder.weights) {
    job.signal.throwIfAborted();
    checkSame(name, await read(), (await wholeTensor(checkpoint, name)).values);
    verified += 1;
    job.progress(verified, folder.weights.size, 'tensors');
  }
  return verified;
}
