/** Continues a prompt. */
import { encodeBeginning } from '../../data/tokenizer/encode-beginning.ts';
import { endTokens } from '../../data/tokenizer/token-roles.ts';
import { AnswerText } from '../../inference/answer-text.ts';
import { checkPrompt, generate } from '../../inference/generate.ts';
import { ADAPTERS_OPTION, sortAdapters } from '../adapters.ts';
import { DEVICE_OPTIONS } from '../device.ts';
import { KERNEL_OPTIONS } from '../kernels.ts';
import { MODEL_OPTION, modelFromFolder, tokenizerOf } from '../model-folder.ts';
import { defineCommand } from '../options.ts';
import { Progress } from '../progress.ts';
import { openToAnswer, QUANTISE_OPTION, quantisedType } from '../quantised-base.ts';
import { SAMPLING_OPTIONS, samplingOf } from '../sampling-options.ts';

export const generateText = defineCommand({
  name: 'generate',
  summary: 'Continues a prompt.',
  details: [
    'Ends at the end tokens of config.json and generation_config.json. Rules apply in the order of transformers: repetition penalty, no-repeat n-gram, temperature, top-k, top-p, min-p.',
    'Where the tokenizer puts a token in front of every text, such as `<s>`, it stands before the prompt; `begin` in the result shows it.',
  ],
  options: {
    ...MODEL_OPTION,
    prompt: { kind: 'text', value: 'TEXT', required: true, help: 'The text to continue.' },
    maxTokens: { kind: 'whole', required: true, min: 1, help: 'Tokens to generate at most.' },
    ...SAMPLING_OPTIONS,
    ...DEVICE_OPTIONS,
    ...ADAPTERS_OPTION,
    ...QUANTISE_OPTION,
    ...KERNEL_OPTIONS,
  },
  async run(options) {
    const { maxTokens, stop } = options;
    const { graphics, lora } = await sortAdapters(options.adapter);
    const { folder, beside } = await openToAnswer(options.model, lora, options.quantise);
    const tokenizer = await tokenizerOf(folder, options.model);
    const prompt = encodeBeginning(tokenizer, options.prompt);
    const { contextLength, vocabSize } = folder.config;
    checkPrompt(prompt, contextLength, vocabSize);
    const device = { ...options, adapter: graphics };
    const shape = { batch: null, training: false, generate: Math.min(contextLength, prompt.length + maxTokens) };
    const model = await modelFromFolder(folder, device, shape, beside, quantisedType(options.quantise));

    const text = new AnswerText(tokenizer.stream({ skipSpecialTokens: true }), stop);
    let certain = '';
    let made = 0;
    const progress = new Progress();
    const started = performance.now();
    const { tokens, stopped } = await generate(model, prompt, {
      maxTokens,
      sampling: samplingOf(options),
      stopTokens: endTokens(tokenizer, folder.config),
      onToken: (token) => {
        certain += text.push(token).certain;
        progress.show(`${++made} tokens`);
      },
      isOver: () => text.isOver,
    });
    return {
      text: certain + text.end(),
      begin: tokenizer.decode(tokenizer.beginIds),
      tokens: tokens.length,
      stopped,
      tokens_per_s: (tokens.length * 1000) / (performance.now() - started),
    };
  },
});
