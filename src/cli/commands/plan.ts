/** The step plan of a config, without a GPU: bytes by category, FLOPs and bytes moved per token, dispatches. */

import { parseLlamaConfig } from '../../formats/hf-config.ts';
import { describeAdapter } from '../../gpu/device.ts';
import { DEFAULT_BUDGET_BYTES, trainingFlopsPerToken } from '../../model/cost.ts';
import { parameterCount } from '../../model/parameters.ts';
import { planModel } from '../../model/plans.ts';
import { TILED } from '../../ops/operator.ts';
import { planNeeds } from '../../plan/step-plan.ts';
import { Arguments } from '../arguments.ts';
import { DEVICE_OPTIONS, dawnOf, momentsOf, storageOf } from '../device.ts';
import { readJson } from '../files.ts';

/** WebGPU's defaults: what every device allows without asking for more. */
const PORTABLE = { bindingBytes: 128 * 2 ** 20 };

export async function plan(argv: readonly string[]): Promise<Record<string, unknown>> {
  const args = new Arguments(
    'plan',
    argv,
    ['config', 'seq', 'batch', 'states', 'budget', 'tier', ...DEVICE_OPTIONS],
    ['print', 'recompute'],
  );
  const tier = args.text('tier') ?? 'portable';
  if (tier !== 'portable' && tier !== 'adapter') args.refuse(`--tier should be portable or adapter, but is "${tier}"`);
  const config = parseLlamaConfig(await readJson(args.required('config')), args.required('config'));
  const batch = { rows: args.whole('batch', null), seq: args.whole('seq', null) };
  const bindingBytes =
    tier === 'portable' ? PORTABLE.bindingBytes : (await describeAdapter(await dawnOf(args))).maxBindingBytes;
  const planned = planModel({
    config,
    kernels: TILED,
    storage: storageOf(args, { features: [] }),
    moments: momentsOf(args),
    bindingBytes,
    batch,
    training: true,
    generate: 0,
    recompute: args.has('recompute'),
  });
  const budget = args.number('budget', DEFAULT_BUDGET_BYTES / 2 ** 30) * 2 ** 30;

  const tokens = batch.rows * batch.seq;
  const train = planned.programs.train ?? [];
  const needs = planNeeds(planned);
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
    fits_budget: planned.totalBytes <= budget,
    budget_bytes: budget,
    largest_buffer_bytes: needs.bufferBytes,
    largest_binding_bytes: needs.bindingBytes,
    flops_per_token: trainingFlopsPerToken(config, batch.seq),
    launched_flops_per_token: train.reduce((sum, launch) => sum + launch.flops, 0) / tokens,
    recomputed_share:
      train.reduce((sum, launch) => sum + launch.repeatedFlops, 0) /
      (tokens * trainingFlopsPerToken(config, batch.seq)),
    bytes_per_token: train.reduce((sum, launch) => sum + launch.bytes, 0) / tokens,
    dispatches_per_micro_batch: train.length,
    dispatches_per_update: planned.programs.update?.length ?? 0,
    tier,
  };
}
