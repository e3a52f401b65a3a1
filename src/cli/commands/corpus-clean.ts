/** Cleans texts into one file of documents. */
import { writeFile } from 'node:fs/promises';
import type { CleaningStepReport } from '../../data/cleaning/report.ts';
import { utf8Length } from '../../data/utf8.ts';
import { amountOf } from '../amount.ts';
import { cleanerThreads, WORKERS_OPTION, workersOf } from '../cleaner-threads.ts';
import { INPUT_OPTIONS, openInputs, type ReadFile, requireDocuments } from '../corpus-input.ts';
import { type CorpusRun, newCorpusRun, processCorpus } from '../corpus-run.ts';
import { chosenSteps, openTexts, STEP_OPTIONS } from '../corpus-steps.ts';
import { corpusWarnings, readingDetails } from '../corpus-warnings.ts';
import { writeLines, writeTogether } from '../files.ts';
import { checkOutApart, defineCommand } from '../options.ts';
import { Progress } from '../progress.ts';

export const cleanCorpus = defineCommand({
  name: 'corpus clean',
  summary: 'Cleans texts, from whatever files they are in, into one file of documents.',
  details: [
    'DIR gets `documents.jsonl`, a line `{"text", "source"}` for each document that is left, and `report.json`: what each step did with examples, every file and row that was left out and why, and the steps, which `--steps` takes again. Both are written whole or not at all.',
    'Licences that are unknown, forbid what is planned or exclude each other are warned about.',
  ],
  options: {
    ...INPUT_OPTIONS,
    out: { kind: 'text', value: 'DIR', required: true, help: 'The folder to write.' },
    ...STEP_OPTIONS,
    ...WORKERS_OPTION,
  },
  async run(options) {
    checkOutApart(options.out, ...options.input);
    const progress = new Progress();
    const inputs = await openInputs(options);
    const recipe = await chosenSteps(options);
    const { context, warnings: ofTexts } = await openTexts(options, recipe);
    const run = newCorpusRun();
    const sums = { documents_in: 0, documents_out: 0, bytes_in: 0, bytes_out: 0 };
    async function* kept() {
      for await (const { raw, source, result } of processCorpus(
        { inputs, reading: options, steps: recipe, context },
        run,
        cleanerThreads(workersOf(options)),
      )) {
        sums.documents_in++;
        sums.bytes_in += utf8Length(raw);
        progress.show(
          `${amountOf(sums.documents_in, 'document')}, ${(sums.bytes_in / 2 ** 20).toFixed(1)} MiB; ${source}`,
        );
        if (!('text' in result) || result.text === null) continue;
        sums.documents_out++;
        sums.bytes_out += utf8Length(result.text);
        yield { text: result.text, source };
      }
      requireDocuments(sums.documents_in, inputs, run.report);
    }
    const names = ['documents.jsonl', 'report.json'] as const;
    const summary = await writeTogether(options.out, names, async (partial) => {
      await writeLines(partial['documents.jsonl'], kept());
      const warnings = [...ofTexts, ...corpusWarnings(inputs, run, sums.documents_out, context.evaluation)];
      const details = { ...sums, recipe, ...detailsOf(run), ...licencesOf(inputs), warnings };
      await writeFile(partial['report.json'], `${JSON.stringify(details, null, 2)}\n`, { flush: true });
      return { ...sums, steps: run.steps.map(stepSummary), sources: run.report.files.map(fileSummary), warnings };
    });
    for (const warning of summary.warnings) progress.end(warning);
    progress.end(`wrote ${options.out}`);
    return { ...summary, out: options.out };
  },
});

const detailsOf = ({ report, steps, clusters }: CorpusRun) => ({
  steps,
  sources: report.files.map(fileSummary),
  ...readingDetails(report),
  duplicates: clusters.sizes(),
});

const licencesOf = (inputs: readonly { readonly name: string; readonly licence: string | null }[]) => ({
  licences: inputs.map(({ name, licence }) => ({ input: name, licence })),
});

const stepSummary = ({ id, changed, removed, rules }: CleaningStepReport) => ({ id, changed, removed, rules });

const fileSummary = ({ file, format, encoding, documents, badRows }: ReadFile) => ({
  file,
  format,
  encoding: encoding.name,
  documents,
  bad_rows: badRows,
});
