/** Files into sources: preview, and import as they are read. Cleaning is a job of its own (cleaning.ts). */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { RepeatedLines } from '../../data/cleaning/repeated-lines.ts';
import type { RawDocument } from '../../data/raw-document.ts';
import { type ChosenFile, goneFile } from '../../data/readers/reader-file.ts';
import { newSourceReport, previewSource as previewFiles, readSource } from '../../data/readers/source.ts';
import { listSources, importSource as storeSource } from '../../storage/documents.ts';
import { inTurn } from '../../storage/locks.ts';
import type { SourceRecord } from '../../storage/records.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';
import { licenceOfSource, type ReadingDetails, toSource } from '../stored.ts';

export const previewSource = ({ files }: api.SourceFiles, readings: api.Readings): Promise<api.SourcePreview> =>
  previewFiles(
    files.map((one) => chosenFile(one)),
    readings,
  );

/**
 * A source with the same texts and other scores takes the place of the one that is there.
 * @param beforeReplacing throws where that one has to stay
 * @returns null where a source of the project has the same documents: it is then as it was
 */
export async function importSource(
  hub: Hub,
  project: api.Id,
  jobId: api.Id,
  { name, files }: api.SourceFiles,
  { readings, licence }: api.ImportOptions,
  beforeReplacing: () => Promise<void>,
): Promise<api.SourceRecord | null> {
  const importing = async (job: Job): Promise<api.SourceRecord | null> => {
    const report = newSourceReport();
    const sources = await listSources(hub.database, project);
    const bytes = bytesOf(files);
    const content = new Content();
    const repeated = new RepeatedLines();
    let replaced: SourceRecord | undefined;
    const chosen = chosenFiles(files, (done, total) => {
      job.signal.throwIfAborted();
      job.progress(done, total, 'bytes');
    });
    async function* documents(): AsyncGenerator<RawDocument> {
      for await (const document of readSource(chosen, readings, report, { signal: job.signal })) {
        job.signal.throwIfAborted();
        repeated.add(document.text);
        content.add(document);
        yield document;
      }
      if (report.counts.documents === 0) return;
      const { contentHash, scoresHash } = content.hashes();
      replaced = sources.find((source) => readingOf(source).contentHash === contentHash);
      if (!replaced) return;
      if (scoresHash === undefined || readingOf(replaced).scoresHash === scoresHash) throw new NothingNew();
      await beforeReplacing();
    }
    const details = (): ReadingDetails => ({
      bytes,
      report,
      ...content.hashes(),
      licence: licence ?? (replaced ? licenceOfSource(replaced) : null),
      repeatedLines: [...repeated.lines()],
    });
    const source = { projectId: project, name, replaces: () => replaced?.id };
    try {
      return toSource(await storeSource(hub.database, source, documents(), details), false);
    } catch (error) {
      if (error instanceof NothingNew) return null;
      throw error;
    }
  };
  // Whether the project has its documents already is known when those that are being imported are there.
  return hub.job(jobId, 'import', name, (job) => inTurn(`import ${project}`, () => importing(job)));
}

const bytesOf = (files: api.SourceFiles['files']): number =>
  files.reduce((sum, { file }) => sum + (file?.size ?? 0), 0);

/** @param onBytes told how much of all of them has been read */
export function chosenFiles(
  files: api.SourceFiles['files'],
  onBytes: (done: number, total: number) => void,
): ChosenFile[] {
  const total = bytesOf(files);
  let read = 0;
  return files.map((one) =>
    chosenFile(one, (more) => {
      read += more;
      onBytes(Math.min(read, total), total);
    }),
  );
}

/** @param onBytes told of what is read of it */
function chosenFile({ path, file }: api.SourceFiles['files'][number], onBytes?: (bytes: number) => void): ChosenFile {
  if (file === null) return goneFile(path);
  const stream = () => file.stream();
  return {
    name: path,
    size: file.size,
    slice(start, end) {
      onBytes?.(end - start);
      return file.slice(start, end);
    },
    stream: onBytes ? () => stream().pipeThrough(counting(onBytes)) : stream,
  };
}

const counting = (onBytes: (bytes: number) => void): TransformStream<Uint8Array, Uint8Array> =>
  new TransformStream({
    transform(chunk, controller) {
      onBytes(chunk.length);
      controller.enqueue(chunk);
    },
  });

const readingOf = ({ details }: SourceRecord): Partial<ReadingDetails> => (details as ReadingDetails | null) ?? {};

/** What documents that were read are known by. */
class Content {
  readonly #texts = sha256.create();
  readonly #scores = sha256.create();
  readonly #encoder = new TextEncoder();
  #hasScores: boolean = false;

  add({ text, scores }: RawDocument): void {
    this.#texts.update(this.#encoder.encode(`${text}\0`));
    this.#scores.update(this.#encoder.encode(`${JSON.stringify(scores ?? null)}\n`));
    this.#hasScores ||= scores !== undefined;
  }

  hashes(): Pick<ReadingDetails, 'contentHash' | 'scoresHash'> {
    const contentHash = bytesToHex(this.#texts.clone().digest());
    return this.#hasScores ? { contentHash, scoresHash: bytesToHex(this.#scores.clone().digest()) } : { contentHash };
  }
}

/** Ends an import that would leave the project as it was. */
class NothingNew extends Error {}
