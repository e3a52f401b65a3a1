/** What a run is called on the page: what it does and the preset it was started with, in the person's language. */
import { stageOfRun } from '../../state/stage.ts';
import type { RunRecord } from '../../worker/api.ts';
import type { Messages } from '../messages/language.ts';
import { presetName } from '../messages/preset-name.ts';

export function runTitle(run: RunRecord, m: Messages): string {
  return `${m.train.kinds[stageOfRun(run)]}, ${presetName(run.choice.preset, m)}`;
}
