/** What was measured of a model, as its card says it: a table for people, and in the front matter what the Hub shows of it. */
import { count, digits, inline, yamlText } from './card-text.ts';
import type { CardWords } from './card-words/table.ts';

export type CardFigure = CardLoss | CardScore;

/** Of held-out text, over windows without overlap, its documents joined by the end-of-text token. */
export interface CardLoss {
  kind: 'perplexity' | 'bits-per-byte';
  value: number;
  /** A file; null: held-out documents that are not in the folder. */
  measuredOn: string | null;
  /** Tokens of a window. */
  window: number;
}

/** Of a set of sentences, pairs, questions or prompts. */
export interface CardScore {
  kind: 'flores-bits' | 'pair-accuracy' | 'exam-accuracy' | 'exam-accuracy-normalised' | 'bleu' | 'chrf' | 'chrf++';
  /** Shares from 0 to 1, scores from 0 to 100. */
  value: number;
  /** Of 95 %. */
  interval: { low: number; high: number } | null;
  /** The name of the set. */
  set: string;
  /** Of its items. */
  count: number;
  /** Items that stand in what the model learned from. */
  leaked: number;
  /** What guessing gets, as a share. */
  chance?: number;
  /** How it was counted, in the notation of sacrebleu. */
  signature?: string;
}

const isShare = (kind: CardFigure['kind']): boolean => kind.includes('accuracy');

export function figureLines(all: readonly CardFigure[], words: CardWords): string {
  if (all.length === 0) return words.noFigures;
  return [
    `| ${words.figure} | ${words.value} | ${words.measuredOn} | ${words.rule} |`,
    '|---|---|---|---|',
    ...all.map((figure) => `| ${row(figure, words).join(' | ')} |`),
  ].join('\n');
}

function row(figure: CardFigure, words: CardWords): string[] {
  if (!('set' in figure)) return lossRow(figure, words);
  const { kind, value } = figure;
  const { interval, set, leaked, chance, signature } = figure;
  const spread = interval && words.interval(shown(interval.low, kind, words), shown(interval.high, kind, words));
  const rule = [
    words.rules[kind],
    ...(chance === undefined ? [] : [words.chance(shown(chance, kind, words))]),
    ...(leaked === 0 ? [] : [words.leaked(count(leaked, words))]),
    ...(signature === undefined ? [] : [inline(signature)]),
  ];
  const data = `${inline(set)} (${words.items(count(figure.count, words))})`;
  const said = [shown(value, kind, words), ...(spread ? [spread] : [])].join(' ');
  return [words.kinds[kind], said, data, rule.join('; ')];
}

function lossRow({ kind, value, measuredOn, window }: CardLoss, words: CardWords): string[] {
  const data = measuredOn === null ? words.notInFolder : inline(measuredOn);
  return [words.kinds[kind], shown(value, kind, words), data, words.windows(count(window, words))];
}

function shown(value: number, kind: CardFigure['kind'], words: CardWords): string {
  if (!Number.isFinite(value)) return words.notFinite;
  if (isShare(kind)) return words.percent(digits(100 * value, 3, words));
  return digits(value, kind === 'perplexity' || kind === 'bits-per-byte' ? 6 : 4, words);
}

/** The front matter's `model-index` (https://huggingface.co/docs/hub/model-cards). Numbers that are not finite have no place in it. */
export function modelIndex(name: string, figures: readonly CardFigure[]): string[] {
  const finite = figures.filter(({ value }) => Number.isFinite(value));
  if (finite.length === 0) return [];
  return [
    'model-index:',
    `- name: ${yamlText(name)}`,
    '  results:',
    ...finite.flatMap((figure) => {
      const set = 'set' in figure ? figure.set : (figure.measuredOn ?? 'held-out documents');
      return [
        '  - task:',
        '      type: text-generation',
        '    dataset:',
        `      type: ${yamlText('set' in figure ? figure.set : 'held-out')}`,
        `      name: ${yamlText(set)}`,
        '    metrics:',
        `    - type: ${yamlText(figure.kind)}`,
        `      value: ${Number(figure.value.toPrecision(6))}`,
      ];
    }),
  ];
}
