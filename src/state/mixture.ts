/** What a run learns of each source: its tokens by its weight, and its share of all. */
import { HELD_OUT_SHARE } from '../data/heldout.ts';
import { timesShares } from '../data/mixing.ts';
import type { ClusterPage, ProjectSnapshot, SourceRecord } from '../worker/api.ts';

export interface MixtureRow {
  readonly source: SourceRecord;
  /** That are learned in one pass, by its weight. */
  readonly amount: number;
  /** 0 … 1. */
  readonly share: number;
}

export interface Mixture {
  /** Of sources that have text, in their order. */
  readonly rows: readonly MixtureRow[];
  readonly amount: number;
  /** Bytes where the project has no tokenizer. */
  readonly unit: 'tokens' | 'bytes';
  /** Whether all of it was counted; else it is judged by the length of the texts. */
  readonly isCounted: boolean;
}

export function mixtureOf({ corpus, tokenizer }: Pick<ProjectSnapshot, 'corpus' | 'tokenizer'>): Mixture {
  const sources = corpus.sources.filter(({ keptBytes }) => keptBytes > 0);
  const unit = tokenizer ? 'tokens' : 'bytes';
  const bytesPerUnit = tokenizer?.bytesPerToken ?? 1;
  const once = ({ learnedTokens, keptBytes }: SourceRecord): number =>
    (tokenizer ? learnedTokens : null) ?? (keptBytes * (1 - HELD_OUT_SHARE)) / bytesPerUnit;
  const isCounted = tokenizer !== null && sources.every(isCountedSource);
  if (sources.every(({ weight }) => weight === 0))
    return { rows: sources.map((source) => ({ source, amount: 0, share: 0 })), amount: 0, unit, isCounted };
  const shares = timesShares(
    sources.map((source) => ({ name: source.fileName, times: source.weight, tokens: once(source) })),
  );
  const rows = sources.map((source, i) => ({ source, amount: shares[i]?.tokens ?? 0, share: shares[i]?.share ?? 0 }));
  return { rows, amount: rows.reduce((sum, { amount }) => sum + amount, 0), unit, isCounted };
}

/** A fraction of a source is taken document by document: what that comes to is known once it is encoded. */
const isCountedSource = ({ learnedTokens, weight }: SourceRecord): boolean =>
  learnedTokens !== null && Number.isInteger(weight);

/** What repeating documents by the sizes of their clusters adds, in the unit of the mixture, and of how many documents. */
export function repeatedAmount(
  { corpus, tokenizer }: Pick<ProjectSnapshot, 'corpus' | 'tokenizer'>,
  repeats: ClusterPage['repeats'],
): { documents: number; amount: number } {
  const sum = { documents: 0, amount: 0 };
  for (const { source: id, documents, bytes } of repeats) {
    const source = corpus.sources.find((one) => one.id === id);
    if (!source || source.weight === 0) continue;
    sum.documents += documents;
    sum.amount += (bytes * source.weight) / (tokenizer?.bytesPerToken ?? 1);
  }
  return sum;
}
