/**
 * README.md of an exported model: YAML metadata as the Hugging Face Hub reads it, then what the model is, what it was
 * trained on, its figures each with the rule it was measured by, and how to load it. Names and texts come from people
 * and files: in YAML they are quoted, in Markdown escaped, so that they stay text and never become markup. It is written in
 * one language or several, one after the other; the words are in card-words/.
 */
import { type CardFigure, figureLines, modelIndex } from './card-figures.ts';
import { type CardRecipe, recipeLines } from './card-recipe.ts';
import { count, digits, inline, yamlList, yamlText } from './card-text.ts';
import { CARD_WORDS, type CardLanguage, type CardWords } from './card-words/table.ts';
import type { ModelConfig } from './hf-config.ts';

export interface ModelCard {
  name: string;
  /** Free text; blank lines separate paragraphs. */
  description?: string;
  /** ISO 639 codes, e.g. `az`. */
  languages?: readonly string[];
  /** Licence name as the Hub lists them, e.g. `cc-by-sa-4.0`. */
  license?: string;
  /** The model it was tuned from, if any. */
  base?: CardBase;
  config: ModelConfig;
  /** Its family as people write it, e.g. `Llama`. */
  family: string;
  /** Number of trainable numbers; a shared table counts once. */
  parameters: number;
  /** Ocaq has read and written it, and not trained it. */
  isConverted?: boolean;
  /** What the whole training came to. */
  training?: CardTraining;
  /** Of how it learned, in their order. */
  changes?: readonly CardChange[];
  /** How it learned. */
  recipe?: CardRecipe;
  sources?: readonly CardSource[];
  figures?: readonly CardFigure[];
  /** Whether it was tuned on instructions and carries a chat template. */
  chat?: boolean;
}

export interface CardTraining {
  steps: number;
  tokens: number;
  /** Rows began with documents, packed by best fit. */
  isPacked?: boolean;
  /** Attention stayed within documents. */
  documentMask?: boolean;
}

/** Steps are those done, but `diverged`, which counts from 1. */
export type CardChange =
  /** Peak learning rates. */
  | { kind: 'rate'; step: number; from: number; to: number }
  | { kind: 'taken-back'; step: number; diverged: number; rateScale: number; withoutBatches: boolean };

export interface CardSource {
  name: string;
  documents?: number;
  license?: string;
}

export interface CardBase {
  /** Its id on the Hub, or what its owner calls it; empty where it has no name. */
  name: string;
  /** Of its training. */
  step?: number;
}

/** The Hub refuses a card that names any other base. */
export const HUB_ID = /^[\w.-]+\/[\w.-]+$/;

/** Text of README.md. What is not given is said not to be known. */
export function modelCard(card: ModelCard, languages: readonly CardLanguage[] = ['en']): string {
  const sections = [frontMatter(card), `# ${heading(card.name)}`, ...paragraphs(card.description ?? '')];
  const bodies = languages.map((language) => body(card, CARD_WORDS[language]).join('\n\n'));
  return `${[...sections, bodies.join('\n\n---\n\n')].join('\n\n')}\n`;
}

function body(card: ModelCard, words: CardWords): string[] {
  return [
    summary(card, words),
    ...learningLines(card, words),
    `## ${words.figures}`,
    figureLines(card.figures ?? [], words),
    `## ${words.howToLoad}`,
    howToLoad(card.chat ?? false, card.config.contextLength),
  ];
}

/** Of the front matter: languages and licence, where they are known. */
export const rightsLines = ({ languages = [], license }: Pick<ModelCard, 'languages' | 'license'>): string[] => [
  ...yamlList('language', languages),
  ...(license === undefined ? [] : [`license: ${yamlText(license)}`]),
];

function frontMatter(card: ModelCard): string {
  const lines = [
    '---',
    ...rightsLines(card),
    'library_name: transformers',
    'pipeline_tag: text-generation',
    ...(HUB_ID.test(card.base?.name ?? '') ? [`base_model: ${yamlText(card.base?.name ?? '')}`] : []),
    ...yamlList('tags', ['ocaq', card.config.family, ...(card.chat ? ['conversational'] : [])]),
    ...modelIndex(card.name, card.figures ?? []),
    '---',
  ];
  return lines.join('\n');
}

