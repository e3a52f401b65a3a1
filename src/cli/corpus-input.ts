/**
 * What the corpus commands read: files and archives as they are, folders with all files in them, in the order of their paths.
 * A file that cannot be read is passed over and named; that nothing could be read is an error.
 */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { passedOver } from '../data/containers/passed-over.ts';
import { ENCODINGS, type EncodingChoice, type KnownEncoding } from '../data/encoding/encodings.ts';
import { licenceOf, readLicence } from '../data/licences.ts';
import type { RawDocument } from '../data/raw-document.ts';
import type { ReadCounts } from '../data/readers/reader.ts';
import {
  newSourceReport,
  type Readings,
  readSource,
  type SkippedFile,
  type SourceOptions,
  type SourceReport,
} from '../data/readers/source.ts';
import { type FileFormat, READERS, SHOWN_EXTENSIONS } from '../data/readers/table.ts';
import { OcaqError } from '../errors.ts';
import { chosenFile, fileSource } from './files.ts';
import { filesIn, type PassedOverPath } from './folder-files.ts';
import { usageError } from './options.ts';

export const INPUT_OPTIONS = {
  input: {
    kind: 'list',
    value: 'FILE',
    required: true,
    help: `Files (${SHOWN_EXTENSIONS}), also compressed or in archives, and folders of them.`,
  },
  field: { kind: 'text', value: 'NAME', help: 'The field or column with the text.', unset: 'the most likely one' },
  format: {
    kind: 'choice',
    choices: READERS.map(({ id }) => id),
    help: 'The format of all files.',
    unset: 'what each is by its content',
  },
  encoding: {
    kind: 'choice',
    choices: ['auto', ...ENCODINGS],
    default: 'auto',
    help: 'The encoding of files that are text; `auto`: as the bytes of each tell.',
  },
  licence: {
    kind: 'list',
    value: 'INPUT=ID',
    help: 'Licences of inputs, by the tags of the Hugging Face Hub. That of a folder is read from its README.md or LICENSE.',
  },
} as const;

export interface InputChoices {
  readonly input: readonly string[];
  readonly field: string | undefined;
  readonly format: string | undefined;
  readonly encoding: string;
  readonly licence: readonly string[];
  /** What the command writes: no input, where it lies in a folder of the input. */
  readonly out?: string | undefined;
}

/** One word of `--input`. */
export interface CorpusInput {
  readonly name: string;
  readonly files: readonly string[];
  readonly passedOver: readonly PassedOver[];
  /** A tag of the Hub; null: not stated. */
  readonly licence: string | null;
}

export interface PassedOver {
  readonly file: string;
  /** `licence`: the licence of its folder was read from it, and it is no text of the corpus. */
  readonly reason: SkippedFile['reason'] | PassedOverPath['reason'] | 'licence';
  readonly message?: string;
}

/** A file of text, in an archive or not. */
export interface ReadFile {
  readonly file: string;
  readonly format: FileFormat;
  readonly encoding: KnownEncoding;
  readonly bytes: number;
  readonly documents: number;
  readonly badRows: number;
}

/** What reading came to; grows as it goes on. */
export interface InputReport {
  readonly files: ReadFile[];
  readonly passedOver: PassedOver[];
  /** Of each file of the disk, with all that is in it. */
  readonly counts: { readonly file: string; readonly counts: ReadCounts }[];
}

export const newInputReport = (): InputReport => ({ files: [], passedOver: [], counts: [] });

/** @throws OcaqError `file-unreadable`, `usage` */
export async function openInputs({ input, licence, out }: InputChoices): Promise<CorpusInput[]> {
  const stated = statedLicences(licence, input);
  return Promise.all(input.map(async (name) => openInput(name, stated.get(path.resolve(name)), out)));
}

async function openInput(name: string, stated: string | undefined, out: string | undefined): Promise<CorpusInput> {
  const info = await stat(name).catch(() => null);
  if (!info?.isDirectory()) {
    await fileSource(name);
    return { name, files: [name], passedOver: [], licence: stated ?? null };
  }
  const found = await filesIn(name, out);
  const of = await licenceOfFolder(
    name,
    found.files.map(({ file }) => file),
  );
  const files: string[] = [];
  const skipped: PassedOver[] = [...found.passedOver];
  for (const { file, size } of found.files) {
    const inside = path.relative(name, file).split(path.sep).join('/');
    const reason = file === of?.file ? 'licence' : passedOver({ path: inside, size });
    if (reason === null) files.push(file);
    else skipped.push({ file, reason });
  }
  return { name, files, passedOver: skipped, licence: stated ?? of?.licence ?? null };
}

const LICENCE_FILE = /^(readme\.md|(licen[cs]e|copying)(\.(md|txt))?)$/i;

async function licenceOfFolder(
  folder: string,
  files: readonly string[],
): Promise<{ file: string; licence: string } | null> {
  // README.md comes last in the alphabet, and says more about the texts than a LICENSE, which may be that of a program.
  const named = files.filter((file) => LICENCE_FILE.test(path.relative(folder, file))).reverse();
  for (const file of named) {
    const licence = await readFile(file, 'utf8').then(readLicence, () => null);
    if (licence !== null) return { file, licence };
  }
  return null;
}

