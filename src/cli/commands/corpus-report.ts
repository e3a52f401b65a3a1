/** Reports on a corpus: what cleaning makes of it, and what can be trained on the result. */
import { type CorpusReport, CorpusTally, duplicateFigures, markdownReport } from '../../data/corpus-report.ts';
import { identifyLanguage } from '../../data/language/discriminator.ts';
import { licenceRemarks } from '../../data/licences.ts';
import { openTokenizer } from '../../data/tokenizer/open-tokenizer.ts';
import { tokensOf } from '../../model/coach.ts';
import { allowanceOf } from '../corpus-allowance.ts';
import { type CorpusInput, INPUT_OPTIONS, openInputs, requireDocuments } from '../corpus-input.ts';
import { type CorpusRun, newCorpusRun, processCorpus } from '../corpus-run.ts';
import { chosenSteps, openTexts, STEP_OPTIONS } from '../corpus-steps.ts';
import { corpusWarnings } from '../corpus-warnings.ts';
import { readText, writeWhole } from '../files.ts';
import { checkOutApart, defineCommand, usageError } from '../options.ts';
import { Progress } from '../progress.ts';

/** What is looked at to tell the language of a document, in UTF-16 units. */
const LANGUAGE_SAMPLE = 1600;
/** Without a tokenizer, tokens are estimated as those of one of this size. */
const ESTIMATED_VOCABULARY = 16_000;

export const reportCorpus = defineCommand({
  name: 'corpus report',
  summary: 'Reports on texts: what cleaning makes of them, and what can be trained on the result.',
  details: [
    'Documents, bytes and tokens in and out by source and step, lengths, languages, duplicates, licences, and the size of model that the text can feed. Nothing is written but the report.',
  ],
  options: {
    ...INPUT_OPTIONS,
    ...STEP_OPTIONS,
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
    const context = await openTexts(options, steps);
    const tally = new CorpusTally(inputs, await tokenCounter(file), languageLabel);
    const run = newCorpusRun();
    let documents = 0;
    for await (const { raw, input, source, result } of processCorpus(
      { inputs, reading: options, steps, context },
      run,
    )) {
      tally.add(input, raw, 'droppedBy' in result ? result : { text: result.text });
      progress.show(`${++documents} documents; ${source}`);
    }
    requireDocuments(documents, inputs, run.report);
    const report = reportOf(inputs, run, tally, file !== undefined);
    const text = out?.endsWith('.json') ? `${JSON.stringify(report, null, 2)}\n` : markdownReport(report);
    if (out === undefined) progress.end(text);
    else await writeWhole(out, text);
    const warnings = corpusWarnings(inputs, run, report.total.documentsOut, context.evaluation);
    for (const warning of warnings) progress.end(warning);
    return { ...report, steps: report.steps.map(({ examples: _examples, ...step }) => step), warnings };
  },
});

async function tokenCounter(file: string | undefined): Promise<(text: string, bytes: number) => number> {
  if (file === undefined) return (_text, bytes) => tokensOf({ bytes }, ESTIMATED_VOCABULARY);
  const tokenizer = await openTokenizer(await readText(file));
  return (text) => tokenizer.encode(text, { specialTokens: false }).length;
}

const languageLabel = (text: string): string => identifyLanguage(text.slice(0, LANGUAGE_SAMPLE)).label;

function reportOf(
  inputs: readonly CorpusInput[],
  { steps, clusters }: CorpusRun,
  tally: CorpusTally,
  isCounted: boolean,
): CorpusReport {
  const total = tally.total();
  return {
    total,
    sources: tally.sources,
    steps,
    lengths: tally.lengths,
    languages: tally.languages(),
    duplicates: duplicateFigures(steps, clusters.sizes()),
    licences: licenceRemarks(inputs),
    bytesPerToken:
      total.tokensOut > 0 ? total.bytesOut / total.tokensOut : 1 / tokensOf({ bytes: 1 }, ESTIMATED_VOCABULARY),
    tokensAre: isCounted ? 'counted' : 'estimated',
    allowance: allowanceOf(Math.round(total.tokensOut)),
  };
}
