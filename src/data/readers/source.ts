/**
 * What a person chooses at once, as a source: a file, an archive with files in it, or a folder. Each file in it is read by the
 * reader of its format, with what the person decided for the files of that format. A file that cannot be read is passed over
 * and named, unless it is the only one.
 */

import { OcaqError } from '../../errors.ts';
import type { SkipReason } from '../containers/container.ts';
import { openMembers, type SkippedMember } from '../containers/open-members.ts';
import { type EncodingChoice, type KnownEncoding, UTF_8 } from '../encoding/encodings.ts';
import { readLicence } from '../licences.ts';
import type { RawDocument } from '../raw-document.ts';
import { type FilePreview, formatOf, previewFile, type ReadOptions, readDocuments } from './read.ts';
import { newReadCounts, type ReadCounts } from './reader.ts';
import { type ChosenFile, type ReaderFile, toldFile } from './reader-file.ts';
import type { FileFormat } from './table.ts';

/** Files of one format. */
export interface MemberGroup {
  /** As they have been recognised. */
  readonly format: FileFormat;
  /** Their paths, the first 20. */
  readonly files: string[];
  count: number;
  /** Of the first of them, in the format that was decided. */
  readonly preview: FilePreview;
}

type ErrorOfFile = Pick<OcaqError, 'code' | 'message' | 'details'>;

export interface SkippedFile {
  readonly path: string;
  /** `unreadable`: no reader could read it, and the error says why; `left-out`: the person wanted it so. */
  readonly reason: SkipReason | 'unreadable' | 'left-out';
  readonly error?: ErrorOfFile;
}

export interface SourcePreview {
  readonly groups: MemberGroup[];
  readonly skipped: SkippedFile[];
  /** Whether every file was looked at. */
  isWhole: boolean;
  /** As a card or a licence among the files names it; null: none does. */
  licence: string | null;
}

/**
 * How files of a format are read, by the format that they have been recognised as; what is not decided is as suggested. null:
 * they are left out.
 */
export type Readings = Partial<Record<FileFormat, ReadOptions | null>>;

export interface SourceOptions {
  /** Of the files that are text. */
  readonly encoding?: EncodingChoice;
  /** Told of each file before its documents come. */
  readonly onFile?: (path: string) => void;
  /** How a file is read as far as nobody decides; left out: `suggestedReading`. */
  readonly suggest?: (preview: FilePreview) => ReadOptions;
  readonly signal?: AbortSignal | undefined;
}

export interface MemberReport {
  readonly path: string;
  readonly format: FileFormat;
  /** Of its text; UTF-8 where the format is no text. */
  readonly encoding: KnownEncoding;
  readonly bytes: number;
  readonly documents: number;
  readonly badRows: number;
}

export interface SourceReport {
  readonly counts: ReadCounts;
  /** The first thousand that were read. */
  readonly members: MemberReport[];
  memberCount: number;
  /** The first thousand that were not. */
  readonly skipped: SkippedFile[];
  skippedCount: number;
}

export const newSourceReport = (): SourceReport => ({
  counts: newReadCounts(),
  members: [],
  memberCount: 0,
  skipped: [],
  skippedCount: 0,
});

const LISTED = 1000;
const LISTED_IN_PREVIEW = 20;
const PREVIEW_MEMBERS = 100;
/** Files that say under which licence those beside them are. */
const NAMES_LICENCE = /(^|\/)(readme\.md|licen[cs]e(\.\w+)?|copying)$/i;

/**
 * What the files of a source hold, by the first hundred of them.
 * @param readings what a person has decided so far
 * @throws OcaqError of the reader where there is one file and it cannot be read; `archive-*`
 */
export async function previewSource(files: readonly ChosenFile[], readings: Readings = {}): Promise<SourcePreview> {
  const preview: SourcePreview = { groups: [], skipped: [], isWhole: true, licence: null };
  let looked = 0;
  for await (const member of membersOf(files)) {
    if (looked++ >= PREVIEW_MEMBERS) {
      preview.isWhole = false;
      break;
    }
    if ('skipped' in member) {
      preview.skipped.push(skippedMember(member));
      continue;
    }
    if (NAMES_LICENCE.test(member.name)) preview.licence ??= readLicence(member.head.text);
    await addToGroup(preview, member, readings);
  }
  const [first] = preview.skipped;
  if (preview.groups.length === 0 && first?.error && preview.skipped.length === 1) throw errorOf(first.error);
  return preview;
}

async function addToGroup({ groups, skipped }: SourcePreview, member: ReaderFile, readings: Readings): Promise<void> {
  try {
    const format = formatOf(member.head);
    const preview = await previewFile(member, readings[format] ?? {});
    const group = groups.find((one) => one.format === format);
    if (!group) groups.push({ format, files: [member.name], count: 1, preview });
    else {
      group.count++;
      if (group.files.length < LISTED_IN_PREVIEW) group.files.push(member.name);
    }
  } catch (error) {
    skipped.push(unreadable(member.name, error));
  }
}

