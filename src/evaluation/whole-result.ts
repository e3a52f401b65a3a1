/** Whether a value that was kept is a result of a measure: of a version whose results had other parts, or of a file, it may be anything. */
import { among, finite, flag, listOf, nothing, number, object, oneOf, type Shape, text, whole } from '../data/shape.ts';
import type { TextMeasureId } from './answers/text-measure.ts';
import type { MeasureResult } from './results.ts';

const interval = { low: finite, high: finite };
const share = { correct: whole, count: whole, share: oneOf(nothing, finite), ...interval };
const spread = { count: whole, mean: finite, min: finite, max: finite, interval: oneOf(nothing, object(interval)) };
const fit = { cut: whole, tooLong: whole };
const rows = listOf(object({ row: finite }));
const measures: readonly TextMeasureId[] = ['bleu', 'chrf', 'chrf++'];

const SHAPES: { readonly [K in MeasureResult['kind']]: Shape } = {
  text: object({ loss: finite, perplexity: number, bitsPerByte: finite, tokens: whole, bytes: whole }),
  flores: object({ bits: object(spread), ...fit }),
  pairs: object({
    all: object(share),
    phenomena: listOf(object({ phenomenon: text, ...share })),
    problems: rows,
    ...fit,
  }),
  exam: object({ form: text, raw: object(share), normalised: object(share), chance: finite, problems: rows, ...fit }),
  answers: object({
    scores: listOf(
      object({ measure: among(measures), score: finite, interval: oneOf(nothing, object(interval)), signature: text }),
    ),
    loops: object({ share: finite, ...interval }),
    distinct: listOf(oneOf(nothing, finite)),
    cut: whole,
    leftOut: rows,
    answers: listOf(object({ row: finite, prompt: text, references: listOf(text), text, chrf: finite, isLoop: flag })),
  }),
};

const ofAnyKind = object({ kind: among(Object.keys(SHAPES)), set: text });

export function isMeasureResult(value: unknown): value is MeasureResult {
  return ofAnyKind(value) && SHAPES[(value as MeasureResult).kind](value);
}
