/** A job's progress: a hairline that fills with ember, what is done, time left, and cancel. No layout jumps. */
import type { Job } from '../../state/jobs.ts';
import { useStores } from '../context.ts';
import { formatBytes, formatDuration, formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from './button.tsx';

/** @param share 0…1; null while it is unknown, which shows movement instead of a made-up figure; not alive: in ink */
export function Bar({ share, label, alive = true }: { share: number | null; label: string; alive?: boolean }) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100) })}
      className="h-1 w-full overflow-hidden rounded-full bg-hairline"
    >
      {share === null ? (
        <div className="drifting h-full w-1/3 rounded-full bg-ember" />
      ) : (
        <div
          className={`h-full origin-left transition-transform duration-200 ${alive ? 'bg-ember' : 'bg-soft'}`}
          style={{ transform: `scaleX(${Math.min(1, Math.max(0, share))})` }}
        />
      )}
    </div>
  );
}

export function jobShare(job: Job): number | null {
  return job.total > 0 ? job.done / job.total : null;
}

export function useJobText(job: Job): { title: string; done: string; left: string } {
  const m = useMessages();
  const language = useLanguage();
  const amount = (value: number) =>
    job.unit === 'bytes' ? formatBytes(value, language) : formatNumber(value, language);
  const unit = job.unit === null || job.unit === 'bytes' ? '' : m.units[job.unit];
  // Only file names come from outside; other labels are the worker's English and have a message of their own here.
  const isOfFile = (job.kind === 'import' || job.kind === 'open-project') && job.label !== '';
  const title = isOfFile ? `${m.jobs[job.kind]} ${job.label}` : m.jobs[job.kind];
  return {
    title,
    done: job.total > 0 ? m.progress.of(amount(job.done), amount(job.total), unit) : '',
    left: job.cancelling
      ? m.progress[job.kind === 'tune' ? 'skipping' : 'cancelling']
      : job.secondsLeft === null
        ? m.progress.working
        : m.progress.left(formatDuration(job.secondsLeft, language)),
  };
}

export function JobProgress({ job }: { job: Job }) {
  const m = useMessages();
  const { jobs } = useStores();
  const text = useJobText(job);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <span className="min-w-0 truncate font-medium">{text.title}</span>
        <span className="text-soft">{text.done}</span>
        <span className="ml-auto text-soft">{text.left}</span>
        <Button size="small" look="quiet" disabled={job.cancelling} onClick={() => void jobs.cancel(job.id)}>
          {job.kind === 'tune' ? m.progress.skip : m.cancel}
        </Button>
      </div>
      <Bar share={jobShare(job)} label={text.title} />
    </div>
  );
}
