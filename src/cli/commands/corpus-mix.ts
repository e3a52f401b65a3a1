/** Mixes sources by weights into one file of documents. */
import { type FileHandle, open, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mixedDocuments, mixtureShares } from '../../data/mixing.ts';
import { utf8Length } from '../../data/utf8.ts';
import {
  type CorpusInput,
  INPUT_OPTIONS,
  newInputReport,
  openInputs,
  readInput,
  requireDocuments,
} from '../corpus-input.ts';
import { readingWarnings } from '../corpus-warnings.ts';
import { writeLines, writeTogether } from '../files.ts';
import { checkOutApart, defineCommand, usageError } from '../options.ts';
import { Progress } from '../progress.ts';
import { openTokenizerFile } from '../tokenizer-file.ts';

export const mixCorpus = defineCommand({
  name: 'corpus mix',
  summary: 'Mixes sources by weights into one file of documents.',
  details: [
    'A weight is the part of the tokens (of the bytes, without a tokenizer) that a source gives, however large it is. Documents come in an order in which the shares hold all along; a source that is too small for its share is gone through again.',
  ],
  options: {
    ...INPUT_OPTIONS,
    weight: {
      kind: 'list',
      value: 'X',
      help: 'The weight of each input, in their order; 0 leaves one out.',
    },
    times: {
      kind: 'list',
      value: 'X',
      help: 'In the place of weights: how often each input is gone through, in their order, as the studio weighs sources.',
    },
    tokenizer: { kind: 'text', value: 'FILE', help: 'A tokenizer.json; for `--tokens`.' },
    tokens: { kind: 'whole', min: 1, help: 'Tokens of the mixture.', unset: 'as many as no source is repeated for' },
    bytes: { kind: 'whole', min: 1, help: 'Bytes of the mixture, in the place of tokens.' },
    seed: { kind: 'whole', min: 0, default: 0, help: 'Another one gives another order.' },
    out: { kind: 'text', value: 'DIR', required: true, help: 'The folder to write.' },
  },
  async run(options) {
    const { out, seed, tokenizer: file, tokens, bytes } = options;
    checkOutApart(out, ...options.input);
    if ((file === undefined) !== (tokens === undefined) || (tokens !== undefined && bytes !== undefined))
      throw usageError('Give --tokens with --tokenizer, or --bytes, or none of them.');
    const numbers = numbersOf(options, options.input.length);
    const byTimes = options.weight.length === 0;
    const progress = new Progress();
    const inputs = await openInputs(options);
    const tokenizer = file === undefined ? undefined : (await openTokenizerFile(file)).tokenizer;
    const lengthOf = (text: string) => tokenizer?.encode(text, { specialTokens: false }).length ?? utf8Length(text);
    return writeTogether(out, ['documents.jsonl', 'report.json'], async (partial) => {
      const spool = await Spool.open(path.join(out, 'spool.partial'));
      try {
        const report = newInputReport();
        const lengths: Uint32Array[] = [];
        for (const input of inputs) lengths.push(await spool.fill(input, options, report, lengthOf));
        requireDocuments(spool.documents, inputs, report);
        const sizes = inputs.map(({ name }, i) => {
          const has = sum(lengths[i] ?? new Uint32Array());
          return { name, weight: (numbers[i] ?? 0) * (byTimes ? has : 1), tokens: has };
        });
        const sources = sizes.map(({ name, weight }, i) => ({
          name,
          weight,
          lengths: lengths[i] ?? new Uint32Array(),
        }));
        const budget = tokens ?? bytes ?? (byTimes ? allOf(sizes) : withoutRepeats(sizes));
        const shares = mixtureShares(sizes, budget);
        const taken = sources.map(() => 0);
        let written = 0;
        async function* mixed() {
          for (const { source, document } of mixedDocuments(sources, budget, seed)) {
            taken[source] = (taken[source] ?? 0) + 1;
            written += lengths[source]?.[document] ?? 0;
            yield { text: await spool.text(source, document), source: sources[source]?.name };
          }
        }
        await writeLines(partial['documents.jsonl'], mixed());
        const result = {
          documents: taken.reduce((a, b) => a + b, 0),
          [tokenizer ? 'tokens' : 'bytes']: written,
          budget,
          seed,
          sources: shares.map(({ share, epochs }, i) => ({
            file: sizes[i]?.name,
            weight: sizes[i]?.weight,
            has: sizes[i]?.tokens,
            share,
            epochs,
            documents: taken[i],
          })),
          warnings: readingWarnings(report),
          out,
        };
        await writeFile(partial['report.json'], `${JSON.stringify(result, null, 2)}\n`, { flush: true });
        for (const warning of result.warnings) progress.end(warning);
        progress.end(`wrote ${out}`);
        return result;
      } finally {
        await spool.end();
      }
    });
  },
});

