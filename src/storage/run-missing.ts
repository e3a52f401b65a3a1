/** Said by whatever is asked of a run that is gone. */
import { OcaqError } from '../errors.ts';

export const missingRun = (runId: string): OcaqError =>
  new OcaqError('run-missing', 'This run is no longer stored. Choose another one.', { runId });
