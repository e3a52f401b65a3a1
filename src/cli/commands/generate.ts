/** Continues a prompt. */
import { eosTokenIds } from '../../formats/hf-config.ts';
import { generate } from '../../inference/generate.ts';
import { Arguments } from '../arguments.ts';
import { DEVICE_OPTIONS } from '../device.ts';
import { KERNEL_FLAGS } from '../kernels.ts';
import { modelFromFolder, openFolder, tokenizerOf } from '../model-folder.ts';
import { Progress } from '../progress.ts';

const OPTIONS = [
  'model',
  'prompt',
  'max-tokens',
  'temperature',
  'top-k',
  'top-p',
  'min-p',
  'repetition-penalty',
  'seed',
  ...DEVICE_OPTIONS,
];

export async function generateText(argv: readonly string[]): Promise<Record<string, unknown>> {
  const args = new Arguments('generate', argv, OPTIONS, KERNEL_FLAGS);
  const dir = args.required('model');
  const folder = await openFolder(dir);
  const tokenizer = tokenizerOf(folder, dir);
  const maxTokens = args.whole('max-tokens', null);
  const sampling = {
    temperature: args.number('temperature', 0),
    topK: args.whole('top-k', 0, 0),
    topP: args.number('top-p', 1),
    minP: args.number('min-p', 0),
    repetitionPenalty: args.number('repetition-penalty', 1),
    seed: args.whole('seed', 0, 0),
  };
  const prompt = tokenizer.encode(args.required('prompt'));
  const capacity = Math.min(folder.config.contextLength, prompt.length + maxTokens);
  const model = await modelFromFolder(folder, args, {
    batch: null,
    training: false,
    generate: Math.max(capacity, prompt.length + 1),
  });

  const stopTokens = [eosTokenIds(folder.config) ?? []].flat();
  const progress = new Progress();
  const started = performance.now();
  let made = 0;
  const { tokens, stopped } = await generate(model, prompt, {
    maxTokens,
    sampling,
    stopTokens,
    onToken: () => progress.show(`${++made} tokens`),
  });
  return {
    text: tokenizer.decode(tokens, { skipSpecialTokens: true }),
    tokens: tokens.length,
    stopped,
    tokens_per_s: (tokens.length * 1000) / (performance.now() - started),
  };
}
