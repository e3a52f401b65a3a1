/** Cleans the corpus: which sources wait for it and why, progress while it goes on, a way to drop what was chosen. */
import { useStore } from 'zustand';
import { awaitingSources, isChanged } from '../../state/cleaning.ts';
import { type Job, jobOfKind } from '../../state/jobs.ts';
import { useStores, useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { JobProgress } from '../parts/progress.tsx';

/** The import or cleaning that is under way: while it is, the steps are not to be changed. */
export function useCleaningJob(): Job | null {
  const { jobs } = useStores();
  return useStore(jobs.store, (state) => jobOfKind(state.jobs, 'clean', 'import'));
}

export function CleanAction({ job }: { job: Job | null }) {
  const m = useMessages();
  const language = useLanguage();
  const { cleaning } = useStores();
  const { draft } = useStore(cleaning.store);
  const corpus = useStudio((state) => state.snapshot?.corpus);
  if (job?.kind === 'clean') return <JobProgress job={job} />;
  const changed = isChanged(draft, corpus);
  const awaiting = awaitingSources(draft, corpus);
  const documents = awaiting.reduce((sum, { read }) => sum + read.documents, 0);
  const label = changed ? m.cleaning.clean : m.cleaning.resume;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button
        look={awaiting.length > 0 ? 'primary' : 'plain'}
        disabled={job !== null}
        unavailable={awaiting.length === 0 ? m.cleaning.upToDate : null}
        onClick={() => void cleaning.cleanAll()}
        data-testid="cleaning-run"
      >
        {awaiting.length === 0 ? m.cleaning.cleanNothing : label(formatNumber(documents, language), documents)}
      </Button>
      {draft !== null && (
        <Button look="quiet" disabled={job !== null} onClick={() => cleaning.discard()}>
          {m.cleaning.discard}
        </Button>
      )}
      {!changed && <Awaiting />}
    </div>
  );
}

/** Why there is something to clean although no step was changed. */
function Awaiting() {
  const m = useMessages();
  const language = useLanguage();
  const sources = useStudio((state) => state.snapshot?.corpus.sources) ?? [];
  const count = (state: 'raw' | 'stale') => sources.filter((source) => source.state === state).length;
  const said = (['raw', 'stale'] as const).filter((state) => count(state) > 0);
  if (said.length === 0) return <p className="text-sm text-soft">{m.cleaning.upToDate}</p>;
  return (
    <p className="min-w-0 flex-1 basis-60 text-sm" data-testid="cleaning-awaiting">
      {said.map((state) => m.cleaning[state](formatNumber(count(state), language), count(state))).join(' ')}
    </p>
  );
}
