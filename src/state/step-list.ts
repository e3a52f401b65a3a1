/** Lists of cleaning steps as a person changes them; every function gives a new list. Pure. */
import { PROFILES, type ProfileId } from '../data/cleaning/profiles.ts';
import type { StepKind, StepOptions } from '../data/cleaning/step.ts';
import { CLEANING_STEPS, type StepChoice } from '../data/cleaning/table.ts';

const KINDS: readonly StepKind[] = CLEANING_STEPS;

export type StepLevel = StepKind['level'];

const kindOf = (id: string): StepKind | undefined => KINDS.find((kind) => kind.id === id);

/** Others were stored by another version of Ocaq. */
export const isKnownStep = (id: string): boolean => kindOf(id) !== undefined;

const levelOf = (id: string): StepLevel => kindOf(id)?.level ?? 'document';

export const ofLevel = (steps: readonly StepChoice[], level: StepLevel): StepChoice[] =>
  steps.filter(({ id }) => levelOf(id) === level);

export const defaultsOf = (id: string): StepOptions => kindOf(id)?.defaults ?? {};

/** What the step works with: options that the choice leaves out have their defaults. */
export const optionsOf = ({ id, options }: StepChoice): StepOptions => ({ ...defaultsOf(id), ...options });

/** With the steps that were not there yet when the list was stored: off, each after the one that it follows in the table. */
export function completeSteps(stored: readonly StepChoice[]): StepChoice[] {
  const groups = { document: ofLevel(stored, 'document'), corpus: ofLevel(stored, 'corpus') };
  for (const [at, { id, level, defaults }] of KINDS.entries()) {
    const group = groups[level];
    if (group.some((step) => step.id === id)) continue;
    const earlier = KINDS.slice(0, at).map((kind) => kind.id);
    const before = earlier.findLast((one) => group.some((step) => step.id === one));
    const place = group.findIndex((step) => step.id === before) + 1;
    group.splice(place, 0, { id, options: defaults, off: true });
  }
  return [...groups.document, ...groups.corpus];
}

const changed = (steps: readonly StepChoice[], id: string, change: (step: StepChoice) => StepChoice): StepChoice[] =>
  steps.map((step) => (step.id === id ? change(step) : step));

export const switchStep = (steps: readonly StepChoice[], id: string, on: boolean): StepChoice[] =>
  changed(steps, id, ({ options }) => (on ? { id, options } : { id, options, off: true }));

export const setOptions = (steps: readonly StepChoice[], id: string, part: StepOptions): StepChoice[] =>
  changed(steps, id, (step) => ({ ...step, options: { ...optionsOf(step), ...part } }));

/** Where the step would stand; null: it is the first or last of its level. */
function placeAfterMove(steps: readonly StepChoice[], id: string, by: -1 | 1): number | null {
  const place = steps.findIndex((step) => step.id === id) + by;
  const neighbour = steps[place];
  return neighbour && levelOf(neighbour.id) === levelOf(id) ? place : null;
}

export const canMove = (steps: readonly StepChoice[], id: string, by: -1 | 1): boolean =>
  placeAfterMove(steps, id, by) !== null;

/** Steps that compare documents stay after those that do not. */
export function moveStep(steps: readonly StepChoice[], id: string, by: -1 | 1): StepChoice[] {
  const place = placeAfterMove(steps, id, by);
  const step = steps.find((one) => one.id === id);
  if (place === null || !step) return [...steps];
  return steps.filter((one) => one !== step).toSpliced(place, 0, step);
}

/** What a profile sets of a step: only options that the step has. */
function setBy(profile: ProfileId, id: string): StepOptions {
  const published: Readonly<Record<string, StepOptions>> = { ...PROFILES[profile] };
  const defaults = defaultsOf(id);
  return Object.fromEntries(Object.entries(published[id] ?? {}).filter(([name]) => name in defaults));
}

export const withProfile = (steps: readonly StepChoice[], profile: ProfileId): StepChoice[] =>
  steps.map((step) => ({ ...step, options: { ...optionsOf(step), ...setBy(profile, step.id) } }));

/** The profile whose thresholds all steps have; null: they were changed. */
export function profileOf(steps: readonly StepChoice[]): ProfileId | null {
  const has = (profile: ProfileId) =>
    steps.every((step) => {
      const options = optionsOf(step);
      return Object.entries(setBy(profile, step.id)).every(([name, value]) => options[name] === value);
    });
  return (Object.keys(PROFILES) as ProfileId[]).find(has) ?? null;
}
