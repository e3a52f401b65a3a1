/** Files into document shards: preview, import with the cleaning steps, removal. */
import { createPipeline, defaultSteps } from '../../data/cleaning.ts';
import { documentHash } from '../../data/heldout.ts';
import { previewFile, readDocuments } from '../../data/readers/read.ts';
import { HEAD_BYTES, newReadCounts } from '../../data/readers/reader.ts';
import { deleteSource, importSource, listSources, readDocuments as storedDocuments } from '../../storage/documents.ts';
import type { StoredDocument } from '../../storage/records.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';
import { type SourceDetails, sameSources, toSource } from '../stored.ts';

export async function preview(file: File): Promise<api.FilePreview> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const seen = previewFile(file.name, head);
  return { ...seen, fileName: file.name, bytes: file.size, suggestedField: seen.suggestedField ?? null };
}

export async function importFile(
  hub: Hub,
  project: api.Id,
  jobId: api.Id,
  file: File,
  options: api.ImportOptions,
): Promise<api.SourceRecord> {
  return hub.job(jobId, 'import', file.name, async (job) => {
    const counts = newReadCounts();
    const { sources, seen } = await takeHashes(hub, project, job);
    const pipeline = createPipeline(defaultSteps({ seen }).filter((step) => !options.skipSteps.includes(step.id)));
    const read = {
      format: options.format,
      split: options.split,
      fileName: file.name,
      ...(options.field === null ? {} : { field: options.field }),
    };
    async function* documents(): AsyncGenerator<StoredDocument> {
      for await (const document of readDocuments(file.stream(), read, counts)) {
        job.signal.throwIfAborted();
        job.progress(counts.bytes, file.size, 'bytes');
        const text = pipeline.process(document);
        if (text === null) continue;
        const hash = documentHash(text);
        seen.add(hash);
        yield { text, hash };
      }
    }
    const details = (): SourceDetails => {
      const { badSequences, badRows, badRowExamples } = counts;
      const steps = pipeline
        .report()
        .map((step) => ({ ...step, examples: step.examples.map(({ before, after }) => ({ before, after })) }));
      return { bytes: file.size, badSequences, badRows, badRowExamples, steps };
    };
    const source = await importSource(hub.database, { projectId: project, name: file.name }, documents(), details);
    known = { sources: [...sources, source.id], hashes: seen };
    return toSource(source);
  });
}

export const removeSource = (hub: Hub, source: api.Id): Promise<void> => deleteSource(hub.database, source);

/**
 * Hashes of the documents of the project that was imported into last, kept between the files of one import. An import
 * takes them away while it adds to them, and one that fails does not give them back.
 */
let known: { readonly sources: readonly api.Id[]; readonly hashes: Set<string> } | null = null;

/** Hashes of the documents that are there, so that duplicates across files are found, and the sources they are of. */
async function takeHashes(hub: Hub, project: api.Id, job: Job): Promise<{ sources: api.Id[]; seen: Set<string> }> {
  const records = await listSources(hub.database, project);
  const sources = records.map(({ id }) => id);
  const taken = known;
  known = null;
  if (taken && sameSources(sources, taken.sources)) return { sources, seen: taken.hashes };
  const seen = new Set<string>();
  const total = records.reduce((sum, source) => sum + source.documents, 0);
  let done = 0;
  for await (const { hash } of storedDocuments(hub.database, records)) {
    job.signal.throwIfAborted();
    seen.add(hash);
    job.progress(++done, total, 'documents');
  }
  return { sources, seen };
}
