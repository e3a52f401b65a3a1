/** Trains a model on files and writes a Hugging Face folder, `log.jsonl` and the held-out documents. */
import path from 'node:path';
import { evaluationBatches, memoryStream } from '../../data/batches.ts';
import { mainLanguageOf } from '../../data/language.ts';
import { lossFigures } from '../../evaluation/card-figures.ts';
import { type ModelConfig, optional } from '../../formats/hf-config.ts';
import { parameterCount } from '../../model/families/table.ts';
import { cardRecipe, cardTraining } from '../../training/card-recipe.ts';
import type { StartingPoint } from '../../training/session.ts';
import { corpusHash, corpusSource, tokeniseCorpus } from '../corpus.ts';
import { writeModelFolder } from '../export-folder.ts';
import { openFolder, readTensor } from '../model-folder.ts';
import { NEW_MODEL_OPTIONS, newRecipe, openNewModel } from '../new-model.ts';
import { checkOutApart, defineCommand, type OptionTable, type OptionValues } from '../options.ts';
import { Progress } from '../progress.ts';
import { CORPUS_OPTIONS, rateNotice } from '../recipe-options.ts';
import { checkSameModel } from '../same-model.ts';
import { CARD_OPTIONS, HELD_OUT_FILE, RUN_OPTIONS, runTraining, SIZE_OPTIONS } from '../training-run.ts';

const OPTIONS = {
  ...NEW_MODEL_OPTIONS,
  init: { kind: 'text', value: 'DIR', unset: 'random weights', help: 'The model whose weights to start from.' },
  out: { kind: 'text', value: 'DIR', required: true, help: 'The folder to write to.' },
  ...SIZE_OPTIONS,
  ...CARD_OPTIONS,
  ...CORPUS_OPTIONS,
  ...RUN_OPTIONS,
} as const satisfies OptionTable;

type TrainOptions = OptionValues<typeof OPTIONS>;

export const train = defineCommand({
  name: 'train',
  summary: 'Trains a model on texts and writes a Hugging Face folder.',
  details: [
    'Beside the model it writes `log.jsonl`, one line a step, and `heldout.jsonl`, the documents that the model has not seen: a document is held out by a hash of its text, so the split never moves.',
    'After `--stop-at`, Ctrl-C or a crash, `--resume` with the same options resumes bit for bit from the last checkpoint.',
    'With more `--steps` than the run had, `--resume` lengthens it. Where the learning rate of the longer run agrees on all steps done (constant so far, or `--schedule hold` stopped before the fall with `--stop-at`), it is bit for bit what one run would have been; elsewhere the rate rises again to the longer schedule, over as many steps as the warm-up had, at most a tenth of those that are left. With another `--lr` or `--min-lr`, as after a run that diverged, `--resume` leads to a larger rate in the same way; a smaller one holds at once.',
  ],
  options: OPTIONS,
  async run(options) {
    const { out, init, steps, batch, seq, accumulate } = options;
    if (init !== undefined) checkOutApart(out, init);
    const { config, tokenizerJson, tokenizer } = await openNewModel(options, options.resume ? out : null);
    const progress = new Progress();
    progress.show('reading the corpus', true);
    const corpus = await tokeniseCorpus(options.corpus, tokenizer, (text) => progress.end(text));
    const name = path.basename(path.resolve(out));
    const { end, loss, heldOut, bytes } = await runTraining(
      options,
      {
        out,
        sizes: { steps, batch, seq, accumulate },
        config,
        method: () => ({ kind: 'full' }),
        data: corpusHash(corpus),
        recipe(started) {
          const recipe = newRecipe(options, started, corpus.train.tokens.length, init !== undefined);
          const basis = { width: started.hiddenSize, tokensPerStep: batch * seq * accumulate };
          const notice = rateNotice(options, init !== undefined, basis);
          if (notice !== null) progress.end(notice);
          return recipe;
        },
        start: (started) => initialWeights(options, started),
        source: (settings) => corpusSource(corpus.train, settings, tokenizer),
        heldOut(rows) {
          if (corpus.heldOut.length < 2) return null;
          const batches = evaluationBatches(memoryStream(corpus.heldOut), {
            seq,
            batch: rows,
            padId: 0,
            given: tokenizer.beginIds,
          });
          return { batches, bytes: corpus.heldOutBytes };
        },
        heldOutRows: corpus.heldOutDocuments.map((text) => ({ text })),
        write: (model, { end, heldOut, rowTokens }) => {
          const language = mainLanguageOf(corpus.heldOutDocuments.join('\n'));
          const known = {
            ...optional('license', options.license),
            languages: language === null ? [] : [language],
            training: cardTraining(end.settings, rowTokens, end.step),
            recipe: cardRecipe(end.settings, end.storage, { kind: 'full' }),
            changes: end.recovery.changes,
            sources: options.corpus.map((file) => ({ name: path.basename(file) })),
            figures: heldOut ? lossFigures(heldOut, HELD_OUT_FILE, seq) : [],
          };
          return writeModelFolder(model, out, { tokenizerJson, name, known, chatTemplate: '' });
        },
      },
      progress,
    );
    return {
      steps: end.step,
      loss,
      heldout: heldOut,
      parameters: parameterCount(config),
      bytes,
      states: end.moments,
      recompute: end.recompute,
      finished: end.step >= steps,
      out,
    };
  },
});

/** `--init`: the weights of a folder of the same model; random ones where it is not given. */
async function initialWeights({ init }: TrainOptions, config: ModelConfig): Promise<StartingPoint> {
  if (init === undefined) return { from: 'seed' };
  const folder = await openFolder(init);
  checkSameModel(init, folder.config, config);
  return { from: 'folder', tensor: (name) => readTensor(folder, name) };
}
