/** What is stored of a translation and of its records, and how the page sees them. */
import { type Direction, type Finding, findingsOf } from '../../data/translation/checks.ts';
import { costOfCharacters, costOfTokens, NO_USAGE, type Usage } from '../../data/translation/cost.ts';
import type { Source, Texts } from '../../data/translation/record.ts';
import type { JobItemRecord, JobRecord } from '../../storage/records.ts';
import type * as api from '../api.ts';
import { plainName } from './set-name.ts';

export interface StoredOptions extends api.TranslationOptions {
  /** The name of the set, which may be gone. */
  readonly source: string;
}

export interface Translated {
  readonly texts: Texts;
  readonly findings: readonly Finding[];
  /** What stood there before, the latest last. */
  readonly earlier: readonly Texts[];
  readonly accepted: boolean;
}

export const translated = (source: Texts, texts: Texts, direction: Direction): Translated => ({
  texts,
  findings: findingsOf(source, texts, direction),
  earlier: [],
  accepted: false,
});

export function rowOf({ index, input, state, result, error }: JobItemRecord): api.TranslatedRow {
  const { id: row, texts: source } = input as Source;
  const done = state === 'done' ? (result as Translated) : null;
  return {
    index,
    row,
    source,
    texts: done?.texts ?? null,
    findings: done?.findings ?? [],
    error: state === 'failed' ? (error as api.ErrorRecord | null) : null,
    state,
    accepted: done?.accepted ?? false,
    earlier: done?.earlier.length ?? 0,
  };
}

export const isToLookAt = ({ state, findings, accepted }: api.TranslatedRow): boolean =>
  state === 'failed' || (findings.length > 0 && !accepted);

export function toTranslation({ id, options: stored, items, done, failed, spent }: JobRecord): api.TranslationRecord {
  const { source, ...options } = stored as StoredOptions;
  const usage = (spent as Usage | undefined) ?? NO_USAGE;
  const target = `${plainName(source)}.${options.to}.json`;
  return { id, source, target, options, records: items, done, failed, usage, cost: costOf(usage, options) };
}

export const costOf = (
  usage: Usage,
  { endpoint, price }: Pick<api.TranslationOptions, 'endpoint' | 'price'>,
): number => (endpoint.kind === 'openai' ? costOfTokens(usage, price) : costOfCharacters(usage, price));