function statedLicences(words: readonly string[], input: readonly string[]): Map<string, string> {
  const stated = new Map<string, string>();
  for (const word of words) {
    const at = word.lastIndexOf('=');
    const name = word.slice(0, Math.max(0, at));
    if (!input.some((one) => path.resolve(one) === path.resolve(name)))
      throw usageError(`--licence wants an input and its licence, as in ${input[0]}=cc-by-4.0, not "${word}".`);
    const id = word.slice(at + 1);
    stated.set(path.resolve(name), licenceOf(id)?.id ?? id);
  }
  return stated;
}

/** How files are read; `suggest` as for `readSource`, as far as the others leave it open. */
type ReadingChoices = Pick<InputChoices, 'field' | 'format' | 'encoding'> & Pick<SourceOptions, 'suggest'>;

export interface InputDocument {
  readonly document: RawDocument;
  /** The file that it came from; in an archive: that of the disk, then the path inside. */
  readonly source: string;
}

/**
 * The documents of an input, file after file.
 * @param scores columns whose numbers are wanted
 * @param onBytes told how much of the file has been read
 */
export async function* readInput(
  { files, passedOver: skipped }: CorpusInput,
  choices: ReadingChoices,
  report: InputReport,
  scores: readonly string[] = [],
): AsyncGenerator<InputDocument> {
  report.passedOver.push(...skipped);
  for (const file of files) yield* readFileOf(file, choices, report, scores);
}

async function* readFileOf(
  file: string,
  choices: ReadingChoices,
  report: InputReport,
  scores: readonly string[],
): AsyncGenerator<InputDocument> {
  const source = newSourceReport();
  let current = file;
  const options = {
    encoding: choices.encoding as EncodingChoice,
    ...(choices.suggest && { suggest: choices.suggest }),
    onFile: (member: string) => {
      current = sourceName(file, member);
    },
  };
  let failure: PassedOver | null = null;
  try {
    for await (const document of readSource([await chosenFile(file)], readingsOf(choices, scores), source, options))
      yield { document, source: current };
  } catch (error) {
    if (!(error instanceof OcaqError)) throw error;
    // Where it is about one file in it, that one is among those passed over.
    const isSaid = error.code === 'source-unreadable' || source.skipped.some((one) => one.error?.code === error.code);
    if (!isSaid) failure = { file, reason: 'unreadable', message: error.message };
  }
  noteRead(file, source, report);
  if (failure) report.passedOver.push(failure);
}

/** Adds what was read of a file of the disk. */
export function noteRead(file: string, source: SourceReport, report: InputReport): void {
  report.counts.push({ file, counts: source.counts });
  for (const { path: member, ...about } of source.members)
    report.files.push({ file: sourceName(file, member), ...about });
  for (const { path: member, reason, error } of source.skipped)
    report.passedOver.push({ file: sourceName(file, member), reason, ...(error ? { message: error.message } : {}) });
}

/** What was unpacked from a file alone has the file's name, with less at its end. */
const sourceName = (file: string, member: string): string => (file.startsWith(member) ? file : `${file}/${member}`);

function readingsOf({ field, format }: Pick<InputChoices, 'field' | 'format'>, scores: readonly string[]): Readings {
  const decided = { ...(field === undefined ? {} : { field }), ...(scores.length > 0 ? { scores } : {}) };
  return Object.fromEntries(
    READERS.map(({ id }) => [id, { format: (format as FileFormat | undefined) ?? id, ...decided }]),
  );
}

/** @throws OcaqError `corpus-unreadable`: there is no document, and why */
export function requireDocuments(documents: number, inputs: readonly CorpusInput[], report: InputReport): void {
  if (documents > 0) return;
  const empty = report.files.map(({ file, badRows }): [string, string] => [
    file,
    badRows > 0 ? `no row of it could be used (${badRows} of ${badRows})` : 'it holds no text',
  ]);
  const reasons = [...report.passedOver.map((one): [string, string] => [one.file, reasonText(one)]), ...empty];
  const said = reasons.slice(0, NAMED).map(([file, why]) => `\n  ${file}: ${why}`);
  const more = reasons.length > NAMED ? `\n  and ${reasons.length - NAMED} more` : '';
  const names = inputs.map(({ name }) => `"${name}"`).join(', ');
  const why =
    reasons.length > 0 ? `:${said.join('')}${more}` : `, which ${inputs.length === 1 ? 'has' : 'have'} no files.`;
  throw new OcaqError('corpus-unreadable', `No document could be read from ${names}${why}`, { files: reasons.length });
}

const NAMED = 20;

const REASONS: Readonly<Record<PassedOver['reason'], string>> = {
  damaged: 'damaged',
  empty: 'empty',
  encrypted: 'encrypted',
  hidden: 'hidden',
  'left-out': 'left out',
  'lfs-pointer': 'a Git LFS pointer, which names a file and does not hold it',
  licence: 'the licence of its folder',
  'link-broken': 'a link that leads nowhere',
  'method-unknown': 'packed in a way that is not known',
  'nested-too-deep': 'an archive inside too many others',
  'not-a-file': 'not a file',
  output: 'what this command writes',
  'read-already': 'a link to what is read under another path',
  'resource-fork': 'kept by macOS beside a file',
  'too-large': 'too large',
  unreadable: 'unreadable',
};

export const reasonText = ({ reason, message }: Pick<PassedOver, 'reason' | 'message'>): string =>
  message ?? REASONS[reason];

/** Whether what the file holds is nowhere else: not of a link to what was read, of a licence, or of what the command wrote. */
export const isMissing = ({ reason }: PassedOver): boolean => !['licence', 'output', 'read-already'].includes(reason);

/** What stands for a reason in a list of counts. */
export const reasonName = (reason: PassedOver['reason']): string => REASONS[reason];
