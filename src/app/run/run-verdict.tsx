/** What the measurements of a run say about it, in two or three sentences; nothing where there is nothing to say yet. */
import { useMemo } from 'react';
import { stageOfRun } from '../../state/stage.ts';
import { measurementsOf, verdictOf } from '../../state/verdict.ts';
import type { RunRecord, RunSeries } from '../../worker/api.ts';
import { useStudio } from '../context.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { useRunStatus } from './run-head.tsx';
import { verdictText } from './verdict-text.ts';

export function RunVerdict({ run, series }: { run: RunRecord; series: RunSeries }) {
  const m = useMessages();
  const language = useLanguage();
  const status = useRunStatus(run);
  const isOver = status === 'finished' || status === 'stopped' || status === 'failed';
  const keptStep = useStudio(
    (state) => state.snapshot?.checkpoints.find(({ runId, isBest }) => isBest && runId === run.id)?.step ?? null,
  );
  const verdict = useMemo(() => verdictOf(measurementsOf(run, series, isOver)), [run, series, isOver]);
  if (!verdict) return null;
  const [standing, ...others] = verdictText(
    verdict,
    { stage: stageOfRun(run), isOver, keptStep, vocabSize: run.choice.config.vocabSize },
    language,
  );
  return (
    <section
      aria-label={m.verdict.title}
      data-testid="verdict"
      data-trend={verdict.state === 'measured' ? verdict.trend : verdict.state}
      className="flex max-w-[80ch] flex-col gap-1 border-teal border-l-2 pl-4"
    >
      <p className={verdict.state === 'measured' ? 'font-medium' : 'text-soft'}>{standing}</p>
      {others.map((paragraph) => (
        <p key={paragraph} className="text-soft">
          {paragraph}
        </p>
      ))}
    </section>
  );
}
