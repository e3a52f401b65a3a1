/** Tunes a model on instruction sets and writes it or its adapters, `log.jsonl` and the held-out records. */

import { createHash } from 'node:crypto';
import path from 'node:path';
import { batchesOf, type ExampleSet, exampleBatches } from '../../data/examples.ts';
import { answerBytes } from '../../data/instruct/encode.ts';
import { withPromptWeight } from '../../data/instruct/prompt-weight.ts';
import type { InstructionRecord } from '../../data/instruct/records.ts';
import { mainLanguageOf } from '../../data/language.ts';
import { optional } from '../../formats/hf-config.ts';
import { parameterCount } from '../../model/families/table.ts';
import { cardRecipe } from '../../training/card-recipe.ts';
import { amountOf } from '../amount.ts';
import { writeAdapterFolder, writeModelFolder } from '../export-folder.ts';
import { encodeSplit, readInstructionFile, weightsOf } from '../instruction-files.ts';
import { METHOD_OPTIONS, methodOf } from '../method-options.ts';
import { checkFit, MODEL_OPTION, openFolder, readTensor, tokenizerOf, weightsHash } from '../model-folder.ts';
import { checkOutApart, defineCommand, type OptionTable } from '../options.ts';
import { Progress } from '../progress.ts';
import { proposedRecipe } from '../recipe-options.ts';
import { refusedReport } from '../set-report.ts';
import { CARD_OPTIONS, RUN_OPTIONS, runTraining, SIZE_OPTIONS } from '../training-run.ts';
import { openTemplate, TEMPLATE_NAMES } from '../tuning-template.ts';

const OPTIONS = {
  ...MODEL_OPTION,
  data: {
    kind: 'list',
    value: 'FILE',
    required: true,
    help: 'Instruction sets of any shape that the studio reads: JSON, JSONL, CSV, TSV, also compressed (gz, bz2, xz, zst), or Parquet.',
  },
  dataWeight: {
    kind: 'list',
    value: 'X',
    help: 'How often the records of each file are seen in a pass, in the order of the files: 2 is twice as often as 1, at 0.5 a pass has half of them, the next one the rest. 1 for each unless given. Held-out records count once each.',
  },
  joinLists: {
    kind: 'flag',
    help: 'Join a list of texts in the place of a text, such as an answer, an item a line; such rows are left out otherwise.',
  },
  template: {
    kind: 'choice',
    choices: TEMPLATE_NAMES,
    required: true,
    help: "The prompt around each instruction; `chat` is the model's own chat template.",
  },
  pack: {
    kind: 'flag',
    help: 'Put several records into a row, with attention kept inside each: fewer steps for a pass over many short records.',
  },
  promptWeight: {
    kind: 'number',
    min: 0,
    max: 1,
    default: 0,
    help: 'How much the tokens of prompts count in the loss, beside answers at 1.',
  },
  embeddingDropout: {
    kind: 'number',
    min: 0,
    max: 0.9,
    default: 0,
    help: 'The share of what the layers get of each token that training drops, another one in each micro-batch, so that a small model learns few records less by heart.',
  },
  ...METHOD_OPTIONS,
  out: { kind: 'text', value: 'DIR', required: true, help: 'The folder to write to.' },
  ...SIZE_OPTIONS,
  seq: {
    ...SIZE_OPTIONS.seq,
    help: "Tokens of a row, at most the model's context: a prompt with its answer. Longer records are left out.",
  },
  ...CARD_OPTIONS,
  ...RUN_OPTIONS,
} as const satisfies OptionTable;

