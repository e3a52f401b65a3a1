/** A verdict in plain words: where the run stands, what that compares with, what would help. */
import type { Stage } from '../../state/stage.ts';
import type { MeasuredVerdict, Verdict } from '../../state/verdict.ts';
import { formatNumber, formatShare } from '../format.ts';
import type { Language } from '../messages/language.ts';

export interface VerdictContext {
  readonly stage: Stage;
  readonly isOver: boolean;
  /** Step of the best checkpoint of the run, where it is stored. */
  readonly keptStep: number | null;
  readonly vocabSize: number;
}

const BITS_PER_BYTE = 8;

/** One paragraph each; none is empty. */
export function verdictText(verdict: Verdict, context: VerdictContext, language: Language): string[] {
  if (verdict.state === 'too-early') return [language.messages.verdict.tooEarly];
  return [
    standing(verdict, context, language),
    comparison(verdict, context, language),
    help(verdict, context, language),
  ].flatMap((sentences) => (sentences.length > 0 ? [sentences.join(' ')] : []));
}

function standing({ trend, best, passes }: MeasuredVerdict, { isOver, stage }: VerdictContext, language: Language) {
  const m = language.messages.verdict;
  const said = isOver ? m.ended : m.underWay;
  if (trend !== 'rising') return trend ? [said[trend]] : [];
  const isByHeart = stage === 'pretrain' && passes !== null && passes >= 2;
  return [
    said.rising(formatNumber(best.step, language)),
    ...(isByHeart ? [m.byHeart(formatNumber(passes, language, passes < 10 ? 1 : 0))] : []),
  ];
}

function comparison({ best, baseline }: MeasuredVerdict, { vocabSize }: VerdictContext, language: Language) {
  const m = language.messages.verdict;
  const tokens = (loss: number) => {
    // A model that is wrong for sure is less sure still, but there are no more tokens to choose among.
    const perplexity = Math.min(Math.exp(loss), vocabSize);
    return formatNumber(perplexity, language, perplexity < 10 ? 1 : 0);
  };
  return [
    m.reached(formatNumber(best.step, language), tokens(best.loss)),
    ...(baseline ? [(baseline.gain > 0 ? m.better : m.notBetter)(tokens(baseline.loss))] : []),
    m.compression(formatShare(best.bitsPerByte / BITS_PER_BYTE, language), formatNumber(best.bitsPerByte, language, 2)),
  ];
}

function help({ advice, best, latest }: MeasuredVerdict, { stage, keptStep }: VerdictContext, language: Language) {
  const m = language.messages.verdict;
  const isKept = keptStep === best.step && best.step < latest.step;
  return [
    ...(advice === 'more-text' && stage === 'instruct' ? [m.moreRecords] : advice ? [m.advice[advice]] : []),
    ...(isKept ? [m.kept(formatNumber(best.step, language))] : []),
  ];
}
