/**
 * A report on a corpus: what went into its cleaning and what came out, by source and step, how long the documents are, in which
 * languages, what was there twice, under which licences, and what can be trained on it. A plain value; sections.ts puts it
 * into words.
 */
import type { CleaningStepReport } from '../cleaning/report.ts';
import { identifyLanguage } from '../language/discriminator.ts';
import { type LicenceRemark, licenceRemarks } from '../licences.ts';
import { utf8Length } from '../utf8.ts';

export interface SourceFigures {
  readonly name: string;
  /** A tag of the Hub; null: not stated. */
  readonly licence: string | null;
  /** Files of it that were not read; absent: none, or it is not told. */
  skippedFiles?: number;
  documentsIn: number;
  documentsOut: number;
  /** UTF-8, as all bytes here. */
  bytesIn: number;
  bytesOut: number;
  /** In a report whole, rounded where they are estimated. */
  tokensIn: number;
  tokensOut: number;
  /** Documents that were dropped, by the id of the step. */
  readonly dropped: Record<string, number>;
}

/** What is known of a source before its documents are counted. */
type ReportedSource = Pick<SourceFigures, 'name' | 'licence'>;

export interface LengthBin {
  /** Characters (UTF-16 units) of the documents: from … to, the end not included; null: no end. */
  readonly from: number;
  readonly to: number | null;
  documents: number;
  bytes: number;
}

export interface LanguageFigures {
  readonly language: string;
  documents: number;
  bytes: number;
}

export interface DuplicateFigures {
  readonly exact: number;
  readonly near: number;
  /** Near-duplicates among the documents that were compared, 0 … 1. */
  readonly nearShare: number;
  /** Clusters by how many documents they have. */
  readonly clusters: readonly { readonly size: number; readonly clusters: number }[];
}

/** What can be trained on the tokens. */
export interface CorpusAllowance {
  readonly tokens: number;
  /** Tokens for each weight that are best for a given amount of arithmetic. */
  readonly tokensPerWeight: number;
  /** For so many passes over the text: tokens that are trained on, and weights that they are best for, rounded. */
  readonly passes: readonly { readonly epochs: number; readonly trainedTokens: number; readonly weights: number }[];
  /** The largest model of the ladder that the text feeds without harmful repetition; null: it is too little for any. */
  readonly model: SizedModel | null;
}

/** A model that can be trained, by its weights. */
export interface SizedModel {
  /** null: a size between two presets. */
  readonly preset: string | null;
  readonly parameters: number;
}

export interface CorpusReport {
  readonly total: Omit<SourceFigures, keyof ReportedSource | 'skippedFiles'>;
  readonly sources: readonly SourceFigures[];
  readonly steps: readonly CleaningStepReport[];
  readonly lengths: readonly LengthBin[];
  /** Those of most text first. */
  readonly languages: readonly LanguageFigures[];
  readonly duplicates: DuplicateFigures;
  readonly licences: readonly LicenceRemark[];
  /** Of the text that came out. */
  readonly bytesPerToken: number;
  /** Whether a tokenizer counted the tokens, or bytes were divided by what a token usually has. */
  readonly tokensAre: 'counted' | 'estimated';
  readonly allowance: CorpusAllowance;
}

/** How tokens are counted. */
export interface TokenCounter {
  readonly are: CorpusReport['tokensAre'];
  /** @param bytes of the text in UTF-8 */
  count(text: string, bytes: number): number;
}

/** What is looked at to tell the language of a document, in UTF-16 units. */
const LANGUAGE_SAMPLE = 1600;
/** Where lengths part, in characters. */
const LENGTHS = [0, 50, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 200_000] as const;

/** What a report needs of every document; adds up document after document. */
export class CorpusTally {
  readonly sources: readonly SourceFigures[];
  readonly lengths: readonly LengthBin[] = LENGTHS.map((from, i) => ({
    from,
    to: LENGTHS[i + 1] ?? null,
    documents: 0,
    bytes: 0,
  }));
  readonly #languages = new Map<string, LanguageFigures>();
  readonly #tokens: TokenCounter;

  constructor(sources: readonly ReportedSource[], tokens: TokenCounter) {
    this.sources = sources.map(({ name, licence }) => ({ name, licence, ...noFigures() }));
    this.#tokens = tokens;
  }

