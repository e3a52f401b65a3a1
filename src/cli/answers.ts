/** Answers to a set of prompts, for `eval`: the options, the prompts in the model's format, and what it answers. */
import path from 'node:path';
import { type ExampleEncoder, plainEncoder, withTokensOf } from '../data/instruct/encoder.ts';
import { readPromptSet } from '../data/instruct/prompt-set.ts';
import type { TextTokenizer } from '../data/tokenizer/text-tokenizer.ts';
import { endTokens } from '../data/tokenizer/token-roles.ts';
import type { ModelOnDevice } from '../engine/model-on-device.ts';
import { type Answer, type EncodedPrompts, encodePrompts, writeAnswers } from '../evaluation/answers/write-answers.ts';
import { readChatTemplate } from '../formats/chat-template.ts';
import type { ModelConfig } from '../formats/hf-config.ts';
import { folderSource } from './files.ts';
import { recordRowsOf } from './instruction-files.ts';
import type { OptionTable, OptionValues } from './options.ts';
import type { Progress } from './progress.ts';
import { SAMPLING_OPTIONS, samplingOf } from './sampling-options.ts';
import { setReport } from './set-report.ts';
import { openTemplate, TEMPLATE_NAMES } from './tuning-template.ts';

export const ANSWER_OPTIONS = {
  prompts: {
    kind: 'text',
    value: 'FILE',
    help: 'Prompts with references, in any shape of an instruction set; a list in the place of the answer is several references: how like the answers are to them (BLEU, chrF, chrF++), and how many loop.',
  },
  template: {
    kind: 'choice',
    choices: [...TEMPLATE_NAMES, 'none'],
    unset: "the model's own chat template; none where it has none",
    help: 'What is put around each prompt.',
  },
  maxTokens: { kind: 'whole', min: 1, default: 128, help: 'Tokens of an answer at most.' },
  ...SAMPLING_OPTIONS,
  seed: { ...SAMPLING_OPTIONS.seed, help: 'Seed of the sampling, and of the intervals of scores of answers.' },
} as const satisfies OptionTable;

type AnswerValues = OptionValues<typeof ANSWER_OPTIONS>;

export interface OpenedPrompts extends EncodedPrompts {
  /** The name of the file. */
  readonly set: string;
  readonly stopTokens: readonly number[];
}

/** null where no prompts were given. */
export async function openPrompts(
  { prompts: file, template }: AnswerValues,
  dir: string,
  config: ModelConfig,
  tokenizer: TextTokenizer,
  say: (text: string) => void,
): Promise<OpenedPrompts | null> {
  if (file === undefined) return null;
  const { items, problems } = readPromptSet(await recordRowsOf(file), file);
  for (const said of setReport(file, { problems, remarks: [], laterAnswers: 0 }, false)) say(said);
  const encoder = await encoderOf(template, tokenizer, dir);
  try {
    const stopTokens = [...new Set([...endTokens(tokenizer, config), ...encoder.stopTokens])];
    return { set: path.basename(file), stopTokens, ...(await encodePrompts(encoder, items, config.contextLength)) };
  } finally {
    encoder.close();
  }
}

type PromptEncoder = Pick<ExampleEncoder, 'prompt' | 'stopTokens' | 'close'>;

async function encoderOf(
  template: AnswerValues['template'],
  tokenizer: TextTokenizer,
  dir: string,
): Promise<PromptEncoder> {
  const name = template ?? ((await hasTemplate(tokenizer, dir)) ? 'chat' : 'none');
  return name === 'none' ? plainEncoder(tokenizer) : (await openTemplate(name, tokenizer, dir)).encoder;
}

const hasTemplate = async (tokenizer: TextTokenizer, dir: string): Promise<boolean> =>
  withTokensOf(tokenizer, await readChatTemplate(folderSource(dir))) !== null;

/** @param model whose cache holds the longest prompt with its answer */
export const answersTo = (
  model: ModelOnDevice,
  tokenizer: TextTokenizer,
  { prompts, stopTokens }: OpenedPrompts,
  values: AnswerValues,
  progress: Progress,
): Promise<Answer[]> =>
  writeAnswers(model, tokenizer, prompts, {
    maxTokens: values.maxTokens,
    sampling: samplingOf(values),
    stopTokens,
    stop: values.stop,
    onAnswer: (done) => progress.show(`${done} of ${prompts.length} answers`),
  });
