/**
 * README.md of an exported model: YAML metadata as the Hugging Face Hub reads it, then what the model is, what it was
 * trained on, its figures each with the rule it was measured by, and how to load it. Names and texts come from people
 * and files: in YAML they are quoted, in Markdown escaped, so that they stay text and never become markup.
 */
import type { ModelConfig } from './hf-config.ts';

export interface ModelCard {
  name: string;
  /** Free text; blank lines separate paragraphs. */
  description?: string;
  /** ISO 639 codes, e.g. `az`. */
  languages?: readonly string[];
  /** Licence name as the Hub lists them, e.g. `cc-by-sa-4.0`. */
  license?: string;
  /** The model it was tuned from, if any: its id on the Hub, or what its owner calls it. */
  baseModel?: string;
  config: ModelConfig;
  /** Its family as people write it, e.g. `Llama`. */
  family: string;
  /** Number of trainable numbers; a shared table counts once. */
  parameters: number;
  /** What the whole training came to. */
  training?: { steps: number; tokens: number };
  sources?: readonly CardSource[];
  figures?: readonly CardFigure[];
  /** Whether it was tuned on instructions and carries a chat template. */
  chat?: boolean;
}

export interface CardSource {
  name: string;
  documents?: number;
  license?: string;
}

export interface CardFigure {
  /** E.g. `perplexity`. */
  name: string;
  value: number;
  /** What it was measured on. */
  data: string;
  /** How: window, stride, what is counted. */
  rule: string;
}

/** The Hub refuses a card that names any other base. */
const HUB_ID = /^[\w.-]+\/[\w.-]+$/;

/** Text of README.md. What is not given is said not to be known. */
export function modelCard(card: ModelCard): string {
  const sections = [
    frontMatter(card),
    `# ${inline(card.name)}`,
    ...paragraphs(card.description ?? ''),
    summary(card),
    '## Trained on',
    trainedOn(card),
    '## Figures',
    figures(card.figures ?? []),
    '## How to load it',
    howToLoad(card.chat ?? false),
  ];
  return `${sections.join('\n\n')}\n`;
}

function frontMatter(card: ModelCard): string {
  const lines = [
    '---',
    ...yamlList('language', card.languages ?? []),
    ...(card.license === undefined ? [] : [`license: ${yamlText(card.license)}`]),
    'library_name: transformers',
    'pipeline_tag: text-generation',
    ...(HUB_ID.test(card.baseModel ?? '') ? [`base_model: ${yamlText(card.baseModel ?? '')}`] : []),
    ...yamlList('tags', ['ocaq', card.config.family, ...(card.chat ? ['conversational'] : [])]),
    '---',
  ];
  return lines.join('\n');
}

function summary(card: ModelCard): string {
  const { config } = card;
  const origin = card.baseModel === undefined ? '' : ` It was tuned from ${inline(card.baseModel)}.`;
  return [
    `A ${inline(card.family)} language model of ${count(card.parameters)} parameters, trained with Ocaq in a browser on the owner's own graphics card.${origin}`,
    '',
    '| | |',
    '|---|---|',
    `| layers | ${config.layers} |`,
    `| hidden size | ${config.hiddenSize} |`,
    `| attention heads (key/value heads) | ${config.heads} (${config.kvHeads}) |`,
    `| feed-forward size | ${config.ffnSize} |`,
    `| vocabulary | ${count(config.vocabSize)}${config.tied ? ', one table for input and output' : ''} |`,
    `| context | ${count(config.contextLength)} tokens |`,
    `| licence | ${card.license === undefined ? 'not stated' : inline(card.license)} |`,
  ].join('\n');
}

function trainedOn(card: ModelCard): string {
  const sources = (card.sources ?? []).map(({ name, documents, license }) => {
    const facts = [
      ...(documents === undefined ? [] : [`${count(documents)} documents`]),
      ...(license === undefined ? [] : [`licence ${inline(license)}`]),
    ];
    return `- ${inline(name)}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`;
  });
  const list = sources.length === 0 ? ['The sources were not recorded.'] : sources;
  const { training } = card;
  const extent =
    training === undefined
      ? []
      : [`${count(training.steps)} optimizer steps over ${count(training.tokens)} tokens.`, ''];
  return [...extent, ...list].join('\n');
}

function figures(all: readonly CardFigure[]): string {
  if (all.length === 0) return 'Nothing was measured.';
  const rows = all.map(
    ({ name, value, data, rule }) => `| ${inline(name)} | ${figure(value)} | ${inline(data)} | ${inline(rule)} |`,
  );
  return ['| figure | value | measured on | rule |', '|---|---|---|---|', ...rows].join('\n');
}

function howToLoad(chat: boolean): string {
  const use = chat
    ? [
        'messages = [{"role": "user", "content": "…"}]',
        'inputs = tokenizer.apply_chat_template(',
        '    messages, add_generation_prompt=True, return_tensors="pt", return_dict=True)',
      ]
    : ['inputs = tokenizer("…", return_tensors="pt")'];
  return [
    '```python',
    'from transformers import AutoModelForCausalLM, AutoTokenizer',
    '',
    'folder = "path/to/this/folder"',
    'tokenizer = AutoTokenizer.from_pretrained(folder)',
    'model = AutoModelForCausalLM.from_pretrained(folder)',
    ...use,
    'print(tokenizer.decode(model.generate(**inputs, max_new_tokens=100)[0]))',
    '```',
  ].join('\n');
}

function yamlList(key: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${key}:`, ...items.map((item) => `- ${yamlText(item)}`)];
}

/** A JSON string is a YAML double-quoted scalar once everything YAML calls unprintable is escaped as well. */
function yamlText(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** One line of text in Markdown: line breaks become spaces, and what would be markup is escaped. */
function inline(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
      .trim()
      .replace(/[\\`*_{}[\]<>#|&~!]/g, '\\$&')
      // What makes a list or a heading only at the start of a line.
      .replace(/^[-+=]/, '\\$&')
      .replace(/^(\d+)([.)])/, '$1\\$2')
  );
}

function paragraphs(text: string): string[] {
  return text
    .split(/\r?\n[ \t]*\r?\n/)
    .map(inline)
    .filter((paragraph) => paragraph !== '');
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function figure(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(6))) : 'not a finite number';
}