export const finetune = defineCommand({
  name: 'finetune',
  summary: 'Tunes a model on instruction sets.',
  details: [
    'The loss is that of the answers alone unless `--prompt-weight` says otherwise, over all tokens of a step. By `full` it writes a Hugging Face folder, by `lora`, `qlora-int8` and `qlora-nf4` the folder of an adapter, which `peft` loads and `merge` merges. Beside it stand `log.jsonl`, one line a step, and `heldout.jsonl`, the records that the model has not seen: a record is held out by a hash of its text.',
    'After `--stop-at`, Ctrl-C or a crash, `--resume` with the same options resumes bit for bit from the last checkpoint.',
  ],
  options: OPTIONS,
  async run(options) {
    const { out, steps, batch, seq, accumulate, promptWeight, embeddingDropout } = options;
    checkOutApart(out, options.model);
    const folder = await openFolder(options.model);
    const { config } = folder;
    const tokenizer = await tokenizerOf(folder, options.model);
    checkFit(config, tokenizer, seq);
    const weights = weightsOf(options.data, options.dataWeight);
    const progress = new Progress();
    progress.show('reading the instruction sets', true);
    const sets: InstructionRecord[][] = [];
    for (const file of options.data)
      sets.push(await readInstructionFile(file, (text) => progress.end(text), options.joinLists));
    const { chatTemplate, encoder } = await openTemplate(options.template, tokenizer, options.model);
    const examples = await encodeSplit(sets, weights, encoder, seq).finally(() => encoder.close());
    if (examples.tooLong > 0)
      progress.end(`${amountOf(examples.tooLong, 'record is', 'records are')} longer than ${seq} tokens and left out`);
    for (const [place, refused] of examples.refused.entries())
      if (refused.length > 0) progress.end(refusedReport(options.data[place] ?? '', refused));
    const train = examples.train.map((set) => ({
      weight: set.weight,
      examples: set.examples.map((example) => withPromptWeight(example, promptWeight)),
    }));
    const rows = { packed: options.pack, weighted: promptWeight > 0 };
    const layout = { seq, padId: tokenizer.padId ?? 0, ...rows };
    const { hiddenSize, tied } = config;
    const parameters = parameterCount(config);
    const tokensPerStep = batch * seq * accumulate;
    const name = lastName(out);
    const { end, loss, heldOut, bytes } = await runTraining(
      options,
      {
        out,
        sizes: { steps, batch, seq, accumulate },
        config,
        method: (storage) => methodOf(options, storage),
        rows,
        embeddingDropout,
        data: hashOf(train, rows.packed, embeddingDropout),
        base: () => weightsHash(options.model),
        recipe: () => proposedRecipe(options, true, { hiddenSize, tied, parameters, tokensPerStep, steps }),
        start: async () => ({ from: 'folder', tensor: (wanted) => readTensor(folder, wanted) }),
        source: ({ seed }) => exampleBatches(train, { ...layout, seed }),
        heldOut(rowsAtOnce) {
          if (examples.heldOut.length === 0) return null;
          const batches = batchesOf(examples.heldOut, layout, rowsAtOnce);
          return { batches, bytes: answerBytes(tokenizer, examples.heldOut) };
        },
        heldOutRows: examples.heldOutRecords,
        chatTemplate,
        write(model, { end }) {
          const base = lastName(options.model);
          const language = mainLanguageOf(
            sets
              .flat()
              .map(({ output }) => output)
              .join('\n'),
          );
          const known = {
            ...optional('license', options.license),
            languages: language === null ? [] : [language],
            recipe: cardRecipe(end.settings, end.storage, methodOf(options, end.storage)),
            changes: end.recovery.changes,
            sources: examples.train.map((set, place) => ({
              name: lastName(options.data[place] ?? ''),
              documents: set.examples.length,
            })),
            base: { name: base },
            chat: true,
          };
          if (model.plan.adapter) return writeAdapterFolder(model, out, { name, base, known, chatTemplate });
          return writeModelFolder(model, out, { tokenizerJson: folder.tokenizerJson ?? '', name, known, chatTemplate });
        },
      },
      progress,
    );
    return {
      steps: end.step,
      loss,
      heldout: heldOut,
      examples: examples.train.reduce((sum, set) => sum + set.examples.length, 0),
      too_long: examples.tooLong,
      parameters,
      bytes,
      states: end.moments,
      recompute: end.recompute,
      finished: end.step >= steps,
      out,
    };
  },
});

const lastName = (dir: string): string => path.basename(path.resolve(dir));

function hashOf(sets: readonly ExampleSet[], packed: boolean, embeddingDropout: number): string {
  const hash = createHash('sha256');
  if (packed) hash.update('packed');
  if (embeddingDropout > 0) hash.update(`dropout ${embeddingDropout}`);
  // Where a set ends and what it weighs decides which rows a pass has.
  if (sets.length > 1 || sets[0]?.weight !== 1)
    hash.update(JSON.stringify(sets.map(({ examples, weight }) => [examples.length, weight])));
  for (const { tokens, labels, weights } of sets.flatMap(({ examples }) => examples)) {
    hash.update(Uint32Array.from(tokens)).update(labels);
    if (weights) hash.update(weights);
  }
  return hash.digest('hex');
}
