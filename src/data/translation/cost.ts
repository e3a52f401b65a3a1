/** What a translation costs: before the start by the length of the texts, while it is under way by what the service counted. */

import { translationMessages } from './chat-prompt.ts';
import type { Direction } from './checks.ts';
import { type Sent, unitsOf } from './send.ts';

export interface Usage {
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** UTF-16 units sent, for services that charge by characters. */
  readonly characters: number;
}

export const NO_USAGE: Usage = { requests: 0, inputTokens: 0, outputTokens: 0, characters: 0 };

export const addUsage = (a: Usage, b: Usage): Usage => ({
  requests: a.requests + b.requests,
  inputTokens: a.inputTokens + b.inputTokens,
  outputTokens: a.outputTokens + b.outputTokens,
  characters: a.characters + b.characters,
});

/** In whatever money; of a chat model per million tokens, of other services per million characters. */
export interface Price {
  readonly input: number;
  readonly output: number;
}

const MILLION = 1e6;

export const costOfTokens = ({ inputTokens, outputTokens }: Usage, { input, output }: Price): number =>
  (inputTokens * input + outputTokens * output) / MILLION;

export const costOfCharacters = ({ characters }: Usage, { input }: Price): number => (characters * input) / MILLION;

/**
 * UTF-16 units of a token, as the tokenizers of large chat models have them about: rough, and on the dear side. Small and
 * older vocabularies need up to twice the tokens for languages other than English.
 */
const UNITS_PER_TOKEN: Readonly<Record<string, number>> = { en: 4, az: 2.2, tr: 2.6, ru: 2.6 };
const OTHER_UNITS_PER_TOKEN = 2;
/** Names of fields, quotes and the id, for each record. */
const FRAME_TOKENS = 12;

export const tokensIn = (units: number, language: string): number =>
  Math.ceil(units / (UNITS_PER_TOKEN[language] ?? OTHER_UNITS_PER_TOKEN));

/** Of a chat model, for records in these requests. */
export function estimatedUsage(batches: readonly (readonly Sent[])[], direction: Direction): Usage {
  const [rules] = translationMessages([], direction);
  const perRequest = tokensIn(rules?.content.length ?? 0, 'en');
  const records = batches.flat();
  const characters = records.reduce((sum, record) => sum + unitsOf(record), 0);
  const frames = records.length * FRAME_TOKENS;
  return {
    requests: batches.length,
    inputTokens: batches.length * perRequest + frames + tokensIn(characters, direction.from),
    outputTokens: frames + tokensIn(characters, direction.to),
    characters,
  };
}
