/**
 * Choosing texts for steps of cleaning: evaluation sets from files or instruction sets, trusted text from files or sources of
 * the corpus. What is chosen is copied, so that it stays as it is when a source is cleaned anew or deleted.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { LeakIndex } from '../../data/cleaning/leak-index.ts';
import { TextSample } from '../../data/cleaning/trusted-text.ts';
import { isHeldOutRecord } from '../../data/instruct/held-out.ts';
import {
  newSourceReport,
  readingOfAllFields,
  readSource,
  type SourceReport,
  suggestedReading,
} from '../../data/readers/source.ts';
import { utf8Length } from '../../data/utf8.ts';
import { OcaqError } from '../../errors.ts';
import { readDocuments } from '../../storage/corpus.ts';
import { importSource, listReferences, listSources, readShard, sourceMissing } from '../../storage/documents.ts';
import { getInstructionSet } from '../../storage/instructions.ts';
import { inTurn } from '../../storage/locks.ts';
import type { SourceRecord, StoredDocument } from '../../storage/records.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';
import { toReference } from '../stored.ts';
import { chosenFiles } from './corpus.ts';
import { recordsOf } from './instructions.ts';
import { ofUse, type ReferenceDetails, referenceHash } from './reference-context.ts';

/** UTF-8 bytes of all evaluation sets together: the index of as much text takes 64 MiB in each thread that cleans. */
const MOST_EVALUATION_BYTES = 24 * 2 ** 20;

/** @returns null where the same texts were chosen already */
export async function addReference(
  hub: Hub,
  project: api.Id,
  jobId: api.Id,
  use: api.ReferenceUse,
  origin: api.ReferenceOrigin,
): Promise<api.ReferenceRecord | null> {
  const adding = async (job: Job): Promise<api.ReferenceRecord | null> => {
    const chosen = ofUse(await listReferences(hub.database, project), use);
    const { name, from, texts, unread } = await openOrigin(hub, project, job, use, origin);
    const tally = new Tally(job, use);
    async function* documents(): AsyncGenerator<StoredDocument> {
      for await (const text of use === 'trusted' ? sampled(tally.of(texts)) : bounded(tally.of(texts), chosen)) {
        tally.keep(text);
        yield { text };
      }
      if (tally.kept === 0) throw noText(name);
      if (chosen.some((one) => referenceHash(one) === tally.hash())) throw new NothingNew();
    }
    const details = (): ReferenceDetails => ({
      from,
      contentHash: tally.hash(),
      shortTexts: tally.shortTexts,
      readBytes: tally.readBytes,
      ...unread(),
    });
    try {
      return toReference(await importSource(hub.database, { projectId: project, name, use }, documents(), details));
    } catch (error) {
      if (error instanceof NothingNew) return null;
      throw error;
    }
  };
  return hub.job(jobId, 'reference', '', (job) => inTurn(`reference ${project}`, () => adding(job)));
}

/** Counts the texts that come, and those that are kept. */
class Tally {
  kept = 0;
  readBytes = 0;
  private readonly job: Job;
  private readonly use: api.ReferenceUse;
  private readonly content = sha256.create();
  private readonly index = new LeakIndex();

  constructor(job: Job, use: api.ReferenceUse) {
    this.job = job;
    this.use = use;
  }

  async *of(texts: AsyncIterable<string>): AsyncGenerator<string> {
    for await (const text of texts) {
      this.job.signal.throwIfAborted();
      if (text.trim() === '') continue;
      this.readBytes += utf8Length(text);
      yield text;
    }
  }

  keep(text: string): void {
    this.kept++;
    this.content.update(utf8ToBytes(`${text}\0`));
    if (this.use === 'evaluation') this.index.add(text);
  }

  get shortTexts(): number {
    return this.index.shortTexts;
  }

  hash(): string {
    return bytesToHex(this.content.clone().digest());
  }
}

async function* sampled(texts: AsyncIterable<string>): AsyncGenerator<string> {
  const sample = new TextSample();
  for await (const text of texts) sample.add(text);
  yield* sample.texts();
}