function summary(card: ModelCard, words: CardWords): string {
  const { config, base } = card;
  const number = (value: number) => count(value, words);
  const said = card.isConverted ? words.converted : words.summary;
  const origin = base === undefined ? '' : ` ${words.tunedFrom(baseName(base, words))}`;
  return [
    `${said(inline(card.family), number(card.parameters))}${origin}`,
    '',
    '| | |',
    '|---|---|',
    `| ${words.layers} | ${config.layers} |`,
    `| ${words.hiddenSize} | ${config.hiddenSize} |`,
    `| ${words.heads} | ${config.heads} (${config.kvHeads}) |`,
    `| ${words.ffnSize} | ${config.ffnSize} |`,
    `| ${words.vocabulary} | ${number(config.vocabSize)}${config.tied ? `, ${words.tied}` : ''} |`,
    `| ${words.context} | ${words.tokens(number(config.contextLength))} |`,
    `| ${words.license} | ${card.license === undefined ? words.notStated : inline(card.license)} |`,
  ].join('\n');
}

function baseName({ name, step }: CardBase, words: CardWords): string {
  const shown = name === '' ? words.ownShape : inline(name);
  return step === undefined ? shown : words.atStep(shown, count(step, words));
}

/** From what and how it learned, each under its heading. */
export const learningLines = (card: Partial<ModelCard>, words: CardWords): string[] => [
  `## ${words.trainedOn}`,
  trainedOn(card, words),
  ...(card.recipe === undefined ? [] : [`## ${words.recipe.title}`, recipeLines(card.recipe, words)]),
];

function trainedOn({ sources = [], training, changes = [] }: Partial<ModelCard>, words: CardWords): string {
  const list = sources.map(({ name, documents, license }) => {
    const facts = [
      ...(documents === undefined ? [] : [words.documents(count(documents, words))]),
      ...(license === undefined ? [] : [words.ofLicense(inline(license))]),
    ];
    return `- ${inline(name)}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`;
  });
  const extent = training ? [extentOf(training, words), ''] : [];
  const changed =
    changes.length === 0 ? [] : ['', words.changes, '', ...changes.map((one) => `- ${changeLine(one, words)}`)];
  return [...extent, ...(list.length === 0 ? [words.noSources] : list), ...changed].join('\n');
}

function extentOf({ steps, tokens, isPacked, documentMask }: CardTraining, words: CardWords): string {
  return [
    words.extent(count(steps, words), count(tokens, words)),
    ...(isPacked ? [words.packed] : []),
    ...(documentMask ? [words.documentMask] : []),
  ].join(' ');
}

function changeLine(change: CardChange, words: CardWords): string {
  const step = count(change.step, words);
  if (change.kind === 'rate')
    return words.rateChanged(step, digits(change.from, 3, words), digits(change.to, 3, words));
  const said = change.withoutBatches ? words.takenBackWithout : words.takenBack;
  return said(count(change.diverged, words), step, digits(change.rateScale, 3, words));
}

/** @param context tokens, of which a prompt is to have some */
export function howToLoad(chat: boolean, context: number): string {
  const tokens = Math.max(1, Math.min(100, Math.floor(context / 2)));
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
    `print(tokenizer.decode(model.generate(**inputs, max_new_tokens=${tokens})[0]))`,
    '```',
  ].join('\n');
}

/** llama.cpp's converter takes a model for a reranker by this heading (conversion/qwen.py). */
const heading = (name: string): string => inline(name).replace(/^(Qwen3)-(?=Reranker)/, '$1\\-');

function paragraphs(text: string): string[] {
  return text
    .split(/\r?\n[ \t]*\r?\n/)
    .map(inline)
    .filter((paragraph) => paragraph !== '');
}
