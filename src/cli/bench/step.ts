/** One training step, ours and another engine's or another method's in turn, in rotating order, in one run: medians and ratios. */

import type { Batch } from '../../data/batches.ts';
import { ModelOnDevice } from '../../engine/model-on-device.ts';
import { StepMetricsRing } from '../../engine/step-metrics.ts';
import type { ModelConfig } from '../../formats/hf-config.ts';
import { describeAdapter } from '../../gpu/device.ts';
import { median } from '../../gpu/profile-clock.ts';
import { trainingFlopsPerToken, updateShare } from '../../model/cost.ts';
import { parseModelConfig } from '../../model/families/table.ts';
import { methodRequest } from '../../model/method.ts';
import { planModel } from '../../model/plans.ts';
import { muonSettings, SIMPLE_RECIPE } from '../../model/recipe.ts';
import { initialiseParameters } from '../../training/initialise.ts';
import { EPSILON, OptimizerStep } from '../../training/optimizer-step.ts';
import { storageOf } from '../device.ts';
import { kernelsOf } from '../kernels.ts';
import { methodOf } from '../method-options.ts';
import { usageError } from '../options.ts';
import { Progress } from '../progress.ts';
import { type Contender, patternBatch, type StepShape } from './contender.ts';
import { counted, countGpu, type GpuCounts } from './instrument.ts';
import { jaxContender } from './jax-step.ts';
import { type BenchOptions, configOf } from './options.ts';

/** d 128, 2 layers, 4 heads, FFN 352, vocabulary 512: small enough for software adapters. */
export const SMALL: ModelConfig = parseModelConfig({
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  vocab_size: 512,
  hidden_size: 128,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 4,
  intermediate_size: 352,
  max_position_embeddings: 128,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: false,
});
const WARM_UP = 2;

export async function benchStep(options: BenchOptions, gpu: GPU): Promise<Record<string, unknown>> {
  const counts = countGpu();
  const config = await configOf(options, SMALL);
  const shape: StepShape = { batch: options.batch, seq: options.seq, accumulate: options.accumulate };
  const { repeat = 9, vs } = options;
  if (vs === 'jax-js' && shape.accumulate > 1)
    throw usageError('jax-js takes steps of one micro-batch: leave out --accumulate.');

  const ours = await counted(counts, () => ourContender(gpu, options, config, shape));
  const entries = [
    { contender: ours.result as Contender, counts: ours.counts, milliseconds: [] as number[], losses: [] as number[] },
  ];
  if (vs) {
    const theirs = await counted(
      counts,
      (): Promise<Contender> =>
        vs === 'jax-js' ? jaxContender(config, shape) : ourContender(gpu, otherwise(options, vs), config, shape),
    );
    entries.push({ contender: theirs.result, counts: theirs.counts, milliseconds: [], losses: [] });
  }
  const { tokens, targets } = patternBatch(config.vocabSize, shape);
  const progress = new Progress();
  for (let round = 0; round < WARM_UP + repeat; round++) {
    const order = round % 2 === 0 ? entries : entries.toReversed();
    for (const entry of order) {
      progress.show(`round ${round + 1} of ${WARM_UP + repeat}: ${entry.contender.name}`);
      const start = performance.now();
      const step = await counted(counts, () => entry.contender.step(tokens, targets));
      if (round >= WARM_UP) entry.milliseconds.push(performance.now() - start);
      entry.losses.push(step.result);
      entry.counts = addPeak(entry.counts, step.counts);
    }
  }
  const results = entries.map(({ contender, counts: c, milliseconds, losses }) => ({
    engine: contender.name,
    ms_per_step: median(milliseconds),
    tokens_per_s: (shape.batch * shape.seq * shape.accumulate * 1000) / median(milliseconds),
    peak_gpu_bytes: c.peakBytes,
    dispatches_per_step: c.dispatches,
    submits_per_step: c.submits,
    first_loss: losses[0],
    last_loss: losses.at(-1),
  }));
  const [us, them] = results as [(typeof results)[number], (typeof results)[number] | undefined];
  const flops = trainingFlopsPerToken(config, shape.seq);
  return {
    adapter: ours.result.adapter,
    kernels: ours.result.kernels,
    planned_bytes: ours.result.plannedBytes,
    update_share: ours.result.updateShare,
    gflop_per_s: (us.tokens_per_s * flops) / 1e9,
    ...(them ? { ratio: us.tokens_per_s / them.tokens_per_s } : {}),
    results,
    repeat,
    ...shape,
  };
}

/** With another method or another optimizer. */
function otherwise(options: BenchOptions, vs: Exclude<NonNullable<BenchOptions['vs']>, 'jax-js'>): BenchOptions {
  return vs === 'adamw' || vs === 'muon' ? { ...options, optimizer: vs } : { ...options, method: vs };
}

/** Memory adds up from set-up on; dispatches and submits are those of the latest step. */
function addPeak(before: GpuCounts, step: GpuCounts): GpuCounts {
  return {
    ...step,
    liveBytes: before.liveBytes + step.liveBytes,
    peakBytes: Math.max(before.peakBytes, before.liveBytes + step.peakBytes),
  };
}

async function ourContender(gpu: GPU, options: BenchOptions, config: ModelConfig, shape: StepShape) {
  const adapter = await describeAdapter(gpu);
  const storage = storageOf(options, adapter);
  const kernels = await kernelsOf(options, gpu, storage);
  const plan = planModel({
    config,
    kernels,
    storage,
    moments: options.states ?? 'f32',
    recompute: options.recompute,
    bindingBytes: adapter.maxBindingBytes,
    batch: { rows: shape.batch, seq: shape.seq },
    accumulates: shape.accumulate > 1,
    training: true,
    generate: 0,
    muon: muonSettings({ ...SIMPLE_RECIPE, optimizer: options.optimizer }),
    ...methodRequest(methodOf(options, storage), config),
  });
  const model = await ModelOnDevice.open(gpu, plan);
  initialiseParameters(model, 1);
  const optimizer = new OptimizerStep(model);
  const ring = new StepMetricsRing<null>(model.executor);
  const hyper = { learningRate: 3e-3, beta1: 0.9, beta2: 0.95, epsilon: EPSILON, weightDecay: 0.1, clip: 1 };
  return {
    name: ['ocaq', ...[options.method, options.optimizer].filter((name) => name !== 'full' && name !== 'adamw')].join(
      ', ',
    ),
    adapter: model.executor.gpu.adapter.name,
    kernels,
    plannedBytes: plan.totalBytes,
    updateShare: updateShare(plan, shape.accumulate),
    async step(tokens: Int32Array<ArrayBuffer>, targets: Int32Array<ArrayBuffer>): Promise<number> {
      const batch = { tokens, targets, counted: targets.length };
      await ring.submit(await optimizer.prepare(Array<Batch>(shape.accumulate).fill(batch), hyper), null);
      let loss = Number.NaN;
      for await (const entry of ring.drain()) loss = entry.metrics.loss;
      return loss;
    },
  };
}
