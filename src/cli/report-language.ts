/** How the commands speak of a corpus: in English, and of steps by their ids. */
import type { ReportLanguage } from '../data/corpus-report/sections.ts';
import { report } from '../data/corpus-report/words/en.ts';
import type { LicenceRemark } from '../data/licences.ts';

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

export const REPORT_LANGUAGE: ReportLanguage = {
  words: report,
  steps: { name: (step) => step, rule: (_, rule) => rule, remark: (_, remark) => remark },
  licence: licenceText,
  preset: (id) => id,
  numbers: {
    // 1234567 → 1 234 567, with spaces that do not break.
    whole: (value) => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '\u00a0'),
    decimal: (value, digits) => value.toFixed(digits),
    size: (bytes) => `${(bytes / 2 ** 20).toFixed(2)} MiB`,
    share: (value) => `${(100 * value).toFixed(1)} %`,
  },
};
