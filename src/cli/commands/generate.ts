/** Continues a prompt. */
import { encodeBeginning } from '../../data/tokenizer/encode-beginning.ts';
import { eosTokenIds } from '../../formats/hf-config.ts';
import { generate } from '../../inference/generate.ts';
import { ADAPTERS_OPTION, sortAdapters } from '../adapters.ts';
import { DEVICE_OPTIONS } from '../device.ts';
import { KERNEL_OPTIONS } from '../kernels.ts';
import { MODEL_OPTION, modelFromFolder, tokenizerOf } from '../model-folder.ts';
import { defineCommand } from '../options.ts';
import { Progress } from '../progress.ts';
import { openToAnswer, QUANTISE_OPTION, quantisedType } from '../quantised-base.ts';

export const generateText = defineCommand({
  name: 'generate',
  summary: 'Continues a prompt.',
  details: [
    'Where the tokenizer puts a token in front of every text, such as `<s>`, it stands before the prompt; `begin` in the result shows it.',
  ],
  options: {
    ...MODEL_OPTION,
    prompt: { kind: 'text', value: 'TEXT', required: true, help: 'The text to continue.' },
    maxTokens: { kind: 'whole', required: true, min: 1, help: 'Tokens to generate at most.' },
    temperature: {
      kind: 'number',
      min: 0,
      default: 0,
      help: 'Divides the logits; 0 always takes the most likely token.',
    },
    topK: { kind: 'whole', min: 0, default: 0, help: 'Sample among the K most likely tokens; 0 among all.' },
    topP: {
      kind: 'number',
      min: 0,
      max: 1,
      default: 1,
      help: 'Sample among the most likely tokens whose probabilities add up to this.',
    },
    minP: {
      kind: 'number',
      min: 0,
      max: 1,
      default: 0,
      help: 'Sample among tokens at least this likely, relative to the most likely one.',
    },
    repetitionPenalty: {
      kind: 'number',
      min: 0,
      default: 1,
      help: 'Divides the logits of tokens that occurred; 1 changes nothing.',
    },
    seed: { kind: 'whole', min: 0, default: 0, help: 'Seed of the sampling.' },
    ...DEVICE_OPTIONS,
    ...ADAPTERS_OPTION,
    ...QUANTISE_OPTION,
    ...KERNEL_OPTIONS,
  },
  async run(options) {
    const { maxTokens, temperature, topK, topP, minP, repetitionPenalty, seed } = options;
    const { graphics, lora } = await sortAdapters(options.adapter);
    const { folder, beside } = await openToAnswer(options.model, lora, options.quantise);
    const tokenizer = await tokenizerOf(folder, options.model);
    const prompt = encodeBeginning(tokenizer, options.prompt);
    const capacity = Math.min(folder.config.contextLength, prompt.length + maxTokens);
    const device = { ...options, adapter: graphics };
    const shape = { batch: null, training: false, generate: Math.max(capacity, prompt.length + 1) };
    const model = await modelFromFolder(folder, device, shape, beside, quantisedType(options.quantise));

    const stopTokens = [eosTokenIds(folder.config) ?? []].flat();
    const progress = new Progress();
    const started = performance.now();
    let made = 0;
    const { tokens, stopped } = await generate(model, prompt, {
      maxTokens,
      sampling: { temperature, topK, topP, minP, repetitionPenalty, seed },
      stopTokens,
      onToken: () => progress.show(`${++made} tokens`),
    });
    return {
      text: tokenizer.decode(tokens, { skipSpecialTokens: true }),
      begin: tokenizer.decode(tokenizer.beginIds),
      tokens: tokens.length,
      stopped,
      tokens_per_s: (tokens.length * 1000) / (performance.now() - started),
    };
  },
});
