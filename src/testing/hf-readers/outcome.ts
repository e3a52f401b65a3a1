/** What a reader makes of a folder that was changed. */
import { Refusal } from './keys.ts';
import { logitsOf } from './plain-forward.ts';
import { type Files, type ReadModel, type Rules, readFolder } from './read-folder.ts';

export type Outcome =
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly why: string }
  /** Read without a word. @property changed settings and what they became */
  | { readonly kind: 'another'; readonly changed: string; readonly logits: number };

/** @param model what the folder held before it was changed  @param tokens of which logits are compared */
export function outcomeOf(files: Files, rules: Rules, model: ReadModel, tokens: readonly number[]): Outcome {
  try {
    const found = readFolder(files, rules);
    const changed = changesBetween(model.settings, found.settings).join(', ');
    const logits = largestDifference(logitsOf(found, tokens), logitsOf(model, tokens));
    return changed === '' && logits === 0 ? { kind: 'same' } : { kind: 'another', changed, logits };
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', why: error.message };
    throw error;
  }
}

/** Of two lists of rows of the same form. */
export const largestDifference = (a: readonly ArrayLike<number>[], b: readonly ArrayLike<number>[]): number =>
  Math.max(...a.flatMap((row, at) => Array.from(row, (value, i) => Math.abs(value - b[at]![i]!))));

/** `name value` of every leaf that differs. */
function changesBetween(before: object, after: object, prefix = ''): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => {
    const [old, now] = [before, after].map((side) => (side as Record<string, unknown>)[name]);
    if (isPlain(old) && isPlain(now)) return changesBetween(old, now, `${prefix}${name}.`);
    // What goes away does so with a change of type, which is named.
    return now === undefined || JSON.stringify(old) === JSON.stringify(now)
      ? []
      : [`${prefix}${name} ${JSON.stringify(now)}`];
  });
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
