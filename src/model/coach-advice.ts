/** What is to be said of a model that a person has chosen or may choose: whether it suits the text, the card and the time. */
import {
  type CoachedDevice,
  type CoachedText,
  MOST_PASSES,
  planRequest,
  runSeconds,
  TOKENS_PER_WEIGHT,
  tokensOf,
  WEIGHTS_PER_TOKEN,
} from './coach.ts';
import { parameterCount } from './families/table.ts';
import { planWithin } from './planner.ts';
import { costOf, isSameShape, type Shape, secondsPerToken, tokensPerStep } from './speed.ts';

/** Ten times more than suits it: a warning is due. */
const FAR = 10;

export type Fit = 'fits' | 'too-large' | 'far-too-large';

export interface Advice {
  readonly parameters: number;
  readonly totalBytes: number;
  readonly fitsMemory: boolean;
  /** null without a text. */
  readonly text: { readonly fit: Fit; readonly weightsPerToken: number } | null;
  /** null where no speed was measured on this device. */
  readonly time: {
    readonly tokensPerSecond: number;
    /** For so many steps as were asked about, from start to end. */
    readonly seconds: number;
    /** The shape itself was measured: otherwise an estimate from others. */
    readonly isMeasured: boolean;
    /** Until it has seen enough for its size, or all that the text offers. */
    readonly leastSeconds: number;
    /** For the time that the person has; null where it is not known. */
    readonly fit: Fit | null;
  } | null;
}

/** @param seconds that the person has; null where it is not known */
export function adviceOn(
  { shape, steps }: { readonly shape: Shape; readonly steps: number },
  text: CoachedText | null,
  device: CoachedDevice,
  seconds: number | null,
): Advice {
  const { plan, fits } = planWithin(planRequest(shape, device), device.budgetBytes);
  const parameters = parameterCount(shape.config);
  const textTokens = text ? tokensOf(text, shape.config.vocabSize) : Number.POSITIVE_INFINITY;
  const cost = costOf(shape);
  const timeOf = () => {
    const tokenSeconds = secondsPerToken(cost, device.speeds);
    const leastTokens = Math.min(TOKENS_PER_WEIGHT * parameters, MOST_PASSES * textTokens);
    const leastSeconds = runSeconds(leastTokens, tokenSeconds);
    return {
      tokensPerSecond: 1 / tokenSeconds,
      seconds: runSeconds(steps * tokensPerStep(shape), tokenSeconds),
      isMeasured: device.speeds.some((sample) => isSameShape(sample, cost)),
      leastSeconds,
      fit: seconds === null ? null : fitOf(leastSeconds / seconds),
    };
  };
  const weightsPerToken = parameters / textTokens;
  return {
    parameters,
    totalBytes: plan.totalBytes,
    fitsMemory: fits,
    text: text && { fit: fitOf(weightsPerToken / WEIGHTS_PER_TOKEN), weightsPerToken },
    time: device.speeds.length > 0 ? timeOf() : null,
  };
}

/** @param share of what suits it */
const fitOf = (share: number): Fit => (share <= 1 ? 'fits' : share <= FAR ? 'too-large' : 'far-too-large');
