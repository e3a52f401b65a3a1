/**
 * A report on a corpus: what went into its cleaning and what came out, by source and step, how long the documents are, in which
 * languages, what was there twice, under which licences, and what can be trained on it. A plain value, and Markdown of it.
 */
import type { CleaningStepReport } from './cleaning/report.ts';
import type { LicenceRemark } from './licences.ts';
import { utf8Length } from './utf8.ts';

export interface SourceFigures {
  readonly name: string;
  /** A tag of the Hub; null: not stated. */
  readonly licence: string | null;
  documentsIn: number;
  documentsOut: number;
  /** UTF-8, as all bytes here. */
  bytesIn: number;
  bytesOut: number;
  tokensIn: number;
  tokensOut: number;
  /** Documents that were dropped, by the id of the step. */
  readonly dropped: Record<string, number>;
}

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
  /** For so many passes over the text: tokens that are trained on, and weights that they are best for. */
  readonly passes: readonly { readonly epochs: number; readonly trainedTokens: number; readonly weights: number }[];
  /** The largest model of the ladder that the text feeds without harmful repetition; null: it is too little for any. */
  readonly model: { readonly preset: string | null; readonly parameters: number } | null;
}

export interface CorpusReport {
  readonly total: Omit<SourceFigures, 'name' | 'licence'>;
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
  readonly #tokens: (text: string, bytes: number) => number;
  readonly #languageOf: (text: string) => string;

  /**
   * @param tokens of a text, by a tokenizer or estimated
   * @param languageOf the language of a text, as it is named in the report
   */
  constructor(
    sources: readonly Pick<SourceFigures, 'name' | 'licence'>[],
    tokens: (text: string, bytes: number) => number,
    languageOf: (text: string) => string,
  ) {
    this.sources = sources.map(({ name, licence }) => ({ name, licence, ...noFigures() }));
    this.#tokens = tokens;
    this.#languageOf = languageOf;
  }