function numbersOf({ weight, times }: Record<'weight' | 'times', readonly string[]>, inputs: number): number[] {
  if (weight.length > 0 === times.length > 0) throw usageError('Give either --weight or --times.');
  const [name, words] = weight.length > 0 ? ['--weight', weight] : ['--times', times];
  const numbers = words.map(Number);
  if (numbers.length === inputs && numbers.every((one) => one >= 0 && one < Infinity)) return numbers;
  throw usageError(`${name} wants ${inputs} numbers from 0 on, one for each input, not "${words.join(' ')}".`);
}

const sum = (lengths: Uint32Array): number => lengths.reduce((total, length) => total + length, 0);

/** As much as leads to the times that the weights stand for; 1 where that is nothing, which mixing refuses. */
const allOf = (sources: readonly { readonly weight: number }[]): number =>
  Math.max(1, Math.round(sources.reduce((total, { weight }) => total + weight, 0)));

/** As much as every source has for its weight, once; 1 where there is nothing, which mixing refuses. */
function withoutRepeats(sources: readonly { readonly weight: number; readonly tokens: number }[]): number {
  const all = sources.reduce((total, { weight }) => total + weight, 0);
  const most = sources.filter(({ weight }) => weight > 0).map(({ weight, tokens }) => (tokens * all) / weight);
  return Math.max(1, Math.floor(Math.min(...most, Number.MAX_SAFE_INTEGER)));
}

/** Documents on the disk, to be read in any order. Memory: 8 bytes a document. */
class Spool {
  readonly #file: string;
  readonly #handle: FileHandle;
  /** Of each source: where its documents begin, and the end of the last one. */
  readonly #places: number[][] = [];
  #end = 0;
  documents = 0;

  private constructor(file: string, handle: FileHandle) {
    this.#file = file;
    this.#handle = handle;
  }

  static async open(file: string): Promise<Spool> {
    return new Spool(file, await open(file, 'w+'));
  }

  /** Takes all documents of the next source. @returns the length of each */
  async fill(
    input: CorpusInput,
    choices: Parameters<typeof readInput>[1],
    report: Parameters<typeof readInput>[2],
    lengthOf: (text: string) => number,
  ): Promise<Uint32Array> {
    const places = [this.#end];
    const lengths: number[] = [];
    for await (const { document } of readInput(input, choices, report)) {
      const bytes = Buffer.from(document.text);
      await this.#handle.write(bytes, 0, bytes.length, this.#end);
      this.#end += bytes.length;
      places.push(this.#end);
      lengths.push(lengthOf(document.text));
    }
    this.#places.push(places);
    this.documents += lengths.length;
    return Uint32Array.from(lengths);
  }

  async text(source: number, document: number): Promise<string> {
    const [from = 0, to = 0] = this.#places[source]?.slice(document, document + 2) ?? [];
    const { buffer } = await this.#handle.read(Buffer.alloc(to - from), 0, to - from, from);
    return buffer.toString('utf8');
  }

  async end(): Promise<void> {
    await this.#handle.close();
    await rm(this.#file, { force: true });
  }
}
