/** Reports on a corpus: what cleaning makes of it, and what can be trained on the result. */
import { CorpusTally, type TokenCounter } from '../../data/corpus-report/figures.ts';
import { markdownReport } from '../../data/corpus-report/markdown.ts';
import { estimatedTokens } from '../../model/coach.ts';
import { LADDER_MODELS } from '../../model/coach-ladder.ts';
import { amountOf } from '../amount.ts';
import { cleanerThreads, WORKERS_OPTION, workersOf } from '../cleaner-threads.ts';
import { INPUT_OPTIONS, openInputs, requireDocuments } from '../corpus-input.ts';
import { newCorpusRun, processCorpus } from '../corpus-run.ts';
import { chosenSteps, openTexts, STEP_OPTIONS } from '../corpus-steps.ts';
import { corpusWarnings, readingDetails } from '../corpus-warnings.ts';
import { writeWhole } from '../files.ts';
import { checkOutApart, defineCommand, usageError } from '../options.ts';
import { Progress } from '../progress.ts';
import { REPORT_LANGUAGE } from '../report-language.ts';
import { openTokenizerFile } from '../tokenizer-file.ts';

export const reportCorpus = defineCommand({
  name: 'corpus report',
  summary: 'Reports on texts: what cleaning makes of them, and what can be trained on the result.',
  details: [
    'Documents, bytes and tokens in and out by source and step, lengths, languages, duplicates, licences, and the size of model that the text can feed. The report as JSON also has every file and row that was left out while reading, and why. Nothing is written but the report.',
  ],
  options: {
    ...INPUT_OPTIONS,
    ...STEP_OPTIONS,
    ...WORKERS_OPTION,
    tokenizer: {
      kind: 'text',
      value: 'FILE',
      help: 'A tokenizer.json that tokens are counted by.',
      unset: 'they are estimated by bytes',
    },
    out: { kind: 'text', value: 'FILE', help: 'The report to write, as .md or .json.', unset: 'it is shown' },
  },
  async run(options) {
    const { out, tokenizer: file } = options;
    if (out !== undefined && !/\.(md|json)$/.test(out)) throw usageError(`--out "${out}" should end in .md or .json.`);
    if (out !== undefined) checkOutApart(out, ...options.input);
    const progress = new Progress();
    const inputs = await openInputs(options);
    const steps = await chosenSteps(options);
    const { context, warnings: ofTexts } = await openTexts(options, steps);
    const tally = new CorpusTally(inputs, await tokenCounter(file));
    const run = newCorpusRun();
    let documents = 0;
    for await (const { raw, input, source, result } of processCorpus(
      { inputs, reading: options, steps, context },
      run,
      cleanerThreads(workersOf(options)),
    )) {
      tally.add(input, raw, 'droppedBy' in result ? result : { text: result.text });
      progress.show(`${amountOf(++documents, 'document')}; ${source}`);
    }
    requireDocuments(documents, inputs, run.report);
    for (const [input, files] of run.skippedFiles.entries()) tally.skip(input, files);
    const report = tally.report(run.steps, run.clusters.sizes(), LADDER_MODELS);
    const text = out?.endsWith('.json')
      ? `${JSON.stringify({ ...report, ...readingDetails(run.report) }, null, 2)}\n`
      : markdownReport(report, REPORT_LANGUAGE);
    if (out === undefined) progress.end(text);
    else await writeWhole(out, text);
    const warnings = [...ofTexts, ...corpusWarnings(inputs, run, report.total.documentsOut, context.evaluation)];
    for (const warning of warnings) progress.end(warning);
    return { ...report, steps: report.steps.map(({ examples: _examples, ...step }) => step), warnings };
  },
});

async function tokenCounter(file: string | undefined): Promise<TokenCounter> {
  if (file === undefined) return { are: 'estimated', count: (_, bytes) => estimatedTokens(bytes) };
  const { tokenizer } = await openTokenizerFile(file);
  return { are: 'counted', count: (text) => tokenizer.encode(text, { specialTokens: false }).length };
}
