/** The step plan of a config, or with a budget the first that fits, without a GPU: bytes, FLOPs, dispatches. */

import { parseLlamaConfig } from '../../formats/hf-config.ts';
import { describeAdapter } from '../../gpu/device.ts';
import { DEFAULT_BUDGET_BYTES, repeatedShares, trainingFlopsPerToken } from '../../model/cost.ts';
import { parameterCount } from '../../model/parameters.ts';
import { runnerUp } from '../../model/planner.ts';
import { trainingTraffic } from '../../model/traffic.ts';
import { TILED } from '../../ops/operator.ts';
import { planNeeds } from '../../plan/step-plan.ts';
import { Arguments } from '../arguments.ts';
import { budgetOf, DEVICE_OPTIONS, dawnOf, storageOf } from '../device.ts';
import { readJson } from '../files.ts';
import { choiceLines, choosePlan, memoryOptions } from '../plan-choice.ts';

/** WebGPU's defaults: what every device allows without asking for more. */
const PORTABLE = { bindingBytes: 128 * 2 ** 20 };

export async function plan(argv: readonly string[]): Promise<Record<string, unknown>> {
  const args = new Arguments(
    'plan',
    argv,
    ['config', 'seq', 'batch', 'states', 'budget', 'tier', ...DEVICE_OPTIONS],
    ['print', 'recompute', 'checkpoint-layers'],
  );
  const tier = args.text('tier') ?? 'portable';
  if (tier !== 'portable' && tier !== 'adapter') args.refuse(`--tier should be portable or adapter, but is "${tier}"`);
  const config = parseLlamaConfig(await readJson(args.required('config')), args.required('config'));
  const batch = { rows: args.whole('batch', null), seq: args.whole('seq', null) };
  const bindingBytes =
    tier === 'portable' ? PORTABLE.bindingBytes : (await describeAdapter(await dawnOf(args))).maxBindingBytes;
  const storage = storageOf(args, { features: [] });
  const common = { config, kernels: TILED, storage, bindingBytes, batch, training: true, generate: 0 };
  const request = { ...common, ...memoryOptions(args) };
  const fitted = choosePlan(args, request);
  const planned = fitted.plan;
  const budget = budgetOf(args) ?? DEFAULT_BUDGET_BYTES;
  for (const line of choiceLines(args, request, fitted)) process.stderr.write(`${line}\n`);

  const tokens = batch.rows * batch.seq;
  const train = planned.programs.train ?? [];
  const needs = planNeeds(planned);
  const flopsPerToken = trainingFlopsPerToken(config, batch.seq);
  const traffic = trainingTraffic(planned);
  const repeated = repeatedShares(train, tokens * flopsPerToken);
  if (args.has('print')) {
    for (const launch of train)
      process.stderr.write(
        `${launch.label}  [${launch.workgroups.join(', ')}]  ${launch.flops} FLOPs  ${launch.bytes} bytes\n`,
      );
    for (const buffer of planned.buffers)
      process.stderr.write(`${buffer.name}  ${buffer.category}  ${buffer.bytes} bytes  ${buffer.tensors.join(' ')}\n`);
  }
  return {
    parameters: parameterCount(config),
    peak_bytes: planned.totalBytes,
    bytes: planned.bytes,
    states: planned.moments,
    recompute: planned.recompute,
    runner_up: runnerUp(request, fitted, budget),
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
    dispatches_per_update: planned.programs.update?.length ?? 0,
    tier,
  };
}
