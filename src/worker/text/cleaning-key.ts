/** Whether a source is as cleaning would leave it now. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { corpusSteps, keyOfSteps, neededUses, type StepChoice } from '../../data/cleaning/table.ts';
import { contentOf } from '../../storage/corpus.ts';
import { ofCorpus, ofSteps } from '../../storage/documents.ts';
import type { SourceRecord } from '../../storage/records.ts';
import { byHash, ofUse, referenceHash } from './reference-context.ts';

/** How sources are to be cleaned. */
export interface WantedCleaning {
  readonly choices: readonly StepChoice[];
  /** All texts that were chosen for steps, whether or not their steps are on. */
  readonly references: readonly SourceRecord[];
}

/**
 * What the result of cleaning a source depends on besides its documents. Steps that compare documents make it depend on the
 * sources before it, and others on the texts that were chosen for them, in whatever order.
 */
export function cleaningKey({ choices, references }: WantedCleaning, before: readonly SourceRecord[]): string {
  const compares = corpusSteps(choices).some(({ off }) => !off);
  const compared = compares ? before.map(contentOf) : [];
  const chosen = neededUses(choices).flatMap((use) => {
    const hashes = byHash(ofUse(references, use)).map(referenceHash);
    return hashes.length > 0 ? [[use, ...hashes]] : [];
  });
  // Without chosen texts as in earlier versions, which had none.
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify([keyOfSteps(choices), compared, ...chosen]))));
}

/** Whether cleaning it so would give something else. Sources of earlier versions are left as they are. */
export const isStale = (source: SourceRecord, before: readonly SourceRecord[], wanted: WantedCleaning): boolean =>
  source.cleaned !== undefined && source.cleaned?.key !== cleaningKey(wanted, before);

/** All sources of a project and how they are to be cleaned. */
export interface CleanedProject {
  readonly choices: readonly StepChoice[];
  readonly sources: readonly SourceRecord[];
}

/**
 * Sources of a project whose ids have become others: passes that its steps would not do otherwise have the key that says so of
 * the new ids. Those that are stale have one that says nothing any more, and stay stale.
 */
export function rekeyed(before: CleanedProject, now: CleanedProject): SourceRecord[] {
  const keysOf = ({ choices, sources }: CleanedProject): string[] => {
    const [corpus, references] = [ofCorpus(sources), ofSteps(sources)];
    return corpus.map((_, i) => cleaningKey({ choices, references }, corpus.slice(0, i)));
  };
  const [old, wanted] = [keysOf(before), keysOf(now)];
  const keyOf = (key: string, i: number) => (key === old[i] ? wanted[i]! : key);
  const changed = ofCorpus(now.sources).map(
    (source, i): SourceRecord => ({
      ...source,
      ...(source.cleaned ? { cleaned: { ...source.cleaned, key: keyOf(source.cleaned.key, i) } } : {}),
      ...(source.cleaning ? { cleaning: { ...source.cleaning, key: keyOf(source.cleaning.key, i) } } : {}),
    }),
  );
  return [...changed, ...ofSteps(now.sources)];
}
