/** A project of the studio's worker whose sources were imported and cleaned; needs `fake-indexeddb/auto`. */
import type { StepChoice } from '../data/cleaning/table.ts';
import { openDatabase } from '../storage/database.ts';
import { createProject } from '../storage/projects.ts';
import { Hub } from '../worker/hub.ts';
import { cleanCorpus } from '../worker/text/cleaning.ts';
import { importSource } from '../worker/text/corpus.ts';

/** @param files of each source by its name: its documents, of one line each */
export async function cleanedProject(
  name: string,
  files: Readonly<Record<string, readonly string[]>>,
  steps: readonly StepChoice[],
) {
  const database = await openDatabase(name);
  const hub = new Hub(database, () => undefined);
  const project = (await createProject(database, 'p')).id;
  for (const [file, lines] of Object.entries(files)) {
    const options = { readings: { text: { format: 'text', split: 'line' } }, licence: null } as const;
    const source = { name: file, files: [{ path: file, file: new File([lines.join('\n')], file) }] };
    await importSource(hub, project, file, source, options, async () => undefined);
  }
  await hub.job('clean', 'clean', '', (job) => cleanCorpus(hub, project, job, steps, 'new'));
  return { database, hub, project };
}
