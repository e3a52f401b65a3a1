/** What a run is told before it begins: its recipe, its sizes, how often it is looked at. */
import { OcaqError } from '../errors.ts';
import type { Recipe } from '../model/recipe.ts';

export interface LoopSettings extends Recipe {
  /** Optimizer steps of the run. */
  readonly steps: number;
  /** Rows per micro-batch, tokens per row, micro-batches per optimizer step. */
  readonly batch: number;
  readonly seq: number;
  readonly accumulate: number;
  readonly seed: number;
  /** Every so many steps; 0 = never. */
  readonly evalEvery: number;
  readonly sampleEvery: number;
  readonly saveEvery: number;
}

type NumberSetting = {
  [Name in keyof LoopSettings]: LoopSettings[Name] extends number ? Name : never;
}[keyof LoopSettings];

/** @throws OcaqError('setting-out-of-range') */
export function checkSettings(s: LoopSettings): void {
  const check = (names: readonly NumberSetting[], isRight: (value: number) => boolean, expected: string) => {
    for (const name of names) if (!isRight(s[name])) refuse(name, expected, s[name]);
  };
  const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;
  check(
    ['steps', 'batch', 'seq', 'accumulate'],
    (value) => isCount(value) && value > 0,
    'a whole number of at least 1',
  );
  check(['warmupSteps', 'evalEvery', 'sampleEvery', 'saveEvery'], isCount, 'a whole number, 0 or more');
  check(['learningRate'], (value) => value > 0, 'more than 0');
  check(['minLearningRate', 'weightDecay', 'clip'], (value) => value >= 0, '0 or more');
  check(['beta1', 'beta2', 'momentum'], (value) => value >= 0 && value < 1, 'at least 0 and less than 1');
  check(['iterations'], (value) => isCount(value) && value >= 1 && value <= 10, 'a whole number from 1 to 10');
  check(['holdShare'], (value) => value >= 0 && value <= 1, 'from 0 to 1');
  for (const [group, scales] of Object.entries(s.groups))
    for (const [name, scale] of Object.entries(scales))
      if (!(scale >= 0)) refuse(`groups.${group}.${name}`, '0 or more', scale);
}

function refuse(name: string, expected: string, got: number): never {
  throw new OcaqError('setting-out-of-range', `The setting "${name}" should be ${expected}, but is ${got}.`, {
    setting: name,
    got,
  });
}
