/** Files to documents and tokens for the commands, with the steps and the held-out rule that the studio uses. */
import { tokeniseDocuments } from '../data/batches.ts';
import { Pipeline } from '../data/cleaning/pipeline.ts';
import { DEFAULT_STEPS, openSteps } from '../data/cleaning/table.ts';
import { decodeText } from '../data/encoding/decode-text.ts';
import { documentHash, isHeldOut } from '../data/heldout.ts';
import { readDocuments } from '../data/readers/read.ts';
import { newReadCounts } from '../data/readers/reader.ts';
import { plainFile } from '../data/readers/reader-file.ts';
import { newSourceReport, readSource } from '../data/readers/source.ts';
import { SHOWN_EXTENSIONS } from '../data/readers/table.ts';
import { LineBreaks } from '../data/splitting.ts';
import type { TextTokenizer } from '../data/tokenizer/text-tokenizer.ts';
import { badRowsText } from './bad-rows.ts';
import { chosenFile } from './files.ts';

/** What the files of `cleanDocuments` may be. */
export const TEXTS_HELP = `Texts (${SHOWN_EXTENSIONS}) in any known encoding, also compressed or in archives.`;

/**
 * Cleaned documents of all files, in order, duplicates across files left out.
 * @param onBadRows told of each file with rows that gave no document
 */
export async function* cleanDocuments(
  files: readonly string[],
  onBadRows: (text: string) => void,
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
    if (report.counts.badRows > 0) onBadRows(badRowsText(file, report.counts));
    before += chosen.size;
  }
}

export interface SplitCorpus {
  readonly train: Uint32Array;
  readonly heldOut: Uint32Array;
  readonly heldOutDocuments: string[];
  readonly documents: number;
}

export async function tokeniseCorpus(
  files: readonly string[],
  tokenizer: TextTokenizer,
  onBadRows: (text: string) => void,
): Promise<SplitCorpus> {
  const train: string[] = [];
  const heldOut: string[] = [];
  for await (const document of cleanDocuments(files, onBadRows))
    (isHeldOut(documentHash(document)) ? heldOut : train).push(document);
  return {
    train: await joinedTokens(train, tokenizer),
    heldOut: await joinedTokens(heldOut, tokenizer),
    heldOutDocuments: heldOut,
    documents: train.length + heldOut.length,
  };
}

/** Of all documents in one stream, as they are learned. */
export async function joinedTokens(documents: readonly string[], tokenizer: TextTokenizer): Promise<Uint32Array> {
  const parts: Uint32Array[] = [];
  for await (const tokens of tokeniseDocuments(documents, tokenizer)) parts.push(tokens);
  const all = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * Documents of an evaluation text: a `.jsonl` has one per row in `text`; anything else is one document.
 * @throws OcaqError `file-empty`, `file-binary`
 */
export async function evaluationDocuments(file: string): Promise<string[]> {
  const opened = await plainFile(await chosenFile(file));
  const counts = newReadCounts();
  if (!file.endsWith('.jsonl')) {
    const breaks = new LineBreaks();
    let text = '';
    for await (const piece of decodeText(opened, counts)) text += breaks.push(piece);
    return [text];
  }
  const documents: string[] = [];
  const maxDocumentBytes = (opened.size ?? 0) + 1;
  const options = { format: 'jsonl', field: 'text', maxDocumentBytes } as const;
  for await (const document of readDocuments(opened, options, counts)) documents.push(document.text);
  return documents;
}
