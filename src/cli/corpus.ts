/** Files to documents and tokens for the commands, with the steps and the held-out rule that the studio uses. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { BatchSource } from '../data/batches.ts';
import { Pipeline } from '../data/cleaning/pipeline.ts';
import { DEFAULT_STEPS, openSteps } from '../data/cleaning/table.ts';
import { corpusBatches, documentStream } from '../data/corpus-rows.ts';
import { documentHash, isHeldOut } from '../data/heldout.ts';
import { type JoinedDocuments, joinedDocuments, joinedTokens } from '../data/joined-text.ts';
import { newSourceReport, readSource, type SourceReport } from '../data/readers/source.ts';
import { SHOWN_EXTENSIONS } from '../data/readers/table.ts';
import { uncutDocuments } from '../data/readers/uncut.ts';
import type { TextTokenizer } from '../data/tokenizer/text-tokenizer.ts';
import type { LoopSettings } from '../training/loop-settings.ts';
import { newInputReport, noteRead } from './corpus-input.ts';
import { encodingWarnings, readingWarnings } from './corpus-warnings.ts';
import { chosenFile } from './files.ts';

/** What the files of `cleanDocuments` may be. */
export const TEXTS_HELP = `Texts (${SHOWN_EXTENSIONS}) in any known encoding, also compressed or in archives.`;

/**
 * Cleaned documents of all files, in order, duplicates across files left out.
 * @param onWarning told what of each file could not be read, or was repaired
 */
export async function* cleanDocuments(
  files: readonly string[],
  onWarning: (text: string) => void,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<string> {
  const pipeline = new Pipeline(openSteps(DEFAULT_STEPS, {}));
  let before = 0;
  for (const file of files) {
    const chosen = await chosenFile(file);
    const report = newSourceReport();
    for await (const document of readSource([chosen], {}, report)) {
      onBytes?.(before + report.counts.bytes);
      const cleaned = pipeline.process(document);
      if (cleaned !== null) yield cleaned;
    }
    for (const warning of sourceWarnings(file, report)) onWarning(warning);
    before += chosen.size;
  }
}

export interface SplitCorpus {
  readonly train: JoinedDocuments;
  readonly heldOut: Uint32Array;
  readonly heldOutDocuments: string[];
  /** UTF-8. */
  readonly heldOutBytes: number;
  readonly documents: number;
}

export async function tokeniseCorpus(
  files: readonly string[],
  tokenizer: TextTokenizer,
  onWarning: (text: string) => void,
): Promise<SplitCorpus> {
  const train: string[] = [];
  const heldOut: string[] = [];
  for await (const document of cleanDocuments(files, onWarning))
    (isHeldOut(documentHash(document)) ? heldOut : train).push(document);
  return {
    train: await joinedDocuments(train, tokenizer),
    heldOut: await joinedTokens(heldOut, tokenizer),
    heldOutDocuments: heldOut,
    heldOutBytes: heldOut.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
    documents: train.length + heldOut.length,
  };
}

/** By which a run knows the text that it learns. */
export const corpusHash = ({ train }: SplitCorpus): string => bytesToHex(sha256(new Uint8Array(train.tokens.buffer)));

/** Rows of them for training, as a run's settings say. */
export const corpusSource = (
  { tokens, starts }: JoinedDocuments,
  settings: LoopSettings,
  { padId = 0 }: TextTokenizer,
): Promise<BatchSource> =>
  corpusBatches(documentStream(tokens, starts), { ...settings, shift: settings.shiftWindows, padId });

/**
 * Documents of an evaluation text, see data/readers/uncut.ts.
 * @param onWarning told what could not be read
 * @throws OcaqError as `uncutDocuments`
 */
export async function evaluationDocuments(file: string, onWarning: (text: string) => void): Promise<string[]> {
  const report = newSourceReport();
  const documents = await uncutDocuments(await chosenFile(file), report);
  for (const warning of sourceWarnings(file, report)) onWarning(warning);
  return documents;
}

/** What of a file of the disk gave no document, or is not as it was meant. */
function sourceWarnings(file: string, source: SourceReport): string[] {
  const read = newInputReport();
  noteRead(file, source, read);
  return [...readingWarnings(read), ...encodingWarnings(read)];
}
