/** What a run is called on the page: the person's name for it, or one made up in their language, which is easy to remember. */
import { adapterName } from '../../state/method.ts';
import { stageOfRun } from '../../state/stage.ts';
import type { Id, RunRecord } from '../../worker/api.ts';
import type { Messages } from '../messages/language.ts';
import { presetName } from '../messages/preset-name.ts';

export const runTitle = ({ name, id }: Pick<RunRecord, 'name' | 'id'>, m: Messages): string =>
  name === '' ? madeUpName(id, m.runNames) : name;

/** That it stands still, why, and at which step. */
export function standstill(run: RunRecord, m: Messages, formatStep: (step: number) => string): string {
  const { interrupted, diverged } = m.train;
  const title = runTitle(run, m);
  if (run.diverged) return diverged.title(title, formatStep(run.diverged.trouble.step));
  return (run.status === 'paused' ? interrupted.paused : interrupted.title)(title, formatStep(run.step));
}

/** What it does, and the preset it was started with or its adapters. */
export const runKind = (run: RunRecord, m: Messages): string =>
  `${m.train.kinds[stageOfRun(run)]}, ${adapterKind(run, m) ?? presetName(run.choice.preset, m)}`;

function adapterKind({ method }: RunRecord, m: Messages): string | null {
  const name = adapterName(method);
  return name !== null && method.kind === 'lora' ? m.method.run(name, String(method.lora.rank)) : null;
}

/** The same for the same run, and most likely another for another. */
export function madeUpName(id: Id, { first, second }: Messages['runNames']): string {
  let hash = 0;
  for (const character of id) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  const one = first[hash % first.length] ?? '';
  const two = second[Math.floor(hash / first.length) % second.length] ?? '';
  return `${one} ${two}`;
}
