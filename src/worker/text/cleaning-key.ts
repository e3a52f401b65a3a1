/** Whether a source is as cleaning would leave it now. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { corpusSteps, keyOfSteps, type StepChoice } from '../../data/cleaning/table.ts';
import { contentOf } from '../../storage/corpus.ts';
import type { SourceRecord } from '../../storage/records.ts';

/**
 * What the result of cleaning a source depends on besides its documents. Steps that compare documents make it depend on the
 * sources before it.
 */
export function cleaningKey(choices: readonly StepChoice[], before: readonly SourceRecord[]): string {
  const compares = corpusSteps(choices).some(({ off }) => !off);
  const compared = compares ? before.map(contentOf) : [];
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify([keyOfSteps(choices), compared]))));
}

/** Whether cleaning it with these steps would give something else. Sources of earlier versions are left as they are. */
export const isStale = (
  source: SourceRecord,
  before: readonly SourceRecord[],
  choices: readonly StepChoice[],
): boolean => source.cleaned !== undefined && source.cleaned?.key !== cleaningKey(choices, before);
