/** Jobs that belong to other screens than the one being looked at, and a run that waits for its graphics device. */

import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { type Stage, stageOfRun } from '../../state/stage.ts';
import { interruptedRun, liveRun } from '../../state/studio.ts';
import type { JobKind } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { ButtonLink } from '../parts/button.tsx';
import { JobProgress } from '../parts/progress.tsx';
import { Recovering } from '../run/recovering.tsx';
import { standstill } from '../run/run-title.ts';
import { type ScreenId, screenOf } from '../screens.ts';

/** Where each kind of job shows its own progress; one without a home is shown above every screen. */
const homes: Record<JobKind, readonly ScreenId[]> = {
  import: ['corpus', 'instruct'],
  clean: ['corpus'],
  'dry-run': ['corpus'],
  report: ['corpus'],
  reference: ['corpus'],
  inspect: ['model'],
  search: ['corpus'],
  tokenizer: ['tokenizer'],
  compare: ['tokenizer'],
  tokenise: ['train'],
  export: ['export'],
  push: ['export'],
  'save-project': [],
  'open-project': [],
  measure: ['model'],
  profile: ['model'],
  'device-report': ['model'],
  rates: ['train'],
  evaluate: ['export', 'train', 'instruct'],
  score: ['evaluate'],
  load: ['chat'],
  prepare: ['train', 'instruct'],
  tune: [],
  translate: ['instruct'],
  'self-instruct': ['instruct'],
};

const screenOfStage: Record<Stage, ScreenId> = { pretrain: 'train', instruct: 'instruct' };

export function ActivityBar() {
  const m = useMessages();
  const language = useLanguage();
  const [path] = useLocation();
  const screen = screenOf(path);
  const jobs = useStore(useStores().jobs.store, (state) => state.jobs);
  const onJourney = useStore(useStores().journey.store, (state) => state.phase === 'running');
  const live = useStudio(liveRun);
  const elsewhere = Object.values(jobs).filter(
    // The journey strip shows what the journey does, but cannot skip the measuring of kernels.
    (job) => (!onJourney || job.kind === 'tune') && screen !== null && !homes[job.kind].includes(screen),
  );
  const interrupted = useStudio(interruptedRun);
  const offered = interrupted && screen !== screenOfStage[stageOfRun(interrupted)] ? interrupted : null;
  if (!offered && !live?.recovering && elsewhere.length === 0) return null;
  return (
    <section aria-label={m.underWay}>
      {offered && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b bg-ember-wash px-4 py-2 text-sm lg:px-8">
          <p className="min-w-0 flex-1 basis-60">{standstill(offered, m, (step) => formatNumber(step, language))}</p>
          <ButtonLink size="small" to={`/${screenOfStage[stageOfRun(offered)]}`}>
            {m.show}
          </ButtonLink>
        </div>
      )}
      {live?.recovering && <Recovering run={live} recovering={live.recovering} />}
      {elsewhere.length > 0 && (
        <div className="flex flex-col gap-3 border-b px-4 py-2.5 lg:px-8">
          {elsewhere.map((job) => (
            <JobProgress key={job.id} job={job} />
          ))}
        </div>
      )}
    </section>
  );
}
