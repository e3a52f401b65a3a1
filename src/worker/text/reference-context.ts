/**
 * What cleaning steps make of the texts that were chosen for them: an index of evaluation sets, a model of trusted text. Both
 * are made anew from the stored texts, a second for the largest, and the newest of each is kept at hand.
 */
import { LeakIndex } from '../../data/cleaning/leak-index.ts';
import type { ChosenTexts } from '../../data/cleaning/sent-texts.ts';
import type { ReferenceUse } from '../../data/cleaning/step.ts';
import { neededUses, type StepChoice } from '../../data/cleaning/table.ts';
import { TextSample, trustedModelOf } from '../../data/cleaning/trusted-text.ts';
import type { NgramModel } from '../../data/ngram-model.ts';
import type { Database } from '../../storage/database.ts';
import { readShard } from '../../storage/documents.ts';
import type { SourceRecord } from '../../storage/records.ts';
import type * as api from '../api.ts';

/** Kept with chosen texts. */
export interface ReferenceDetails
  extends Pick<api.ReferenceRecord, 'from' | 'shortTexts' | 'readBytes' | 'badRows' | 'skippedFiles'> {
  /** SHA-256 of the texts, each followed by a NUL. */
  readonly contentHash: string;
}

/** By what its texts are: the same for the same texts, whenever and from wherever they were chosen. */
export const referenceHash = ({ details }: SourceRecord): string => (details as ReferenceDetails).contentHash;

export const ofUse = (references: readonly SourceRecord[], use: ReferenceUse): SourceRecord[] =>
  references.filter((one) => one.use === use);

/** In an order that does not depend on when they were chosen. */
export const byHash = (references: readonly SourceRecord[]): SourceRecord[] =>
  [...references].sort((a, b) => (referenceHash(a) < referenceHash(b) ? -1 : 1));

export class References {
  private readonly database: Database;
  private readonly made = new Map<ReferenceUse, { readonly key: string; readonly value: Promise<unknown> }>();

  constructor(database: Database) {
    this.database = database;
  }

  /** What the steps that are on need, as far as texts were chosen. @throws OcaqError `documents-damaged` */
  async of(choices: readonly StepChoice[], references: readonly SourceRecord[]): Promise<ChosenTexts> {
    const needed = neededUses(choices).filter((use) => ofUse(references, use).length > 0);
    return {
      ...(needed.includes('evaluation') ? { evaluation: await this.evaluation(ofUse(references, 'evaluation')) } : {}),
      ...(needed.includes('trusted') ? { trusted: await this.trusted(ofUse(references, 'trusted')) } : {}),
    };
  }

  private evaluation(references: readonly SourceRecord[]): Promise<LeakIndex> {
    return this.keep('evaluation', references, async () => {
      const index = new LeakIndex();
      for await (const text of textsOf(this.database, references)) index.add(text);
      return index;
    });
  }

  private trusted(references: readonly SourceRecord[]): Promise<NgramModel> {
    return this.keep('trusted', references, async () => trustedModelOf(await trustedTexts(this.database, references)));
  }

  private keep<T>(use: ReferenceUse, references: readonly SourceRecord[], make: () => Promise<T>): Promise<T> {
    const key = byHash(references).map(referenceHash).join();
    const known = this.made.get(use);
    if (known?.key === key) return known.value as Promise<T>;
    const value = make();
    this.made.set(use, { key, value });
    // Whoever asks next tries again.
    value.catch(() => this.made.get(use)?.value === value && this.made.delete(use));
    return value;
  }
}

/** As much of the trusted text as a model learns from; what order it was chosen in makes no difference. */
export async function trustedTexts(database: Database, references: readonly SourceRecord[]): Promise<string[]> {
  const sample = new TextSample();
  for await (const text of textsOf(database, byHash(references))) sample.add(text);
  return sample.texts();
}

async function* textsOf(database: Database, references: readonly SourceRecord[]): AsyncGenerator<string> {
  for (const reference of references)
    for (let shard = 0; shard < reference.shards; shard++)
      for (const { text } of await readShard(database, reference, shard)) yield text;
}
