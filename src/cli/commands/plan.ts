/** The step plan of a config, or with a budget the first that fits, without a GPU: bytes, FLOPs, dispatches. */

import { DEFAULT_BUDGET_BYTES, PORTABLE_BINDING_BYTES } from '../../defaults.ts';
import { predictedSeconds, type Roof } from '../../gpu/budget.ts';
import { describeAdapter } from '../../gpu/device.ts';
import { repeatedShares, trainingFlopsPerToken, updateShare } from '../../model/cost.ts';
import { elementCount, parameterCount, parseModelConfig } from '../../model/families/table.ts';
import { methodRequest } from '../../model/method.ts';
import { runnerUp } from '../../model/planner.ts';
import { muonSettings, SIMPLE_RECIPE } from '../../model/recipe.ts';
import { trainingTraffic } from '../../model/traffic.ts';
import { type Launch, TILED } from '../../ops/operator.ts';
import { isFrozen } from '../../plan/parameters.ts';
import { planNeeds } from '../../plan/step-plan.ts';
import { DEVICE_OPTIONS, dawnOf, PLANNING_OPTIONS, storageOf } from '../device.ts';
import { readJson } from '../files.ts';
import { METHOD_OPTIONS, methodOf } from '../method-options.ts';
import { defineCommand } from '../options.ts';
import { choiceLines, choosePlan, memoryOptions } from '../plan-choice.ts';
import { OPTIMIZERS } from '../recipe-options.ts';
import { ACCUMULATE_HELP } from '../training-run.ts';

export const plan = defineCommand({
  name: 'plan',
  summary:
    'Says what training a config takes, without a GPU: bytes by category, FLOPs and bytes per token, dispatches.',
  options: {
    config: { kind: 'text', value: 'FILE', required: true, help: "The model's config.json." },
    seq: { kind: 'whole', required: true, min: 1, help: 'Tokens of a row.' },
    batch: { kind: 'whole', required: true, min: 1, help: 'Rows of a micro-batch.' },
    optimizer: {
      kind: 'choice',
      choices: OPTIMIZERS,
      default: 'adamw',
      help: 'What updates the matrices within layers.',
    },
    accumulate: { kind: 'whole', min: 1, default: 1, help: ACCUMULATE_HELP },
    ...METHOD_OPTIONS,
    ...PLANNING_OPTIONS,
    tier: {
      kind: 'choice',
      choices: ['portable', 'adapter'],
      default: 'portable',
      help: 'The limits of bindings: what every WebGPU device allows, or what the adapter says.',
    },
    roofGflops: {
      kind: 'number',
      min: 1,
      default: 5100,
      help: 'Predict times for a card of so many GFLOP/s: the slowest that this is made for, or the roof that `bench profile` measures.',
    },
    roofGbs: { kind: 'number', min: 1, default: 112, help: 'The same, of GB/s.' },
    print: {
      kind: 'flag',
      help: 'Print every launch with what it issues, moves and should take, and every buffer.',
    },
    ...DEVICE_OPTIONS,
  },
  async run(options) {
    const config = parseModelConfig(await readJson(options.config), options.config);
    const bindingBytes =
      options.tier === 'portable'
        ? PORTABLE_BINDING_BYTES
        : (await describeAdapter(await dawnOf(options))).maxBindingBytes;
    const storage = storageOf(options, { features: [] });
    const muon = muonSettings({ ...SIMPLE_RECIPE, optimizer: options.optimizer });
    const common = { config, muon, kernels: TILED, storage, bindingBytes, training: true, generate: 0 };
    const request = {
      ...common,
      batch: { rows: options.batch, seq: options.seq },
      accumulates: options.accumulate > 1,
      ...methodRequest(methodOf(options, storage), config),
      ...memoryOptions(options),
    };
    const step = choosePlan(options, request);
    const { fitted, accumulate } = step;
    const { batch } = step.request;
    const planned = fitted.plan;
    const budget = options.budget ?? DEFAULT_BUDGET_BYTES;
    for (const line of choiceLines(options, step)) process.stderr.write(`${line}\n`);

    const tokens = batch.rows * batch.seq;
    const { train = [], update = [] } = planned.programs;
    const needs = planNeeds(planned);
    const flopsPerToken = trainingFlopsPerToken(config, batch.seq);
    const traffic = trainingTraffic(planned);
    const repeated = repeatedShares(train, tokens * flopsPerToken);
    const roof = { flopsPerSecond: options.roofGflops * 1e9, bytesPerSecond: options.roofGbs * 1e9 };
    const predicted = { microBatch: secondsOf(train, roof), update: secondsOf(update, roof) };
    const predictedStep = accumulate * predicted.microBatch + predicted.update;
    const predictedTokens = (accumulate * tokens) / predictedStep;
    if (options.print) {
      for (const launch of [...train, ...update]) process.stderr.write(`${launchLine(launch, roof)}\n`);
      for (const buffer of planned.buffers)
        process.stderr.write(
          `${buffer.name}  ${buffer.category}  ${buffer.bytes} bytes  ${buffer.tensors.join(' ')}\n`,
        );
    }
    return {
      parameters: parameterCount(config),
      trained_parameters: elementCount(planned.table.filter(({ id }) => !isFrozen(planned.layout, id))),
      batch: batch.rows,
      accumulate,
      peak_bytes: planned.totalBytes,
      bytes: planned.bytes,
      states: planned.moments,
      recompute: planned.recompute,
      runner_up: runnerUp(step.request, fitted, budget),
      too_large: fitted.tooLarge,
      fits_budget: planned.totalBytes <= budget,
      budget_bytes: budget,
      largest_buffer_bytes: needs.bufferBytes,
      largest_binding_bytes: needs.bindingBytes,
      flops_per_token: flopsPerToken,
      launched_flops_per_token: train.reduce((sum, launch) => sum + launch.flops, 0) / tokens,
      recomputed_share: repeated.outsideAttention,
      repeated_attention_share: repeated.attention,
      bytes_bound_ratio: traffic.bound / traffic.reference,
      bytes_per_token: train.reduce((sum, launch) => sum + launch.bytes, 0) / tokens,
      dispatches_per_micro_batch: train.length,
      update_share: updateShare(planned, accumulate),
      dispatches_per_update: update.length,
      roof_gflop_per_s: options.roofGflops,
      roof_gb_per_s: options.roofGbs,
      predicted_ms_per_micro_batch: predicted.microBatch * 1000,
      predicted_ms_per_update: predicted.update * 1000,
      predicted_tokens_per_s: predictedTokens,
      predicted_share_of_fma_roof: (predictedTokens * flopsPerToken) / roof.flopsPerSecond,
      tier: options.tier,
    };
  },
});

const secondsOf = (launches: readonly Launch[], roof: Roof): number =>
  launches.reduce((sum, launch) => sum + predictedSeconds(launch, roof), 0);

function launchLine(launch: Launch, roof: Roof): string {
  const { label, workgroups, flops, bytes, budget } = launch;
  return [
    label,
    `[${workgroups.join(', ')}]`,
    `${flops} FLOPs`,
    `${budget.multiplyAdds} multiply-adds`,
    `${budget.storageLoads} loads of storage`,
    `${budget.workgroupLoads} of workgroup memory`,
    `${bytes} bytes`,
    `${(predictedSeconds(launch, roof) * 1000).toFixed(3)} ms`,
  ].join('  ');
}