  /** @param source its place among the sources; @param kept what cleaning left of it, or the step that dropped it */
  add(source: number, raw: string, kept: { readonly text: string } | { readonly droppedBy: string }): void {
    const figures = this.#source(source);
    const bytesIn = utf8Length(raw);
    const tokensIn = this.#tokens.count(raw, bytesIn);
    figures.documentsIn++;
    figures.bytesIn += bytesIn;
    figures.tokensIn += tokensIn;
    if ('droppedBy' in kept) {
      figures.dropped[kept.droppedBy] = (figures.dropped[kept.droppedBy] ?? 0) + 1;
      return;
    }
    const { text } = kept;
    const bytes = text === raw ? bytesIn : utf8Length(text);
    figures.documentsOut++;
    figures.bytesOut += bytes;
    figures.tokensOut += text === raw ? tokensIn : this.#tokens.count(text, bytes);
    for (const one of [this.lengths.findLast(({ from }) => text.length >= from), this.#language(text)])
      if (one) {
        one.documents++;
        one.bytes += bytes;
      }
  }

  /** @param files of a source that were not read */
  skip(source: number, files: number): void {
    if (files > 0) this.#source(source).skippedFiles = files;
  }

  #source(place: number): SourceFigures {
    const figures = this.sources[place];
    if (!figures) throw new RangeError(`there is no source ${place}`);
    return figures;
  }

  #language(text: string): LanguageFigures {
    const language = identifyLanguage(text.slice(0, LANGUAGE_SAMPLE)).label;
    const known = this.#languages.get(language);
    if (known) return known;
    const figures = { language, documents: 0, bytes: 0 };
    this.#languages.set(language, figures);
    return figures;
  }

  /**
   * The report once all documents were added.
   * @param steps what each cleaning step did to them
   * @param clusters of duplicates, by size
   * @param models that can be trained, the smallest first
   */
  report(
    steps: readonly CleaningStepReport[],
    clusters: DuplicateFigures['clusters'],
    models: readonly SizedModel[],
  ): CorpusReport {
    const { bytesIn, bytesOut, tokensIn, tokensOut } = totalOf(this.sources);
    const sources = this.sources.map((source) => ({
      ...source,
      tokensIn: Math.round(source.tokensIn),
      tokensOut: Math.round(source.tokensOut),
    }));
    const total = totalOf(sources);
    return {
      total,
      sources,
      steps,
      lengths: this.lengths,
      languages: [...this.#languages.values()].sort((a, b) => b.bytes - a.bytes),
      duplicates: duplicateFigures(steps, clusters),
      licences: licenceRemarks(this.sources),
      bytesPerToken: tokensOut > 0 ? bytesOut / tokensOut : bytesIn / tokensIn,
      tokensAre: this.#tokens.are,
      allowance: allowanceOf(total.tokensOut, models),
    };
  }
}

function totalOf(sources: readonly SourceFigures[]): CorpusReport['total'] {
  const total = noFigures();
  for (const source of sources) {
    for (const field of FIGURES) total[field] += source[field];
    for (const [step, times] of Object.entries(source.dropped))
      total.dropped[step] = (total.dropped[step] ?? 0) + times;
  }
  return total;
}

const FIGURES = ['documentsIn', 'documentsOut', 'bytesIn', 'bytesOut', 'tokensIn', 'tokensOut'] as const;

const noFigures = (): CorpusReport['total'] => ({
  documentsIn: 0,
  documentsOut: 0,
  bytesIn: 0,
  bytesOut: 0,
  tokensIn: 0,
  tokensOut: 0,
  dropped: {},
});

export function duplicateFigures(
  steps: readonly CleaningStepReport[],
  clusters: DuplicateFigures['clusters'],
): DuplicateFigures {
  const of = (id: string) => steps.find((step) => step.id === id);
  const near = of('near-duplicates');
  return {
    exact: of('exact-duplicates')?.removed ?? 0,
    near: near?.removed ?? 0,
    nearShare: near && near.documentsIn > 0 ? near.removed / near.documentsIn : 0,
    clusters,
  };
}

/** Tokens for each weight of a matrix or head that are best for a given amount of arithmetic (nanochat). */
const TOKENS_PER_WEIGHT = 10.5;
/** Up to so many passes are nearly as good as fresh text (Muennighoff et al. 2023, arXiv:2305.16264). */
export const NEARLY_FRESH = 4;

/** @param models the smallest first */
function allowanceOf(tokens: number, models: readonly SizedModel[]): CorpusAllowance {
  const passes = [1, NEARLY_FRESH].map((epochs) => ({
    epochs,
    trainedTokens: epochs * tokens,
    weights: Math.round((epochs * tokens) / TOKENS_PER_WEIGHT),
  }));
  const most = (NEARLY_FRESH * tokens) / TOKENS_PER_WEIGHT;
  const model = models.findLast(({ parameters }) => parameters <= most) ?? null;
  return { tokens, tokensPerWeight: TOKENS_PER_WEIGHT, passes, model };
}
