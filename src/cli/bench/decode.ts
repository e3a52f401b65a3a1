/**
 * Decoding at batch 1, from the middle of the context on, by a model with random weights: as fast as the device goes when
 * nobody looks at the logits, and as the studio does it, which reads them back and samples. Both against the bound that
 * memory sets: every weight, and the keys and values so far, read once a token at the adapter's measured bandwidth. A model
 * that fits into the adapter's caches, as the small one may, can exceed it.
 */

import { bytesPerToken, decodeUnseen } from '../../engine/decode.ts';
import { ModelOnDevice } from '../../engine/model-on-device.ts';
import { bandwidthRoof } from '../../engine/roof.ts';
import type { ModelConfig } from '../../formats/hf-config.ts';
import { describeAdapter, openDevice } from '../../gpu/device.ts';
import { median } from '../../gpu/profile-clock.ts';
import { decode } from '../../inference/generate.ts';
import { Sampler, type SamplingOptions } from '../../inference/sampler.ts';
import { parseModelConfig } from '../../model/families/table.ts';
import { planModel } from '../../model/plans.ts';
import { initialiseParameters } from '../../training/initialise.ts';
import { storageOf } from '../device.ts';
import { kernelsOf } from '../kernels.ts';
import { usageError } from '../options.ts';
import { Progress } from '../progress.ts';
import { type BenchOptions, configOf } from './options.ts';

/** d 256, 4 layers, 4 heads, FFN 704, vocabulary 4096: small enough for software adapters. */
const SMALL: ModelConfig = parseModelConfig({
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  vocab_size: 4096,
  hidden_size: 256,
  num_hidden_layers: 4,
  num_attention_heads: 4,
  num_key_value_heads: 4,
  intermediate_size: 704,
  max_position_embeddings: 256,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: true,
});
/** What the studio begins a chat with. */
const SAMPLING: SamplingOptions = {
  temperature: 0.8,
  topK: 50,
  topP: 0.95,
  minP: 0,
  repetitionPenalty: 1.1,
  noRepeatNgram: 0,
  seed: 1,
};
const FIRST_TOKEN = 1;

export async function benchDecode(options: BenchOptions, dawn: GPU): Promise<Record<string, unknown>> {
  const config = await configOf(options, SMALL);
  const context = options.context ?? config.contextLength;
  const first = Math.floor(context / 2);
  const tokens = options.tokens ?? Math.min(32, context - first);
  if (first + tokens > context)
    throw usageError(`--tokens should be at most ${context - first}, half of the context, but is ${tokens}.`);
  const repeat = options.repeat ?? 5;

  const adapter = await describeAdapter(dawn);
  const storage = storageOf(options, adapter);
  const kernels = await kernelsOf(options, dawn, storage);
  const bytesPerSecond = await bandwidthOf(dawn, repeat);
  const plan = planModel({
    config,
    kernels,
    storage,
    bindingBytes: adapter.maxBindingBytes,
    batch: null,
    training: false,
    generate: context,
  });
  const model = await ModelOnDevice.open(dawn, plan);
  initialiseParameters(model, 1);

  const device: number[] = [];
  const studio: number[] = [];
  const progress = new Progress();
  await decodeUnseen(model, first, 1);
  for (let round = 0; round < repeat; round++) {
    progress.show(`round ${round + 1} of ${repeat}`);
    device.push(await decodeUnseen(model, first, tokens));
    studio.push(await decodeAndSample(model, first, tokens));
  }
  model.destroy();

  const bytes = bytesPerToken(plan, first + (tokens + 1) / 2);
  const bound = bytesPerSecond / (bytes.weights + bytes.cache);
  const metrics = (milliseconds: readonly number[]) => {
    const ms = median(milliseconds);
    return { ms_per_token: ms, tokens_per_s: 1000 / ms, share_of_bound: 1000 / ms / bound };
  };
  const launches = plan.programs.decode ?? [];
  return {
    adapter: adapter.name,
    kernels,
    storage,
    context,
    tokens,
    repeat,
    weight_bytes_per_token: bytes.weights,
    cache_bytes_per_token: bytes.cache,
    read_gb_per_s: bytesPerSecond / 1e9,
    bound_tokens_per_s: bound,
    device: metrics(device),
    studio: metrics(studio),
    dispatches_per_token: launches.length,
    dispatches_per_layer: launches.filter(({ label }) => label.startsWith('decode.layers.0 ')).length,
  };
}

/** Milliseconds a token when each is sampled from the logits that the one before has given. */
async function decodeAndSample(model: ModelOnDevice, first: number, tokens: number): Promise<number> {
  const sampler = new Sampler(SAMPLING);
  const start = performance.now();
  let token = FIRST_TOKEN;
  for (let i = 0; i < tokens; i++) token = sampler.pick(await decode(model, token, first + i));
  return (performance.now() - start) / tokens;
}

async function bandwidthOf(dawn: GPU, repeat: number): Promise<number> {
  const gpu = await openDevice(dawn, { bufferBytes: 0, bindingBytes: 0 });
  try {
    return await bandwidthRoof(gpu, repeat);
  } finally {
    gpu.device.destroy();
  }
}
