/** Files into document shards: preview, and import with the cleaning steps. */
import { Pipeline } from '../../data/cleaning/pipeline.ts';
import { openSteps } from '../../data/cleaning/table.ts';
import { documentHash } from '../../data/heldout.ts';
import { previewFile, readDocuments } from '../../data/readers/read.ts';
import { newReadCounts } from '../../data/readers/reader.ts';
import { plainFile } from '../../data/readers/reader-file.ts';
import { importSource } from '../../storage/documents.ts';
import type { StoredDocument } from '../../storage/records.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { type SourceDetails, toSource } from '../stored.ts';
import type { KnownDocuments } from './known-documents.ts';

export async function preview(file: File): Promise<api.FilePreview> {
  const seen = await previewFile(await plainFile(file));
  return { ...seen, fileName: file.name, bytes: file.size, suggestedField: seen.suggestedField ?? null };
}

/** @returns null where the project has every document of the file already: it is then as it was */
export async function importFile(
  hub: Hub,
  known: KnownDocuments,
  project: api.Id,
  jobId: api.Id,
  file: File,
  options: api.ImportOptions,
): Promise<api.SourceRecord | null> {
  return hub.job(jobId, 'import', file.name, async (job) => {
    const counts = newReadCounts();
    const { sources, hashes: seen } = await known.take(project, job);
    const knownBefore = seen.size;
    const pipeline = new Pipeline(openSteps(options.cleaning, {}));
    const read = {
      format: options.format,
      split: options.split,
      ...(options.field === null ? {} : { field: options.field }),
    };
    async function* documents(): AsyncGenerator<StoredDocument> {
      let stored = 0;
      for await (const document of readDocuments(await plainFile(file), read, counts)) {
        job.signal.throwIfAborted();
        job.progress(counts.bytes, file.size, 'bytes');
        const text = pipeline.process(document);
        if (text === null) continue;
        const hash = documentHash(text);
        stored++;
        if (seen.has(hash)) continue;
        seen.add(hash);
        yield { text, hash };
      }
      if (seen.size === knownBefore && repeated(pipeline.report(), stored)) throw new NothingNew();
    }
    const details = (): SourceDetails => {
      const { badSequences, badRows, badRowExamples } = counts;
      const steps = pipeline.report();
      return { bytes: file.size, badSequences, badRows, badRowExamples, cleaning: options.cleaning, steps };
    };
    try {
      const source = await importSource(hub.database, { projectId: project, name: file.name }, documents(), details);
      known.keep({ sources: [...sources, source.id], hashes: seen });
      return toSource(source);
    } catch (error) {
      if (!(error instanceof NothingNew)) throw error;
      known.keep({ sources, hashes: seen });
      return null;
    }
  });
}

/** Ends an import that would leave the project as it was. */
class NothingNew extends Error {}

/** Whether documents of a file were there before: taken out as duplicates, or about to be stored once more. */
const repeated = (steps: readonly api.CleaningStepReport[], stored: number): boolean =>
  stored > 0 || steps.some(({ id, removed }) => id === 'exact-duplicates' && removed > 0);