/** Never a part of them: what is not in the index would not be found. */
async function* bounded(texts: AsyncIterable<string>, chosen: readonly SourceRecord[]): AsyncGenerator<string> {
  let bytes = chosen.reduce((sum, { textBytes }) => sum + textBytes, 0);
  for await (const text of texts) {
    bytes += utf8Length(text);
    if (bytes > MOST_EVALUATION_BYTES)
      throw new OcaqError(
        'evaluation-too-large',
        `Evaluation sets may have ${MOST_EVALUATION_BYTES} bytes of text together; with this one they have more. Add the part that models are tested on alone, or remove another set.`,
        { limit: MOST_EVALUATION_BYTES },
      );
    yield text;
  }
}

interface Opened {
  readonly name: string;
  readonly from: api.ReferenceRecord['from'];
  readonly texts: AsyncIterable<string>;
  /** Asked for after the last text. */
  readonly unread: () => Pick<api.ReferenceRecord, 'badRows' | 'skippedFiles'>;
}

const ALL_READ = () => ({ badRows: 0, skippedFiles: 0 });

/** @throws OcaqError `source-missing`, `instructions-missing` */
async function openOrigin(
  hub: Hub,
  project: api.Id,
  job: Job,
  use: api.ReferenceUse,
  origin: api.ReferenceOrigin,
): Promise<Opened> {
  switch (origin.kind) {
    case 'files': {
      const report = newSourceReport();
      const unread = () => ({ badRows: report.counts.badRows, skippedFiles: report.skippedCount });
      const { name } = origin.source;
      return { name, from: { kind: 'files' }, texts: textsOfFiles(origin.source, use, report, job), unread };
    }
    case 'source': {
      const sources = await listSources(hub.database, project);
      const source = sources.find(({ id }) => id === origin.source);
      if (!source) throw sourceMissing(origin.source);
      return { name: source.name, from: origin, texts: textsOfSource(hub, source, job), unread: ALL_READ };
    }
    case 'instructions': {
      const { name } = await getInstructionSet(hub.database, origin.set);
      return { name, from: origin, texts: textsOfRecords(hub, origin), unread: ALL_READ };
    }
    default:
      return origin satisfies never;
  }
}

async function* textsOfFiles(
  { files }: api.SourceFiles,
  use: api.ReferenceUse,
  report: SourceReport,
  { signal, progress }: Job,
): AsyncGenerator<string> {
  const suggest = use === 'evaluation' ? readingOfAllFields : suggestedReading;
  const chosen = chosenFiles(files, (done, total) => progress(done, total, 'bytes'));
  for await (const { text } of readSource(chosen, {}, report, { suggest, signal })) yield text;
}

/** As cleaning has left it; one that has not been cleaned yet as it was read. */
async function* textsOfSource(hub: Hub, source: SourceRecord, { progress }: Job): AsyncGenerator<string> {
  let done = 0;
  if (source.cleaned === null)
    for (let shard = 0; shard < source.shards; shard++) {
      progress(shard, source.shards, 'documents');
      for (const { text } of await readShard(hub.database, source, shard)) yield text;
    }
  for await (const { text } of readDocuments(hub.database, [source])) {
    progress(++done, source.documents, 'documents');
    yield text;
  }
}

async function* textsOfRecords(
  hub: Hub,
  { set, part }: Extract<api.ReferenceOrigin, { kind: 'instructions' }>,
): AsyncGenerator<string> {
  for (const record of await recordsOf(hub, set))
    if (part === 'all' || isHeldOutRecord(record))
      yield [record.instruction, record.input, record.output].filter((text) => text !== '').join('\n\n');
}

const noText = (name: string): OcaqError =>
  new OcaqError(
    'reference-empty',
    `"${name}" has no text to compare with. Choose a file that holds text, or records with text in their fields.`,
    { name },
  );

/** Ends what would leave the project as it was. */
class NothingNew extends Error {}
