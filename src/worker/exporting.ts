/** Export as a Hugging Face folder in a zip, read back and compared before it is offered; and the evaluation shown with it. */
import { evaluationBatches } from '../data/batches.ts';
import { isHeldOut } from '../data/heldout.ts';
import { chatTemplateJinja, PROMPT_TEMPLATES } from '../data/instruct/templates.ts';
import { OcaqError } from '../errors.ts';
import { expectedTensors, llamaFolderFiles, type OutputFile, openLlamaFolder } from '../formats/hf-folder.ts';
import { modelCard } from '../formats/model-card.ts';
import { unzipFolder, zipStream } from '../formats/zip.ts';
import { parameterTable } from '../model/parameters.ts';
import { listSources, readDocuments } from '../storage/documents.ts';
import { getRun } from '../storage/runs.ts';
import { getTokenSet, openTokenReader } from '../storage/tokens.ts';
import { evaluate } from '../training/evaluate.ts';
import { huggingFaceTensor } from '../training/state-tensors.ts';
import type * as api from './api.ts';
import type { Hub, Job } from './hub.ts';
import { type Checkpoint, modelOf, openCheckpoint } from './loaded-model.ts';
import type { RunConfig } from './stored.ts';
import { tokenizerById } from './tokens.ts';

const EVALUATION_ROWS = 4;

/** Over all held-out documents, with windows of the model's context: what `ocaq eval` gives for the exported files. */
export async function evaluateCheckpoint(hub: Hub, jobId: api.Id, id: api.Id): Promise<api.HeldOutPoint> {
  return hub.job(jobId, 'evaluate', '', async (job) => {
    const checkpoint = await openCheckpoint(hub, id);
    const point = await heldOutPoint(hub, checkpoint, job);
    if (!point)
      throw new OcaqError(
        'nothing-held-out',
        'No document of this corpus is held out, so there is nothing to evaluate on. Add more documents.',
      );
    return point;
  });
}

async function heldOutPoint(hub: Hub, checkpoint: Checkpoint, job: Job): Promise<api.HeldOutPoint | null> {
  const { tokenizer, config } = checkpoint.details;
  const set = await getTokenSet(hub.database, checkpoint.projectId, tokenizer);
  if (!set || set.splits.heldout.tokens < 2) return null;
  const stream = openTokenReader(hub.database, set, 'heldout');
  const seq = config.contextLength;
  const rows = Math.min(EVALUATION_ROWS, Math.ceil((stream.length - 1) / seq));
  const model = await modelOf(checkpoint, { batch: { rows, seq }, generate: 0 });
  try {
    const { step } = await getRun(hub.database, checkpoint.runId);
    const batches = evaluationBatches(stream, { seq, batch: rows, padId: 0 });
    const onProgress = (tokens: number) => job.progress(tokens, stream.length - 1, 'tokens');
    const { loss, perplexity, bitsPerByte } = await evaluate(model, batches, {
      bytes: set.splits.heldout.textBytes,
      signal: job.signal,
      onProgress,
    });
    return { step, loss, perplexity, bitsPerByte };
  } finally {
    model.destroy();
  }
}

export async function exportCheckpoint(
  hub: Hub,
  project: api.Id,
  options: api.ExportOptions,
): Promise<api.ExportResult> {
  return hub.job(options.jobId, 'export', options.name, async (job) => {
    const checkpoint = await openCheckpoint(hub, options.checkpoint);
    const heldOut = await heldOutPoint(hub, checkpoint, job);
    const files: api.ExportResult['files'] = [];
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const part of zipStream(
      counted(await folderFiles(hub, project, checkpoint, options, heldOut, job), files),
    )) {
      job.signal.throwIfAborted();
      parts.push(part as Uint8Array<ArrayBuffer>);
    }
    const fileName = `${options.name.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.zip`;
    const file = new File(parts, fileName, { type: 'application/zip' });
    const verifiedTensors = await verify(file, checkpoint, job);
    return { fileName, file, files, verifiedTensors, heldOut };
  });
}

async function folderFiles(
  hub: Hub,
  project: api.Id,
  checkpoint: Checkpoint,
  options: api.ExportOptions,
  heldOut: api.HeldOutPoint | null,
  job: Job,
): Promise<AsyncGenerator<OutputFile>> {
  const { config, template, tokenizer: tokenizerId, parameters } = checkpoint.details;
  const tokenizer = await tokenizerById(hub, tokenizerId);
  const sources = await listSources(hub.database, project);
  const run = (await getRun(hub.database, checkpoint.runId)).config as RunConfig;
  const table = parameterTable(config);
  const total = expectedTensors(config).length;
  let done = 0;
  const tensor = (name: string) => {
    job.progress(++done, total, 'tensors');
    return huggingFaceTensor(table, name, (stored) => checkpoint.tensor(stored));
  };
  const rule = `windows of ${config.contextLength} tokens without overlap; documents joined by the end-of-text token, which is counted`;
  const card = modelCard({
    name: options.name,
    license: options.license,
    config,
    parameters,
    sources: sources.map(({ name, documents }) => ({ name, documents })),
    figures: heldOut ? [{ name: 'perplexity', value: heldOut.perplexity, data: 'heldout.jsonl', rule }] : [],
  });
  const chatTemplate =
    run.template === null && template === null ? '' : chatTemplateJinja(PROMPT_TEMPLATES[template ?? 'az']);
  const folder = llamaFolderFiles({ config, tokenizerJson: tokenizer.toJson(), tensor, chatTemplate, modelCard: card });
  async function* all(): AsyncGenerator<OutputFile> {
    yield* folder;
    yield { name: 'heldout.jsonl', content: heldOutLines() };
  }
  async function* heldOutLines(): AsyncGenerator<Uint8Array> {
    const encoder = new TextEncoder();
    for await (const { text, hash } of readDocuments(hub.database, sources))
      if (isHeldOut(hash)) yield encoder.encode(`${JSON.stringify({ text })}\n`);
  }
  return all();
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
  const folder = await openLlamaFolder(unzipFolder(file.name, file));
  const table = parameterTable(checkpoint.details.config);
  let verified = 0;
  for (const [name, { read }] of folder.weights) {
    job.signal.throwIfAborted();
    const [written, wanted] = [
      await read(),
      await huggingFaceTensor(table, name, (stored) => checkpoint.tensor(stored)),
    ];
    if (written.length !== wanted.length || written.some((value, i) => !Object.is(value, wanted[i]))) {
      throw new OcaqError(
        'export-unverified',
        `The tensor "${name}" of the written file is not what was to be written. Try again; if it happens again, check the disk.`,
        { name },
      );
    }
    verified += 1;
    job.progress(verified, folder.weights.size, 'tensors');
  }
  return verified;
}
