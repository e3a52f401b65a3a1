/** Every phenomenon. A new one is a file here, its line, and its row in docs/azblimp.md. */
import type { Phenomenon } from '../phenomenon.ts';
import { adjectiveOrder } from './adjective-order.ts';
import { bufferConsonant } from './buffer-consonant.ts';
import { caseHarmony } from './case-harmony.ts';
import { conditional } from './conditional.ts';
import { consonantSoftening } from './consonant-softening.ts';
import { dottedI } from './dotted-i.ts';
import { evidential } from './evidential.ts';
import { fourWayHarmony } from './four-way-harmony.ts';
import { negationHarmony } from './negation-harmony.ts';
import { negativeConcord } from './negative-concord.ts';
import { numberAgreement } from './number-agreement.ts';
import { numeralSingular } from './numeral-singular.ts';
import { personAgreement } from './person-agreement.ts';
import { pluralHarmony } from './plural-harmony.ts';
import { possessiveAgreement } from './possessive-agreement.ts';
import { possessiveChain } from './possessive-chain.ts';
import { possessiveHead } from './possessive-head.ts';
import { postpositionGovernment } from './postposition-government.ts';
import { questionParticle } from './question-particle.ts';
import { questionWord } from './question-word.ts';
import { verbGovernment } from './verb-government.ts';
import { verbHarmony } from './verb-harmony.ts';
import { verbOrder } from './verb-order.ts';
import { vowelLoss } from './vowel-loss.ts';

export const PHENOMENA: readonly Phenomenon[] = [
  pluralHarmony,
  caseHarmony,
  fourWayHarmony,
  verbHarmony,
  negationHarmony,
  bufferConsonant,
  consonantSoftening,
  vowelLoss,
  personAgreement,
  numberAgreement,
  possessiveAgreement,
  possessiveHead,
  possessiveChain,
  verbGovernment,
  postpositionGovernment,
  questionParticle,
  questionWord,
  negativeConcord,
  evidential,
  conditional,
  adjectiveOrder,
  verbOrder,
  numeralSingular,
  dottedI,
];
