/** How the report on the corpus speaks: in the language of the page, with its words for steps and licences. */
import type { ReportLanguage } from '../../data/corpus-report/sections.ts';
import { formatBytes, formatNumber, formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { presetName } from '../messages/preset-name.ts';
import { licenceWords } from './licence-words.ts';
import { useStepWords } from './step-words.ts';

export function useReportLanguage(): ReportLanguage {
  const m = useMessages();
  const language = useLanguage();
  return {
    words: m.report,
    steps: useStepWords(),
    licence: (remark) => licenceWords(remark, m),
    preset: (id) => presetName(id, m),
    numbers: {
      whole: (value) => formatNumber(value, language),
      decimal: (value, digits) => formatNumber(value, language, digits),
      size: (bytes) => formatBytes(bytes, language),
      share: (value) => formatShare(value, language, 1),
    },
  };
}
