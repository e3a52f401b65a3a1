/** Measures of a model: the loss of a text (the rule is in evaluation/evaluate.ts), and those by log-likelihood of what is in files. */
import path from 'node:path';
import { evaluationBatches, memoryStream } from '../../data/batches.ts';
import { textsOf } from '../../data/instruct/prompt-set.ts';
import { type JoinedText, joinedText } from '../../data/joined-text.ts';
import type { TextTokenizer } from '../../data/tokenizer/text-tokenizer.ts';
import type { ModelOnDevice } from '../../engine/model-on-device.ts';
import { answersResult } from '../../evaluation/answers/answer-scores.ts';
import { type Answer, cacheOf } from '../../evaluation/answers/write-answers.ts';
import { evaluate, finite } from '../../evaluation/evaluate.ts';
import { withLeaks } from '../../evaluation/leaked.ts';
import { longestRow, lossesOf, resultOf, resultOfSome, shorterRows } from '../../evaluation/measure.ts';
import type { MeasureResult, TextResult } from '../../evaluation/results.ts';
import { ADAPTERS_OPTION, sortAdapters } from '../adapters.ts';
import { ANSWER_OPTIONS, answersTo, openPrompts } from '../answers.ts';
import { evaluationDocuments } from '../corpus.ts';
import { DEVICE_OPTIONS } from '../device.ts';
import { makeFolderOf } from '../files.ts';
import { KERNEL_OPTIONS } from '../kernels.ts';
import { LEAK_OPTIONS, leaksIn } from '../leaks.ts';
import { resultReport } from '../measure-report.ts';
import { MEASURE_OPTIONS, openMeasures } from '../measures.ts';
import { MODEL_OPTION, modelFromFolder, tokenizerOf } from '../model-folder.ts';
import { type CommandResult, defineCommand, usageError } from '../options.ts';
import { Progress } from '../progress.ts';
import { openToAnswer, QUANTISE_OPTION, quantisedType } from '../quantised-base.ts';
import { writeResults } from '../results-file.ts';
import { snakeCased } from '../snake-cased.ts';

