/** A learning rate by short runs, on the model and the texts that `train` would be given. */
import { describeAdapter } from '../../gpu/device.ts';
import { sweepRates, TRIALS } from '../../training/rate-finder.ts';
import { openSession, prepareSession } from '../../training/session.ts';
import { corpusSource, tokeniseCorpus } from '../corpus.ts';
import { DEVICE_OPTIONS, dawnOf, PLANNING_OPTIONS, storageOf } from '../device.ts';
import { KERNEL_OPTIONS, kernelsOf } from '../kernels.ts';
import { NEW_MODEL_OPTIONS, newRecipe, openNewModel } from '../new-model.ts';
import { defineCommand } from '../options.ts';
import { memoryOptions } from '../plan-choice.ts';
import { Progress } from '../progress.ts';
import { CORPUS_OPTIONS, changedRecipe, RECIPE_OPTIONS } from '../recipe-options.ts';
import { SIZE_OPTIONS } from '../training-run.ts';

export const findRate = defineCommand({
  name: 'rate',
  summary: 'Tries learning rates in short runs and proposes one.',
  details: [
    `Takes the options of \`train\`. ${TRIALS} short runs from the same start on the same batches have an eighth to four times the rate that \`train\` would have (or \`--lr\`), each with its warm-up and its fall. The proposed rate is the best by the parabola through the best run and those beside it; at the edge of what was tried a better one may lie beyond. Nothing is written. As by \`--lr\`, tables keep their rate in all of them.`,
  ],
  options: {
    ...NEW_MODEL_OPTIONS,
    ...SIZE_OPTIONS,
    trialSteps: { kind: 'whole', min: 4, default: 40, help: 'Steps of each short run.' },
    seed: { kind: 'whole', min: 0, default: 0, help: 'Seed of new weights and of the order of the data.' },
    ...CORPUS_OPTIONS,
    ...RECIPE_OPTIONS,
    ...PLANNING_OPTIONS,
    ...DEVICE_OPTIONS,
    ...KERNEL_OPTIONS,
  },
  async run(options) {
    const { steps, batch, seq, accumulate, seed, trialSteps } = options;
    const { config, tokenizer } = await openNewModel(options, null);
    const progress = new Progress();
    const { train } = await tokeniseCorpus(options.corpus, tokenizer, (text) => progress.end(text));
    const recipe = changedRecipe(newRecipe(options, config, train.tokens.length, false), options);
    const gpu = await dawnOf(options);
    const adapter = await describeAdapter(gpu);
    const start = { from: 'seed' } as const;
    const prepared = await prepareSession({
      adapter,
      config,
      settings: {
        ...recipe,
        averageWeights: false,
        ...{ steps, batch, seq, accumulate, seed, evalEvery: 0, sampleEvery: 0, saveEvery: 0 },
      },
      generate: 0,
      storage: storageOf(options, adapter),
      memory: memoryOptions(options, false),
      kernels: (type) => kernelsOf(options, gpu, type),
      budgetBytes: options.budget ?? Number.POSITIVE_INFINITY,
      start,
    });
    if (prepared.overBudget) throw prepared.overBudget;
    const source = await corpusSource(train, prepared.state.settings, tokenizer);
    const session = await openSession(gpu, prepared, source);
    try {
      const { trials, proposed, isAtEdge } = await sweepRates(session, start, {
        steps: trialSteps,
        around: recipe.learningRate,
        chosen: (lr) => changedRecipe(recipe, { ...options, lr }),
        onStep: (done) => progress.show(`step ${done} of ${TRIALS * trialSteps}`),
        onTrial: ({ learningRate, loss }) =>
          progress.end(`${learningRate}: ${loss === null ? 'diverged' : `loss ${loss.toFixed(4)}`}`),
      });
      return {
        proposed,
        is_at_edge: isAtEdge,
        trials: trials.map(({ learningRate, loss }) => ({ lr: learningRate, loss })),
      };
    } finally {
      session.model.destroy();
    }
  },
});
