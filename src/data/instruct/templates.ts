/**
 * How an instruction record becomes a prompt. A template is plain text around the fields; it ends with the header after
 * which the model answers, so a prompt and an answer are joined without anything in between. Two are built in: the
 * Azerbaijani one, and the two forms of Stanford Alpaca (github.com/tatsu-lab/stanford_alpaca, train.py; there the
 * answer follows "### Response:" directly, here on a new line, as most tools that speak Alpaca do).
 */
import { OcaqError } from '../../errors.ts';

export interface PromptTemplate {
  id: string;
  /** Up to the answer, for a record with context; holds {instruction} and {input}, once each. */
  withInput: string;
  /** Up to the answer, for a record without; holds {instruction} once. */
  withoutInput: string;
  /** What opens the answer; follows either form. */
  answerHeader: string;
}

const ALPACA_BEGINNING = 'Below is an instruction that describes a task';
const ALPACA_REQUEST =
  'Write a response that appropriately completes the request.\n\n### Instruction:\n{instruction}\n\n';

export const PROMPT_TEMPLATES = {
  az: {
    id: 'az',
    withInput: '### Təlimat:\n{instruction}\n\n### Giriş:\n{input}\n\n',
    withoutInput: '### Təlimat:\n{instruction}\n\n',
    answerHeader: '### Cavab:\n',
  },
  alpaca: {
    id: 'alpaca',
    withInput: `${ALPACA_BEGINNING}, paired with an input that provides further context. ${ALPACA_REQUEST}### Input:\n{input}\n\n`,
    withoutInput: `${ALPACA_BEGINNING}. ${ALPACA_REQUEST}`,
    answerHeader: '### Response:\n',
  },
} as const satisfies Record<string, PromptTemplate>;

export interface Prompted {
  instruction: string;
  /** '' where there is none. */
  input: string;
  system?: string;
}

/**
 * The prompt of a record, answer header included; a system text goes before it, as in `chatTemplateJinja`. Text in the
 * fields that looks like a placeholder stays as it is.
 */
export function renderPrompt(template: PromptTemplate, record: Prompted): string {
  const form = record.input === '' ? template.withoutInput : template.withInput;
  const filled = form.replace(/\{(instruction|input)\}/g, (_match, field: 'instruction' | 'input') => record[field]);
  const before = record.system === undefined ? '' : `${record.system}\n\n`;
  return before + filled + template.answerHeader;
}

/**
 * The same as a Jinja chat template for `tokenizer_config.json`: a user turn is an instruction without input, an
 * assistant turn is an answer and the end-of-text token; a system turn goes before it as plain text.
 * For one user turn with `add_generation_prompt` it gives exactly `renderPrompt` without input. No loop controls,
 * filters or white-space control are used, so that every Jinja dialect reads it alike.
 * @throws OcaqError `template-placeholder` if the form without input does not hold {instruction} exactly once
 */
export function chatTemplateJinja(template: PromptTemplate): string {
  const [before, after, ...more] = template.withoutInput.split('{instruction}');
  if (before === undefined || after === undefined || more.length > 0) {
    throw new OcaqError(
      'template-placeholder',
      `The prompt template "${template.id}" must hold {instruction} exactly once. Correct the template.`,
      { template: template.id },
    );
  }
  const content = "message['content']";
  const header = jinjaString(template.answerHeader);
  return [
    '{% for message in messages %}',
    "{% if message['role'] == 'user' %}",
    `{{ ${jinjaString(before)} + ${content} + ${jinjaString(after)} }}`,
    "{% elif message['role'] == 'assistant' %}",
    `{{ ${header} + ${content} + eos_token }}`,
    '{% else %}',
    `{{ ${content} + ${jinjaString('\n\n')} }}`,
    '{% endif %}',
    '{% endfor %}',
    '{% if add_generation_prompt %}',
    `{{ ${header} }}`,
    '{% endif %}',
  ].join('');
}

const jinjaString = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
