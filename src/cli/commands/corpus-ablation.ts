/** Measures what cleaning is worth to a model: the same small one trained on a text that was made messy, and on it cleaned. */
import { MESS, type Mess } from '../../data/cleaning/labelled/messy-text.ts';
import { describeAdapter } from '../../gpu/device.ts';
import { amountOf } from '../amount.ts';
import { type AblationRuns, type TokenisedText, tokeniseText, trainOn } from '../bench/ablation-run.ts';
import { ablationTexts, TEXTS, type TextName } from '../bench/ablation-texts.ts';
import { INPUT_OPTIONS, openInputs } from '../corpus-input.ts';
import { chosenSteps, openTexts, STEP_OPTIONS } from '../corpus-steps.ts';
import { DEVICE_OPTIONS, dawnOf } from '../device.ts';
import { KERNEL_OPTIONS } from '../kernels.ts';
import { checkOutApart, defineCommand, usageError } from '../options.ts';
import { Progress } from '../progress.ts';

export const ablateCorpus = defineCommand({
  name: 'corpus ablation',
  summary: 'Measures what cleaning is worth to a model, on a clean text that is made messy.',
  details: [
    'The text is cut into pages of 2 KiB, of which a tenth is held out by a hash of its text. The rest is made messy, always in the same way, and cleaned again by the steps that are on. The same small Llama is trained on the rest as it was (`clean`), on what was made of it (`messy`) and on that after cleaning (`cleaned`): as many tokens of each, with a tokenizer of its own, and measured in bits per byte on what was held out. DIR gets the four texts, to look at.',
    `What the mess is, one kind after the other: ${MESS.map(({ id, share, does }) => `\`${id}\`: ${percent(share)} of the documents ${does}`).join('; ')}.`,
  ],
  options: {
    ...INPUT_OPTIONS,
    out: { kind: 'text', value: 'DIR', required: true, help: 'The folder for the texts.' },
    mess: { kind: 'list', value: 'KIND', help: 'Kinds of mess; all unless given.' },
    ...STEP_OPTIONS,
    texts: { kind: 'list', value: 'TEXT', help: `Which to train on: ${TEXTS.join(', ')}; all unless given.` },
    seeds: { kind: 'whole', min: 1, default: 3, help: 'Runs with each text, with other weights and another order.' },
    tokens: { kind: 'whole', min: 1, default: 350_000, help: 'Tokens that each run learns from, rounded to steps.' },
    vocab: { kind: 'whole', min: 300, default: 2048, help: 'Entries of the vocabularies.' },
    width: { kind: 'whole', min: 16, default: 64, help: 'Width of the model; a multiple of 16.' },
    layers: { kind: 'whole', min: 1, default: 2, help: 'Layers of the model.' },
    seq: { kind: 'whole', min: 1, default: 128, help: 'Tokens of a row.' },
    batch: { kind: 'whole', min: 1, default: 4, help: 'Rows of a step.' },
    ...DEVICE_OPTIONS,
    ...KERNEL_OPTIONS,
  },
  async run(options) {
    const { out, seeds, tokens, vocab, width, layers, seq, batch } = options;
    checkOutApart(out, ...options.input);
    if (width % 16 !== 0) throw usageError(`--width should be a multiple of 16, but is ${width}.`);
    const mess = options.mess.length === 0 ? MESS : options.mess.map(kindOfMess);
    const wanted = options.texts.length === 0 ? TEXTS : options.texts.map(nameOfText);
    const progress = new Progress();
    const inputs = await openInputs(options);
    const steps = await chosenSteps(options);
    const { context, warnings: ofTexts } = await openTexts(options, steps);
    for (const warning of ofTexts) progress.end(warning);
    const { texts, heldOut, leaks, met } = await ablationTexts({
      ...{ inputs, reading: options, mess, cleaning: { steps, context }, out },
      onPages: (pages) => progress.show(`making the texts: ${amountOf(pages, 'page')}`),
    });
    const sizes = { vocab, width, layers, seq, batch, steps: Math.max(1, Math.round(tokens / (seq * batch))) };
    const runs: AblationRuns = { gpu: await dawnOf(options), options, sizes, heldOut, progress };
    const results: TextResult[] = [];
    for (const name of wanted) {
      const text = await tokeniseText(texts[name], sizes);
      const bitsPerByte: number[] = [];
      for (let seed = 0; seed < seeds; seed++) {
        const { bitsPerByte: bits } = await trainOn(text, seed, `${name}, seed ${seed}`, runs);
        progress.end(`${name}, seed ${seed}: ${bits.toFixed(4)} bits per byte`);
        bitsPerByte.push(bits);
      }
      results.push(resultOf(name, texts[name].length, text, sizes.steps * seq * batch, bitsPerByte));
    }
    progress.end(results.map(lineOf).join('\n'));
    const { name: adapter } = await describeAdapter(runs.gpu);
    return {
      adapter,
      held_out: { documents: heldOut.length, leaks },
      mess: met,
      steps: steps.filter(({ off }) => !off).map(({ id }) => id),
      learned_tokens: sizes.steps * seq * batch,
      texts: results,
      ...differenceOf(results),
    };
  },
});

interface TextResult {
  readonly text: TextName;
  readonly documents: number;
  readonly bytes: number;
  readonly tokens: number;
  readonly bytes_per_token: number;
  /** How often the run went through the text. */
  readonly passes: number;
  readonly learned_bytes: number;
  /** On what was held out, by seed. */
  readonly bits_per_byte: readonly number[];
  readonly mean: number;
  /** Of the sample; 0 with one seed. */
  readonly deviation: number;
}

function resultOf(
  text: TextName,
  documents: number,
  { bytes, tokens }: TokenisedText,
  learned: number,
  bits: readonly number[],
): TextResult {
  return {
    text,
    documents,
    bytes,
    tokens: tokens.length,
    bytes_per_token: bytes / tokens.length,
    passes: learned / tokens.length,
    learned_bytes: Math.round((learned * bytes) / tokens.length),
    bits_per_byte: bits,
    ...meanAndDeviation(bits),
  };
}

/** By how much the model of the cleaned text is better, seed by seed; nothing where either was not trained. */
function differenceOf(results: readonly TextResult[]) {
  const bitsOf = (name: TextName) => results.find(({ text }) => text === name)?.bits_per_byte;
  const [messy, cleaned] = [bitsOf('messy'), bitsOf('cleaned')];
  if (!messy || !cleaned) return {};
  const bySeed = messy.map((bits, seed) => bits - (cleaned[seed] as number));
  return { messy_minus_cleaned: { by_seed: bySeed, ...meanAndDeviation(bySeed) } };
}

function meanAndDeviation(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}

const lineOf = ({ text, documents, bytes, passes, mean, deviation }: TextResult): string =>
  `${text}: ${amountOf(documents, 'document')}, ${(bytes / 1e6).toFixed(2)} MB, ${passes.toFixed(2)} passes; ${mean.toFixed(4)} ± ${deviation.toFixed(4)} bits per byte`;

function kindOfMess(word: string): Mess {
  const found = MESS.find(({ id }) => id === word);
  if (found) return found;
  throw usageError(`--mess should be of ${MESS.map(({ id }) => id).join(', ')}, but is "${word}".`);
}

function nameOfText(word: string): TextName {
  const found = TEXTS.find((name) => name === word);
  if (found) return found;
  throw usageError(`--texts should be of ${TEXTS.join(', ')}, but is "${word}".`);
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
