/** Translated records as Alpaca JSON, which every tool for instruction tuning reads. */
import type { Texts } from './record.ts';

/** `system` is in the records that have one. */
export type AlpacaRecord = Readonly<Record<'instruction' | 'input' | 'output', string>> & { readonly system?: string };

export const alpacaRecord = ({ system, instruction = '', input = '', output = '' }: Texts): AlpacaRecord => ({
  ...(system === undefined ? {} : { system }),
  instruction,
  input,
  output,
});

export const alpacaJson = (records: readonly Texts[]): string =>
  `${JSON.stringify(records.map(alpacaRecord), null, 2)}\n`;

export const alpacaLines = (records: readonly Texts[]): string =>
  records.map((texts) => `${JSON.stringify(alpacaRecord(texts))}\n`).join('');
