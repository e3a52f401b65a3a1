/**
 * Keeps documents in the chosen languages. What is looked at is the beginning and the middle of a document, so that it costs
 * the same for long ones. Of a document in several languages the score is about the share that is in the chosen ones.
 */
import { OcaqError } from '../../errors.ts';
import { identifyLanguage } from '../language/discriminator.ts';
import { LANGUAGE_LABELS, type LanguageLabel } from '../language/varieties.ts';
import { PROFILES } from './profiles.ts';
import { sampleOf } from './sample.ts';
import { defineStep } from './step.ts';

export type LanguageRule = 'other-language' | 'mixed-language';

/** Of the beginning and of the middle, in UTF-16 units. */
const SAMPLE = 800;

export const language = defineStep({
  id: 'language',
  version: 1,
  offByDefault: true,
  defaults: {
    /** Labels of LANGUAGE_LABELS, separated by commas. */
    languages: PROFILES.azj.language.languages,
    /** 0 … 1. FineWeb-2 published it for the scores of GlotLID. */
    minScore: PROFILES.azj.language.minScore,
  },
  create: ({ languages, minScore }) => {
    const chosen = languages.split(',').map((label) => placeOf(label.trim()));
    return (document) => {
      const { label, scores } = identifyLanguage(sampleOf(document, SAMPLE));
      const score = chosen.reduce((sum, place) => sum + scores[place]!, 0);
      const isChosen = chosen.includes(LANGUAGE_LABELS.indexOf(label));
      if (isChosen && score >= minScore) return { text: document };
      const rule: LanguageRule = isChosen ? 'mixed-language' : 'other-language';
      return { text: null, rule, measured: score, bound: minScore, removed: label };
    };
  },
});

function placeOf(label: string): number {
  const place = LANGUAGE_LABELS.indexOf(label as LanguageLabel);
  if (place >= 0) return place;
  throw new OcaqError(
    'cleaning-step-option',
    `The cleaning step "language" knows no language "${label}", only ${LANGUAGE_LABELS.join(', ')}. Choose among these.`,
    { step: 'language', option: 'languages' },
  );
}
