/**
 * What is built on a run that has ended: more steps, a rate that falls to zero, a start from one of its checkpoints, more seeds, the same once more, each a new run;
 * and its settings, for runs elsewhere.
 */
import { useState } from 'react';
import { useStore } from 'zustand';
import { stageOfRun } from '../../state/stage.ts';
import type { CheckpointRecord, RunRecord } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { ChoiceRow } from '../parts/choice-row.tsx';
import { Section } from '../parts/layout.tsx';
import { AnnealForm, LengthenForm, RestartForm } from './branch-forms.tsx';
import { RepeatForm } from './repeat-form.tsx';
import { useRunStatus } from './run-head.tsx';
import { MoreSeedsForm } from './seed-forms.tsx';
import { RunSettings } from './settings-sharing.tsx';

type Way = 'lengthen' | 'anneal' | 'restart' | 'seeds' | 'repeat' | 'settings';

const noCheckpoints: CheckpointRecord[] = [];

export function Onward({ run }: { run: RunRecord }) {
  const m = useMessages();
  const { training } = useStores();
  const status = useRunStatus(run);
  const all = useStudio((state) => state.snapshot?.checkpoints ?? noCheckpoints);
  const isTraining = useStudio(({ training }) => training !== null);
  const busy = useStore(training.store, (state) => state.busy);
  const [chosen, setChosen] = useState<Way | null>(null);
  const checkpoints = all.filter(({ runId }) => runId === run.id);
  const ways: Way[] = [
    ...(status === 'finished' && checkpoints.length > 0 ? (['lengthen'] as const) : []),
    ...(checkpoints.some(({ step }) => step > 0) ? (['anneal'] as const) : []),
    ...(checkpoints.length > 0 ? (['restart'] as const) : []),
    ...(status === 'finished' && run.parent === null ? (['seeds', 'repeat'] as const) : []),
    ...(stageOfRun(run) === 'pretrain' ? (['settings'] as const) : []),
  ];
  const [first] = ways;
  if (status === 'running' || run.elsewhere || !first) return null;
  const way = chosen !== null && ways.includes(chosen) ? chosen : first;
  const blocked = isTraining ? m.train.otherRunning : null;
  return (
    <Section title={m.onward.title} testId="onward">
      <div className="flex max-w-3xl flex-col gap-5">
        <ChoiceRow
          legend={m.onward.legend}
          options={ways.map((value) => ({ value, label: m.onward.ways[value] }))}
          value={way}
          disabled={busy !== null}
          onChange={setChosen}
        />
        {way === 'lengthen' && <LengthenForm run={run} blocked={blocked} />}
        {way === 'anneal' && <AnnealForm run={run} blocked={blocked} />}
        {way === 'restart' && <RestartForm run={run} checkpoints={checkpoints} blocked={blocked} />}
        {way === 'seeds' && <MoreSeedsForm run={run} blocked={blocked} />}
        {way === 'repeat' && <RepeatForm run={run} blocked={blocked} />}
        {way === 'settings' && <RunSettings run={run} />}
      </div>
    </Section>
  );
}
