/** What is kept of a measurement, and whether a value that was stored is that: a file of a project may have anything in its place. */
import { absent, among, finite, flag, listOf, nothing, object, oneOf, text, whole } from '../../data/shape.ts';
import { isMeasureResult } from '../../evaluation/whole-result.ts';
import type * as api from '../api.ts';

export interface KeptMeasurement
  extends Pick<api.Measurement, 'checkpoint' | 'step' | 'source' | 'result' | 'leaks' | 'examples'> {
  /** Of sentences; null: not told by them, or not asked. */
  readonly language: string | null;
  /** Of a file, see `keyOfSet`; absent in measurements of earlier versions. */
  readonly key?: string | null;
}

const SOURCES: readonly api.Measurement['source'][] = ['held-out', 'azblimp', 'file'];

const place = object({ source: text, document: whole, excerpt: text });
const leak = object({ item: whole, words: whole, sharedWords: whole, documents: whole, places: listOf(place) });
const leaks = object({
  items: whole,
  tooShort: whole,
  share: finite,
  documents: whole,
  found: whole,
  shown: listOf(leak),
  without: oneOf(nothing, isMeasureResult),
});
const example = object({ phenomenon: text, good: text, bad: text, isRight: flag });
const kept = object({
  checkpoint: text,
  step: whole,
  source: among(SOURCES),
  result: isMeasureResult,
  leaks: oneOf(nothing, leaks),
  language: oneOf(nothing, text),
  key: oneOf(absent, text),
  examples: listOf(example),
});

export const isKeptMeasurement = (value: unknown): value is KeptMeasurement => kept(value);
