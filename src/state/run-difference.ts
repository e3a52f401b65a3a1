/** What was set otherwise in a run than in the one that it continues, or in the run of its kind before it. Pure. */
import type { RunRecord } from '../worker/api.ts';
import { stageOfRun } from './stage.ts';

export type Value = string | number | boolean;

export interface Difference {
  /** A setting, of adapters too, a field of the model's choice, or one of its config; fields within are joined by dots. */
  field: string;
  /** Undefined where the field was not there. */
  from: Value | undefined;
  to: Value | undefined;
}

/** The run that it continues, else the newest of the same stage that began before it; null where there is none. */
export function runBefore(run: RunRecord, runs: readonly RunRecord[]): RunRecord | null {
  const parent = runs.find(({ id }) => id === run.parent?.run);
  if (parent) return parent;
  return runs
    .filter((one) => stageOfRun(one) === stageOfRun(run) && one.startedAt < run.startedAt)
    .reduce<RunRecord | null>((newest, one) => (!newest || one.startedAt > newest.startedAt ? one : newest), null);
}

type Settled = Pick<RunRecord, 'choice' | 'settings'> & Partial<Pick<RunRecord, 'method'>>;

export function differences(run: Settled, before: Settled): Difference[] {
  const [now, then] = [fieldsOf(run), fieldsOf(before)];
  return [...new Set([...then.keys(), ...now.keys()])]
    .map((field) => ({ field, from: then.get(field), to: now.get(field) }))
    .filter(({ from, to }) => from !== to);
}

function fieldsOf({ settings, choice, method }: Settled): Map<string, Value> {
  const { config, preset: _, ...shape } = choice;
  const fields = new Map<string, Value>();
  const take = (prefix: string, values: object) => {
    for (const [name, value] of Object.entries(values)) {
      if (typeof value === 'object' && value !== null) take(`${prefix}${name}.`, value);
      else if (value !== undefined && value !== null) fields.set(`${prefix}${name}`, value);
    }
  };
  take('', config);
  take('', shape);
  take('', settings);
  if (method?.kind === 'lora')
    take('', { ...method.lora, targets: [method.lora.targets].flat().join(', '), matrices: method.matrices });
  return fields;
}
