/** A run that has diverged and stands still: what happened, and how it can go back to before that. */
import { Square, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Divergence, Resumption, RunRecord } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatNumber } from '../format.ts';
import { errorText } from '../messages/errors.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { RateField, rateOf } from './resume.tsx';
import { standstill } from './run-title.ts';

export function Diverged({ run, diverged }: { run: RunRecord; diverged: Divergence }) {
  const m = useMessages();
  const language = useLanguage();
  const { training } = useStores();
  const busy = useStore(training.store, (state) => state.busy);
  const [learningRate, setRate] = useState(rateOf(run) / 2);
  const { trouble, error, to } = diverged;
  const { times } = trouble.recovery;
  const goBack = (changed: Resumption) => void training.resume(run.id, changed);
  return (
    <section
      aria-label={m.train.fields.onDivergence}
      data-testid="diverged"
      className="flex flex-col gap-4 rounded-lg bg-ember-wash px-5 py-4"
    >
      <div role="alert">
        <p className="font-semibold">{standstill(run, m, (step) => formatNumber(step, language))}</p>
        <p className="text-soft">{errorText(error, language)}</p>
        <p className="text-soft">
          {times > 0 && `${m.train.diverged.again(formatNumber(times, language), times)} `}
          {m.train.diverged.lead(formatNumber(to, language))}
        </p>
      </div>
      <div className="flex flex-wrap items-end gap-3">
        <RateField label={m.train.diverged.rate} value={learningRate} onChange={setRate} />
        <Button
          look="primary"
          data-testid="diverged-rate"
          disabled={busy !== null}
          onClick={() => goBack({ learningRate, back: { leavesBatchesOut: false } })}
        >
          <Undo2 className="size-3.5" aria-hidden="true" />
          {busy === 'resume' ? m.train.resuming : m.train.diverged.withRate}
        </Button>
        {trouble.batches && (
          <Button
            hint={m.train.diverged.withoutBatchesHint}
            data-testid="diverged-batches"
            disabled={busy !== null}
            onClick={() => goBack({ back: { leavesBatchesOut: true } })}
          >
            {m.train.diverged.withoutBatches}
          </Button>
        )}
        {run.status === 'paused' && (
          <Button
            hint={m.train.interrupted.stopHint}
            data-testid="diverged-stop"
            disabled={busy !== null}
            onClick={() => void training.stop(run.id)}
          >
            <Square className="size-3.5 fill-current" aria-hidden="true" />
            {m.train.stop}
          </Button>
        )}
      </div>
    </section>
  );
}
