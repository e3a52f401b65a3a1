/** Which items of evaluation sets stand in the texts that a model learned from, for `eval --corpus`. */
import { readingOfAllFields } from '../data/readers/source.ts';
import { LeakGuard, type LeakReport } from '../data/tasks/leak-guard.ts';
import { newInputReport, openInputs, readInput, requireDocuments } from './corpus-input.ts';
import { readingWarnings } from './corpus-warnings.ts';
import type { OptionTable } from './options.ts';
import type { Progress } from './progress.ts';

export const LEAK_OPTIONS = {
  corpus: {
    kind: 'list',
    value: 'FILE',
    help: 'What the model learned from, files or folders in any format that training reads: which items of each set stand in it, and the score without them.',
  },
} as const satisfies OptionTable;

const TOLD_EVERY = 1000;

/**
 * @param files none: nothing is looked for
 * @param sets of each the texts of its items, see `LeakGuard`
 * @returns a report for each set, in their order; none without files
 * @throws OcaqError `file-unreadable`, `corpus-unreadable` where no document could be read
 */
export async function leaksIn(
  files: readonly string[],
  sets: readonly (readonly (readonly string[])[])[],
  progress: Progress,
): Promise<LeakReport[]> {
  if (files.length === 0) return [];
  const guards = sets.map((items) => new LeakGuard(items));
  const choices = { field: undefined, format: undefined, encoding: 'auto', suggest: readingOfAllFields };
  const inputs = await openInputs({ ...choices, input: files, licence: [] });
  const report = newInputReport();
  let documents = 0;
  for (const input of inputs) {
    let [current, place] = ['', 0];
    for await (const { document, source } of readInput(input, choices, report)) {
      place = source === current ? place + 1 : 1;
      current = source;
      for (const guard of guards) guard.look(document.text, { source, document: place });
      if (++documents % TOLD_EVERY === 0) progress.show(`${documents} documents of the corpus`);
    }
  }
  requireDocuments(documents, inputs, report);
  for (const warning of readingWarnings(report)) progress.end(warning);
  return guards.map((guard) => guard.report());
}
