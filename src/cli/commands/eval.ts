/** Loss, perplexity and bits per byte of a text; the rule is in training/evaluate.ts. */
import { evaluationBatches, memoryStream, tokeniseDocuments } from '../../data/batches.ts';
import { OcaqError } from '../../errors.ts';
import { evaluate } from '../../evaluation/evaluate.ts';
import { Arguments } from '../arguments.ts';
import { evaluationDocuments } from '../corpus.ts';
import { DEVICE_OPTIONS } from '../device.ts';
import { readText } from '../files.ts';
import { KERNEL_FLAGS } from '../kernels.ts';
import { modelFromFolder, openFolder, tokenizerOf } from '../model-folder.ts';
import { Progress } from '../progress.ts';

export async function evaluateText(argv: readonly string[]): Promise<Record<string, unknown>> {
  const args = new Arguments('eval', argv, ['model', 'text', 'seq', 'batch', ...DEVICE_OPTIONS], KERNEL_FLAGS);
  const dir = args.required('model');
  const folder = await openFolder(dir);
  const tokenizer = tokenizerOf(folder, dir);
  const file = args.required('text');
  const documents = await evaluationDocuments(file, await readText(file));
  const seq = args.whole('seq', folder.config.contextLength);
  if (seq > folder.config.contextLength)
    args.refuse(`--seq ${seq} is longer than the model's context of ${folder.config.contextLength}`);

  const tokens: number[] = [];
  let bytes = 0;
  for await (const part of tokeniseDocuments(documents, tokenizer)) for (const token of part) tokens.push(token);
  for (const document of documents) bytes += Buffer.byteLength(document.normalize('NFC'));
  if (tokens.length < 2)
    throw new OcaqError(
      'corpus-too-short',
      `"${file}" gives ${tokens.length} tokens; at least 2 are needed to predict one.`,
      { tokens: tokens.length, needed: 2 },
    );

  const windows = Math.ceil((tokens.length - 1) / seq);
  const batch = { rows: Math.min(args.whole('batch', 8), windows), seq };
  const model = await modelFromFolder(folder, args, { batch, training: false, generate: 0 });
  const progress = new Progress();
  const batches = evaluationBatches(memoryStream(Uint32Array.from(tokens)), { seq, batch: batch.rows, padId: 0 });
  const result = await evaluate(model, batches, {
    bytes,
    onProgress: (done) => progress.show(`${done} of ${tokens.length - 1} tokens`),
  });
  return {
    loss: result.loss,
    perplexity: result.perplexity,
    bits_per_byte: result.bitsPerByte,
    tokens: result.tokens,
    seq,
    documents: documents.length,
  };
}