  /** @param source its place among the sources; @param kept what cleaning left of it, or the step that dropped it */
  add(source: number, raw: string, kept: { readonly text: string } | { readonly droppedBy: string }): void {
    const figures = this.sources[source];
    if (!figures) throw new RangeError(`there is no source ${source}`);
    const bytesIn = utf8Length(raw);
    const tokensIn = this.#tokens(raw, bytesIn);
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
    figures.tokensOut += text === raw ? tokensIn : this.#tokens(text, bytes);
    for (const one of [this.lengths.findLast(({ from }) => text.length >= from), this.#language(text)])
      if (one) {
        one.documents++;
        one.bytes += bytes;
      }
  }

  #language(text: string): LanguageFigures {
    const language = this.#languageOf(text);
    const known = this.#languages.get(language);
    if (known) return known;
    const figures = { language, documents: 0, bytes: 0 };
    this.#languages.set(language, figures);
    return figures;
  }

  languages(): LanguageFigures[] {
    return [...this.#languages.values()].sort((a, b) => b.bytes - a.bytes);
  }

  total(): CorpusReport['total'] {
    const total = noFigures();
    for (const source of this.sources) {
      for (const field of FIGURES) total[field] += source[field];
      for (const [step, times] of Object.entries(source.dropped))
        total.dropped[step] = (total.dropped[step] ?? 0) + times;
    }
    return total;
  }
}

const FIGURES = ['documentsIn', 'documentsOut', 'bytesIn', 'bytesOut', 'tokensIn', 'tokensOut'] as const;

const noFigures = (): Omit<SourceFigures, 'name' | 'licence'> => ({
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

// -------------------------------------------------------------------------------------------------------- Markdown

/** In English. */
export function markdownReport(report: CorpusReport): string {
  const { total, sources, steps, lengths, languages, tokensAre, bytesPerToken } = report;
  const tokens = tokensAre === 'counted' ? 'tokens' : 'tokens (estimated)';
  return [
    '# Corpus report',
    '',
    `${whole(total.documentsIn)} documents were read, and ${whole(total.documentsOut)} are left: ${size(total.bytesOut)}, ${whole(total.tokensOut)} ${tokens} of ${bytesPerToken.toFixed(2)} bytes.`,
    '',
    '## Sources',
    '',
    ...table(
      ['source', 'licence', 'documents in', 'out', 'bytes in', 'out', `${tokens} in`, 'out'],
      [...sources, { ...total, name: 'all', licence: '' }].map((one) => [
        one.name,
        one.licence ?? 'unknown',
        ...[one.documentsIn, one.documentsOut, one.bytesIn, one.bytesOut, one.tokensIn, one.tokensOut].map(whole),
      ]),
    ),
    '',
    '## Steps',
    '',
    ...table(
      [
        'step',
        'documents in',
        'changed',
        'removed',
        'by rule',
        'remarks',
        'bytes taken out',
        'tokens taken out, about',
      ],
      steps.map((step) => [
        step.id,
        ...[step.documentsIn, step.changed, step.removed].map(whole),
        counts(step.rules),
        counts(step.remarks),
        whole(step.bytesIn - step.bytesOut),
        whole(Math.round((step.bytesIn - step.bytesOut) / bytesPerToken)),
      ]),
    ),
    '',
    '## Lengths',
    '',
    ...table(
      ['characters', 'documents', 'bytes'],
      lengths.map(({ from, to, documents, bytes }) => [
        to === null ? `${whole(from)} and more` : `${whole(from)} to ${whole(to - 1)}`,
        whole(documents),
        whole(bytes),
      ]),
    ),
    '',
    '## Languages',
    '',
    ...table(
      ['language', 'documents', 'share of bytes'],
      languages.map(({ language, documents, bytes }) => [language, whole(documents), perCent(bytes / total.bytesOut)]),
    ),
    '',
    '## Duplicates',
    '',
    ...duplicateLines(report.duplicates),
    '',
    '## Licences',
    '',
    ...(report.licences.length === 0 ? ['Nothing to look at.'] : report.licences.map((one) => `- ${licenceText(one)}`)),
    '',
    '## What can be trained on it',
    '',
    ...allowanceLines(report.allowance),
    '',
  ].join('\n');
}

function duplicateLines({ exact, near, nearShare, clusters }: DuplicateFigures): string[] {
  const said = `${whole(exact)} documents were the same as an earlier one, ${whole(near)} nearly the same (${perCent(nearShare)} of those compared).`;
  if (clusters.length === 0) return [said];
  const rows = clusters.map(({ size: of, clusters: many }) => [whole(of), whole(many)]);
  return [said, '', ...table(['documents of a cluster', 'clusters'], rows)];
}

function allowanceLines({ tokens, passes, model }: CorpusAllowance): string[] {
  const rows = passes.map(({ epochs, trainedTokens, weights }) => [epochs, trainedTokens, weights].map(whole));
  const hint =
    model === null
      ? 'It is too little text for any model of the ladder to be worth its training: add text, or train further what is trained.'
      : `The largest model of the ladder that it feeds has ${whole(model.parameters)} weights${model.preset === null ? '' : ` (preset ${model.preset})`}. A larger one learns the text by heart unless it is decayed hard.`;
  return [
    `${whole(tokens)} tokens. About 10.5 tokens for each weight are best for a given amount of arithmetic, and up to 4 passes over a text are nearly as good as as much fresh text.`,
    '',
    ...table(['passes', 'tokens trained on', 'weights'], rows),
    '',
    hint,
  ];
}

/** What a person should look at. */
export function licenceText(remark: LicenceRemark): string {
  const { sources } = remark;
  const named = `${sources.slice(0, NAMED).join(', ')}${sources.length > NAMED ? ` and ${sources.length - NAMED} more` : ''}`;
  switch (remark.kind) {
    case 'unknown':
      return `No known licence is stated for ${named}.`;
    case 'non-commercial':
      return `The licence forbids commercial use: ${named}.`;
    case 'no-derivatives':
      return `The licence forbids passing on what is made of the text: ${named}.`;
    case 'conflict':
      return `Texts under ${remark.licences.join(' and ')} cannot be passed on together: ${named}.`;
    default:
      return remark satisfies never;
  }
}

const NAMED = 5;

/** 1234567 → 1 234 567, with spaces that do not break. */
const whole = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '\u00a0');
const size = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(2)} MiB`;
const perCent = (share: number): string => `${(100 * (Number.isNaN(share) ? 0 : share)).toFixed(1)} %`;

const counts = (all: Readonly<Record<string, number>>): string =>
  Object.entries(all)
    .map(([name, times]) => `${name} ${whole(times)}`)
    .join(', ');

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(columns), `|${'---|'.repeat(columns.length)}`, ...rows.map(line)];
}
