/** A report on a corpus in words: sections of paragraphs and tables, which a page shows and a file has as Markdown. */
import type { LicenceRemark } from '../licences.ts';
import { type CorpusReport, NEARLY_FRESH } from './figures.ts';
import type { ReportWords } from './words/en.ts';

/** How a report speaks. */
export interface ReportLanguage {
  readonly words: ReportWords;
  /** The names of cleaning steps, of the rules by which they drop documents, and of what they notice. */
  readonly steps: {
    name(step: string): string;
    rule(step: string, rule: string): string;
    remark(step: string, remark: string): string;
  };
  licence(remark: LicenceRemark): string;
  preset(id: string): string;
  readonly numbers: {
    whole(value: number): string;
    /** With so many decimals. */
    decimal(value: number, digits: number): string;
    size(bytes: number): string;
    /** Of one, as per cent. */
    share(value: number): string;
  };
}

export interface ReportTable {
  readonly columns: readonly string[];
  /** How many columns, from the first on, are text; the others are numbers. */
  readonly texts: number;
  readonly rows: readonly (readonly string[])[];
  /** Of each row, 0 … 1, to be drawn beside it. */
  readonly shares?: readonly number[];
}

export interface ReportSection {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly table: ReportTable | null;
}

/** What stands above the sections. */
export function reportLead({ total, tokensAre, bytesPerToken }: CorpusReport, language: ReportLanguage): string {
  const { words, numbers } = language;
  const { whole, decimal, size } = numbers;
  const tokens = words[tokensAre](whole(total.tokensOut));
  const sizes = [whole(total.documentsIn), whole(total.documentsOut), size(total.bytesOut)] as const;
  return words.lead(...sizes, tokens, decimal(bytesPerToken, 2));
}

export const reportSections = (report: CorpusReport, language: ReportLanguage): ReportSection[] =>
  [sources, steps, lengths, languages, duplicates, licences, allowance].map((section) => section(report, language));

function sources({ sources: all, total, tokensAre }: CorpusReport, { words, numbers }: ReportLanguage): ReportSection {
  const { title, columns, all: sum, unknown, skipped } = words.sources;
  const tokensIn = tokensAre === 'counted' ? columns.tokensIn : columns.estimatedIn;
  return {
    title,
    paragraphs: all.flatMap(({ name, skippedFiles = 0 }) =>
      skippedFiles > 0 ? [skipped(name, numbers.whole(skippedFiles))] : [],
    ),
    table: {
      columns: [
        ...[columns.source, columns.licence, columns.documentsIn, columns.out],
        ...[columns.bytesIn, columns.out, tokensIn, columns.out],
      ],
      texts: 2,
      rows: [...all, { ...total, name: sum, licence: '' }].map((one) => [
        one.name,
        one.licence ?? unknown,
        ...[one.documentsIn, one.documentsOut, one.bytesIn, one.bytesOut, one.tokensIn, one.tokensOut].map(
          numbers.whole,
        ),
      ]),
    },
  };
}

function steps({ steps: all, bytesPerToken }: CorpusReport, { words, steps, numbers }: ReportLanguage): ReportSection {
  const { title, columns } = words.steps;
  const counts = (of: Readonly<Record<string, number>>, name: (id: string) => string) =>
    Object.entries(of)
      .map(([id, times]) => `${name(id)} ${numbers.whole(times)}`)
      .join(', ');
  return {
    title,
    paragraphs: [],
    table: {
      columns: [
        ...[columns.step, columns.rules, columns.remarks, columns.documentsIn],
        ...[columns.changed, columns.removed, columns.bytes, columns.tokens],
      ],
      texts: 3,
      rows: all.map((step) => [
        steps.name(step.id),
        counts(step.rules, (rule) => steps.rule(step.id, rule)),
        counts(step.remarks, (remark) => steps.remark(step.id, remark)),
        ...[step.documentsIn, step.changed, step.removed].map(numbers.whole),
        numbers.whole(step.bytesIn - step.bytesOut),
        numbers.whole((step.bytesIn - step.bytesOut) / bytesPerToken),
      ]),
    },
  };
}

function lengths({ lengths: all, total }: CorpusReport, { words, numbers }: ReportLanguage): ReportSection {
  const { title, columns, between, from: andMore } = words.lengths;
  return {
    title,
    paragraphs: [],
    table: {
      columns: [columns.characters, columns.documents, columns.bytes],
      texts: 1,
      rows: all.map(({ from, to, documents, bytes }) => [
        to === null ? andMore(numbers.whole(from)) : between(numbers.whole(from), numbers.whole(to - 1)),
        numbers.whole(documents),
        numbers.whole(bytes),
      ]),
      shares: all.map(({ documents }) => shareOf(documents, total.documentsOut)),
    },
  };
}

function languages({ languages: all, total }: CorpusReport, { words, numbers }: ReportLanguage): ReportSection {
  const { title, columns, other } = words.languages;
  const shares = all.map(({ bytes }) => shareOf(bytes, total.bytesOut));
  return {
    title,
    paragraphs: [],
    table: {
      columns: [columns.language, columns.documents, columns.share],
      texts: 1,
      rows: all.map(({ language, documents }, i) => [
        language === 'other' ? other : language,
        numbers.whole(documents),
        numbers.share(shares[i] ?? 0),
      ]),
      shares,
    },
  };
}

function duplicates({ duplicates: found }: CorpusReport, { words, numbers }: ReportLanguage): ReportSection {
  const { title, said, columns } = words.duplicates;
  const { exact, near, nearShare, clusters } = found;
  return {
    title,
    paragraphs: [said(numbers.whole(exact), numbers.whole(near), numbers.share(nearShare))],
    table:
      clusters.length === 0
        ? null
        : {
            columns: [columns.documents, columns.clusters],
            texts: 0,
            rows: clusters.map(({ size, clusters: many }) => [size, many].map(numbers.whole)),
          },
  };
}

function licences({ licences: remarks }: CorpusReport, { words, licence }: ReportLanguage): ReportSection {
  const { title, none } = words.licences;
  return { title, paragraphs: remarks.length === 0 ? [none] : remarks.map(licence), table: null };
}

function allowance({ allowance: allowed }: CorpusReport, { words, numbers, preset }: ReportLanguage): ReportSection {
  const { title, lead, columns, tooLittle, model: feeds, preset: feedsPreset } = words.allowance;
  const { whole, decimal } = numbers;
  const { tokens, tokensPerWeight, passes, model } = allowed;
  const weights = whole(model?.parameters ?? 0);
  const hint =
    model === null ? tooLittle : model.preset === null ? feeds(weights) : feedsPreset(weights, preset(model.preset));
  return {
    title,
    paragraphs: [lead(whole(tokens), decimal(tokensPerWeight, 1), whole(NEARLY_FRESH)), hint],
    table: {
      columns: [columns.passes, columns.tokens, columns.weights],
      texts: 0,
      rows: passes.map((one) => [one.epochs, one.trainedTokens, one.weights].map(whole)),
    },
  };
}

const shareOf = (part: number, all: number): number => (all > 0 ? part / all : 0);
