/** Files into sources: preview, and import as they are read. Cleaning is a job of its own (cleaning.ts). */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { RawDocument } from '../../data/raw-document.ts';
import { previewFile, readDocuments } from '../../data/readers/read.ts';
import { newReadCounts } from '../../data/readers/reader.ts';
import { plainFile } from '../../data/readers/reader-file.ts';
import { importSource, listSources } from '../../storage/documents.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { type ReadingDetails, toSource } from '../stored.ts';

export async function preview(file: File): Promise<api.FilePreview> {
  const seen = await previewFile(await plainFile(file));
  return { ...seen, fileName: file.name, bytes: file.size, suggestedField: seen.suggestedField ?? null };
}

/** @returns null where a source of the project has the same documents: it is then as it was */
export async function importFile(
  hub: Hub,
  project: api.Id,
  jobId: api.Id,
  file: File,
  { format, split, field }: api.ImportOptions,
): Promise<api.SourceRecord | null> {
  return hub.job(jobId, 'import', file.name, async (job) => {
    const counts = newReadCounts();
    const known = new Set((await listSources(hub.database, project)).map(contentHashOf));
    const options = { format, split, ...(field === null ? {} : { field }) };
    const content = sha256.create();
    const encoder = new TextEncoder();
    let details: ReadingDetails | null = null;
    async function* documents(): AsyncGenerator<RawDocument> {
      for await (const document of readDocuments(await plainFile(file), { ...options, signal: job.signal }, counts)) {
        job.signal.throwIfAborted();
        job.progress(counts.bytes, file.size, 'bytes');
        content.update(encoder.encode(`${document.text}\0`));
        yield document;
      }
      const { badSequences, badRows, badRowExamples } = counts;
      const contentHash = bytesToHex(content.digest());
      if (counts.documents > 0 && known.has(contentHash)) throw new NothingNew();
      details = { bytes: file.size, badSequences, badRows, badRowExamples, contentHash };
    }
    try {
      const source = await importSource(
        hub.database,
        { projectId: project, name: file.name },
        documents(),
        () => details,
      );
      return toSource(source, false);
    } catch (error) {
      if (error instanceof NothingNew) return null;
      throw error;
    }
  });
}

const contentHashOf = ({ details }: { details: unknown }): string | undefined =>
  (details as Partial<ReadingDetails> | null)?.contentHash;

/** Ends an import that would leave the project as it was. */
class NothingNew extends Error {}
