/** Measures how fast text is read and cleaned, on one core. */
import { CorpusSieve, DocumentCleaner } from '../../data/cleaning/pipeline.ts';
import { openSteps, type StepChoice } from '../../data/cleaning/table.ts';
import type { RawDocument } from '../../data/raw-document.ts';
import { utf8Length } from '../../data/utf8.ts';
import { INPUT_OPTIONS, newInputReport, openInputs, readInput, requireDocuments } from '../corpus-input.ts';
import { chosenSteps, openTexts, STEP_OPTIONS } from '../corpus-steps.ts';
import { defineCommand } from '../options.ts';
import { Progress } from '../progress.ts';

const MEGABYTE = 1e6;
/** Of the time of hashing: a step that takes less is not told from noise. */
const LEAST_SHARE = 0.05;

export const benchCorpus = defineCommand({
  name: 'corpus bench',
  summary: 'Measures how fast text is read and cleaned on one core.',
  details: [
    'MB of text per second of CPU time, of reading, of each step alone on the documents as they were read, and of all steps that are on, one after the other: medians. The documents are held in memory.',
  ],
  options: {
    ...INPUT_OPTIONS,
    ...STEP_OPTIONS,
    repeat: { kind: 'whole', min: 1, default: 3, help: 'Runs of each; the median is given.' },
  },
  async run(options) {
    const progress = new Progress();
    const steps = await chosenSteps(options);
    const { context, warnings: ofTexts } = await openTexts(options, steps);
    for (const warning of ofTexts) progress.end(warning);
    const inputs = await openInputs(options);
    const report = newInputReport();
    const documents: RawDocument[] = [];
    for (const one of inputs)
      for await (const { document } of readInput(one, options, report, [])) documents.push(document);
    requireDocuments(documents.length, inputs, report);
    const megabytes = documents.reduce((sum, { text }) => sum + utf8Length(text), 0) / MEGABYTE;
    // The first run of anything is slower: code is compiled meanwhile.
    const medianSeconds = async (name: string, work: () => Promise<void>): Promise<number> => {
      await work();
      const seconds: number[] = [];
      for (let run = 0; run < options.repeat; run++) {
        progress.show(`${name}: run ${run + 1} of ${options.repeat}`);
        seconds.push(await cpuSeconds(work));
      }
      return median(seconds);
    };
    const reading = await medianSeconds('reading', async () => {
      for (const one of await openInputs(options)) for await (const _ of readInput(one, options, newInputReport(), []));
    });
    const speedOf = async (name: string, choices: readonly StepChoice[]): Promise<number> =>
      megabytes / (await medianSeconds(name, async () => clean(documents, choices, context)));
    const nothing = megabytes / (await speedOf('nothing', []));
    const on = steps.filter(({ off }) => !off);
    const alone: { id: string; mb_per_cpu_s: number | null }[] = [];
    for (const choice of on) {
      const seconds = megabytes / (await speedOf(choice.id, [choice])) - nothing;
      const isTold = seconds > LEAST_SHARE * nothing;
      alone.push({ id: choice.id, mb_per_cpu_s: isTold ? rounded(megabytes / seconds) : null });
    }
    const all = await speedOf('all', on);
    const whole = 1 / (1 / all + reading / megabytes);
    progress.end(
      [
        ...alone.map(({ id, mb_per_cpu_s }) => `${id}: ${mb_per_cpu_s ?? 'too fast to be told'}`),
        `hash and nothing else: ${rounded(megabytes / nothing)}`,
        `reading: ${rounded(megabytes / reading)}`,
        `all steps: ${rounded(all)}`,
        `reading and all steps: ${rounded(whole)} MB per CPU second`,
      ].join('\n'),
    );
    return {
      documents: documents.length,
      megabytes: rounded(megabytes),
      reading_mb_per_cpu_s: rounded(megabytes / reading),
      steps: alone,
      all_steps_mb_per_cpu_s: rounded(all),
      whole_mb_per_cpu_s: rounded(whole),
    };
  },
});

function clean(
  documents: readonly RawDocument[],
  choices: readonly StepChoice[],
  context: Parameters<typeof openSteps>[1],
): void {
  const steps = openSteps(choices, context);
  const cleaner = new DocumentCleaner(steps);
  const sieve = new CorpusSieve(steps);
  for (const [place, document] of documents.entries()) {
    const cleaned = cleaner.clean(document);
    if (cleaned.text !== null) sieve.judge(cleaned, place);
  }
}

/** Of this process, all of its threads together. */
async function cpuSeconds(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const rounded = (value: number): number => Number(value.toPrecision(3));
