/** Compares tokenizers on files. */
import { TokenizerComparison, type TokenizerFigures } from '../../data/tokenizer/compare.ts';
import { cleanDocuments, TEXTS_HELP } from '../corpus.ts';
import { type CommandResult, defineCommand } from '../options.ts';
import { Progress } from '../progress.ts';
import { namelessRuleText, splitRuleReport } from '../split-rule-text.ts';
import { textTable } from '../text-table.ts';
import { openTokenizerFile } from '../tokenizer-file.ts';

const COLUMNS = ['tokenizer', 'entries', 'tokens/word', 'bytes/token', 'fallback', 'unused', "whole 'suffixes"];

export const compareTokenizers = defineCommand({
  name: 'tokenizer compare',
  summary: 'Compares tokenizers, of whatever kind, on texts.',
  details: [
    'For each: tokens per word, bytes per token, the share of tokens that fall back to bytes of a character or to unknown text, the longest and the rarest tokens, those that never occur, and how suffixes after an apostrophe are cut. The texts are cleaned as for training.',
  ],
  options: {
    tokenizer: { kind: 'list', value: 'FILE', required: true, help: 'Files in the format of tokenizer.json.' },
    input: { kind: 'list', value: 'FILE', required: true, help: TEXTS_HELP },
  },
  async run({ tokenizer: files, input }) {
    const progress = new Progress();
    const tokenizers = await Promise.all(files.map(async (file) => (await openTokenizerFile(file)).tokenizer));
    const comparison = new TokenizerComparison(tokenizers);
    const documentsOf = cleanDocuments(
      input,
      (text) => progress.end(text),
      (bytes) => progress.show(`reading: ${(bytes / 2 ** 20).toFixed(1)} MiB`),
    );
    for await (const document of documentsOf) comparison.add(document);
    const { documents, words, bytes, tokenizers: figures } = comparison.result();
    progress.end(textTable([COLUMNS, ...figures.map((one, i) => row(files[i] ?? '', one))]));
    for (const [i, one] of figures.entries()) progress.end(examples(files[i] ?? '', one));
    for (const [i, tokenizer] of tokenizers.entries()) {
      const remark = namelessRuleText(tokenizer);
      if (remark !== '') progress.end(`${files[i]}: ${remark}`);
    }
    const all = tokenizers.map((tokenizer, i) => ({
      file: files[i],
      ...splitRuleReport(tokenizer),
      ...report(figures[i] as TokenizerFigures),
    }));
    return { documents, words, bytes, tokenizers: all };
  },
});

const row = (
  file: string,
  { vocabSize, fertility, bytesPerToken, fallbackShare, neverUsed, suffixes }: TokenizerFigures,
) => [
  file,
  String(vocabSize),
  fertility.toFixed(3),
  bytesPerToken.toFixed(2),
  perCent(fallbackShare),
  String(neverUsed.count),
  perCent(suffixes.wholeShare),
];

const perCent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function examples(file: string, { longest, rarest, neverUsed, suffixes }: TokenizerFigures): string {
  const shown = (tokens: readonly { readonly text: string }[]): string =>
    tokens.map(({ text }) => JSON.stringify(text)).join(' ') || '–';
  return [
    `${file}:`,
    `  longest     ${shown(longest)}`,
    `  rarest      ${shown(rarest)}`,
    `  never used  ${shown(neverUsed.examples)}`,
    `  suffixes    ${suffixes.examples.map(({ pieces }) => pieces.join('·')).join(' ') || '–'}`,
  ].join('\n');
}

const report = (figures: TokenizerFigures): CommandResult => ({
  vocab: figures.vocabSize,
  tokens: figures.tokens,
  tokens_per_word: figures.fertility,
  bytes_per_token: figures.bytesPerToken,
  fallback_share: figures.fallbackShare,
  longest: figures.longest,
  rarest: figures.rarest,
  never_used: figures.neverUsed,
  suffixes: { whole_share: figures.suffixes.wholeShare, examples: figures.suffixes.examples },
});
