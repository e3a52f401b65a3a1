/**
 * The texts that `corpus ablation` trains on, from one that is taken for clean: pages of it, a part of which is held out,
 * the rest as it is, made messy on purpose, and cleaned again. Each is written to a file, and what is cleaned is read from
 * the messy one. The first text goes through the default steps before, so that what is held out has no copy in the rest;
 * pages with thirteen words in a row of the held-out ones are left out.
 */
import path from 'node:path';
import { type Mess, type MessyText, messyText } from '../../data/cleaning/labelled/messy-text.ts';
import { LeakIndex } from '../../data/cleaning/leak-index.ts';
import { Pipeline } from '../../data/cleaning/pipeline.ts';
import { DEFAULT_STEPS, openSteps } from '../../data/cleaning/table.ts';
import { documentHash, isHeldOut } from '../../data/heldout.ts';
import { DocumentBuffer } from '../../data/splitting.ts';
import { amountOf } from '../amount.ts';
import { type CorpusInput, type InputChoices, newInputReport, readInput, requireDocuments } from '../corpus-input.ts';
import { type CleaningRequest, newCorpusRun, processCorpus } from '../corpus-run.ts';
import { makeFolder, writeLines } from '../files.ts';
import { usageError } from '../options.ts';

export const TEXTS = ['clean', 'messy', 'cleaned'] as const;
export type TextName = (typeof TEXTS)[number];

/** Long documents are cut: a share of a few would be no share. */
const PAGE_BYTES = 2048;
const HELD_OUT = 0.1;
/** The recipe of mess stays the same from run to run. */
const MESS_SEED = 0;

export interface AblationTexts {
  readonly texts: Readonly<Record<TextName, readonly string[]>>;
  readonly heldOut: readonly string[];
  /** Pages of the clean text that were left out because they share a passage with those held out. */
  readonly leaks: number;
  readonly met: MessyText['met'];
}

export interface AblationRequest {
  /** What the clean text is read from. */
  readonly inputs: readonly CorpusInput[];
  readonly reading: Pick<InputChoices, 'field' | 'format' | 'encoding'>;
  readonly mess: readonly Mess[];
  /** Of the messy text. */
  readonly cleaning: Pick<CleaningRequest, 'steps' | 'context'>;
  /** The folder that the texts are written to. */
  readonly out: string;
  /** Told how many pages there are, as they are read. */
  readonly onPages: (pages: number) => void;
}

/** @throws OcaqError `corpus-unreadable`, `usage` where there is too little to hold some out, and as `processCorpus` does */
export async function ablationTexts(request: AblationRequest): Promise<AblationTexts> {
  const { mess, cleaning, out } = request;
  const pages = await cleanPages(request);
  const heldOut = pages.filter((page) => isHeldOut(documentHash(page), HELD_OUT));
  const index = new LeakIndex();
  for (const page of heldOut) index.add(page);
  const others = pages.filter((page) => !isHeldOut(documentHash(page), HELD_OUT));
  const clean = others.filter((page) => index.firstIn(page) === null);
  if (heldOut.length === 0 || clean.length === 0)
    throw usageError(
      `--input comes to ${amountOf(pages.length, 'page')} of text: ${heldOut.length} held out, and ${clean.length} to learn from. Give more text.`,
    );
  const { documents: messy, met } = messyText(clean, mess, MESS_SEED);
  await makeFolder(out);
  const write = (name: string, documents: readonly string[]) =>
    writeLines(
      path.join(out, `${name}.jsonl`),
      documents.map((text) => ({ text })),
    );
  await write('heldout', heldOut);
  await write('clean', clean);
  await write('messy', messy);
  const cleaned = await cleanedFile(path.join(out, 'messy.jsonl'), cleaning);
  await write('cleaned', cleaned);
  return { texts: { clean, messy, cleaned }, heldOut, leaks: others.length - clean.length, met };
}

async function cleanPages({ inputs, reading, onPages }: AblationRequest): Promise<string[]> {
  const report = newInputReport();
  const counts = { documents: 0, cutDocuments: 0, emptyDocuments: 0 };
  const pipeline = new Pipeline(openSteps(DEFAULT_STEPS, {}));
  const pages: string[] = [];
  for (const one of inputs)
    for await (const { document } of readInput(one, reading, report)) {
      const cut: string[] = [];
      const buffer = new DocumentBuffer(PAGE_BYTES, counts);
      buffer.append(document.text, cut);
      buffer.close(cut);
      pages.push(...cut.flatMap((text) => pipeline.process({ text }) ?? []));
      onPages(pages.length);
    }
  requireDocuments(counts.documents, inputs, report);
  return pages;
}

async function cleanedFile(file: string, cleaning: AblationRequest['cleaning']): Promise<string[]> {
  const inputs = [{ name: file, files: [file], passedOver: [], licence: null }];
  const reading = { field: 'text', format: undefined, encoding: 'utf-8' };
  const cleaned: string[] = [];
  for await (const { result } of processCorpus({ inputs, reading, ...cleaning }, newCorpusRun()))
    if ('text' in result && result.text !== null) cleaned.push(result.text);
  return cleaned;
}
