/** Loss, perplexity and bits per byte of a text; the rule is in training/evaluate.ts. */
import { evaluationBatches, memoryStream, tokeniseDocuments } from '../../data/batches.ts';
import { OcaqError } from '../../errors.ts';
import { evaluate, finite } from '../../evaluation/evaluate.ts';
import { ADAPTERS_OPTION, sortAdapters } from '../adapters.ts';
import { evaluationDocuments } from '../corpus.ts';
import { DEVICE_OPTIONS } from '../device.ts';
import { KERNEL_OPTIONS } from '../kernels.ts';
import { MODEL_OPTION, modelFromFolder, tokenizerOf } from '../model-folder.ts';
import { defineCommand, usageError } from '../options.ts';
import { Progress } from '../progress.ts';
import { openToAnswer, QUANTISE_OPTION, quantisedType } from '../quantised-base.ts';

export const evaluateText = defineCommand({
  name: 'eval',
  summary: 'Measures loss, perplexity and bits per byte on a text.',
  details: [
    'Documents are joined as in training: the tokens of each, then the end-of-text token. Windows of `--seq` inputs follow each other without overlap, and every token but the first is predicted exactly once. What the tokenizer puts in front of every text, such as `<s>`, begins each document and is not predicted; `begin` in the result shows it. Perplexity is exp(mean loss); bits per byte divide by the UTF-8 bytes of the documents.',
  ],
  options: {
    ...MODEL_OPTION,
    text: {
      kind: 'text',
      value: 'FILE',
      required: true,
      help: 'The text, in any format that training reads, and not cleaned; rows are documents, and plain text is one.',
    },
    seq: { kind: 'whole', min: 1, unset: "the model's context", help: 'Tokens of a window.' },
    batch: { kind: 'whole', min: 1, default: 8, help: 'Windows computed at once; changes no result.' },
    ...DEVICE_OPTIONS,
    ...ADAPTERS_OPTION,
    ...QUANTISE_OPTION,
    ...KERNEL_OPTIONS,
  },
  async run(options) {
    const dir = options.model;
    const { graphics, lora } = await sortAdapters(options.adapter);
    const { folder, beside } = await openToAnswer(dir, lora, options.quantise);
    const tokenizer = await tokenizerOf(folder, dir);
    const file = options.text;
    const progress = new Progress();
    const documents = await evaluationDocuments(file, (text) => progress.end(text));
    const seq = options.seq ?? folder.config.contextLength;
    if (seq > folder.config.contextLength)
      throw usageError(`--seq ${seq} is longer than the model's context of ${folder.config.contextLength}.`);

    const given = tokenizer.beginIds;
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
    const batch = { rows: Math.min(options.batch, windows), seq };
    const device = { ...options, adapter: graphics };
    const model = await modelFromFolder(
      folder,
      device,
      { batch, training: false, generate: 0 },
      beside,
      quantisedType(options.quantise),
    );
    const batches = evaluationBatches(memoryStream(Uint32Array.from(tokens)), {
      seq,
      batch: batch.rows,
      padId: 0,
      given,
    });
    const measured = await evaluate(model, batches, {
      bytes,
      onProgress: (done) => progress.show(`${done} of ${tokens.length - 1} tokens`),
    });
    const result = finite(measured);
    return {
      loss: result.loss,
      perplexity: result.perplexity,
      bits_per_byte: result.bitsPerByte,
      tokens: result.tokens,
      seq,
      begin: tokenizer.decode(given),
      documents: documents.length,
    };
  },
});