export const evaluateText = defineCommand({
  name: 'eval',
  summary:
    'Measures a model on a text, on sentences of FLORES, on minimal pairs, on exams, and by its answers to prompts.',
  details: [
    'Of a text, documents are joined as in training: the tokens of each, then the end-of-text token. Windows of `--seq` inputs follow each other without overlap, and every token but the first is predicted exactly once. What the tokenizer puts in front of every text, such as `<s>`, begins each document and is not predicted; `begin` in the result shows it. Perplexity is exp(mean loss); bits per byte divide by the UTF-8 bytes of the documents.',
    'The other measures go by the log-likelihood of sentences, or of what follows a given beginning. Before the first token stands what the tokenizer puts in front of a text; where it puts nothing, the end-of-text token. `--flores` is the measure of the Goldfish models: −log₂ of the probability of the second half of each sentence, by characters, given the first. Of a pair the right sentence should be the likelier one as a whole. Of an exam the choice is taken that is likeliest behind the question, as a whole (`raw`) and by the character (`normalised`). A sequence that is longer than a row loses tokens that are only given, from the beginning; where what is predicted does not fit, the item is left out. Both are counted. Shares come with their interval of 95 %.',
    'Of answers to `--prompts`, BLEU, chrF and chrF++ are those of sacrebleu, and a signature says how they were counted; their intervals of 95 % come from drawing prompts again, a thousand times. An answer loops where it ends in a phrase of two words or more that has come three times in a row by then. Distinct-n is the share of sequences of n words that are different ones. Each answer stands in the result, with chrF++ of it alone.',
    'With `--corpus` the items of every set are looked for in what the model learned from: any thirteen words in a row of a sentence, a question or a reference, and of shorter ones, from four words on, all of them. What was found is listed, and each measure is told once more without it.',
  ],
  options: {
    ...MODEL_OPTION,
    text: {
      kind: 'text',
      value: 'FILE',
      help: 'The text, in any format that training reads, and not cleaned; rows are documents, and plain text is one.',
    },
    ...MEASURE_OPTIONS,
    ...ANSWER_OPTIONS,
    ...LEAK_OPTIONS,
    results: { kind: 'text', value: 'FILE', help: 'Keep the results in this file, for `eval compare`.' },
    seq: {
      kind: 'whole',
      min: 1,
      unset: "the model's context; without a text as much of it as the longest sequence needs",
      help: 'Tokens of a row: of a window of the text, and the most of a sentence.',
    },
    batch: { kind: 'whole', min: 1, default: 8, help: 'Rows computed at once; changes no result.' },
    ...DEVICE_OPTIONS,
    ...ADAPTERS_OPTION,
    ...QUANTISE_OPTION,
    ...KERNEL_OPTIONS,
  },
  async run(options) {
    const { text: textFile, flores, pairs, exam, prompts: promptFile } = options;
    if ([textFile, flores, pairs, promptFile, ...exam].every((file) => file === undefined))
      throw usageError('Nothing to measure. Give one or more of --text, --flores, --pairs, --exam and --prompts.');
    if (options.results !== undefined) await makeFolderOf(options.results);
    const dir = options.model;
    const { graphics, lora } = await sortAdapters(options.adapter);
    const { folder, beside } = await openToAnswer(dir, lora, options.quantise);
    const tokenizer = await tokenizerOf(folder, dir);
    const progress = new Progress();
    const say = (said: string) => progress.end(said);
    const text = textFile === undefined ? null : await openText(textFile, tokenizer, say);
    const measures = await openMeasures(options, tokenizer, say);
    const prompts = await openPrompts(options, dir, folder.config, tokenizer, say);
    const sets = [
      ...(text ? [text.documents.map((document) => [document])] : []),
      ...measures.map(({ items }) => items.map(({ texts }) => texts)),
      ...(prompts ? [prompts.prompts.map(({ item }) => textsOf(item))] : []),
    ];
    const leaks = (await leaksIn(options.corpus, sets, progress)).values();

    const { contextLength } = folder.config;
    const seq = options.seq ?? (text ? contextLength : Math.min(contextLength, longestRow(measures)));
    if (seq > contextLength) throw usageError(`--seq ${seq} is longer than the model's context of ${contextLength}.`);
    const windows = text ? Math.ceil((text.tokens.length - 1) / seq) : 0;
    const most = Math.max(windows, ...measures.map(({ sequences }) => sequences.length));
    const batch = most === 0 ? null : { rows: Math.min(options.batch, most), seq };
    const generate = prompts ? cacheOf(prompts.prompts, options.maxTokens, contextLength) : 0;
    const model = await modelFromFolder(
      folder,
      { ...options, adapter: graphics },
      { batch, shorterRows: shorterRows(measures, seq), training: false, generate },
      beside,
      quantisedType(options.quantise),
    );
    try {
      const results: MeasureResult[] = [];
      // At once: what was measured stays where another set cannot be.
      const keep = async (result: MeasureResult) => {
        results.push(result);
        for (const said of resultReport(result)) say(said);
        if (options.results !== undefined) await writeResults(options.results, dir, results);
      };
      let told: CommandResult = {};
      if (text) {
        const result = await textResult(model, text, tokenizer.beginIds, progress);
        await keep(withLeaks(result, leaks.next().value, () => null));
        told = { ...toldOfText(result), begin: tokenizer.decode(tokenizer.beginIds), documents: text.documents.length };
      }
      for (const one of measures) {
        const onProgress = (done: number, of: number) => progress.show(`${done} of ${of} sequences`);
        const losses = await lossesOf(model, one, { onProgress });
        const without = (isCounted: (item: number) => boolean) => resultOfSome(one, losses, isCounted);
        await keep(withLeaks(resultOf(one, losses), leaks.next().value, without));
      }
      if (prompts) {
        const answers = await answersTo(model, tokenizer, prompts, options, progress);
        const score = (some: readonly Answer[]) => answersResult(prompts.set, some, prompts.leftOut, options.seed);
        await keep(
          withLeaks(score(answers), leaks.next().value, (isCounted) => {
            const counted = answers.filter((_, item) => isCounted(item));
            return counted.length === 0 ? null : score(counted);
          }),
        );
      }
      return { ...told, ...(batch && { seq }), ...toldOf(results) };
    } finally {
      model.destroy();
    }
  },
});

interface OpenedText extends JoinedText {
  readonly file: string;
  readonly documents: readonly string[];
}

async function openText(file: string, tokenizer: TextTokenizer, say: (text: string) => void): Promise<OpenedText> {
  const documents = await evaluationDocuments(file, say);
  return { file, documents, ...(await joinedText(file, documents, tokenizer)) };
}

async function textResult(
  model: ModelOnDevice,
  { file, tokens, bytes }: OpenedText,
  given: readonly number[],
  progress: Progress,
): Promise<TextResult> {
  const { rows, seq } = model.plan.batch as { rows: number; seq: number };
  const batches = evaluationBatches(memoryStream(tokens), { seq, batch: rows, padId: 0, given });
  const measured = await evaluate(model, batches, {
    bytes,
    onProgress: (done) => progress.show(`${done} of ${tokens.length - 1} tokens`),
  });
  return { kind: 'text', set: path.basename(file), ...finite(measured), bytes };
}

const toldOfText = ({ loss, perplexity, bitsPerByte, tokens }: TextResult): CommandResult => ({
  loss,
  perplexity,
  bits_per_byte: bitsPerByte,
  tokens,
});

/** Results by their kinds, as the command prints them; that of the text stands beside them. */
function toldOf(results: readonly MeasureResult[]): CommandResult {
  const told = (kind: MeasureResult['kind']) =>
    results.flatMap(({ kind: own, ...result }) => (own === kind ? [snakeCased(result)] : []));
  const [flores] = told('flores');
  const [pairs] = told('pairs');
  const exams = told('exam');
  const [answers] = told('answers');
  return {
    ...(flores && { flores }),
    ...(pairs && { pairs }),
    ...(exams.length > 0 && { exams }),
    ...(answers && { answers }),
  };
}