/**
 * The documents of a source, in order; adds to `report` as it goes.
 * @throws OcaqError `archive-*` where reading cannot go on; where no file could be read: the error of the only one, else
 *   `source-unreadable`
 */
export async function* readSource(
  files: readonly ChosenFile[],
  readings: Readings,
  report: SourceReport,
  { encoding = 'auto', onFile, suggest = suggestedReading, signal }: SourceOptions = {},
): AsyncGenerator<RawDocument> {
  for await (const member of membersOf(files, encoding))
    if ('skipped' in member) skip(report, skippedMember(member));
    else {
      onFile?.(member.name);
      yield* readMember(member, { readings, suggest, signal }, report);
    }
  if (report.memberCount === 0) throw nothingRead(files, report);
}

interface MemberReading {
  readonly readings: Readings;
  readonly suggest: (preview: FilePreview) => ReadOptions;
  readonly signal: AbortSignal | undefined;
}

async function* readMember(
  member: ReaderFile,
  { readings, suggest, signal }: MemberReading,
  report: SourceReport,
): AsyncGenerator<RawDocument> {
  const { counts } = report;
  const { bytes, documents, badRows } = counts;
  const examples = counts.badRowExamples.length;
  let format: FileFormat | null = null;
  counts.encoding = UTF_8;
  try {
    const chosen = readings[formatOf(member.head)];
    if (chosen === null) {
      skip(report, { path: member.name, reason: 'left-out' });
      return;
    }
    const reading = { ...suggest(await previewFile(member, chosen)), ...chosen };
    format = reading.format;
    yield* readDocuments(member, signal ? { ...reading, signal } : reading, counts);
  } catch (error) {
    skip(report, unreadable(member.name, error));
    if (counts.documents === documents) return;
  }
  for (const example of counts.badRowExamples.slice(examples)) example.file = member.name;
  if (format === null) return;
  report.memberCount++;
  if (report.members.length < LISTED)
    report.members.push({
      path: member.name,
      format,
      encoding: counts.encoding,
      bytes: counts.bytes - bytes,
      documents: counts.documents - documents,
      badRows: counts.badRows - badRows,
    });
}

function nothingRead(files: readonly ChosenFile[], { skipped, skippedCount }: SourceReport): OcaqError {
  const [first] = skipped;
  if (first?.error && skippedCount === 1) return errorOf(first.error);
  const name = files[0]?.name ?? '';
  const why = skipped.slice(0, 3).map(({ path, reason, error }) => `"${path}": ${error?.message ?? reason}`);
  return new OcaqError(
    'source-unreadable',
    `"${name}" holds no file that could be read (passed over: ${skippedCount}). ${why.join(' ')}`,
    { file: name, files: skippedCount, first: first?.path ?? '' },
  );
}

/** How a file is read where nobody decides otherwise. */
export const suggestedReading = ({ format, suggestedSplit, suggestedField }: FilePreview): ReadOptions => ({
  format,
  split: suggestedSplit,
  ...(suggestedField === undefined ? {} : { field: suggestedField }),
});

/** Of rows the texts of all their fields: questions, choices and answers alike. */
export function readingOfAllFields(preview: FilePreview): ReadOptions {
  const reading = suggestedReading(preview);
  const texts = preview.fields.map(({ name }) => name).filter((name) => !name.includes('|'));
  return texts.length === 0 ? reading : { ...reading, field: texts.join('|'), texts };
}

/** The files in the chosen ones. What ends one archive after something came out of it does not end the others. */
async function* membersOf(
  files: readonly ChosenFile[],
  encoding: EncodingChoice = 'auto',
): AsyncGenerator<ReaderFile | PassedMember> {
  for (const file of [...files].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    let came: boolean = files.length > 1;
    try {
      for await (const member of openMembers(toldFile(file), { encoding })) {
        came = true;
        yield member;
      }
    } catch (error) {
      if (!came || !isOfMember(error)) throw error;
      yield { name: file.name, skipped: error.code === 'archive-damaged' ? 'damaged' : 'unreadable', error };
    }
  }
}

/** Also a whole file of the source. */
type PassedMember = Omit<SkippedMember, 'skipped'> & { readonly skipped: SkippedFile['reason'] };

const skippedMember = ({ name, skipped, error }: PassedMember): SkippedFile => ({
  path: name,
  reason: skipped,
  ...(error ? { error: recordOf(error) } : {}),
});

function unreadable(path: string, error: unknown): SkippedFile {
  if (!isOfMember(error)) throw error;
  return { path, reason: 'unreadable', error: recordOf(error) };
}

const recordOf = ({ code, message, details }: OcaqError): ErrorOfFile => ({ code, message, details });
const errorOf = ({ code, message, details }: ErrorOfFile): OcaqError => new OcaqError(code, message, details);

function skip(report: SourceReport, file: SkippedFile): void {
  report.skippedCount++;
  if (report.skipped.length < LISTED) report.skipped.push(file);
}

/** Errors that end a file, and not the source. */
const isOfMember = (error: unknown): error is OcaqError =>
  error instanceof OcaqError && !['archive-bomb', 'archive-members', 'cancelled'].includes(error.code);
