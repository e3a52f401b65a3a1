/** The run that is exported, at its newest whole checkpoint. */
import { OcaqError } from '../../errors.ts';
import { loadLatest, type SavedRun } from '../checkpoint-folder.ts';
import type { Progress } from '../progress.ts';

/** Says which checkpoints are damaged. @throws OcaqError `nothing-to-resume`, `checkpoint-damaged` */
export async function newestCheckpoint(dir: string, command: string, progress: Progress): Promise<SavedRun> {
  const saved = await loadLatest(dir);
  if (!saved)
    throw new OcaqError(
      'nothing-to-resume',
      `"${dir}" holds no checkpoint. Give the folder of a run, the --out of ${command}.`,
      { out: dir },
    );
  for (const { message } of saved.damaged) progress.end(`${message} The one before it is taken.`);
  return saved;
}
