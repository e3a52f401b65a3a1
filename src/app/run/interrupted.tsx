/** A run whose tab was closed: it can be resumed, bit for bit, or be ended where it is. */
import { Square } from 'lucide-react';
import { useStore } from 'zustand';
import { type Stage, stageOfRun } from '../../state/stage.ts';
import { interruptedRun } from '../../state/studio.ts';
import { useStores, useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Diverged } from './diverged.tsx';
import { Resume } from './resume.tsx';
import { standstill } from './run-title.ts';

export function Interrupted({ stage }: { stage: Stage }) {
  const m = useMessages();
  const language = useLanguage();
  const { training } = useStores();
  const run = useStudio(interruptedRun);
  const busy = useStore(training.store, (state) => state.busy);
  if (!run || stageOfRun(run) !== stage) return null;
  if (run.diverged) return <Diverged run={run} diverged={run.diverged} />;
  return (
    <div
      data-testid="interrupted"
      className="flex flex-wrap items-end gap-x-6 gap-y-3 rounded-lg bg-ember-wash px-5 py-4"
    >
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-semibold">{standstill(run, m, (step) => formatNumber(step, language))}</p>
        <p className="text-soft">{m.train.interrupted.lead}</p>
      </div>
      <Button
        hint={m.train.interrupted.stopHint}
        data-testid="interrupted-stop"
        disabled={busy !== null}
        onClick={() => void training.stop(run.id)}
      >
        <Square className="size-3.5 fill-current" aria-hidden="true" />
        {m.train.stop}
      </Button>
      <Resume run={run} />
    </div>
  );
}
