/**
 * How much longer steps of a stranger's tokenizer.json can make a text: each that writes more than it takes multiplies it, and
 * thirty of them that double it would fill the memory.
 */
import { type Fields, isRecord, refuse } from '../tokenizer-fields.ts';

/** Files in use have fewer than ten, and none makes a text twice as long. */
const MOST_STEPS = 100;
const MOST_TIMES = 64;
const LONGEST_PREPENDED = 1000;
/** Of a pattern whose escapes are gone: a repetition, a look around, a choice or a group that may take no character. */
const MAY_TAKE_NOTHING = /[*?{|]|\(\)/;

/** @throws OcaqError `tokenizer-json-invalid` */
export function refuseGrowth(steps: readonly Fields[], path: string): void {
  if (steps.length > MOST_STEPS) refuse(path, `has ${steps.length} steps, more than ${MOST_STEPS}`);
  let times = 1;
  for (const step of steps) {
    if (typeof step.prepend === 'string' && step.prepend.length > LONGEST_PREPENDED)
      refuse(path, `prepends ${step.prepend.length} characters, more than ${LONGEST_PREPENDED}`);
    if (step.type === 'Replace') times *= timesLonger(step);
  }
  if (times > MOST_TIMES) refuse(path, `can make a text more than ${MOST_TIMES} times longer`);
}

function timesLonger({ pattern, content }: Fields): number {
  const { Regex: regex }: Fields = isRecord(pattern) ? pattern : {};
  const [source, text] = [String(regex), String(content)];
  const isBetween = MAY_TAKE_NOTHING.test(source.replace(/\\[^bB]/gs, 'a').replace(/\\[bB]/g, '?'));
  return Math.max(1, isBetween && text !== '' ? 1 + text.length : text.length);
}
