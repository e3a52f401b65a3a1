/** Files into sources: preview, and import as they are read. Cleaning is a job of its own (cleaning.ts). */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { RepeatedLines } from '../../data/cleaning/repeated-lines.ts';
import type { RawDocument } from '../../data/raw-document.ts';
import type { ChosenFile } from '../../data/readers/reader-file.ts';
import { newSourceReport, previewSource as previewFiles, readSource } from '../../data/readers/source.ts';
import { listSources, importSource as storeSource } from '../../storage/documents.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { type ReadingDetails, toSource } from '../stored.ts';

export const previewSource = ({ files }: api.SourceFiles): Promise<api.SourcePreview> =>
  previewFiles(files.map((one) => chosenFile(one)));

/** @returns null where a source of the project has the same documents: it is then as it was */
export async function importSource(
  hub: Hub,
  project: api.Id,
  jobId: api.Id,
  { name, files }: api.SourceFiles,
  { readings, licence }: api.ImportOptions,
): Promise<api.SourceRecord | null> {
  return hub.job(jobId, 'import', name, async (job) => {
    const report = newSourceReport();
    const known = new Set((await listSources(hub.database, project)).map(contentHashOf));
    const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
    const content = sha256.create();
    const encoder = new TextEncoder();
    const repeated = new RepeatedLines();
    let read = 0;
    const chosen = files.map((one) =>
      chosenFile(one, (more) => {
        job.signal.throwIfAborted();
        read += more;
        job.progress(Math.min(read, bytes), bytes, 'bytes');
      }),
    );
    async function* documents(): AsyncGenerator<RawDocument> {
      for await (const document of readSource(chosen, readings, report, { signal: job.signal })) {
        job.signal.throwIfAborted();
        repeated.add(document.text);
        content.update(encoder.encode(`${document.text}\0`));
        yield document;
      }
      if (report.counts.documents > 0 && known.has(bytesToHex(content.clone().digest()))) throw new NothingNew();
    }
    const details = (): ReadingDetails => ({
      bytes,
      report,
      contentHash: bytesToHex(content.digest()),
      licence,
      repeatedLines: [...repeated.lines()],
    });
    try {
      return toSource(await storeSource(hub.database, { projectId: project, name }, documents(), details), false);
    } catch (error) {
      if (error instanceof NothingNew) return null;
      throw error;
    }
  });
}

/** @param onBytes told of what is read of it */
function chosenFile({ path, file }: api.SourceFiles['files'][number], onBytes?: (bytes: number) => void): ChosenFile {
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

const contentHashOf = ({ details }: { details: unknown }): string | undefined =>
  (details as Partial<ReadingDetails> | null)?.contentHash;

/** Ends an import that would leave the project as it was. */
class NothingNew extends Error {}
